"""Korean number words: Sino-Korean (일, 이, 삼), native (하나, 둘, 셋), digit by digit (공일공)."""

from typing import Final

_DIGITS: Final = "영일이삼사오육칠팔구"
_DIGIT_VALUES: Final = {digit: value for value, digit in enumerate(_DIGITS)} | {"공": 0, "륙": 6}
_DIALLED: Final = "공일이삼사오육칠팔구"
_SMALL: Final = ("", "십", "백", "천")
_LARGE: Final = ("", "만", "억", "조", "경")
_ONES: Final = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS: Final = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_ENGLISH: Final = ("제로", "원", "투", "쓰리", "포", "파이브", "식스", "세븐", "에잇", "나인", "텐")

LONGEST: Final = 20
"""Digits that still have names (경 = 10^16); a longer number is read digit by digit."""


def read_sino_korean(number: int) -> str:
    """``24`` → ``이십사``, ``10000`` → ``만``, ``0`` → ``영``. For 0 ≤ number < 10^20."""
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    for power in range(len(_LARGE) - 1, -1, -1):
        group = number // 10_000**power % 10_000
        if group:
            # A leading ten thousand is 만; a hundred million is 일억, never 억 alone.
            alone = group == 1 and power == 1 and not words
            words.append(("" if alone else _group(group)) + _LARGE[power])
    return "".join(words)


def _group(group: int) -> str:
    words = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += ("" if digit == 1 and place else _DIGITS[digit]) + _SMALL[place]
    return words


def parse_sino_korean(words: str) -> int:
    """The number of Sino-Korean words: ``삼십만`` → 300,000. Inverse of `read_sino_korean`; 공 and 륙 count too."""
    total = group = digit = 0
    for syllable in words:
        if syllable in _LARGE:
            total += ((group + digit) or 1) * 10_000 ** _LARGE.index(syllable)
            group = digit = 0
        elif syllable in _SMALL:
            group += (digit or 1) * 10 ** _SMALL.index(syllable)
            digit = 0
        else:
            digit = _DIGIT_VALUES[syllable]
    return total + group + digit


def read_native_korean(number: int) -> str:
    """The form before a counter: ``1`` → ``한``, ``20`` → ``스무``, ``21`` → ``스물한``. For 1 ≤ number ≤ 99."""
    if number == 20:
        return "스무"
    return _TENS[number // 10] + _ONES[number % 10]


def read_digit_by_digit(digits: str) -> str:
    """Digit by digit with 공 for zero, as telephone numbers are read."""
    return "".join(_DIALLED[int(digit)] for digit in digits)


def read_english_number(number: int) -> str:
    """``4`` → ``포``. For 0 ≤ number ≤ 10."""
    return _ENGLISH[number]


def read_numeral(text: str) -> str:
    """A numeral as written: ``3.14`` → ``삼점일사``, ``007`` → ``공공칠``, ``1500`` → ``천오백``."""
    whole, _, fraction = text.partition(".")
    if fraction:
        return read_sino_korean(int(whole[-LONGEST:])) + "점" + "".join(_DIGITS[int(digit)] for digit in fraction)
    if len(whole) > LONGEST or (len(whole) > 1 and whole.startswith("0")):
        return read_digit_by_digit(whole)
    return read_sino_korean(int(whole))
