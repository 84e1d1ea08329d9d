"""Words with the frames they are spoken in, and the captions made of them.

Frames are 1/30 s, counted from the first frame of the film.
"""

from collections.abc import Sequence
from typing import Annotated, Protocol

from pydantic import Field

from schemas.base import Frozen

FrameNumber = Annotated[int, Field(ge=0)]


class TimedWord(Frozen):
    """An 어절 (or a piece of an over-long one), spoken from frame ``start`` up to, not including, frame ``end``."""

    text: Annotated[str, Field(min_length=1)]
    start: FrameNumber
    end: FrameNumber
    glued: bool = False
    """A further piece of the 어절 before it: no space in between."""
    stressed: bool = False


TextLine = tuple[TimedWord, ...]


class WrittenWord(Protocol):
    """A word as it is written, whenever it is spoken."""

    @property
    def text(self) -> str:
        """The letters of the word."""

    @property
    def glued(self) -> bool:
        """Whether it follows the word before it without a space."""


def joined_words(words: Sequence[WrittenWord]) -> str:
    """The words as one text."""
    return "".join(word.text if word.glued or i == 0 else f" {word.text}" for i, word in enumerate(words))


class CaptionBlock(Frozen):
    """One caption of one or two lines, shown from ``start`` to ``end``; ``size`` in pixels of the final film."""

    start: FrameNumber
    end: FrameNumber
    size: Annotated[int, Field(gt=0)]
    lines: Annotated[tuple[TextLine, ...], Field(min_length=1, max_length=2)]

    @property
    def words(self) -> TextLine:
        """The words of all lines, in order."""
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        """The caption with its line break."""
        return "\n".join(joined_words(line) for line in self.lines)
