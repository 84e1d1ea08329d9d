"""Captions: a spoken line cut into blocks of at most two balanced lines, each short enough to be read at a glance."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from libraries.drawing.typography.design_tokens import CAPTION, CAPTION_SIZES, CAPTION_SYLLABLES
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import break_long_words, too_long_for_a_line
from libraries.drawing.typography.text import drawable_line, text_width, width_in_hangul
from libraries.drawing.typography.words import CaptionBlock, TextLine, TimedWord, joined_words
from schemas.errors import BadInput
from schemas.frames import FPS, frame_at
from schemas.script import Line
from schemas.voice import SpokenLine

WEIGHT: Final = Weight.EXTRA_BOLD
MARKER_PAD: Final = 24
"""Pixels by which the marker reaches beyond its word; lines are set narrower by it on either side."""
LIMIT: Final = CAPTION.width - 2 * MARKER_PAD
LEADING: Final = 1.24
_LONG_BLOCK: Final = 2.0
_SHORT_BLOCK: Final = 0.7
_MAX_WORDS: Final = 9
_BOUND_NOUNS: Final = re.compile(
    r"^(것|거|게|건|걸|수|때|개|명|번|살|년|달|분|줄|적|데|뿐|만큼|정도|동안|때문|시간|이나)"
)
_SENTENCE_END: Final = re.compile(r"[.?!…,~]['\"”’)]*$")
_FULL_STOP: Final = re.compile(r"(?<!\.)\.$")


def timed_words(line: Line, spoken: SpokenLine) -> TextLine:
    """The 어절 of a line with their frames, cleaned for drawing; full stops at their end are dropped.

    Raises BadInput when voice and script do not have the same 어절.
    """
    texts = line.display.split()
    if len(texts) != len(spoken.words):
        raise BadInput("film.word_count_differs", line=spoken.index + 1, spoken=len(spoken.words), written=len(texts))
    # Counted from the line's own frame, a line looks the same wherever in the film it is spoken.
    origin = frame_at(spoken.start)
    words = []
    for text, timed in zip(texts, spoken.words, strict=True):
        shown = _FULL_STOP.sub("", drawable_line(text)).replace(" ", "")
        if shown:
            start = origin + frame_at(timed.start - spoken.start)
            end = max(start, origin + frame_at(timed.end - spoken.start))
            words.append(TimedWord(text=shown, start=start, end=end, stressed=line.stresses(text)))
    return tuple(words)


def caption_blocks(words: TextLine, start: int, end: int) -> tuple[CaptionBlock, ...]:
    """The words as caption blocks that fill the frames ``start``..``end``; each stands until the next one comes."""
    if not words:
        return ()
    smallest = CAPTION_SIZES[-1]
    parts = break_long_words(words, lambda w: not too_long_for_a_line(w, WEIGHT, smallest, LIMIT, CAPTION_SYLLABLES))
    cuts = _best_cuts(parts)
    starts = [start]
    for cut in cuts[1:-1]:
        starts.append(max(starts[-1] + 1, parts[cut].start))
    ends = [*starts[1:], max(starts[-1] + 1, end)]
    blocks = [parts[a:b] for a, b in pairwise(cuts)]
    return tuple(_block(words, first, last) for words, first, last in zip(blocks, starts, ends, strict=True))


def _block(words: TextLine, start: int, end: int) -> CaptionBlock:
    layout = _layout(tuple(map(_unit, words)))
    if layout is None:
        raise AssertionError(f"a block that does not fit was chosen: {joined_words(words)}")
    lines = (words[: layout.first], words[layout.first :]) if layout.first < len(words) else (words,)
    return CaptionBlock(start=start, end=end, size=layout.size, lines=lines)


class _Unit(NamedTuple):
    """What of a word decides about its place: equal words are laid out once, whenever they are spoken."""

    text: str
    glued: bool


def _unit(word: TimedWord) -> _Unit:
    return _Unit(word.text, word.glued)


class _Layout(NamedTuple):
    first: int
    """Words in the first line."""
    size: int
    shrunk: int
    """Steps below the largest size."""


@lru_cache(maxsize=4096)
def _layout(words: tuple[_Unit, ...]) -> _Layout | None:
    """The best layout in one or two lines at the largest size possible; None when they do not fit."""
    ways = [
        (cut, [joined_words(line) for line in (words[:cut], words[cut:]) if line])
        for cut in (len(words), *range(1, len(words)))
    ]
    short = [(cut, texts) for cut, texts in ways if _are_short(texts)]
    for shrunk, size in enumerate(CAPTION_SIZES):
        options: list[tuple[int, float]] = []
        for cut, texts in short:
            widest = max(text_width(text, WEIGHT, size) for text in texts)
            if widest > LIMIT:
                continue
            if len(texts) == 1:
                options.append((cut, 0.0))
            else:
                options.append((cut, widest + 400 * _belongs_together(words[cut - 1], words[cut])))
        if options:
            return _Layout(min(options, key=lambda option: option[1])[0], size, shrunk)
    return None


def _are_short(texts: Sequence[str]) -> bool:
    """Whether none of the lines has more syllables than may stand in one."""
    return all(width_in_hangul(text) <= CAPTION_SYLLABLES for text in texts)


def _belongs_together(word: _Unit, following: _Unit) -> bool:
    """Whether a break between the two would hurt: pieces of one 어절, modifiers (전, 그, 한), bound nouns (것, 명)."""
    if following.glued or (len(word.text) == 1 and word.text.isalnum()):
        return True
    return len(following.text) <= 4 and _BOUND_NOUNS.match(following.text) is not None


def _best_cuts(words: TextLine) -> list[int]:
    """Indices at which blocks begin, and the end, with the least total cost (dynamic programming)."""
    units = tuple(map(_unit, words))
    ends_sentence = [_SENTENCE_END.search(word.text) is not None for word in words]
    costs: list[float] = [0.0] + [float("inf")] * len(words)
    origin = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        for begin in range(end - 1, max(0, end - _MAX_WORDS) - 1, -1):
            layout = _layout(units[begin:end])
            if layout is None:  # more words fit even less
                break
            cost = costs[begin] + _cost(layout, words, units, ends_sentence, begin, end)
            if cost <= costs[end]:
                costs[end], origin[end] = cost, begin
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(origin[cuts[-1]])
    return cuts[::-1]


def _cost(
    layout: _Layout, words: TextLine, units: Sequence[_Unit], ends_sentence: Sequence[bool], begin: int, end: int
) -> float:
    following = words[end].start if end < len(words) else words[-1].end
    seconds = (following - words[begin].start) / FPS
    cost: float = 1.0 + 0.35 * math.sqrt(layout.shrunk) ** 3
    cost += 3.0 * max(0.0, seconds - _LONG_BLOCK) + 4.0 * max(0.0, _SHORT_BLOCK - seconds)
    cost += sum(1.2 for ending in ends_sentence[begin : end - 1] if ending)
    if end < len(words):
        cost += 4.0 * _belongs_together(units[end - 1], units[end])
        cost -= 0.8 if ends_sentence[end - 1] else 0.0
    return cost + _lonely_word_cost(words, begin, end)


def _lonely_word_cost(words: Sequence[TimedWord], begin: int, end: int) -> float:
    """Cost of a block of a single short word, unless the line has no other."""
    return 1.5 if end - begin == 1 < len(words) and width_in_hangul(words[begin].text) <= 4 else 0.0
