"""A film before it is drawn: every scene, caption and sound with its exact frame. Nothing in it is random.

All times are frames of 1/30 s counted from the first frame of the film. One frame is 1600 samples at 48 kHz,
so a frame number is an exact sample position too.
"""

from typing import Annotated, Self

from pydantic import Field, SerializeAsAny, model_validator

from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.design_tokens import Theme, theme_with_styles
from libraries.drawing.typography.words import CaptionBlock, FrameNumber, TextLine
from libraries.drawn_world.scenes import Setting
from libraries.storyboard.cards.card import Card
from schemas.base import Frozen
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.script import Mood


class Scene(Frozen):
    """A scene of a film: frames ``start`` up to, not including, ``end``, which are one segment of it."""

    start: FrameNumber
    end: FrameNumber
    card: SerializeAsAny[Card]
    transition: Transition = Transition.CUT
    captions: tuple[CaptionBlock, ...] = ()
    setting: Setting | None = None
    """The drawn place that is the scene's ground; without one, the ground of the film."""
    shot: Annotated[int, Field(ge=0)] = 0
    """How near the place is seen, and from which side."""
    speaker: str = ""
    """The person of the story who speaks; it stands above the headline then."""

    @property
    def frames(self) -> int:
        return self.end - self.start

    @property
    def words(self) -> TextLine:
        """The words that are read aloud in this scene, on its card or in its captions."""
        return self.card.spoken or tuple(word for block in self.captions for word in block.words)


class SoundCue(Frozen):
    """A sound effect, by name, at a frame."""

    frame: FrameNumber
    name: str


class Header(Frozen):
    """The header of every scene after the hook: source pill and headline."""

    source: str
    headline: str


class OwnBackground(Frozen):
    """A background file of the creator's own: a loop of ``frames`` frames, or a picture where that is 0."""

    media: MediaRef
    frames: Annotated[int, Field(ge=0)] = 0


class Timeline(Frozen):
    """The plan of a whole film. ``frames`` is its length; scenes cover it without gap or overlap."""

    template: str
    theme: str
    accent: str = ""
    """The channel's own colour, or none."""
    layout: str = "page"
    caption_style: str = "box"
    background: str = "lights"
    ground: OwnBackground | None = None
    """In place of ``background``."""
    seed: int
    width: int
    height: int
    frames: Annotated[int, Field(gt=0)]
    mood: Mood
    header: Header
    credit: str
    """Where the story comes from, as the film shows it in every scene."""
    label: str
    """Says that the voice is synthetic."""
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    sounds: tuple[SoundCue, ...] = ()
    by_sound: Annotated[int, Field(ge=0)] = 0
    """Letters of the script that no face has, shown by their sound instead."""
    left_out: str = ""
    """Visible characters of the script that are not shown: signs and emoji that no face has."""

    @property
    def duration(self) -> float:
        """Length of the film in seconds."""
        return self.frames / FPS

    @property
    def palette(self) -> Theme:
        """The palette with the styles of the film. Raises BadInput for a name that is not known."""
        return theme_with_styles(self.theme, self.caption_style, self.background, self.accent)

    @model_validator(mode="after")
    def _covers_the_film(self) -> Self:
        at = 0
        for scene in self.scenes:
            if scene.start != at or scene.end <= scene.start:
                raise ValueError(f"scene {scene.start}..{scene.end} does not follow on frame {at}")
            at = scene.end
        if at != self.frames:
            raise ValueError(f"scenes end at frame {at}, the film at {self.frames}")
        return self
