"""Line breaking: at 어절 only, balanced, at the largest size that fits, measured in pixels."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.text import drawable_line, text_width, width_in_hangul
from libraries.drawing.typography.words import TextLine, TimedWord, joined_words

Measure = Callable[[TextLine], float]
CAP_MIDDLE: Final = 0.36
"""Half the height of a Hangul syllable over the baseline, in font sizes: distance from its middle to the baseline."""


class TextLayout(NamedTuple):
    """Lines of words, their font size and the distance of their baselines in pixels."""

    lines: tuple[TextLine, ...]
    size: int
    leading: int

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)

    def baseline(self, line: int) -> float:
        """Baseline of a line, counted from the top of the first one: letters stand in the middle of their line."""
        return line * self.leading + self.leading / 2 + self.size * CAP_MIDDLE


def untimed_words(text: str) -> TextLine:
    """The words of a text that is shown but not spoken, cleaned."""
    return tuple(TimedWord(text=word, start=0, end=0) for word in drawable_line(text).split())


def line_width_measure(weight: Weight, size: int) -> Measure:
    """A function that measures how wide a line of words is, in pixels, in letters of that weight and size."""
    return lambda words: text_width(joined_words(words), weight, size)


def fill_lines_greedily(
    words: Sequence[TimedWord], of: Measure, limit: float, most: int
) -> tuple[TextLine, ...] | None:
    """Lines filled one after another up to ``limit`` pixels (greedy); None when that takes more than ``most`` lines."""
    lines: list[TextLine] = [()]
    for word in words:
        longer = (*lines[-1], word)
        if not lines[-1] or of(longer) <= limit:
            lines[-1] = longer
        else:
            lines.append((word,))
    return tuple(lines) if len(lines) <= most and all(of(line) <= limit for line in lines) else None


def balanced_lines(words: Sequence[TimedWord], of: Measure, limit: float, most: int) -> tuple[TextLine, ...] | None:
    """The fewest lines that hold the words, the widest one as narrow as possible; None when ``most`` do not suffice."""
    for count in range(1, most + 1):
        best = fill_lines_greedily(words, of, limit, count)
        if best is None:
            continue
        low, high = 0.0, limit
        while high - low > 2:
            middle = (low + high) / 2
            narrower = fill_lines_greedily(words, of, middle, count)
            best, low, high = (best, middle, high) if narrower is None else (narrower, low, middle)
        return best
    return None


def fit_text(
    words: Sequence[TimedWord],
    weight: Weight,
    limit: float,
    sizes: Sequence[int],
    most: int,
    *,
    spacing: float = 1.22,
    tallest: int = 10_000,
) -> TextLayout:
    """The words at the largest of ``sizes`` (descending) at which they fit into ``most`` lines of ``limit`` pixels.

    ``spacing`` is the distance of baselines in sizes; together the lines are at most ``tallest`` pixels high. Where
    the smallest size is still too large, over-long words are broken by syllable and the end is cut with an ellipsis.
    """
    for size in sizes:
        leading = round(size * spacing)
        room = min(most, (tallest // leading))
        lines = balanced_lines(words, line_width_measure(weight, size), limit, room) if room else None
        if lines is not None:
            return TextLayout(lines, size, leading)
    size = sizes[-1]
    of = line_width_measure(weight, size)
    lines = (
        fill_lines_greedily(break_long_words(words, lambda word: of((word,)) <= limit), of, limit, len(words) * 40)
        or ()
    )
    most = max(1, min(most, (tallest // round(size * spacing))))
    if len(lines) > most:
        lines = (*lines[: most - 1], _with_ellipsis(lines[most - 1], of, limit))
    return TextLayout(lines, size, round(size * spacing))


def fit_one_line(text: str, weight: Weight, limit: float, sizes: Sequence[int], otherwise: str = "") -> tuple[str, int]:
    """A text cut to one line of ``limit`` pixels at the largest of ``sizes`` it fits in, and that size.

    ``otherwise`` stands for a text of which nothing can be drawn.
    """
    layout = fit_text(untimed_words(text) or untimed_words(otherwise), weight, limit, sizes, 1)
    return joined_words(layout.lines[0]), layout.size


def _with_ellipsis(line: TextLine, of: Measure, limit: float) -> TextLine:
    *head, last = line
    text = last.text
    while text and of((*head, last.model_copy(update={"text": f"{text}…"}))) > limit:
        text = text[:-1]
    return (*head, last.model_copy(update={"text": f"{text}…"}))


def break_long_words(words: Sequence[TimedWord], fits: Callable[[TimedWord], bool]) -> TextLine:
    """The words, those that do not fit by themselves broken by syllable; each piece gets its share of the time."""
    parts: list[TimedWord] = []
    for word in words:
        parts.extend(_break_word(word, fits))
    return tuple(parts)


def rejoin_broken_words(words: Sequence[TimedWord]) -> TextLine:
    """The inverse of `break_long_words`."""
    done: list[TimedWord] = []
    for word in words:
        if word.glued and done:
            done[-1] = done[-1].model_copy(update={"text": done[-1].text + word.text, "end": word.end})
        else:
            done.append(word.model_copy(update={"glued": False}))
    return tuple(done)


def _break_word(word: TimedWord, fits: Callable[[TimedWord], bool]) -> list[TimedWord]:
    if fits(word) or len(word.text) == 1:
        return [word]
    count = 2
    while not all(fits(part) for part in _split_word(word, count)) and count < len(word.text):
        count += 1
    return _split_word(word, count)


def _split_word(word: TimedWord, count: int) -> list[TimedWord]:
    length, span = len(word.text), word.end - word.start
    cuts = [round(length * i / count) for i in range(count + 1)]
    times = [word.start + round(span * cut / length) for cut in cuts]
    return [
        TimedWord(
            text=word.text[cuts[i] : cuts[i + 1]],
            start=times[i],
            end=times[i + 1],
            glued=word.glued or i > 0,
            stressed=word.stressed,
        )
        for i in range(count)
        if cuts[i] < cuts[i + 1]
    ]


def too_long_for_a_line(word: TimedWord, weight: Weight, size: int, limit: float, most: int) -> bool:
    """Whether a word alone is wider than a line, in pixels or in Hangul."""
    return text_width(word.text, weight, size) > limit or width_in_hangul(word.text) > most
