"""Staging styles: how stories of one kind are acted and filmed where their words do not say it."""

from typing import Final, NamedTuple

from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.staging.shot import Backdrop
from schemas.beats import Feeling, TimeOfDay


class StagingStyle(NamedTuple):
    """How stories of one kind are acted and filmed.

    ``hour``: where no hour is told; ``first_feeling``: of the first picture; ``faces``: in turn, of who tells;
    ``answers``: of who comments, else those of who tells; ``quiet``: people stand still at the end; ``title_above``:
    large words stand over the first picture, not below it; ``raised``: only the upper half of the picture is seen;
    ``burst``: faces may stand before rays instead of their place; ``tilted``: the camera may be tilted;
    ``comments_before``: what is behind who comments.
    """

    grade: ScenePalette
    hour: TimeOfDay
    first_feeling: Feeling
    faces: tuple[Expression, ...]
    answers: tuple[Expression, ...] = ()
    quiet: bool = False
    title_above: bool = False
    raised: bool = False
    burst: bool = False
    tilted: bool = False
    comments_before: Backdrop = Backdrop.PLACE


TELLING_POSES: Final = (
    *(Pose.STAND, Pose.POINT_AT_SELF, Pose.STAND, Pose.SHRUG, Pose.CROSSED, Pose.STAND),
    *(Pose.HIPS, Pose.STAND, Pose.POINT_AT_SELF, Pose.CROSSED),
)
"""What hands do, in turn, of one who only tells."""
LISTENING_POSES: Final = (Pose.STAND, Pose.CROSSED, Pose.STAND, Pose.THINK, Pose.HIPS)
COMMENTING_POSES: Final = (Pose.STAND, Pose.POINT_AT_SELF, Pose.CROSSED, Pose.SHRUG, Pose.HIPS, Pose.CHEER)
