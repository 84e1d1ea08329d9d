"""Animals of a story as drawn ones, and their moods."""

from hashlib import sha256
from typing import Final

from libraries.drawn_world.animals.animal import Animal, Kind, Moment, Mood, animal_from
from schemas import beats
from schemas.beats import Action, Feeling

_MOODS: Final = {
    Feeling.CALM: Mood.CALM,
    Feeling.GLAD: Mood.GLAD,
    Feeling.LAUGHING: Mood.GLAD,
    Feeling.MOVED: Mood.GLAD,
    Feeling.IN_LOVE: Mood.GLAD,
    Feeling.SMUG: Mood.GLAD,
    Feeling.SURPRISED: Mood.SURPRISED,
    Feeling.PUZZLED: Mood.SURPRISED,
    Feeling.AFRAID: Mood.AFRAID,
    Feeling.TENSE: Mood.AFRAID,
    Feeling.EMBARRASSED: Mood.AFRAID,
    Feeling.ANGRY: Mood.ANGRY,
    Feeling.SAD: Mood.SAD,
    Feeling.CRYING: Mood.SAD,
    Feeling.IN_PAIN: Mood.SAD,
    Feeling.TIRED: Mood.ASLEEP,
}


def animal_of(member: beats.CastMember, story: int) -> Animal | None:
    """How a cat or a dog of a story looks, always the same; None for persons and for other animals."""
    kind = {beats.Kind.CAT: Kind.CAT, beats.Kind.DOG: Kind.DOG}.get(member.kind)
    if kind is None:
        return None
    return animal_from(int.from_bytes(sha256(f"{story} {member.id}".encode()).digest()[:6]), kind)


def moment_of(action: Action, feeling: Feeling) -> Moment:
    """What is seen of an animal in a line."""
    return Moment(Mood.ASLEEP if action in {Action.SLEEPING, Action.LYING} else _MOODS[feeling])
