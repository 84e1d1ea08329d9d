"""Properties of line breaking: nothing is lost or too wide, lines are few and balanced, sizes large."""

import itertools

import pytest
from fixtures.studio.words import texts, timed_lines
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import (
    balanced_lines,
    break_long_words,
    fill_lines_greedily,
    fit_one_line,
    fit_text,
    line_width_measure,
    rejoin_broken_words,
    too_long_for_a_line,
    untimed_words,
)
from libraries.drawing.typography.text import Ink, text_width
from libraries.drawing.typography.words import TextLine, TimedWord, joined_words

SIZES = (60, 52, 44, 36)


def length(words: TextLine) -> float:
    """A measure without fonts: characters, blanks included."""
    return float(len(joined_words(words)))


def words_of(text: str) -> TextLine:
    return tuple(TimedWord(text=word, start=0, end=0) for word in text.split())


@given(timed_lines(), st.integers(3, 40))
def test_filled_lines_hold_all_words_in_order(words: TextLine, limit: int) -> None:
    lines = fill_lines_greedily(words, length, limit, 100)
    if lines is None:
        assert any(length((word,)) > limit for word in words)
    else:
        assert tuple(word for line in lines for word in line) == words
        assert all(length(line) <= limit for line in lines)


@given(timed_lines(), st.integers(14, 40))
def test_a_filled_line_has_no_room_for_the_next_word(words: TextLine, limit: int) -> None:
    lines = fill_lines_greedily(words, length, limit, 100)
    assert lines is not None
    for line, following in itertools.pairwise(lines):
        assert length((*line, following[0])) > limit


@given(timed_lines(), st.integers(14, 40), st.integers(1, 5))
def test_balanced_lines_are_as_few_as_filled_ones_and_never_wider(words: TextLine, limit: int, most: int) -> None:
    filled, balanced = fill_lines_greedily(words, length, limit, most), balanced_lines(words, length, limit, most)
    assert (filled is None) == (balanced is None)
    if filled is not None and balanced is not None:
        assert len(balanced) == len(filled)
        assert tuple(word for line in balanced for word in line) == words
        assert max(map(length, balanced)) <= max(map(length, filled))


def test_balanced_lines_are_balanced() -> None:
    lines = balanced_lines(words_of("aaaa bbbb cccc dddd ee"), length, 19, 3)
    assert lines is not None
    assert [joined_words(line) for line in lines] == ["aaaa bbbb", "cccc dddd ee"]


@settings(max_examples=30)
@given(timed_lines(most=12), st.integers(300, 900), st.integers(1, 6))
def test_a_fitted_text_keeps_its_limits(words: TextLine, limit: int, most: int) -> None:
    layout = fit_text(words, Weight.BOLD, limit, SIZES, most)
    assert layout.size in SIZES
    assert 1 <= len(layout.lines) <= most
    assert layout.height == layout.leading * len(layout.lines)
    for line in layout.lines:
        # A single syllable is drawn even where it is wider than the line.
        assert text_width(joined_words(line), Weight.BOLD, layout.size) <= limit or len(joined_words(line)) <= 2


@settings(max_examples=30)
@given(timed_lines(most=12), st.integers(300, 900), st.integers(1, 4))
def test_no_larger_size_would_have_fitted(words: TextLine, limit: int, most: int) -> None:
    layout = fit_text(words, Weight.BOLD, limit, SIZES, most)
    for size in SIZES[: SIZES.index(layout.size)]:
        assert balanced_lines(words, line_width_measure(Weight.BOLD, size), limit, most) is None


@settings(max_examples=30)
@given(timed_lines(most=12), st.integers(300, 900), st.integers(60, 400))
def test_a_fitted_text_is_no_taller_than_it_may_be(words: TextLine, limit: int, tallest: int) -> None:
    layout = fit_text(words, Weight.BOLD, limit, SIZES, 8, tallest=tallest)
    assert layout.height <= max(tallest, layout.leading)


@settings(max_examples=30)
@given(timed_lines(most=10), st.integers(400, 900))
def test_a_text_that_fits_is_not_changed(words: TextLine, limit: int) -> None:
    layout = fit_text(words, Weight.BOLD, limit, SIZES, 40)
    assume(layout.size > SIZES[-1])
    assert tuple(word for line in layout.lines for word in line) == words


def test_what_finds_no_room_is_cut_with_an_ellipsis() -> None:
    layout = fit_text(words_of("가나다라 " * 40), Weight.BOLD, 400, SIZES, 2)
    assert layout.size == SIZES[-1]
    assert joined_words(layout.lines[-1]).endswith("…")
    assert text_width(joined_words(layout.lines[-1]), Weight.BOLD, layout.size) <= 400


@given(timed_lines(), st.integers(1, 6))
def test_broken_words_are_whole_again_when_they_are_rejoined(words: TextLine, longest: int) -> None:
    pieces = break_long_words(words, lambda word: len(word.text) <= longest)
    assert all(len(piece.text) <= longest for piece in pieces)
    assert joined_words(pieces) == joined_words(words)
    assert rejoin_broken_words(pieces) == words


@given(timed_lines(), st.integers(1, 6))
def test_pieces_share_the_time_of_their_word(words: TextLine, longest: int) -> None:
    pieces = break_long_words(words, lambda word: len(word.text) <= longest)
    assert (pieces[0].start, pieces[-1].end) == (words[0].start, words[-1].end)
    assert all(one.end <= other.start for one, other in itertools.pairwise(pieces))
    for one, other in itertools.pairwise(pieces):
        if other.glued:
            assert one.end == other.start


@settings(max_examples=30)
@given(texts, st.integers(120, 900))
def test_one_line_is_one_line(text: str, limit: int) -> None:
    line, size = fit_one_line(text, Weight.BOLD, limit, (38, 30), otherwise="익명")
    assert size in (38, 30)
    assert Ink(Weight.BOLD, size, "").width(line) <= limit or len(line) <= 2


def test_one_line_of_nothing_is_something_else() -> None:
    assert fit_one_line("\u200b\u0007", Weight.BOLD, 300, (30,), otherwise="익명") == ("익명", 30)


@pytest.mark.parametrize(
    ("text", "limit", "most", "expected"),
    [("가나다", 1000, 16, False), ("가나다", 10, 16, True), ("가" * 17, 5000, 16, True), ("a" * 30, 5000, 16, False)],
)
def test_a_word_is_too_long_in_pixels_or_in_syllables(text: str, limit: float, most: int, expected: bool) -> None:
    assert too_long_for_a_line(TimedWord(text=text, start=0, end=0), Weight.BOLD, 40, limit, most) is expected


def test_baselines_are_a_leading_apart_and_below_the_middle_of_their_line() -> None:
    layout = fit_text(words_of("하나 둘 셋 넷 다섯 여섯"), Weight.BOLD, 120, SIZES, 8)
    baselines = [layout.baseline(i) for i in range(len(layout.lines))]
    assert all(b - a == pytest.approx(layout.leading) for a, b in itertools.pairwise(baselines))
    assert layout.leading / 2 < baselines[0] < layout.leading


def test_words_that_are_only_shown_have_no_time() -> None:
    words = untimed_words("  하나\n둘\u3000셋 ")
    assert [word.text for word in words] == ["하나", "둘", "셋"]
    assert all((word.start, word.end, word.glued) == (0, 0, False) for word in words)
