"""Numbers and units in forms of their own: Roman numerals, fractions, exponents, subscripts, ㎏, ℃."""

import re
import unicodedata
from typing import Final

from libraries.korean.letters.syllables import final_consonant_index
from libraries.korean.numbers import read_english_number, read_sino_korean
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

_SUPER: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SUB: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_AREA: Final = re.compile(r"(?<=[0-9])( ?[kcmdμ]?m)([²³])(?![A-Za-z0-9])|(?<=m/s)²|(?<=/m)([²³])")
_POWER: Final = re.compile(r"(?<=[A-Za-z0-9가-힣)\]])([⁺⁻]?[⁰¹²³⁴-⁹]+)")
_CARET: Final = re.compile(r"(?<![A-Za-z0-9.])([0-9]+(?:\.[0-9]+)?|[A-Za-z])\^([+-]?[0-9]{1,4})(?![0-9.^])")
_SUBSCRIPT: Final = re.compile("(?<=[A-Za-z])[₀-₉]+")
_FRACTION: Final = re.compile("([0-9]*)([¼½¾⅐-⅞])")
_ROMAN: Final = re.compile("(제 ?|)([Ⅰ-Ⅿⅰ-ⅿ]+)( ?)(?=([가-힣]?[가-힣]?))")
_ROMAN_COUNTED: Final = (*"급편장부세형차기권호절종도군번", "단계")
_LATIN_ROMAN: Final = r"X{0,2}(?:IX|IV|VI{1,3}|I{2,3})|X{1,2}[IV]{1,2}"
_ROMAN_AS_LATIN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?<=제)([IVX]+)|({_LATIN_ROMAN}))( ?)(?=(?:{'|'.join(_ROMAN_COUNTED)})(?!스))"
)
_PART: Final = re.compile(rf"(?<=[A-Za-z가-힣0-9] )({_LATIN_ROMAN})(?![A-Za-z0-9&/'.+-])")
_HEADING: Final = re.compile(rf"^({_LATIN_ROMAN})(?=[.)](?: |$))")
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SQUARED: Final = re.compile("([0-9/]?)( ?)([㍱-㍺㎀-㏟ℓ℃℉])")
_DEGREES: Final = re.compile(r"°[Cc](?![A-Za-z])")
_FAHRENHEIT: Final = re.compile(r"([-−]?[0-9]+(?:\.[0-9]+)?)( ?)(?:°F(?![A-Za-z])|℉)")
_SIGNS: Final = str.maketrans(
    {"№": "No.", "￥": "¥", "￦": "₩", "￡": "£", "≧": "≥", "≦": "≤", "➔": "→", "➡": "→", "∶": ":"}
)
_DASH: Final = re.compile("(?<=[0-9])–(?=[0-9])")
_MICRO: Final = re.compile(r"(?<=[0-9])( ?)[µμ](?=[mgLlsF](?![A-Za-z]))")
_OHM: Final = re.compile(r"(?<=[0-9])( ?)([kMKm]?)[ΩΩ]")


def read_number_forms(text: str) -> str:
    """``text`` with these written as plain numbers and units, or read out; as many spaces as before."""
    text = _DASH.sub("~", text.translate(_SIGNS))
    text = _AREA.sub(lambda m: m.group().translate(_SUPER), text)
    text = _POWER.sub(lambda m: _power(m.string[m.start() - 1], m.group(1).translate(_SUPER)), text)
    text = _SUBSCRIPT.sub(lambda m: _digits(m.group().translate(_SUB)), text)
    text = _FRACTION.sub(_fraction, text)
    text = _ROMAN.sub(_roman, text)
    text = _FAHRENHEIT.sub(r"화씨\1\2도", text)
    text = _OHM.sub(lambda m: f"{m.group(1)}{'킬로' if m.group(2) in 'kK' and m.group(2) else ''}옴", text)
    text = _MICRO.sub(r"\1u", text)
    return _DEGREES.sub("°", _SQUARED.sub(_squared, text))


def read_ascii_number_forms(text: str) -> str:
    """The same for those that are written in ASCII: ``10^5``, ``제IV장``, ``Part II``."""
    if "^" in text:
        text = _CARET.sub(lambda m: m.group(1) + _power(m.group(1), m.group(2)), text)
    if "I" in text or "V" in text or "X" in text:
        text = _ROMAN_AS_LATIN.sub(
            lambda m: read_sino_korean(_value(m.group(1) or m.group(2))) + READ_OUT + m.group(3), text
        )
        text = _HEADING.sub(lambda m: read_sino_korean(_value(m.group(1))) + READ_OUT, text)
        text = _PART.sub(lambda m: _ordinal_of(_value(m.group(1))) + READ_OUT, text)
    return text


def _power(base: str, exponent: str) -> str:
    sign = {"-": "마이너스", "+": "플러스"}.get(exponent[0], "")
    value = int(exponent.strip("+-"))
    words = "세" if value == 3 and not sign else "" if value == 2 and not sign else sign + read_sino_korean(value)
    of = "의" if base[-1].isdigit() else ""
    return f"{of}{words}제곱{READ_OUT}"


def _digits(text: str) -> str:
    value = int(text)
    return (read_english_number(value) if value <= 10 else read_sino_korean(value)) + READ_OUT


def _fraction(found: re.Match[str]) -> str:
    whole, sign = found.groups()
    above, _, below = unicodedata.normalize("NFKC", sign).partition("⁄")
    if not below.isdigit():
        return found.group()
    words = f"{read_sino_korean(int(below))}분의{read_sino_korean(int(above))}{READ_OUT}"
    if not whole:
        return words
    integer = read_sino_korean(int(whole)) if len(whole) <= 16 else whole
    return integer + ("과" if final_consonant_index(integer[-1]) else "와") + words


def _roman(found: re.Match[str]) -> str:
    prefix, letters, gap, following = found.groups()
    value = _value(unicodedata.normalize("NFKC", letters).upper())
    is_heading = found.string[found.end() : found.end() + 1] in (".", ")")
    if prefix or is_heading or following.startswith(_ROMAN_COUNTED):
        return prefix + read_sino_korean(value) + READ_OUT + gap
    return _ordinal_of(value) + READ_OUT + gap


def _ordinal_of(value: int) -> str:
    """The number of a part, which is said in English up to ten: 파트 투, 파이널 판타지 세븐."""
    return read_english_number(value) if value <= 10 else read_sino_korean(value)


def _value(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _squared(found: re.Match[str]) -> str:
    digit, gap, sign = found.groups()
    plain = "°" if sign == "℃" else "l" if sign == "ℓ" else unicodedata.normalize("NFKC", sign)
    plain = plain.replace("μ", "u").replace("∕", "/")
    if digit or sign == "℃":
        return digit + gap + plain
    areas = {"m2": "제곱미터", "m3": "세제곱미터", "km2": "제곱킬로미터", "cm2": "제곱센티미터"}
    return gap + (WORDS.units.get(plain.lower()) or areas.get(plain) or plain) + READ_OUT
