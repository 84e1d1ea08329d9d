"""Acting by the beats of a story: how what is felt and done is shown by face, pose and hands."""

from typing import Final, NamedTuple

from libraries.drawn_world.people.acting import Expression, Held, Pose
from schemas.beats import Action, Feeling, Thing

_FACES: Final = {
    Feeling.CALM: Expression.CALM,
    Feeling.GLAD: Expression.GLAD,
    Feeling.LAUGHING: Expression.LAUGHING,
    Feeling.MOVED: Expression.MOVED,
    Feeling.SURPRISED: Expression.SURPRISED,
    Feeling.AFRAID: Expression.AFRAID,
    Feeling.TENSE: Expression.STERN,
    Feeling.ANGRY: Expression.ANGRY,
    Feeling.SAD: Expression.SAD,
    Feeling.CRYING: Expression.CRYING,
    Feeling.EMBARRASSED: Expression.EMBARRASSED,
    Feeling.SMUG: Expression.SMUG,
    Feeling.TIRED: Expression.TIRED,
    Feeling.PUZZLED: Expression.THINKING,
    Feeling.IN_LOVE: Expression.GLAD,
    Feeling.IN_PAIN: Expression.CRYING,
}
_DONE: Final = {
    Action.WALKING: Pose.WALK,
    Action.LEAVING: Pose.WALK,
    Action.ENTERING: Pose.WALK,
    Action.RUNNING: Pose.RUN,
    Action.POINTING: Pose.POINT,
    Action.SHOUTING: Pose.POINT,
    Action.TELEPHONING: Pose.CALL,
    Action.TYPING: Pose.PHONE,
    Action.PHOTOGRAPHING: Pose.PHONE,
    Action.THINKING: Pose.THINK,
    Action.WAITING: Pose.CROSSED,
    Action.LAUGHING: Pose.COVER_MOUTH,
    Action.CRYING: Pose.CHEEKS,
    Action.TREMBLING: Pose.CHEEKS,
    Action.BOWING: Pose.BOW,
    Action.WAVING: Pose.WAVE,
    Action.GIVING: Pose.GIVE,
    Action.RECEIVING: Pose.HOLD,
    Action.HOLDING: Pose.HOLD,
    Action.CARRYING: Pose.HOLD,
    Action.READING: Pose.HOLD,
    Action.EATING: Pose.HOLD,
    Action.DRINKING: Pose.HOLD,
    Action.PAYING: Pose.GIVE,
    Action.KNOCKING: Pose.POINT,
    Action.PRESSING: Pose.POINT,
    Action.PRESENTING: Pose.POINT,
    Action.FIGHTING: Pose.FISTS,
    Action.HITTING: Pose.FISTS,
    Action.MOURNING: Pose.PRAY,
    Action.SHAKING_HEAD: Pose.SHRUG,
}
_FELT: Final = {
    Feeling.AFRAID: Pose.CHEEKS,
    Feeling.SURPRISED: Pose.COVER_MOUTH,
    Feeling.ANGRY: Pose.FISTS,
    Feeling.CRYING: Pose.COVER_MOUTH,
    Feeling.MOVED: Pose.POINT_AT_SELF,
    Feeling.LAUGHING: Pose.CHEER,
    Feeling.SMUG: Pose.CROSSED,
    Feeling.PUZZLED: Pose.THINK,
    Feeling.EMBARRASSED: Pose.SHRUG,
    Feeling.TENSE: Pose.CROSSED,
    Feeling.TIRED: Pose.HEAD_IN_HANDS,
    Feeling.IN_LOVE: Pose.CHEEKS,
}
_HELD: Final = {
    Action.READING: Held.PAPER,
    Action.DRINKING: Held.CUP,
    Action.EATING: Held.CUP,
    Action.GIVING: Held.GIFT,
    Action.RECEIVING: Held.GIFT,
    Action.CARRYING: Held.BOX,
    Action.PAYING: Held.PAPER,
}
_THINGS: Final = {
    **dict.fromkeys(
        (Thing.LETTER, Thing.NOTE, Thing.ENVELOPE, Thing.PAPERS, Thing.EXAM_PAPER, Thing.RECEIPT), Held.PAPER
    ),
    **dict.fromkeys((Thing.BOOK, Thing.NOTEBOOK, Thing.BANK_BOOK), Held.BOOK),
    **dict.fromkeys((Thing.BOX, Thing.PARCEL), Held.BOX),
    **dict.fromkeys((Thing.BAG, Thing.MONEY), Held.BAG),
}
_OVER_MOUTH: Final = frozenset((Pose.COVER_MOUTH, Pose.HEAD_IN_HANDS, Pose.BOW))


class Acted(NamedTuple):
    """What a player shows."""

    expression: Expression
    pose: Pose
    held: Held


def acted(action: Action, feeling: Feeling, things: tuple[Thing, ...] = (), *, speaks: bool = False) -> Acted:
    """Face, pose and what is held. Who speaks has the mouth free, and shouts with a furious face."""
    face = _FACES[feeling]
    if action is Action.SHOUTING and face in {Expression.CALM, Expression.ANGRY}:
        face = Expression.FURIOUS
    if action is Action.CRYING and face is Expression.CALM:
        face = Expression.CRYING
    if action is Action.LAUGHING and face is Expression.CALM:
        face = Expression.LAUGHING
    held = next((_THINGS[thing] for thing in things if thing in _THINGS), _HELD.get(action, Held.NOTHING))
    pose = _pose(action, feeling, things, held)
    if speaks and pose in _OVER_MOUTH:
        pose = Pose.STAND
    if pose is Pose.HOLD and held is Held.NOTHING:
        pose = Pose.STAND
    return Acted(face, pose, held if pose in {Pose.HOLD, Pose.GIVE} else Held.NOTHING)


def _pose(action: Action, feeling: Feeling, things: tuple[Thing, ...], held: Held) -> Pose:
    if action in _DONE:
        return _DONE[action]
    if feeling in _FELT:
        return _FELT[feeling]
    if Thing.PHONE in things:
        return Pose.PHONE
    return Pose.HOLD if held is not Held.NOTHING else Pose.STAND
