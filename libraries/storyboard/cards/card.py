"""The base class of all cards: what a scene shows between headline and footer, as data that can draw itself.

A new kind of card is a subclass in a module of its own; nothing else lists the kinds.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field
from typing_extensions import override

from libraries.drawing.canvas.compositor import Sprite
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.design_tokens import FRAME, Box, Theme
from libraries.drawing.typography.words import TextLine
from schemas.base import Frozen
from schemas.posts import Image

Files = Mapping[str, Path]
"""Key of a stored picture → its path on this machine."""


class Card(Frozen, ABC):
    """A card: what a scene shows. Its fields decide its pixels: they are part of the key of the segment."""

    kind: str
    version: ClassVar[str] = ""
    """In the key of every segment that shows such a card. A template's own cards may leave it to the template's."""
    sound: ClassVar[str] = ""
    """Sound effect that is heard when it comes in; without one, the planner decides."""
    opaque: ClassVar[bool] = False
    """It fills its area without text of its own, so it can be pushed out or covered by the next one."""
    fills_frame: ClassVar[bool] = False
    """It lies around all of the frame, below the header."""
    has_header: ClassVar[bool] = True
    """The headline of the film stands above it."""

    @property
    def shows_place(self) -> bool:
        """Whether the card shows the drawn place of its scene sharply; behind other cards that is soft."""
        return False

    @property
    def place_box(self) -> Box:
        """The part of the frame in which the place of its scene is seen."""
        return FRAME

    @property
    def camera_moves_in(self) -> bool:
        """Whether the camera comes nearer to the place of its scene in the first second."""
        return False

    @property
    def captions_on_paper(self) -> bool:
        """Whether captions stand on the card, in the colours for paper."""
        return False

    @property
    def spoken(self) -> TextLine:
        """The words on the card that are read aloud."""
        return ()

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures that the card shows."""
        return ()

    @property
    def backdrop(self) -> Image | None:
        """The picture that is the background of its scene, blurred, in place of the film's."""
        return None

    @abstractmethod
    def draw(self, scene: "CardScene") -> list[Sprite]:
        """The card's sprites from back to front, coming in by the scene's transition. BadInput: a bad picture."""

    def text_boxes(self, start: int, frames: int) -> list[Box]:  # noqa: ARG002 - for cards whose texts change in time
        """The boxes that the card's texts cover once they stand, in a scene that begins at frame ``start``."""
        return []


class SpokenCard(Card, ABC):
    """A card whose text is read aloud, as timed in ``words``."""

    words: Annotated[TextLine, Field(min_length=1)]

    @property
    @override
    def spoken(self) -> TextLine:
        return self.words


class CardScene(NamedTuple):
    """The scene that a card is drawn for: first frame in the film, length in frames, and what it is drawn with.

    ``before`` is the card of the scene before, for a card that goes on from it; None when it is drawn by itself.
    """

    start: int
    frames: int
    transition: Transition
    theme: Theme
    files: Files
    before: Card | None = None
