"""Text: cleaned of what cannot be drawn, measured, and drawn in the Korean font and colour emoji."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from libraries.drawing.typography.fonts import Weight, emoji_coverage, emoji_image, text_coverage, text_font
from libraries.korean.drawable_spelling import drawable_spelling

_LOOKALIKES: Final = str.maketrans(
    {"\u00a0": " ", "\u3000": " ", "\u200b": None, "～": "~", "ㆍ": "·", "•": "·", "‚": ","}
)
_MARKS_PER_LETTER: Final = 1
_SPACE: Final = 0.29
"""Between words, in font sizes: wide enough for the marker of a word to clear its neighbours."""
_EMOJI_SCALE: Final = 1.06
_EMOJI_ADVANCE: Final = 1.16


class DrawableText(NamedTuple):
    """A text as it can be drawn, and what of it is not drawn as it was written."""

    text: str
    by_sound: int
    """Letters, numbers and signs that no face has, shown by their sound instead."""
    left_out: str
    """Visible characters that no face has and that have no sound: signs and emoji."""


def drawable_line(text: str) -> str:
    """A text as it can be drawn: one line, NFC, without control, bidi or unknown characters and stacked marks.

    Letters that no face has are shown by their sound: 甲질 is 갑질.
    """
    return _drawn(text).text


def drawable_text(texts: Iterable[str]) -> DrawableText:
    """Several texts as one: what `drawable_line` does to them, counted."""
    each = [_drawn(text) for text in texts]
    return DrawableText(
        " ".join(one.text for one in each), sum(one.by_sound for one in each), "".join(one.left_out for one in each)
    )


@lru_cache(maxsize=4096)
def _drawn(text: str) -> DrawableText:
    kept: list[str] = []
    marks = 0
    for character in text.translate(_LOOKALIKES):
        category = unicodedata.category(character)
        # Marks are thinned before normalising, whose ordering of a long run is quadratic.
        marks = marks + 1 if category[0] == "M" else 0
        if marks <= _MARKS_PER_LETTER:
            kept.append(" " if character.isspace() else character)
    composed = unicodedata.normalize("NFC", "".join(kept))
    readable = drawable_spelling(composed, _drawable)
    drawn = " ".join("".join(c for c in readable if _drawable(c)).split())
    left_out = "".join(c for c in readable if not _drawable(c) and _is_visible(c))
    strange = sum(1 for c in composed if not _drawable(c) and _is_visible(c))
    return DrawableText(drawn, max(0, strange - len(left_out)), left_out)


def _is_visible(character: str) -> bool:
    """Whether it is something to see by itself: no mark, joiner, control character or colour of another emoji."""
    # Unassigned is what a newer Unicode has given a picture.
    is_seen = unicodedata.category(character) in ("Cn", "Co") or unicodedata.category(character)[0] not in "MZC"
    return is_seen and not 0x1F3FB <= ord(character) <= 0x1F3FF


def _drawable(character: str) -> bool:
    if character == " ":
        return True
    if unicodedata.category(character)[0] == "C" or 0x1F1E6 <= ord(character) <= 0x1F1FF:
        return False
    return ord(character) in text_coverage() or ord(character) in emoji_coverage()


def undrawable_characters(text: str) -> frozenset[str]:
    """Characters of a text that no bundled font has a glyph for."""
    known = text_coverage() | emoji_coverage()
    return frozenset(c for c in set(text) if ord(c) not in known and not c.isspace())


@lru_cache(maxsize=16384)
def width_in_hangul(text: str) -> float:
    """Width in Hangul: Latin letters, digits, punctuation and spaces count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in text)


class GlyphRun(NamedTuple):
    """Neighbouring characters of a text that are drawn in one way."""

    text: str
    kind: str
    """``letters``, ``emoji`` or ``space``."""


@lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[GlyphRun, ...]:
    # The text face has plain forms of a few emoji (♥, ↔): the colour ones are only for what it lacks.
    return tuple(GlyphRun("".join(part), kind) for kind, part in groupby(text, _run_kind))


def _run_kind(character: str) -> str:
    if character == " ":
        return "space"
    return "letters" if ord(character) in text_coverage() else "emoji"


@lru_cache(maxsize=16384)
def _advance(letters: str, weight: Weight, size: int) -> float:
    """Pixels of a run in the text face: the words of a line are measured in many lines, and alike in each."""
    return text_font(weight, size).getlength(letters)


def _placed_runs(text: str, weight: Weight, size: int) -> Iterator[tuple[GlyphRun, float, float]]:
    """The runs of a text with their x and advance in pixels."""
    x = 0.0
    for run in _runs(text):
        match run.kind:
            case "emoji":
                advance = size * _EMOJI_ADVANCE * len(run.text)
            case "space":
                advance = size * _SPACE * len(run.text)
            case _:
                advance = _advance(run.text, weight, size)
        yield run, x, advance
        x += advance


@lru_cache(maxsize=16384)
def text_width(text: str, weight: Weight, size: int) -> float:
    """Advance of the text in pixels."""
    return sum(advance for _, _, advance in _placed_runs(text, weight, size))


class Ink(NamedTuple):
    """How a text is drawn: ``size`` in pixels; ``stroke`` widens the letters in their own colour."""

    weight: Weight
    size: int
    colour: str
    stroke: int = 0

    def width(self, text: str) -> float:
        """Advance of the text in pixels, without the stroke."""
        return text_width(text, self.weight, self.size)

    def draw(self, image: Image.Image, xy: tuple[float, float], text: str) -> None:
        """Draw a text with its baseline starting at ``xy``."""
        canvas = ImageDraw.Draw(image)
        face = text_font(self.weight, self.size)
        left, baseline = xy
        for run, x, _ in _placed_runs(text, self.weight, self.size):
            if run.kind == "emoji":
                self._emoji(image, run.text, left + x, baseline)
            elif run.kind == "letters":
                at = (left + x, baseline)
                canvas.text(at, run.text, font=face, fill=self.colour, anchor="ls", stroke_width=self.stroke)

    def _emoji(self, image: Image.Image, text: str, left: float, baseline: float) -> None:
        for index, character in enumerate(text):
            glyph = emoji_image(character, round(self.size * _EMOJI_SCALE))
            at = (round(left + index * self.size * _EMOJI_ADVANCE), round(baseline - self.size * 0.90))
            image.alpha_composite(glyph, (max(0, at[0]), max(0, at[1])))
