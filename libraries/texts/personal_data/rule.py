"""What a rule of personal data is, and the tests of a match that several rules share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

Test = Callable[[re.Match[str]], bool]
UNITS: Final = (
    r" ?(?:원(?!룸|투|피|흥)|명(?!동|함|의)|개(?!인|새|월|봉|처)|만(?= ?(?:원|명|개|대|건|달러|장|주|표|평|톤))|"
    r"천(?!장|천)|억(?!울|지)|년|달러|%|kcal|kg|km|cm|mm|ml|포인트|시간|세대|가구)|월(?!세)|일(?!단|요)|조(?!심|회)|"
    r"점(?!심)|시(?!끄|장)|분(?!실|들)|초|회(?!원)|위(?!층|집|에)|세|평|장|권|쪽|자(?!꾸|동)|건(?!물|너)|대(?!로|리)|"
    r"주(?!차|세|인|민)|통(?!화)|곳|배(?!송|달)|톤|번 ?버스|번째|번 ?출구|층|m|g|불|엔|위안"
)
"""What follows an amount or a count: digits before these are no number of anybody."""
_ORDERS: Final = re.compile(
    r"주문|송장|운송|등기|예약|접수|사건|관리번호|일련|시리얼|S/?N\b|serial|쿠폰|상품권|기프트|코드|제품|모델|품번|상품|"
    r"라이선스|키값|ISBN|바코드|학번|사번|사업자|통신판매|특허|인증번호|에러|오류|차수|문서",
    re.IGNORECASE,
)
_GOODS: Final = re.compile(r" ?(?:쿠폰|번? ?상품|볼트|너트|부품|모델|규격|품번)")


class PersonalDataRule(NamedTuple):
    """A pattern of one kind of personal data. ``datum`` is the group that is masked; the others are told for cues.

    To save time a pattern is only tried on a text of at least ``least`` digits that holds, in small letters, one of
    ``words`` and ``sign``, which are None where any text will do.
    """

    kind: str
    pattern: re.Pattern[str]
    applies: Test
    datum: int | str
    words: re.Pattern[str] | None
    sign: re.Pattern[str] | None
    least: int


def make_rule(
    kind: str,
    pattern: str,
    applies: Test = lambda _: True,
    *,
    datum: int | str = 0,
    words: tuple[str, ...] = (),
    sign: str = "",
    least: int = 1,
) -> PersonalDataRule:
    """A rule whose letters may be large or small; ``words`` and ``sign`` are given in small letters."""
    # Without re.IGNORECASE these two are ten times as fast.
    gates = (re.compile("|".join(map(re.escape, words))) if words else None, re.compile(sign) if sign else None)
    return PersonalDataRule(kind, re.compile(pattern, re.IGNORECASE), applies, datum, *gates, least)


def text_before(match: re.Match[str], characters: int) -> str:
    """What stands in front of a match, on its line."""
    return match.string[max(0, match.start() - characters) : match.start()].rpartition("\n")[2]


def text_after(match: re.Match[str], characters: int) -> str:
    """What stands after a match, on its line."""
    return match.string[match.end() : match.end() + characters].partition("\n")[0]


def text_around(match: re.Match[str], characters: int) -> str:
    """A match and what stands on both sides of it, on its line."""
    return text_before(match, characters) + match[0] + text_after(match, characters)


def digits_of(text: str) -> str:
    """The digits of a text, and nothing else."""
    return re.sub(r"[^0-9]", "", text)


def is_order_number(match: re.Match[str]) -> bool:
    """Whether the number is said to be one of an order, a parcel, a product or a file."""
    return bool(_ORDERS.search(text_before(match, 16)) or _GOODS.match(text_after(match, 8)))


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the three are a day of the calendar."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
