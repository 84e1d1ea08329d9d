"""How Koreans read aloud what is not plain Hangul: hand-written pairs, and no word vanishes unsaid and uncounted."""

import re
import time
import unicodedata
from pathlib import Path

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.drawing.typography.text import drawable_line as drawn_text
from libraries.korean.letters.old_hangul import modernise_hangul
from libraries.korean.text_normalisation import clean_line, normalise, spoken_form
from libraries.korean.unspoken import unspoken_pieces

PAIRS = [
    tuple(line.rsplit(" = ", 1))
    for line in Path(__file__).with_name("reading.txt").read_text(encoding="utf-8").splitlines()
    if " = " in line
]


def test_the_list_is_long_and_has_no_twins() -> None:
    assert len(PAIRS) >= 230
    assert len({shown for shown, _ in PAIRS}) == len(PAIRS)


@each_row(("shown", "said"), PAIRS, ids=[shown for shown, _ in PAIRS])
def test_reading(shown: str, said: str) -> None:
    assert spoken_form(shown) == said


def test_a_line_takes_at_most_200_microseconds() -> None:
    def seconds() -> float:
        began = time.thread_time()
        for shown, _ in PAIRS:
            spoken_form(shown)
        return (time.thread_time() - began) / len(PAIRS)

    assert min(seconds() for _ in range(5)) < 200e-6


@each_row(
    ("text", "pieces"),
    [
        ("안녕하세요. 반갑습니다!", ()),
        ("[가] — 나", ()),
        ("x² ½ Ⅲ급 人生 ᄒᆞᆫ글 すし", ()),
        ("웃겨 ㅋㅋㅋ 아 ㅠㅠ", ("ㅋㅋㅋ", "ㅠㅠ")),
        ("진짜 (^_^) 좋다 ^^", ("(^_^)", "^^")),
        ("좋다😀👍", ("😀", "👍")),
        ("~~거짓~~ 참", ("~~거짓~~",)),
        ("`a = {};` 코드", ("`a = {};`",)),
        ("가\ue123나", ("\ue123",)),
        ("120km/h로", ("/h",)),
        ("ㅋㅋ", ()),
        ("😀 !!", ("😀", "!!")),
    ],
)
def test_what_is_not_said_is_counted(text: str, pieces: tuple[str, ...]) -> None:
    assert unspoken_pieces(text) == pieces


SAID = "".join(
    chr(code)
    for code in range(0x20, 0x33FFF)
    if unicodedata.category(chr(code))[0] in "LN" and unicodedata.category(chr(code)) != "Lm"
)
LETTERS = st.sampled_from("".join(c for c in SAID if not re.match("[\u1160-\u11ff\ud7b0-\ud7fb]", c)))
"""Without the vowels and finals that make one syllable with the letter before them."""
LAUGHTER_ALONE = ("하하하", "흑흑", "음")


def letters_of(text: str) -> set[str]:
    return {c for c in modernise_hangul(unicodedata.normalize("NFKC", text)) if c.isalnum()}


@given(LETTERS)
def test_every_letter_and_number_is_said_or_counted_inside_a_word(letter: str) -> None:
    text = f"벼{letter}쥐"
    assert len(spoken_form(text)) > 2 or letters_of(letter) <= letters_of("".join(unspoken_pieces(text)))


@given(st.text(LETTERS, min_size=1, max_size=12), st.text(LETTERS, min_size=1, max_size=12))
def test_no_word_vanishes(first: str, second: str) -> None:
    text = clean_line(f"{first} {second}")
    line = normalise(text)
    assert line is not None
    assert len(line.display.split(" ")) == len(line.spoken.split(" "))
    if line.spoken in LAUGHTER_ALONE:
        return
    missing = len(text.split(" ")) - len(line.spoken.split(" "))
    assert missing <= len(unspoken_pieces(text))


PIECES = (
    "가 人生 (인생) 檢 Ⅲ ½ x² ³ ㎏ 5 ~~ ` ** [ ]( ㅋㅋ ㅇㅅㅇ (^_^) ^^ さ ー ᄒᆞᆫ ㆍ ± ≥ = → ÷ & &amp; II 제 편 "
    "B1층 A+ $3.5M 1.2.3 PS5 é α 々 ㏊ ℃"
)


@given(st.lists(st.tuples(st.sampled_from(PIECES.split()), st.sampled_from(["", " "])), max_size=16))
def test_any_mixture_has_as_many_spoken_words_as_shown_ones(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    line = normalise(text)
    unspoken_pieces(text)
    if line is not None:
        assert len(line.display.split(" ")) == len(line.spoken.split(" "))
        assert all("가" <= c <= "힣" or c in " ,.?!" for c in line.spoken)


@each_row(("shown", "said"), PAIRS, ids=[shown for shown, _ in PAIRS])
def test_what_a_caption_shows_is_what_is_said(shown: str, said: str) -> None:
    """Also where a face lacks a letter and its sound is shown."""
    line = normalise(shown)
    assert line is not None
    if unspoken_pieces(shown) or shown == "ㆍ":
        return  # what is silent is joined to its neighbour, and ㆍ is drawn as the dot it mostly is
    assert spoken_form(" ".join(drawn_text(word) for word in line.display.split(" "))) == said
