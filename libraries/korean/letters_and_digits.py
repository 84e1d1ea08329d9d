"""Words of letters and digits: models, versions, addresses of machines, grades, floors, sums of money in millions."""

import re
from typing import Final

from libraries.korean.english_reading import read_letter_by_letter
from libraries.korean.numbers import read_digit_by_digit, read_numeral, read_sino_korean
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

_KNOWN: Final = re.compile(
    r"(?<![A-Za-z0-9.])(?:"
    + "|".join(re.escape(word) for word in sorted(WORDS.mixed, key=len, reverse=True))
    + r")(?![A-Za-z0-9])"
)
_BASEMENT: Final = re.compile(r"(?<![A-Za-z0-9])B([1-9])(?:층|F(?![A-Za-z0-9]))")
_FLOOR: Final = re.compile(r"(?<![A-Za-z0-9.])([1-9][0-9]?)F(?![A-Za-z0-9])")
_CARD: Final = re.compile(r"(?<![A-Za-z])(RTX|GTX|RX|GT|rtx|gtx)( ?)([0-9]{4})(?![0-9])")
_GRADE: Final = re.compile(r"(?<![A-Za-z0-9+-])([A-F])([+-])(?![A-Za-z0-9+-])")
_VERSION: Final = re.compile(r"(?<![0-9.,])(?!0[0-9])[0-9]{1,5}(?:\.[0-9]{1,5}){2,}(?![0-9.]*[0-9])")
_DATE: Final = re.compile(r"(?:19|20)?[0-9]{2}\.(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9])")
_MILLIONS: Final = re.compile(r"([$€£₩¥])( ?)([0-9]{1,6}(?:\.[0-9]{1,6})?)([KMB])(?![A-Za-z])")
_MILLIONS_OF: Final = re.compile(
    r"(?<![0-9.,A-Za-z])([0-9]{1,6}(?:\.[0-9]{1,6})?)([KMB])( ?)"
    r"(?=(?:달러|유로|파운드|위안|원|엔)(?:[을를이가은는의에도만로짜씩]|[^가-힣]|$))"
)
_SCALES: Final = {"K": 3, "M": 6, "B": 9}
_CURRENCIES: Final = {"$": "달러", "€": "유로", "£": "파운드", "₩": "원", "¥": "엔"}
_NTH: Final = re.compile(r"(?<![A-Za-z0-9.])([0-9]{1,4})(?:st|nd|rd|th)(?![A-Za-z0-9])")
_TIMES: Final = re.compile(r"(?<=[0-9])(?<!^0)(?<![^0-9]0)x(?![A-Za-z0-9])")
_QUARTER: Final = re.compile(r"(?<![0-9/])([1-4])/4( ?)분기")
_AREA_CODE: Final = re.compile(r"(?<![0-9])(0[0-9]{1,2})\)( ?)([0-9]{3,4})-([0-9]{4})(?![0-9])")
_ABROAD: Final = re.compile(r"(?<![0-9+])\+([0-9]{1,3})([ -])([1-9][0-9]?)-([0-9]{3,4})-([0-9]{4})(?![0-9])")
_PER_SECOND: Final = re.compile(r"([0-9.,]+)( ?)(k?)m/s(2?)(?![A-Za-z0-9])")
_PER: Final = re.compile(r"([0-9][0-9.,]*(?:[십백천만억]*원| ?(?:mg|kg|g|mL|ml|L)))/(kg|g|L|m2|m3|dL|h)(?![A-Za-z0-9])")
_UNITS_PER: Final = {"m2": "제곱미터", "m3": "세제곱미터", "dL": "데시리터", "h": "시간"}
_DAY: Final = re.compile(r"(?<![A-Za-z0-9])D([+-])(?=[0-9])")
_LESS: Final = re.compile(r"(?<=[0-9]) ?- ?(?=[0-9]+(?:\.[0-9]+)? ?=)")
_LETTER: Final = re.compile("[A-Za-z$€£₩¥]")


