"""The acting of lines: what is done and felt in a line, as face, pose and thing held."""

from typing import Final, NamedTuple

from libraries.drawn_world.people.acting import Expression, HeldThing, Pose
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
_BY_FEELING: Final = {
    Feeling.AFRAID: Pose.COVER_MOUTH,
    Feeling.SURPRISED: Pose.CHEEKS,
    Feeling.ANGRY: Pose.FISTS,
    Feeling.CRYING: Pose.CHEEKS,
    Feeling.SMUG: Pose.CROSSED,
    Feeling.PUZZLED: Pose.THINK,
    Feeling.MOVED: Pose.PRAY,
    Feeling.LAUGHING: Pose.CHEER,
    Feeling.EMBARRASSED: Pose.SHRUG,
    Feeling.TENSE: Pose.CROSSED,
    Feeling.TIRED: Pose.HEAD_IN_HANDS,
    Feeling.IN_LOVE: Pose.CHEEKS,
}
"""What hands do where the line tells of no action."""
_POSES: Final = {
    Action.SITTING: Pose.SIT,
    Action.CROUCHING: Pose.CROUCH,
    Action.HIDING: Pose.CROUCH,
    Action.LYING: Pose.LIE,
    Action.SLEEPING: Pose.LIE,
    Action.WALKING: Pose.WALK,
    Action.ENTERING: Pose.WALK,
    Action.LEAVING: Pose.WALK,
    Action.CLIMBING_STAIRS: Pose.WALK,
    Action.RUNNING: Pose.RUN,
    Action.EXERCISING: Pose.RUN,
    Action.WAITING: Pose.CROSSED,
    Action.SEARCHING: Pose.THINK,
    Action.POINTING: Pose.POINT,
    Action.TEACHING: Pose.POINT,
    Action.PRESENTING: Pose.POINT,
    Action.WHISPERING: Pose.COVER_MOUTH,
    Action.SHOUTING: Pose.POINT,
    Action.TELEPHONING: Pose.CALL,
    Action.TYPING: Pose.TYPE,
    Action.WORKING: Pose.TYPE,
    Action.STUDYING: Pose.TYPE,
    Action.WRITING: Pose.TYPE,
    Action.DRAWING: Pose.TYPE,
    Action.DRIVING: Pose.TYPE,
    Action.READING: Pose.HOLD,
    Action.THINKING: Pose.THINK,
    Action.CRYING: Pose.CHEEKS,
    Action.TREMBLING: Pose.COVER_MOUTH,
    Action.BOWING: Pose.BOW,
    Action.WAVING: Pose.WAVE,
    Action.HUGGING: Pose.PRAY,
    Action.GIVING: Pose.GIVE,
    Action.SELLING: Pose.GIVE,
    Action.PAYING: Pose.GIVE,
    Action.RECEIVING: Pose.HOLD,
    Action.HOLDING: Pose.HOLD,
    Action.BUYING: Pose.CARRY,
    Action.CARRYING: Pose.HOLD,
    Action.MOVING_HOUSE: Pose.HOLD,
    Action.OPENING: Pose.POINT,
    Action.CLOSING: Pose.POINT,
    Action.PRESSING: Pose.POINT,
    Action.KNOCKING: Pose.KNOCK,
    Action.THROWING: Pose.CHEER,
    Action.EATING: Pose.EAT,
    Action.DRINKING: Pose.DRINK,
    Action.PHOTOGRAPHING: Pose.PHONE,
    Action.FIGHTING: Pose.PUNCH,
    Action.HITTING: Pose.PUNCH,
    Action.MOURNING: Pose.PRAY,
    Action.MARRYING: Pose.PRAY,
    Action.LAUGHING: Pose.CHEER,
    Action.SHAKING_HEAD: Pose.SHRUG,
    Action.CYCLING: Pose.TYPE,
    Action.CLEANING: Pose.HIPS,
    Action.REPAIRING: Pose.CROUCH,
}
_HELD: Final = {
    Action.READING: HeldThing.BOOK,
    Action.GIVING: HeldThing.GIFT,
    Action.SELLING: HeldThing.BAG,
    Action.PAYING: HeldThing.PAPER,
    Action.RECEIVING: HeldThing.GIFT,
    Action.HOLDING: HeldThing.PAPER,
    Action.BUYING: HeldThing.BAG,
    Action.CARRYING: HeldThing.BOX,
    Action.MOVING_HOUSE: HeldThing.BOX,
}
_FACES_OF_ACTIONS: Final = {
    Action.SHOUTING: Expression.FURIOUS,
    Action.LAUGHING: Expression.LAUGHING,
    Action.CRYING: Expression.CRYING,
    Action.TREMBLING: Expression.AFRAID,
    Action.MOURNING: Expression.SAD,
    Action.FALLING: Expression.SURPRISED,
    Action.HIDING: Expression.AFRAID,
    Action.THINKING: Expression.THINKING,
    Action.SEARCHING: Expression.THINKING,
    Action.FIGHTING: Expression.ANGRY,
    Action.HITTING: Expression.ANGRY,
}
_THINGS: Final = {
    **dict.fromkeys(
        (Thing.NOTE, Thing.PAPERS, Thing.EXAM_PAPER, Thing.RECEIPT, Thing.PHOTO, Thing.TICKET), HeldThing.PAPER
    ),
    **dict.fromkeys((Thing.LETTER, Thing.ENVELOPE, Thing.CARD), HeldThing.ENVELOPE),
    **dict.fromkeys((Thing.BOOK, Thing.NOTEBOOK, Thing.BANK_BOOK, Thing.CERTIFICATE), HeldThing.BOOK),
    **dict.fromkeys((Thing.BOX, Thing.PARCEL), HeldThing.BOX),
    **dict.fromkeys((Thing.BAG, Thing.SUITCASE, Thing.CLOTHES, Thing.RUBBISH), HeldThing.BAG),
    **dict.fromkeys((Thing.MONEY, Thing.WALLET), HeldThing.MONEY),
    **dict.fromkeys((Thing.GIFT, Thing.CAKE), HeldThing.GIFT),
    **dict.fromkeys((Thing.COFFEE, Thing.DRINK, Thing.MILK, Thing.WATER, Thing.ALCOHOL), HeldThing.CUP),
}
ACTIONS_WITH_POSES: Final = frozenset(_POSES)
"""Actions that have poses of their own."""
_HOLDING: Final = frozenset((Pose.HOLD, Pose.GIVE, Pose.CARRY))
_GAVE_NOTHING: Final = {Pose.GIVE: HeldThing.GIFT, Pose.CARRY: HeldThing.BAG}
_MOUTH_COVERED: Final = {
    Pose.COVER_MOUTH: Pose.CHEEKS,
    Pose.HEAD_IN_HANDS: Pose.SHRUG,
    Pose.BOW: Pose.PRAY,
    Pose.EAT: Pose.STAND,
    Pose.DRINK: Pose.STAND,
    Pose.THINK: Pose.SHRUG,
}
"""What who speaks does instead."""


