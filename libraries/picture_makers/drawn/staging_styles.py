"""The staging style of each mood: how its stories are played in stills, where their words do not say it."""

from typing import Final

from libraries.drawn_world.people.acting import Expression
from libraries.drawn_world.scenes import ScenePalette as Grade
from libraries.drawn_world.staging.staging_style import StagingStyle
from schemas.beats import Feeling, TimeOfDay
from schemas.script import Mood

_E = Expression
PLAIN: Final = StagingStyle(
    Grade.PLAIN, TimeOfDay.NOON, Feeling.CALM, (_E.CALM, _E.GLAD, _E.THINKING, _E.CALM, _E.SURPRISED)
)
STAGING_STYLES: Final = {
    Mood.HORROR: StagingStyle(
        Grade.HORROR, TimeOfDay.NIGHT, Feeling.AFRAID, (_E.STERN, _E.AFRAID, _E.CALM, _E.STUNNED)
    ),
    Mood.TOUCHING: StagingStyle(
        Grade.WARM, TimeOfDay.AFTERNOON, Feeling.GLAD, (_E.GLAD, _E.CALM, _E.MOVED, _E.THINKING)
    ),
    Mood.HUMOR: StagingStyle(
        Grade.COMIC, TimeOfDay.NOON, Feeling.SURPRISED, (_E.CALM, _E.EMBARRASSED, _E.SMUG, _E.GLAD)
    ),
    Mood.ANGER: StagingStyle(Grade.REVENGE, TimeOfDay.EVENING, Feeling.ANGRY, (_E.STERN, _E.ANGRY, _E.CALM, _E.TIRED)),
    Mood.SADNESS: StagingStyle(Grade.SAD, TimeOfDay.EVENING, Feeling.SAD, (_E.SAD, _E.CALM, _E.TIRED, _E.MOVED)),
    Mood.SHOCK: StagingStyle(Grade.MYSTERY, TimeOfDay.EVENING, Feeling.SURPRISED, (_E.THINKING, _E.CALM, _E.SURPRISED)),
}
"""The other moods are told plainly."""
