"""Numbers of residents and foreigners, of passports and of driving licences."""

import re
from datetime import UTC, datetime
from typing import Final

from libraries.texts.personal_data.rule import digits_of, is_date, is_order_number, make_rule, text_before

_CENTURY: Final = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_ALIKE: Final = "[0-9OIl]"
_CUE: Final = re.compile("주민|민증|민번|외국인 ?등록")
_WORD: Final = "[공영일이삼사오육륙칠팔구]"
_VALUES: Final = str.maketrans("공영일이삼사오육륙칠팔구", "001234566789")
_PLAIN: Final = str.maketrans("OoIl", "0011")
_REGIONS: Final = "서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산"


def _is_birth(number: str, may_be_to_come: bool) -> bool:
    """Whether the first six digits are a day of birth, in the century that the seventh names.

    Since October 2020 the numbers have no check digit, so the date is all that can be checked.
    """
    centuries = (_CENTURY.get(number[6]),) if len(number) > 6 else (1900, 2000)
    return any(
        century is not None
        and is_date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))
        and (may_be_to_come or century + int(number[:2]) <= datetime.now(UTC).year)
        for century in centuries
    )


def _is_resident(match: re.Match[str]) -> bool:
    """Thirteen digits without a sign between them may be a bar code: then nobody of that age is yet to be born."""
    number = digits_of(match[0].translate(_PLAIN))
    if _CUE.search(text_before(match, 12)):
        return True
    is_bare = match[0].isdigit()
    return _is_birth(number, may_be_to_come=not is_bare) and not (is_bare and is_order_number(match))


def _is_resident_in_words(match: re.Match[str]) -> bool:
    return _is_birth(digits_of(match[0].translate(_VALUES)), may_be_to_come=False)


def _is_birth_group(match: re.Match[str]) -> bool:
    return _is_birth(digits_of(match[1]), may_be_to_come=False)


def _is_passport(match: re.Match[str]) -> bool:
    return match[0][0].isupper() and not is_order_number(match)


RESIDENTS: Final = (
    make_rule(
        "주민번호",
        rf"(?<!\d)[0-9]{_ALIKE}{{5}}(?:(?:(?!\n)[\W_]){{0,4}}| ?(?:대시|다시|하이픈) ?)"
        rf"[1-8Il](?:{_ALIKE}{{6}}|[\d*●○xX#]{{6}})(?!\d)",
        _is_resident,
        sign=r"\d[0-9oil]{5}",
        least=6,
    ),
    make_rule("주민번호", r"(?<!\d)\d{6} ?- ?[*●○xX#]{7}", _is_resident, sign=r"\d{6}", least=6),
    make_rule(
        "주민번호",
        r"(?<![\d.])\d\d(?:[./ -]|년 ?)\d\d(?:[./ -]|월 ?)\d\d일? ?[-. ] ?[1-8]\d{6}(?!\d)",
        _is_resident,
        sign=r"\d{7}",
        least=6,
    ),
    make_rule(
        "주민번호",
        r"(?<!\d)(?<!\d )\d(?: \d){5} ?-? ?[1-8](?: \d){6}(?! ?\d)",
        _is_resident,
        sign=r"\d(?: \d){5}",
        least=6,
    ),
    make_rule(
        "주민번호",
        rf"{_WORD}{{6}}(?:[^\w\n]{{0,3}}| ?다시 ?){_WORD}{{7}}",
        _is_resident_in_words,
        sign=_WORD + "{6}",
        least=0,
    ),
    make_rule(
        "주민번호",
        r"(?:주민(?:등록)?(?:번호)?|민증|민번|생년월일|앞자리|뒷자리)[^\d\n]{0,8}(\d{6}(?: ?- ?[1-8])?)(?!\d)",
        _is_birth_group,
        datum=1,
        words=("주민", "민증", "민번", "생년월일", "자리"),
        least=6,
    ),
    make_rule(
        "주민번호",
        r"(?:주민|민증|민번|등록번호)[^\d\n]{0,10}뒷? ?(?:자리|번호)[^\d\n]{0,5}([1-8]\d{6})(?!\d)",
        datum=1,
        words=("뒷",),
        least=6,
    ),
)
PASSPORTS: Final = (
    make_rule(
        "여권번호",
        r"(?:여권|passport)[^\dA-Za-z\n]{0,12}"
        r"([A-Za-z]{1,2}[ -]?\d{3}[ -]?(?:\d[ -]?|[A-Za-z][ -]?)\d{3,4})(?![A-Za-z0-9])",
        datum=1,
        words=("여권", "passport"),
        least=7,
    ),
    make_rule(
        "여권번호",
        r"(?<![A-Za-z0-9-])[MSRODG](?:\d{8}|\d{3}[A-Z]\d{4})(?![A-Za-z0-9-])",
        _is_passport,
        sign=r"[msrodg]\d{3}",
        least=7,
    ),
)
LICENCES: Final = (
    make_rule(
        "면허번호",
        r"(?<![\d-])(?:1[1-9]|2[0-68])([- .]{1,3})\d\d\1\d{6}\1\d\d(?![\d-])",
        lambda match: not is_order_number(match),
        sign=r"\d{6}",
        least=10,
    ),
    make_rule("면허번호", rf"(?:{_REGIONS})[ -]?\d\d-\d{{6}}-\d\d(?![\d-])", sign=r"-\d{6}-", least=10),
    make_rule(
        "면허번호",
        rf"면허[^\d\n]{{0,12}}?((?:(?:{_REGIONS}) ?)?\d\d[ -]?\d\d[ -]?\d{{6}}[ -]?\d\d)(?!\d)",
        datum=1,
        words=("면허",),
        least=10,
    ),
)
