"""Dates, clock times, telephone numbers and other figures whose meaning is in their punctuation."""

import re
from typing import Final

from libraries.korean.counters import read_before_counter
from libraries.korean.numbers import read_digit_by_digit, read_numeral, read_sino_korean
from libraries.korean.particles import READ_OUT

_NOT_IN_NUMBER: Final = r"(?<![0-9.])"
_PHONE: Final = re.compile(_NOT_IN_NUMBER + r"(0[0-9]{1,2})([-. ]?)([0-9]{3,4})([-. ])([0-9]{4})(?![0-9])")
_SERVICE: Final = re.compile(_NOT_IN_NUMBER + r"(1[568][0-9]{2})-([0-9]{4})(?![0-9])")
_EMERGENCY: Final = re.compile(_NOT_IN_NUMBER + r"(11[2459])(?=에|로|$|[^0-9.,가-힣 ]| (?:에|로|신고|불|전화))")
_DATE: Final = re.compile(
    _NOT_IN_NUMBER + r"((?:19|20)?[0-9]{2})([-./] ?)(1[0-2]|0?[1-9])([-./] ?)(3[01]|[12][0-9]|0?[1-9])\.?(?![0-9])"
)
_YEAR_MONTH: Final = re.compile(_NOT_IN_NUMBER + r"((?:19|20)[0-9]{2})[-.](1[0-2]|0[1-9])(?![0-9])")
_HISTORIC: Final = re.compile(
    _NOT_IN_NUMBER
    + r"(?:(3)[.·](1)(?= ?(?:절|운동|만세|독립))|(6)[.·](25)|(8)[.·](15)|(5)[.·](18)|(4)[.·](19)|(12)[.·](12))"
    r"(?![0-9.%]| ?(?:점|퍼|프로|배|초|미터|만|억|천|도|인치|평|km|cm|mm|kg|m|g|GB))"
)
_EVENT: Final = re.compile(
    _NOT_IN_NUMBER
    + r"(1[0-2]|[1-9])[.·]([12][0-9]|3[01]|[1-9])(?= ?(?:테러|사태|항쟁|혁명|사건|선언|비상계엄|계엄|쿠데타|참사))"
)
_CLOCK: Final = re.compile(r"(?<![0-9:.])([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:])(분?)")
_RATIO: Final = re.compile(r"(?<![0-9:])([0-9]+(?:\.[0-9]+)?):([0-9]+(?:\.[0-9]+)?)(?![0-9:])")
_VERSUS: Final = re.compile(r"(?<![0-9.])([0-9]+)( ?)대( ?)([0-9]+)(?![0-9.]|[가-힣]*?[명개살장])")
_SLASH: Final = re.compile(r"(?<![0-9/.])([0-9]{1,4})/([0-9]{1,4})(?![0-9/])")
_DENOMINATORS: Final = frozenset((*range(2, 11), 12, 16, 20, 100, 1000))


def _spaces(text: str) -> str:
    return " " if " " in text else ""


def _phone(found: re.Match[str]) -> str:
    area, first_gap, exchange, gap, number = found.groups()
    return (
        read_digit_by_digit(area)
        + _spaces(first_gap)
        + read_digit_by_digit(exchange)
        + _spaces(gap)
        + read_digit_by_digit(number)
        + READ_OUT
    )


def _date(found: re.Match[str]) -> str:
    year, gap, month, next_gap, day = found.groups()
    if len(year) == 2 and (gap.strip() != "." or next_gap.strip() != "."):
        return found.group()
    months = read_before_counter(month, "월") + "월"
    return f"{read_numeral(year)}년{_spaces(gap)}{months}{_spaces(next_gap)}{read_sino_korean(int(day))}일{READ_OUT}"


def _historic(found: re.Match[str]) -> str:
    month, day = (group for group in found.groups() if group)
    # 육이오, 팔일오: the day is read digit by digit, but for 십이십이.
    days = read_sino_korean(int(day)) if month == "12" else "".join(read_sino_korean(int(digit)) for digit in day)
    return read_sino_korean(int(month)) + days + READ_OUT


def _clock(found: re.Match[str]) -> str:
    hour, minute, second, _ = found.groups()
    words = ("영" if int(hour) == 0 else read_before_counter(str(int(hour)), "시")) + "시"
    if int(minute) or second:
        words += read_sino_korean(int(minute)) + "분"
    return words + (read_sino_korean(int(second)) + "초" if second else "") + READ_OUT


def _slash(found: re.Match[str]) -> str:
    above, below = int(found.group(1)), int(found.group(2))
    if (above, below) == (9, 11):
        return "구일일" + READ_OUT
    if (above, below) == (24, 7):
        return "이십사칠" + READ_OUT
    is_date = 1 <= above <= 12 and 1 <= below <= 31
    if is_date and not (above < below and below in _DENOMINATORS):
        return f"{read_before_counter(str(above), '월')}월{read_sino_korean(below)}일{READ_OUT}"
    return f"{read_sino_korean(below)}분의{read_sino_korean(above)}{READ_OUT}"


def read_punctuated_figures(text: str) -> str:
    """Figures with punctuation inside replaced by what is said; as many spaces as before."""
    if "-" in text or "." in text or " " in text:
        text = _PHONE.sub(_phone, text)
        text = _SERVICE.sub(lambda m: read_digit_by_digit(m.group(1) + m.group(2)) + READ_OUT, text)
    text = _EMERGENCY.sub(lambda m: "".join(read_sino_korean(int(digit)) for digit in m.group(1)) + READ_OUT, text)
    if "/" in text or "." in text or "-" in text or "·" in text:
        text = _DATE.sub(_date, text)
        text = _YEAR_MONTH.sub(
            lambda m: f"{read_numeral(m.group(1))}년{read_before_counter(m.group(2), '월')}월{READ_OUT}", text
        )
        text = _HISTORIC.sub(_historic, text)
        text = _EVENT.sub(_historic, text)
        text = _SLASH.sub(_slash, text)
    if ":" in text:
        text = _CLOCK.sub(_clock, text)
        text = _RATIO.sub(lambda m: f"{read_numeral(m.group(1))}대{read_numeral(m.group(2))}{READ_OUT}", text)
    if "대" in text:
        text = _VERSUS.sub(_versus, text)
    return text


def _versus(found: re.Match[str]) -> str:
    left, gap, next_gap, right = found.groups()
    return f"{read_numeral(left)}{gap}대{next_gap}{read_numeral(right)}{READ_OUT}"
