"""Number plates of cars, taxis and motorcycles, old and new."""

import re
from typing import Final

from libraries.texts.personal_data.rule import UNITS, make_rule, text_around, text_before

_LETTERS: Final = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배"
_REGIONS: Final = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_COUNTERS: Final = frozenset("주호구도조부수자사보모")
"""Letters of plates that are units as well: "85자 1000", "12호 2024"."""
_END: Final = rf"(?!\d|[,.]\d|(?:{UNITS}))"
_CAR_CUE: Final = re.compile(
    r"차(?!원|례|이|라리)|번호판|렌트|렌터|택시|버스|트럭|주차|블박|운전|오토바이|바이크|스쿠터|배달|뺑소니|견인"
)
_JUDGED: Final = re.compile("선고|대판|판시|판결|결정|사건|대법원|헌재")
"""Files of courts are numbered like plates: "90누6521 판결"."""
_NUMBERED: Final = rf"\d[ .-]{{0,2}}[{_LETTERS}][ .-]{{0,2}}\d{{4}}"
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def _is_plate(match: re.Match[str]) -> bool:
    """Units and years need more: a region in front, or a word about cars near by."""
    if _JUDGED.search(text_around(match, 8)) or match["last"] == "0000":
        return False
    region, letter, last = match["region"], match["letter"], match["last"]
    if region or _CAR_CUE.search(text_around(match, 15)):
        return True
    if text_before(match, 1) == "제" or (letter in _COUNTERS and (" " in match[0] or len(match["first"]) == 2)):
        return False
    return not (_YEAR.fullmatch(last) and " " in match[0])


PLATES: Final = (
    make_rule(
        "차량번호",
        rf"(?:(?P<region>{_REGIONS}) ?|(?<!\d)(?<!\d[.,]))"
        rf"(?P<first>\d{{2,3}})[ .-]{{0,2}}(?P<letter>[{_LETTERS}])[ .-]{{0,2}}(?P<last>\d{{4}}){_END}",
        _is_plate,
        sign=_NUMBERED,
        least=4,
    ),
    make_rule("차량번호", rf"(?:{_REGIONS}) ?\d ?[{_LETTERS}] ?\d{{4}}{_END}", sign=_NUMBERED, least=4),
    make_rule(
        "차량번호",
        rf"(?:{_REGIONS}) ?[가-힣]{{1,4}} ?[{_LETTERS}] ?\d{{4}}{_END}",
        lambda match: re.search("오토바이|바이크|스쿠터|번호판|이륜", text_around(match, 15)) is not None,
        sign="오토바이|바이크|스쿠터|번호판|이륜",
        least=4,
    ),
)
