"""Numbers with what they count: ranges, money, signs, counters, units."""

import re
from typing import Final

from libraries.korean.counters import COUNTERS, PAIRS, counter_at_start, read_before_counter, takes_native_number
from libraries.korean.english_reading import read_letter_by_letter
from libraries.korean.numbers import read_english_number, read_numeral, read_sino_korean
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

_NUMERAL: Final = r"[0-9]+(?:\.[0-9]+)?"
_GROUPED: Final = re.compile(r"(?<![0-9,.])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9])")
_PLUS_ONE: Final = re.compile(r"(?<![0-9+])([1-9])\+([12])(?![0-9+=]| =)")
_POSITIVE: Final = re.compile(r"(?:^|(?<=[ (]))\+(?=[0-9])")
_AREA: Final = re.compile(r"(?<=[0-9])( ?)([kc]?)m([23])(?![0-9A-Za-z])")
_AREAS: Final = {"k": "킬로미터", "c": "센티미터", "": "미터", "2": "제곱", "3": "세제곱"}
_CURRENCIES: Final = {"$": "달러", "₩": "원", "€": "유로", "¥": "엔", "£": "파운드"}
_MONEY: Final = re.compile(rf"([$₩€¥£])( ?)({_NUMERAL})([십백천만억조]*)")
_NEGATIVE: Final = re.compile(rf"(?:^|(?<=[ (]))[-−–]({_NUMERAL})(?= ?(도|°)?)")
_RANGE: Final = re.compile(rf"(?<![0-9.])({_NUMERAL})([~-])({_NUMERAL})(?![0-9-])( ?)(?=([가-힣]*))")
_GADGET: Final = re.compile(r"(?<![0-9A-Za-z.,])([2-9])([GKD])(?![A-Za-z0-9])")
_MODEL: Final = re.compile(r"(?<![A-Za-z])([A-Z]{1,3})-?([0-9])(?![0-9.])(?=[^A-Za-z]|$)")
_NUMBER_ONE: Final = re.compile(r"(?<![A-Za-z])[Nn][Oo]\.( ?)([1-9][0-9]{0,3})(?![0-9])")
_SPAN: Final = re.compile(r"(?<=[0-9])(시|분|일|월|년|층|살|세|번|회|차|호|만|천|억|원|만원|천원|억원|%)~(?=[0-9])")
_SCALED: Final = re.compile(r"(?<![0-9.])1([만천백십])(?![0-9]*분의)")
_COUNTED: Final = re.compile(rf"({_NUMERAL})( ?)(?=([가-힣]{{0,4}}(?: [가-힣]{{1,3}})?[.:)]?))")
_WHOLE_COUNTER: Final = re.compile(
    rf"(?:{'|'.join(COUNTERS)})(?=$|[^가-힣]|[은는이가을를의도만과와에로씩째쯤]|정도|밖에|까지|부터|이나|동안)"
)
_SCALES: Final = ("천", "만", "억")

_UNITS: Final = WORDS.units
_NAMES: Final = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_UNIT: Final = re.compile(
    rf"{READ_OUT}([십백천만억조]*)( ?)({_NAMES})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def _negative(found: re.Match[str]) -> str:
    return ("영하" if found.group(2) else "마이너스") + found.group(1)


def _numbered(digits: str) -> str:
    return read_english_number(int(digits)) if len(digits) == 1 else read_sino_korean(int(digits))


def _range(found: re.Match[str]) -> str:
    first, sign, second, gap, following = found.groups()
    counter = counter_at_start(following)
    is_years = len(first) == len(second) == 4
    if sign == "-" and not (counter or is_years or following[:1] in _SCALES):
        return f"{read_numeral(first)}다시{read_numeral(second)}{READ_OUT}{gap}"
    if "." in first or "." in second or len(first) > 15 or len(second) > 15:
        return f"{read_numeral(first)}에서{read_numeral(second)}{READ_OUT}{gap}"
    low, high = int(first), int(second)
    if takes_native_number(high, counter, following) and low >= 1:
        if (low, high) in PAIRS and counter != "시":
            return PAIRS[low, high] + gap
        return f"{read_before_counter(first, following)}{counter}에서{read_before_counter(second, following)}{gap}"
    if high == low + 1 and low >= 1 and high <= 9:
        return read_sino_korean(low) + read_sino_korean(high) + READ_OUT + gap
    if high == low + 10 and low % 10 == 0 and low >= 20 and high <= 90:
        return read_sino_korean(low // 10) + read_sino_korean(high) + READ_OUT + gap
    last = read_before_counter(second, following) if counter == "월" else read_numeral(second)
    return f"{read_numeral(first)}에서{last}{READ_OUT}{gap}"


def _counted(found: re.Match[str]) -> str:
    numeral, gap, following = found.groups()
    if gap and not _WHOLE_COUNTER.match(following):
        following = ""  # 아이폰 15 장점: 장 is no counter here
    return read_before_counter(numeral, following, found.string[: found.start()]) + READ_OUT + gap


def read_quantities(text: str) -> str:
    """Every remaining numeral replaced by its words; as many spaces as before."""
    text = _GROUPED.sub(lambda m: m.group().replace(",", ""), text)
    text = _AREA.sub(lambda m: f"{m.group(1)}{_AREAS[m.group(3)]}{_AREAS[m.group(2)]}", text)
    if "+" in text:
        text = _POSITIVE.sub("플러스", text)
        text = _PLUS_ONE.sub(
            lambda m: f"{read_english_number(int(m.group(1)))}플러스{read_english_number(int(m.group(2)))}{READ_OUT}",
            text,
        )
    text = _MONEY.sub(lambda m: f"{m.group(2)}{m.group(3)}{m.group(4)}{_CURRENCIES[m.group(1)]}{READ_OUT}", text)
    text = _NEGATIVE.sub(_negative, text)
    if "." in text:
        text = _NUMBER_ONE.sub(lambda m: f"넘버{m.group(1)}{_numbered(m.group(2))}{READ_OUT}", text)
    if "~" in text or "-" in text:
        text = _SPAN.sub(r"\1에서", text)
        text = _RANGE.sub(_range, text)
    text = _GADGET.sub(lambda m: read_english_number(int(m.group(1))) + m.group(2), text)
    text = _MODEL.sub(
        lambda m: read_letter_by_letter(m.group(1)) + read_english_number(int(m.group(2))) + READ_OUT, text
    )
    text = _SCALED.sub(rf"\1{READ_OUT}", text)
    return _COUNTED.sub(_counted, text)


def read_units(text: str) -> str:
    """``text`` with the units behind numbers that were read out: ``삼⟂km`` → ``삼킬로미터``."""
    return _UNIT.sub(_unit, text)


def _unit(found: re.Match[str]) -> str:
    scale, gap, unit = found.groups()
    return f"{scale}{gap}{_UNITS[unit.lower()]}{READ_OUT}"