def read_letters_and_digits(text: str) -> str:
    """``text`` with these read out or, where counters follow, in a form that is read rightly; no space more or less."""
    if _LETTER.search(text):
        text = _with_letters(text)
    elif "코로나" in text:
        text = _KNOWN.sub(_known, text)
    if "=" in text:
        text = _LESS.sub(lambda m: m.group().replace("-", "빼기"), text)
    if "." in text:
        text = _VERSION.sub(_version, text)
    if ")" in text:
        text = _AREA_CODE.sub(
            lambda m: read_digit_by_digit(m[1]) + m[2] + read_digit_by_digit(m[3] + m[4]) + READ_OUT, text
        )
    if "+" in text:
        text = _ABROAD.sub(_abroad, text)
    return (
        _QUARTER.sub(lambda m: f"{read_sino_korean(int(m[1]))}사{READ_OUT}{m[2]}분기", text) if "/4" in text else text
    )


def _with_letters(text: str) -> str:
    text = _KNOWN.sub(_known, text)
    text = _BASEMENT.sub(lambda m: f"지하{read_sino_korean(int(m[1]))}층{READ_OUT}", text)
    text = _FLOOR.sub(lambda m: f"{read_sino_korean(int(m[1]))}층{READ_OUT}", text)
    text = _CARD.sub(lambda m: f"{read_letter_by_letter(m[1])}{m[2]}{read_digit_by_digit(m[3])}{READ_OUT}", text)
    text = _MILLIONS.sub(_millions, text)
    text = _MILLIONS_OF.sub(lambda m: _scaled(m[1], m[2]) + READ_OUT + m[3], text)
    text = _NTH.sub(lambda m: f"{read_sino_korean(int(m[1]))}번째{READ_OUT}", text)
    text = _DAY.sub(lambda m: "디플러스" if m[1] == "+" else "디마이너스", text)
    text = _TIMES.sub("배" + READ_OUT, text)
    if "/" in text:
        text = _PER_SECOND.sub(_per_second, text)
        text = _PER.sub(lambda m: f"{_UNITS_PER.get(m[2]) or WORDS.units[m[2].lower()]}당{m[1]}", text)
    return text


def read_grades(text: str) -> str:
    """``text`` with grades such as ``A+`` and ``B-`` read out."""
    return _GRADE.sub(
        lambda m: f"{read_letter_by_letter(m[1])}{'플러스' if m[2] == '+' else '마이너스'}{READ_OUT}", text
    )


def _known(found: re.Match[str]) -> str:
    return WORDS.mixed[found.group()] + READ_OUT


def _version(found: re.Match[str]) -> str:
    text = found.group()
    if _DATE.fullmatch(text):
        return text
    parts = text.split(".")
    # The address of a machine is read digit by digit.
    say = read_digit_by_digit if len(parts) == 4 and all(int(part) < 256 for part in parts) else read_numeral
    return "점".join(say(part).replace("공", "영") for part in parts) + READ_OUT


def _millions(found: re.Match[str]) -> str:
    sign, gap, number, scale = found.groups()
    return f"{gap}{_scaled(number, scale)}{_CURRENCIES[sign]}{READ_OUT}"


def _scaled(number: str, scale: str) -> str:
    """``3.5`` and ``M`` as 삼백오십만."""
    whole, _, fraction = number.partition(".")
    places = _SCALES[scale]
    return read_sino_korean(int(whole + fraction[:places].ljust(places, "0")))


def _abroad(found: re.Match[str]) -> str:
    country, gap, area, exchange, number = found.groups()
    space = " " if gap == " " else ""
    return f"플러스{read_digit_by_digit(country)}{space}{read_digit_by_digit(area + exchange + number)}{READ_OUT}"


def _per_second(found: re.Match[str]) -> str:
    number, gap, kilo, square = found.groups()
    unit = f"{'킬로' if kilo else ''}미터"
    if square:
        return f"{number}{gap}{unit}매초제곱{READ_OUT}"
    return f"초속{number}{gap}{unit}{READ_OUT}"