class LineActing(NamedTuple):
    """What a player shows in a line: face, pose and thing held; ``asleep``: with shut eyes."""

    expression: Expression
    pose: Pose
    held: HeldThing
    asleep: bool = False


def line_acting_for(
    action: Action, feeling: Feeling, things: tuple[Thing, ...] = (), *, speaks: bool = False
) -> LineActing:
    """Face, pose and what is held. Hands follow the feeling where an action has no pose of its own; who speaks has the
    mouth free."""
    face = _FACES[feeling]
    if face is Expression.CALM or action is Action.SHOUTING:
        face = _FACES_OF_ACTIONS.get(action, face)
    held = next((_THINGS[thing] for thing in things if thing in _THINGS), HeldThing.NOTHING)
    pose = _POSES.get(action) or _BY_FEELING.get(feeling) or _at_rest(things, held)
    if speaks:
        pose = _MOUTH_COVERED.get(pose, pose)
    if pose not in _HOLDING:
        held = HeldThing.NOTHING
    elif held is HeldThing.NOTHING:
        held = _HELD.get(action, _GAVE_NOTHING.get(pose, HeldThing.PAPER))
    return LineActing(face, pose, held, asleep=action is Action.SLEEPING)


def _at_rest(things: tuple[Thing, ...], held: HeldThing) -> Pose:
    if Thing.PHONE in things:
        return Pose.PHONE
    return Pose.HOLD if held is not HeldThing.NOTHING else Pose.STAND
