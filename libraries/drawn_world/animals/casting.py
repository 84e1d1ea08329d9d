"""Animals of a story's cast as animals that can be drawn, and the moods of what they do and feel."""

from hashlib import sha256
from typing import Final

from libraries.drawn_world.animals.animal import Animal, AnimalActing, AnimalKind, AnimalMood, animal_from_seed
from schemas import beats
from schemas.beats import Action, Feeling

_MOODS: Final = {
    Feeling.CALM: AnimalMood.CALM,
    Feeling.GLAD: AnimalMood.GLAD,
    Feeling.LAUGHING: AnimalMood.GLAD,
    Feeling.MOVED: AnimalMood.GLAD,
    Feeling.IN_LOVE: AnimalMood.GLAD,
    Feeling.SMUG: AnimalMood.GLAD,
    Feeling.SURPRISED: AnimalMood.SURPRISED,
    Feeling.PUZZLED: AnimalMood.SURPRISED,
    Feeling.AFRAID: AnimalMood.AFRAID,
    Feeling.TENSE: AnimalMood.AFRAID,
    Feeling.EMBARRASSED: AnimalMood.AFRAID,
    Feeling.ANGRY: AnimalMood.ANGRY,
    Feeling.SAD: AnimalMood.SAD,
    Feeling.CRYING: AnimalMood.SAD,
    Feeling.IN_PAIN: AnimalMood.SAD,
    Feeling.TIRED: AnimalMood.ASLEEP,
}


def animal_for_member(member: beats.CastMember, story: int) -> Animal | None:
    """How a cat or a dog of a story looks, always the same; None for persons and for other animals."""
    kind = {beats.CastKind.CAT: AnimalKind.CAT, beats.CastKind.DOG: AnimalKind.DOG}.get(member.kind)
    if kind is None:
        return None
    return animal_from_seed(int.from_bytes(sha256(f"{story} {member.id}".encode()).digest()[:6]), kind)


def animal_acting_for(action: Action, feeling: Feeling) -> AnimalActing:
    """What an animal shows while it does and feels that in a line."""
    return AnimalActing(AnimalMood.ASLEEP if action in {Action.SLEEPING, Action.LYING} else _MOODS[feeling])
