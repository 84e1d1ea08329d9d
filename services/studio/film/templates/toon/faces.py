"""Faces and light of looks: what is shown where the story itself does not say it."""

from typing import Final

from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.staging.acted import Acted
from schemas.beats import Feeling, TimeOfDay
from services.studio.film.templates.toon.looks import Look

TIMES: Final = {
    Look.HORROR: TimeOfDay.NIGHT,
    Look.MYSTERY: TimeOfDay.EVENING,
    Look.SAD: TimeOfDay.EVENING,
    Look.WARM: TimeOfDay.AFTERNOON,
    Look.COMIC: TimeOfDay.NOON,
    Look.REVENGE: TimeOfDay.EVENING,
}
"""The light of a look where the story tells none."""
OPENING_FACES: Final = {
    Look.HORROR: Feeling.AFRAID,
    Look.MYSTERY: Feeling.SURPRISED,
    Look.REVENGE: Feeling.ANGRY,
    Look.SAD: Feeling.SAD,
    Look.COMIC: Feeling.SURPRISED,
    Look.WARM: Feeling.GLAD,
}
FACES: Final = (Expression.SURPRISED, Expression.GLAD, Expression.CALM, Expression.SMUG, Expression.STUNNED)
"""Of those who comment."""
GESTURES: Final = (Pose.STAND, Pose.POINT_AT_SELF, Pose.CROSSED, Pose.SHRUG, Pose.HIPS, Pose.CHEER)
_E = Expression
_LIVELY: Final = {
    Look.HORROR: (_E.STERN, _E.AFRAID, _E.CALM, _E.STUNNED),
    Look.MYSTERY: (_E.THINKING, _E.CALM, _E.SURPRISED, _E.STERN),
    Look.REVENGE: (_E.STERN, _E.CALM, _E.ANGRY, _E.TIRED),
    Look.SAD: (_E.SAD, _E.CALM, _E.TIRED, _E.SAD),
    Look.COMIC: (_E.CALM, _E.EMBARRASSED, _E.SMUG, _E.GLAD, _E.SURPRISED),
    Look.WARM: (_E.GLAD, _E.CALM, _E.GLAD, _E.THINKING, _E.CALM),
}
_AT_REST: Final = (Pose.STAND, Pose.POINT_AT_SELF, Pose.STAND, Pose.CROSSED, Pose.SHRUG, Pose.STAND, Pose.HIPS)


def lively(told: Acted, look: Look, turn: int) -> Acted:
    """What the narrator shows where the words tell no feeling: faces and gestures of the look, in turn."""
    faces = _LIVELY[look]
    pose = _AT_REST[turn % len(_AT_REST)] if told.pose is Pose.STAND else told.pose
    return told._replace(expression=faces[turn % len(faces)], pose=pose)
