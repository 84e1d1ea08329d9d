"""Members of the cast of a story as drawn people, and what they do in a line as acting."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from libraries.drawn_world.people.acting import Acting, Expression, Held, Pose
from libraries.drawn_world.people.crowd import person_from
from libraries.drawn_world.people.person import Age, Dress, Glasses, Headwear, Person, Sex
from schemas import beats
from schemas.beats import Action, Feeling, Relation, Work

_AGES: Final = {
    beats.Age.BABY: Age.CHILD,
    beats.Age.CHILD: Age.CHILD,
    beats.Age.STUDENT: Age.STUDENT,
    beats.Age.TWENTIES: Age.TWENTIES,
    beats.Age.THIRTIES: Age.THIRTIES,
    beats.Age.MIDDLE_AGED: Age.MIDDLE,
    beats.Age.OLD: Age.OLD,
}
_AGE_BY_WORK: Final = {
    Work.PUPIL: Age.STUDENT,
    Work.UNIVERSITY_STUDENT: Age.TWENTIES,
    Work.SOLDIER: Age.TWENTIES,
    Work.EXECUTIVE: Age.MIDDLE,
    Work.PROFESSOR: Age.MIDDLE,
    Work.SHOP_OWNER: Age.MIDDLE,
    Work.GUARD: Age.OLD,
    Work.CARETAKER: Age.MIDDLE,
    Work.FARMER: Age.OLD,
}
_AGE_BY_RELATION: Final = {
    Relation.PUPIL: Age.STUDENT,
    Relation.SUPERIOR: Age.MIDDLE,
    Relation.TEACHER: Age.MIDDLE,
    Relation.NEIGHBOUR: Age.MIDDLE,
}


def _dressed(dress: Dress, color: str = "", second: str = "", lower: str = "") -> Callable[[Person], Person]:
    """Clothes of these colours; the person's own where none is given."""

    def change(person: Person) -> Person:
        return replace(
            person,
            dress=dress,
            color=color or person.color,
            second_color=second or person.second_color,
            lower_color=lower or person.lower_color,
            headwear=Headwear.NONE,
            skirt=False,
        )

    return change


def _hatted(dressed: Callable[[Person], Person], hat: Headwear, color: str) -> Callable[[Person], Person]:
    return lambda person: replace(dressed(person), headwear=hat, headwear_color=color)


