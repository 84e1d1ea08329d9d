"""Looks: how a drawn film of a mood is graded, framed and lettered."""

from enum import StrEnum
from typing import Final, NamedTuple

from libraries.drawn_world.people.acting import Expression
from libraries.drawn_world.scenes.setting import ScenePalette as Grade
from libraries.drawn_world.staging.shot import Backdrop
from libraries.drawn_world.staging.staging_style import StagingStyle
from schemas.beats import Feeling, TimeOfDay
from schemas.script import Mood


class CaptionSlab(StrEnum):
    """The slabs that captions stand on."""

    SHADE = "shade"
    """The picture, darkened."""
    PAPER = "paper"
    BOX = "box"
    SLANT = "slant"


class LookName(StrEnum):
    """The names of the looks."""

    HORROR = "horror"
    WARM = "warm"
    COMIC = "comic"
    REVENGE = "revenge"
    MYSTERY = "mystery"
    SAD = "sad"


class LookStyle(NamedTuple):
    """The style of a look, in #rrggbb. ``ground``: of frames and bubbles; ``ink``: of words; ``edge``: around them."""

    staging_style: StagingStyle
    slab: CaptionSlab
    ground: str
    second: str
    ink: str
    edge: str
    marker: str
    marker_text: str
    marker_shape: str
    shade: str


_E = Expression
_HORROR: Final = StagingStyle(
    Grade.HORROR,
    TimeOfDay.NIGHT,
    Feeling.AFRAID,
    (_E.STERN, _E.AFRAID, _E.CALM, _E.STUNNED, _E.AFRAID),
    (_E.AFRAID, _E.STUNNED, _E.SURPRISED, _E.STERN),
    quiet=True,
    title_above=True,
    tilted=True,
)
_WARM: Final = StagingStyle(
    Grade.WARM,
    TimeOfDay.AFTERNOON,
    Feeling.GLAD,
    (_E.GLAD, _E.CALM, _E.MOVED, _E.GLAD, _E.THINKING),
    (_E.MOVED, _E.GLAD, _E.CALM, _E.SURPRISED),
    raised=True,
    comments_before=Backdrop.PAPER,
)
_COMIC: Final = StagingStyle(
    Grade.COMIC,
    TimeOfDay.NOON,
    Feeling.SURPRISED,
    (_E.CALM, _E.EMBARRASSED, _E.SMUG, _E.GLAD, _E.SURPRISED, _E.STUNNED),
    (_E.SURPRISED, _E.GLAD, _E.SMUG, _E.LAUGHING, _E.STUNNED),
    burst=True,
)
_REVENGE: Final = StagingStyle(
    Grade.REVENGE,
    TimeOfDay.EVENING,
    Feeling.ANGRY,
    (_E.STERN, _E.ANGRY, _E.CALM, _E.TIRED, _E.SMUG),
    (_E.SMUG, _E.STERN, _E.SURPRISED, _E.ANGRY, _E.GLAD),
    burst=True,
    comments_before=Backdrop.PAPER,
)
_MYSTERY: Final = StagingStyle(
    Grade.MYSTERY,
    TimeOfDay.EVENING,
    Feeling.SURPRISED,
    (_E.THINKING, _E.CALM, _E.SURPRISED, _E.STERN),
    (_E.THINKING, _E.SURPRISED, _E.STERN, _E.AFRAID),
    quiet=True,
    title_above=True,
    tilted=True,
)
_SAD: Final = StagingStyle(
    Grade.SAD,
    TimeOfDay.EVENING,
    Feeling.SAD,
    (_E.SAD, _E.CALM, _E.TIRED, _E.SAD, _E.MOVED),
    (_E.SAD, _E.MOVED, _E.CALM),
    quiet=True,
    title_above=True,
)
STYLES: Final = {
    LookName.HORROR: LookStyle(
        _HORROR,
        CaptionSlab.SHADE,
        "#070b1e",
        "#1d3a57",
        "#ffffff",
        "#05070f",
        "#ff3b30",
        "#ff3b30",
        "colour",
        "#03060f",
    ),
    LookName.WARM: LookStyle(
        _WARM, CaptionSlab.PAPER, "#fff6e6", "#f6c9a8", "#5a3426", "#fff6e6", "#f7b9a4", "#a5381f", "box", "#fff6e6"
    ),
    LookName.COMIC: LookStyle(
        _COMIC, CaptionSlab.BOX, "#ffd426", "#39c2b0", "#191427", "#ffffff", "#ff4f38", "#ffffff", "box", "#191427"
    ),
    LookName.REVENGE: LookStyle(
        _REVENGE, CaptionSlab.SLANT, "#e3162a", "#5c0416", "#ffffff", "#12020a", "#e3162a", "#ffffff", "box", "#12020a"
    ),
    LookName.MYSTERY: LookStyle(
        _MYSTERY, CaptionSlab.SHADE, "#0d1236", "#ffc24a", "#fff3d8", "#0a0d26", "#ffc24a", "#241a08", "box", "#0a0d26"
    ),
    LookName.SAD: LookStyle(
        _SAD, CaptionSlab.SHADE, "#16243c", "#8fb3d1", "#f4f8ff", "#0c1626", "#8fc3f0", "#0c1c30", "line", "#0c1626"
    ),
}
_LOOKS: Final = {
    Mood.HUMOR: (LookName.COMIC,),
    Mood.TOUCHING: (LookName.WARM,),
    Mood.ANGER: (LookName.REVENGE,),
    Mood.SADNESS: (LookName.SAD,),
    Mood.HORROR: (LookName.HORROR,),
    Mood.INFO: (LookName.COMIC, LookName.WARM),
    Mood.CONTROVERSY: (LookName.REVENGE, LookName.COMIC),
    Mood.DAILY: (LookName.COMIC, LookName.WARM),
    Mood.SHOCK: (LookName.MYSTERY,),
}


def look_for_mood(mood: Mood, seed: int) -> LookName:
    """The look of a story's mood; the seed chooses where several suit."""
    suiting = _LOOKS[mood]
    return suiting[seed % len(suiting)]
