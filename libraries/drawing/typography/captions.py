"""Captions: a spoken line cut into blocks of at most two balanced lines, each short enough to be read at a glance."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from libraries.drawing.typography.design_tokens import CAPTION, CAPTION_SIZES, CAPTION_SYLLABLES
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import break_words, too_long_for_a_line
from libraries.drawing.typography.text import clean, syllables, width
from libraries.drawing.typography.words import CaptionBlock, TextLine, TimedWord, spaced
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
        shown = _FULL_STOP.sub("", clean(text)).replace(" ", "")
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
    parts = break_words(words, lambda w: not too_long_for_a_line(w, WEIGHT, smallest, LIMIT, CAPTION_SYLLABLES))
    cuts = _best_cuts(parts)
    starts = [start]
    for cut in cuts[1:-1]:
        starts.append(max(starts[-1] + 1, parts[cut].start))
    layouts = [_fitting_layout(parts[a:b]) for a, b in pairwise(cuts)]
    ends = [*starts[1:], max(starts[-1] + 1, end)]
    return tuple(
        CaptionBlock(start=first, end=last, size=layout.size, lines=layout.lines)
        for first, last, layout in zip(starts, ends, layouts, strict=True)
    )


class _Layout(NamedTuple):
    lines: tuple[TextLine, ...]
    size: int
    shrunk: int
    """Steps below the largest size."""


@lru_cache(maxsize=4096)
def _layout(words: TextLine) -> _Layout | None:
    """The best layout in one or two lines at the largest size possible; None when they do not fit."""
    ways = [(words,), *((words[:cut], words[cut:]) for cut in range(1, len(words)))]
    short = [(way, texts) for way in ways if _are_short(texts := tuple(map(spaced, way)))]
    for shrunk, size in enumerate(CAPTION_SIZES):
        options: list[tuple[tuple[TextLine, ...], float]] = []
        for lines, texts in short:
            widest = max(width(text, WEIGHT, size) for text in texts)
            if widest > LIMIT:
                continue
            if len(lines) == 1:
                options.append((lines, 0.0))
            else:
                options.append((lines, widest + 400 * _belongs_together(lines[0][-1], lines[1][0])))
        if options:
            return _Layout(min(options, key=lambda option: option[1])[0], size, shrunk)
    return None


def _fitting_layout(words: TextLine) -> _Layout:
    layout = _layout(words)
    if layout is None:
        raise AssertionError(f"a block that does not fit was chosen: {spaced(words)}")
    return layout


def _are_short(texts: tuple[str, ...]) -> bool:
    """Whether none of the lines has more syllables than may stand in one."""
    return all(syllables(text) <= CAPTION_SYLLABLES for text in texts)


def _belongs_together(word: TimedWord, following: TimedWord) -> bool:
    """Whether a break between the two would hurt: pieces of one 어절, modifiers (전, 그, 한), bound nouns (것, 명)."""
    if following.glued or (len(word.text) == 1 and word.text.isalnum()):
        return True
    return len(following.text) <= 4 and _BOUND_NOUNS.match(following.text) is not None


def _best_cuts(words: TextLine) -> list[int]:
    """Indices at which blocks begin, and the end, with the least total cost (dynamic programming)."""
    costs: list[float] = [0.0] + [float("inf")] * len(words)
    origin = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        for begin in range(max(0, end - _MAX_WORDS), end):
            cost = costs[begin] + _cost(words, begin, end)
            if cost < costs[end]:
                costs[end], origin[end] = cost, begin
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(origin[cuts[-1]])
    return cuts[::-1]


def _cost(words: TextLine, begin: int, end: int) -> float:
    block = words[begin:end]
    layout = _layout(block)
    if layout is None:
        return float("inf")
    following = words[end].start if end < len(words) else block[-1].end
    seconds = (following - block[0].start) / FPS
    cost: float = 1.0 + 0.35 * math.sqrt(layout.shrunk) ** 3
    cost += 3.0 * max(0.0, seconds - _LONG_BLOCK) + 4.0 * max(0.0, _SHORT_BLOCK - seconds)
    cost += sum(1.2 for word in block[:-1] if _SENTENCE_END.search(word.text))
    if end < len(words):
        cost += 4.0 * _belongs_together(words[end - 1], words[end])
        cost -= 0.8 if _SENTENCE_END.search(block[-1].text) else 0.0
    return cost + _lonely_word_cost(words, begin, end)


def _lonely_word_cost(words: Sequence[TimedWord], begin: int, end: int) -> float:
    """Cost of a block of a single short word, unless the line has no other."""
    return 1.5 if end - begin == 1 < len(words) and syllables(words[begin].text) <= 4 else 0.0