_SUIT: Final = _dressed(Dress.SUIT, "#3d4660", "#a03a46")
_WORKS: Final[dict[Work, Callable[[Person], Person]]] = {
    Work.OFFICE_WORKER: _dressed(Dress.SHIRT, "#eef2fa", "#2f4fa0", "#39405a"),
    Work.EXECUTIVE: _SUIT,
    Work.LAWYER: _dressed(Dress.SUIT, "#2f3644", "#7a3f5a"),
    Work.SHOP_OWNER: _dressed(Dress.APRON, "#f2e7d2", "#7a4a3a"),
    Work.SHOP_ASSISTANT: _dressed(Dress.APRON, "#eef2fa", "#3a7ca8"),
    Work.COOK: _hatted(_dressed(Dress.APRON, "#f6f4ee", "#4f8a78"), Headwear.KERCHIEF, "#d1574b"),
    Work.RIDER: _hatted(_dressed(Dress.RIDER, "#2f3a4a", "#2ac1a8"), Headwear.HELMET, "#2aa79b"),
    Work.DRIVER: _dressed(Dress.POLO, "#9ab0c8", "#39405a", "#39405a"),
    Work.GUARD: _hatted(_dressed(Dress.SHIRT, "#b9cbe4", "#2f3a5a", "#2f3a5a"), Headwear.CAP, "#2f3a5a"),
    Work.POLICE_OFFICER: _hatted(_dressed(Dress.WORK_JACKET, "#2f4a7a", "#dbe6f4", "#2b3346"), Headwear.CAP, "#24365c"),
    Work.FIREFIGHTER: _hatted(_dressed(Dress.RIDER, "#c8662a", "#f2d24a", "#3a3430"), Headwear.HARD_HAT, "#d8412f"),
    Work.CLEANER: _dressed(Dress.WORK_JACKET, "#6aa08a", "#f2f2ec", "#4a5a58"),
    Work.CARETAKER: _dressed(Dress.WORK_JACKET, "#5d6b52", "#c9b48a", "#4b4a4d"),
    Work.TEACHER: _dressed(Dress.CARDIGAN, "#7d8a6a", "#fff7ea"),
    Work.PROFESSOR: lambda person: replace(_dressed(Dress.SUIT, "#6a5a4a", "#2f4f6a")(person), glasses=Glasses.ROUND),
    Work.PUPIL: lambda person: replace(
        _dressed(Dress.SCHOOL_UNIFORM, "#3f4d78", "#b8434a", "#4a4f60")(person), skirt=person.sex is Sex.WOMAN
    ),
    Work.UNIVERSITY_STUDENT: _dressed(Dress.HOODIE),
    Work.DOCTOR: _dressed(Dress.DOCTOR, second="#7fb3d6", lower="#4a5060"),
    Work.VET: _dressed(Dress.DOCTOR, second="#8fc49a", lower="#4a5060"),
    Work.PHARMACIST: _dressed(Dress.DOCTOR, second="#e9b7a0", lower="#4a5060"),
    Work.NURSE: _dressed(Dress.SCRUBS, "#6cb8b4", lower="#6cb8b4"),
    Work.SOLDIER: _hatted(_dressed(Dress.SOLDIER, "#6b7450", lower="#6b7450"), Headwear.ARMY_CAP, "#6b7450"),
    Work.CLERK: _dressed(Dress.OFFICE_JACKET, "#4a5a7a", "#f4e3c8"),
    Work.CRAFTSMAN: _dressed(Dress.APRON, "#d9c6a8", "#5a4a3a"),
    Work.BUILDER: _hatted(_dressed(Dress.WORK_JACKET, "#d98a3a", "#f2e7d2", "#5a5048"), Headwear.HARD_HAT, "#f2c53d"),
    Work.FARMER: _hatted(_dressed(Dress.QUILTED_VEST, "#6a7a52", "#d9c6a8", "#5a5048"), Headwear.CAP, "#8a7a4a"),
    Work.HAIRDRESSER: _dressed(Dress.APRON, "#3a3a46", "#c96a7a"),
    Work.LAUNDRYMAN: _dressed(Dress.POLO, "#9ab87a", "#f4f4ee"),
    Work.CLERIC: _dressed(Dress.SUIT, "#2b2b34", "#2b2b34"),
    Work.PERFORMER: _dressed(Dress.LONG_COAT, "#8a4a7a", "#f4d27a"),
    Work.ATHLETE: _dressed(Dress.TRACKSUIT, "#3a6ab0", "#f4f4ee", "#3a6ab0"),
    Work.HOUSEWIFE: _dressed(Dress.CARDIGAN, "#e9b7a0", "#fff7ea"),
}
"""`Work.UNKNOWN` has no clothes of its own."""


def person_of(member: beats.CastMember, story: int) -> Person:
    """How a person of a story looks: the same for the same member and story. What the text does not say is chosen.

    ``story``: a number of the story, so that not all authors of all stories look alike.
    """
    age = _AGES.get(member.age) or _AGE_BY_WORK.get(member.work) or _AGE_BY_RELATION.get(member.relation)
    sex = {beats.Sex.WOMAN: Sex.WOMAN, beats.Sex.MAN: Sex.MAN}.get(member.sex)
    seed = int.from_bytes(sha256(f"{story} {member.id}".encode()).digest()[:6])
    chosen = person_from(seed, age or (Age.TWENTIES, Age.THIRTIES)[seed % 2], sex)
    change = _WORKS.get(member.work)
    return change(chosen) if change else chosen


_FEELINGS: Final = {
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
    Action.SHOUTING: Pose.FISTS,
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
}
_HELD: Final = {
    Action.READING: Held.BOOK,
    Action.GIVING: Held.GIFT,
    Action.SELLING: Held.BAG,
    Action.PAYING: Held.PAPER,
    Action.RECEIVING: Held.GIFT,
    Action.HOLDING: Held.PAPER,
    Action.BUYING: Held.BAG,
    Action.CARRYING: Held.BOX,
    Action.MOVING_HOUSE: Held.BOX,
}
_FACES: Final = {
    Action.SHOUTING: Expression.FURIOUS,
    Action.LAUGHING: Expression.LAUGHING,
    Action.CRYING: Expression.CRYING,
    Action.TREMBLING: Expression.AFRAID,
    Action.MOURNING: Expression.SAD,
}


def acting_of(action: Action, feeling: Feeling) -> Acting:
    """What is seen of an action in a mood; for one that has no pose of its own the hands follow the feeling."""
    pose = _POSES.get(action) or _BY_FEELING.get(feeling, Pose.STAND)
    face, held = _FACES.get(action, _FEELINGS[feeling]), _HELD.get(action, Held.NOTHING)
    turn = 0.8 if pose in {Pose.WALK, Pose.RUN} else 0.0
    return Acting(face, pose, turn, held=held, blink=1.0 if action is Action.SLEEPING else 0.0)
