"""Properties of captions: they hold every word once, fill their time, fit their area, and break where it reads well."""

from itertools import pairwise

import pytest
from fixtures.studio.words import timed_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawing.typography.captions import LIMIT, WEIGHT, caption_blocks
from libraries.drawing.typography.design_tokens import CAPTION_SIZES, CAPTION_SYLLABLES
from libraries.drawing.typography.line_breaking import rejoin_broken_words
from libraries.drawing.typography.text import text_width, width_in_hangul
from libraries.drawing.typography.words import CaptionBlock, TextLine, TimedWord, joined_words


def said(text: str, frames: int = 12) -> TextLine:
    """Words of equal length."""
    return tuple(TimedWord(text=word, start=i * frames, end=(i + 1) * frames) for i, word in enumerate(text.split()))


def shown(text: str, frames: int = 12) -> list[str]:
    words = said(text, frames)
    return [block.text for block in caption_blocks(words, 0, words[-1].end)]


@settings(max_examples=30)
@given(timed_lines())
def test_every_word_is_in_one_caption_in_order(words: TextLine) -> None:
    blocks = caption_blocks(words, words[0].start, words[-1].end)
    assert rejoin_broken_words([word for block in blocks for word in block.words]) == words


@settings(max_examples=30)
@given(timed_lines(), st.integers(0, 30))
def test_captions_fill_their_time_without_gap_or_overlap(words: TextLine, more: int) -> None:
    start, end = words[0].start, words[-1].end + more
    blocks = caption_blocks(words, start, end)
    assert blocks[0].start == start
    assert blocks[-1].end >= end
    assert all(one.end == other.start for one, other in pairwise(blocks))
    assert all(block.end > block.start for block in blocks)


@settings(max_examples=30)
@given(timed_lines())
def test_a_caption_comes_with_its_first_word(words: TextLine) -> None:
    blocks = caption_blocks(words, words[0].start, words[-1].end)
    for before, block in pairwise(blocks):
        # Never earlier, and later only where several words begin at once.
        assert block.start == max(before.start + 1, block.words[0].start)


@settings(max_examples=30)
@given(timed_lines())
def test_lines_fit_their_area(words: TextLine) -> None:
    for block in caption_blocks(words, words[0].start, words[-1].end):
        assert block.size in CAPTION_SIZES
        assert len(block.lines) <= 2
        for line in block.lines:
            assert text_width(joined_words(line), WEIGHT, block.size) <= LIMIT
            assert width_in_hangul(joined_words(line)) <= CAPTION_SYLLABLES


@settings(max_examples=30)
@given(timed_lines(most=10), st.integers(0, 500))
def test_later_words_give_the_same_captions_later(words: TextLine, by: int) -> None:
    def moved(word: TimedWord) -> TimedWord:
        return word.model_copy(update={"start": word.start + by, "end": word.end + by})

    now = caption_blocks(words, words[0].start, words[-1].end)
    later = caption_blocks(tuple(map(moved, words)), words[0].start + by, words[-1].end + by)
    assert [block.text for block in now] == [block.text for block in later]
    assert [block.start + by for block in now] == [block.start for block in later]


def test_no_words_have_no_captions() -> None:
    assert caption_blocks((), 0, 30) == ()


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("정말 오랫동안 기다렸던 만큼 무척 반가웠습니다", ("기다렸던\n만큼",)),
        ("그 회사는 제가 다니던 한 회사와 많이 비슷했어요", ("그\n회사", "한\n회사")),
        ("친구가 다섯 명 이나 왔다고 말했어요 정말로", ("다섯\n명",)),
    ],
)
def test_what_belongs_together_stays_on_a_line(text: str, never: tuple[str, ...]) -> None:
    whole = "\n\n".join(shown(text))
    assert all(apart not in whole for apart in never)


def test_a_sentence_ends_its_caption() -> None:
    blocks = shown("정말 놀랐어요! 그래서 저는 바로 전화를 걸었습니다", 20)
    assert any(block.rstrip().endswith("!") for block in blocks)


def test_a_long_line_is_read_in_pieces_of_about_two_seconds() -> None:
    words = said("오늘은 아침부터 정말 이상한 일이 있었는데 아무도 그 이유를 설명해 주지 못했습니다 그래서", 15)
    blocks = caption_blocks(words, 0, words[-1].end)
    assert len(blocks) > 2
    assert all(block.end - block.start <= 4 * 30 for block in blocks)


def test_a_block_says_its_words_and_its_text() -> None:
    lines = (said("하나 둘"), said("셋"))
    block = CaptionBlock(start=0, end=30, size=60, lines=lines)
    assert block.text == "하나 둘\n셋"
    assert [word.text for word in block.words] == ["하나", "둘", "셋"]


def test_glued_pieces_are_written_without_a_blank() -> None:
    words = (*said("하나"), TimedWord(text="둘", start=0, end=1, glued=True), *said("셋"))
    assert joined_words(words) == "하나둘 셋"
