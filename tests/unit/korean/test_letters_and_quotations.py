"""Syllables and their letters, quotations, family names: what several rooms take from one table."""

import unicodedata

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.korean.letters.syllables import (
    final_consonant_index,
    is_syllable,
    letter_indexes,
    letters_of_syllable,
    syllable_of_indexes,
    syllable_of_letters,
)
from libraries.korean.names import CLEAR_SURNAMES, SURNAMES
from libraries.korean.quotations import QUOTED, SPEECH

SYLLABLE = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))


@given(SYLLABLE)
def test_a_syllable_is_made_of_the_letters_unicode_says(each: str) -> None:
    """Against the normal form D of Unicode, which counts from other bases."""
    first, medial, last = letter_indexes(each)
    decomposed = [ord(letter) for letter in unicodedata.normalize("NFD", each)]
    assert decomposed == [0x1100 + first, 0x1161 + medial, *([0x11A7 + last] if last else [])]
    assert syllable_of_indexes(first, medial, last) == syllable_of_letters(*letters_of_syllable(each)) == each
    assert final_consonant_index(each) == last


@pytest.mark.parametrize(("each", "expected"), [("값", "ㄱㅏㅄ"), ("예", "ㅇㅖ "), ("뷁", "ㅂㅞㄺ"), ("힣", "ㅎㅣㅎ")])
def test_letters_of_syllables(each: str, expected: str) -> None:
    assert "".join(letters_of_syllable(each)) == expected


@each_row(("letter", "is_one"), [("가", True), ("힣", True), ("ㄱ", False), ("a", False), ("힤", False)])
def test_what_is_a_syllable(letter: str, is_one: bool) -> None:
    assert is_syllable(letter) is is_one


def test_letters_that_make_no_syllable_are_refused() -> None:
    with pytest.raises(ValueError, match="substring"):
        syllable_of_letters("ㄳ", "ㅏ")


@each_row(
    ("text", "quoted"),
    [
        ('그는 "안녕." 하고 갔다.', ['"안녕."']),
        ("“네?” 하고 ‘왜지’ 싶었다.", ["“네?”", "‘왜지’"]),
        ("「소나기」와 『토지』를 읽었다.", ["「소나기」", "『토지』"]),
        ("'약손'이라는 사람", ["'약손'"]),
        ("그가 '싫어' 라고 했다.", ["'싫어'"]),
        ("it's what's there", []),
        ('27" 화면이 ' + "가" * 130 + ' 32" 화면보다', []),
        ('"' + "가" * 120 + '"', ['"' + "가" * 120 + '"']),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert QUOTED.findall(text) == quoted


def test_speech_may_be_long_and_between_unlike_marks() -> None:
    assert SPEECH.findall('앞 "' + "가" * 300 + "” 뒤") == ['"' + "가" * 300 + "”"]


def test_clear_family_names_are_family_names() -> None:
    assert CLEAR_SURNAMES < SURNAMES
    assert {"이", "한", "전"} <= SURNAMES - CLEAR_SURNAMES
