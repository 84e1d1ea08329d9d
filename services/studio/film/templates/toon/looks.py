"""Looks: how a drawn film of a mood is graded, framed and lettered."""

from enum import StrEnum
from typing import Final, NamedTuple

from libraries.drawn_world.scenes.setting import Mood as Grade
from schemas.script import Mood


class Slab(StrEnum):
    """What captions stand on."""

    SHADE = "shade"
    """The picture, darkened."""
    PAPER = "paper"
    BOX = "box"
    SLANT = "slant"


class Look(StrEnum):
    """The name of a look."""

    HORROR = "horror"
    WARM = "warm"
    COMIC = "comic"
    REVENGE = "revenge"
    MYSTERY = "mystery"
    SAD = "sad"


class Style(NamedTuple):
    """Colours are #rrggbb. ``ground``: of frames and bubbles; ``ink``: of words; ``edge``: around them, or none."""

    grade: Grade
    slab: Slab
    ground: str
    second: str
    ink: str
    edge: str
    marker: str
    marker_text: str
    marker_shape: str
    shade: str


STYLES: Final = {
    Look.HORROR: Style(
        Grade.HORROR, Slab.SHADE, "#070b1e", "#1d3a57", "#ffffff", "#05070f", "#ff3b30", "#ff3b30", "colour", "#03060f"
    ),
    Look.WARM: Style(
        Grade.WARM, Slab.PAPER, "#fff6e6", "#f6c9a8", "#5a3426", "#fff6e6", "#f7b9a4", "#a5381f", "box", "#fff6e6"
    ),
    Look.COMIC: Style(
        Grade.COMIC, Slab.BOX, "#ffd426", "#39c2b0", "#191427", "#ffffff", "#ff4f38", "#ffffff", "box", "#191427"
    ),
    Look.REVENGE: Style(
        Grade.REVENGE, Slab.SLANT, "#e3162a", "#5c0416", "#ffffff", "#12020a", "#e3162a", "#ffffff", "box", "#12020a"
    ),
    Look.MYSTERY: Style(
        Grade.MYSTERY, Slab.SHADE, "#0d1236", "#ffc24a", "#fff3d8", "#0a0d26", "#ffc24a", "#241a08", "box", "#0a0d26"
    ),
    Look.SAD: Style(
        Grade.SAD, Slab.SHADE, "#16243c", "#8fb3d1", "#f4f8ff", "#0c1626", "#8fc3f0", "#0c1c30", "line", "#0c1626"
    ),
}
_LOOKS: Final = {
    Mood.HUMOR: (Look.COMIC,),
    Mood.TOUCHING: (Look.WARM,),
    Mood.ANGER: (Look.REVENGE,),
    Mood.SADNESS: (Look.SAD,),
    Mood.HORROR: (Look.HORROR,),
    Mood.INFO: (Look.COMIC, Look.WARM),
    Mood.CONTROVERSY: (Look.REVENGE, Look.COMIC),
    Mood.DAILY: (Look.COMIC, Look.WARM),
    Mood.SHOCK: (Look.MYSTERY,),
}


def look_of(mood: Mood, seed: int) -> Look:
    """The look of a story's mood; the seed chooses where several suit."""
    suiting = _LOOKS[mood]
    return suiting[seed % len(suiting)]
