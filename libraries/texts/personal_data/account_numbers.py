"""Numbers of bank cards and of bank accounts."""

import re
from typing import Final

from libraries.texts.personal_data.rule import UNITS, digits_of, is_date, is_order_number, make_rule, text_around

_BANK_WORDS: Final = (
    *("계좌", "입금", "송금", "이체", "무통장", "예금주", "은행", "농협", "수협", "신협", "축협", "새마을", "우체국"),
    *("카카오뱅크", "카뱅", "토스뱅크", "토뱅", "케이뱅크", "케뱅", "kb", "nh", "ibk", "sc제일", "씨티"),
)
"""Words that say that an account follows."""
_NAME_WORDS: Final = (
    *("국민", "신한", "우리", "하나", "기업", "산업", "토스", "카카오", "부산", "대구", "광주", "제주", "전북", "경남"),
)
"""Names of banks that are other words as well: the number must follow at once."""
_BANKS: Final = "|".join(rf"(?<![A-Z]){word}(?![A-Z])" if word.isascii() else word for word in _BANK_WORDS)
_NAMES: Final = "|".join(_NAME_WORDS)
_NUMBER: Final = r"\d(?:[ \-]{0,3}\d){9,15}"
_LOOSE: Final = r"\d(?:[ \-._/]{0,3}\d){9,15}"
_NO_AMOUNT: Final = rf"(?![\d*]|-\d|,\d|(?:{UNITS}))"
_DAY: Final = re.compile(r"(?:19|20)\d\d[- ./]{1,2}(?:0?[1-9]|1[0-2])[- ./]{1,2}(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_MOMENT: Final = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
_YEAR_FIRST: Final = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-|97[89]-")
_CARD_CUE: Final = re.compile(r"카드|card|결제|승인|유효기간", re.IGNORECASE)
_HIDDEN: Final = r"[\d*xX●○#]"


def _passes_luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1: from the right, every second digit is doubled; the sum ends in 0."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_card_in_groups(match: re.Match[str]) -> bool:
    groups = re.findall(_HIDDEN + "{4}", match[0])
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    return not years and bool(set(digits_of(match[0])) - {"0", "1"}) and not is_order_number(match)


def _is_card(match: re.Match[str]) -> bool:
    """Whether a number without regular groups passes the check, or is called a card's."""
    number = digits_of(match[0].upper().replace("O", "0"))
    if is_order_number(match) or (
        number[:2] in ("19", "20") and is_date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    ):
        return False
    return _passes_luhn(number) or bool(_CARD_CUE.search(text_around(match, 8)))


def _is_account_of_named_bank(match: re.Match[str]) -> bool:
    number = digits_of(match[1])
    return 10 <= len(number) <= 16 and not _DAY.match(match[1]) and not _MOMENT.fullmatch(number)


def _is_account(match: re.Match[str]) -> bool:
    return 11 <= len(digits_of(match[0])) <= 14 and not _YEAR_FIRST.match(match[0]) and not is_order_number(match)


CARDS: Final = (
    make_rule(
        "카드번호",
        rf"(?<![\d-])\d{{4}}([ .\-/_·]{{1,3}}){_HIDDEN}{{4}}\1{_HIDDEN}{{4}}\1{_HIDDEN}{{4}}(?![\d-])",
        _is_card_in_groups,
        sign=r"\d{4}[ .\-/_·]",
        least=8,
    ),
    make_rule(
        "카드번호",
        r"(?<![\d-])(?:[4569]\d{3}|2[2-7]\d\d|35\d\d)(?:[ .\-_/]{0,3}[\dO]{4}){3}(?![\d-])",
        _is_card,
        sign=r"\d{4}",
        least=8,
    ),
    make_rule(
        "카드번호",
        r"(?<![\d-])3(?:[47]\d\d[ .\-]{0,3}\d{6}[ .\-]{0,3}\d{5}|[068]\d\d[ .\-]{0,3}\d{6}[ .\-]{0,3}\d{4})(?![\d-])",
        _is_card,
        sign=r"3\d{3}",
        least=8,
    ),
)
ACCOUNTS: Final = (
    make_rule(
        "계좌번호",
        rf"(?:{_BANKS})[^\d\n]{{0,15}}({_LOOSE}){_NO_AMOUNT}",
        _is_account_of_named_bank,
        datum=1,
        words=_BANK_WORDS,
        least=10,
    ),
    make_rule(
        "계좌번호",
        rf"(?<![가-힣])(?:{_NAMES}) ?[:/(]? ?({_LOOSE}){_NO_AMOUNT}",
        _is_account_of_named_bank,
        datum=1,
        words=_NAME_WORDS,
        least=10,
    ),
    make_rule(
        "계좌번호",
        rf"(?<![\d-])({_NUMBER})(?:으?로)?[ (/,]{{0,3}}"
        rf"(?:{_BANKS}|(?:{_NAMES})(?= ?(?:은행|[)/,.]|이[에요고]|입니|으?로|$)))",
        _is_account_of_named_bank,
        datum=1,
        words=(*_BANK_WORDS, *_NAME_WORDS),
        least=10,
    ),
    make_rule(
        "계좌번호",
        r"(?<![\d-])\d{2,6}-\d{2,6}-\d{4,7}(?:-\d{1,3})?(?![\d-])",
        _is_account,
        sign=r"\d-\d+-\d{4}",
        least=10,
    ),
)
