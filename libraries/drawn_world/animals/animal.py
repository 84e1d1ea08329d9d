"""Animals as data: what a cat or a dog looks like, and what it does at one moment."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import pi, sin
from random import Random
from typing import Final

from libraries.drawn_world.people.acting import DRAWINGS_A_SECOND


class AnimalKind(StrEnum):
    """The kinds of animals that can be drawn."""

    CAT = "cat"
    DOG = "dog"


class FurPattern(StrEnum):
    """The pattern of the fur."""

    PLAIN = "plain"
    STRIPED = "striped"
    PATCHED = "patched"
    WHITE_BELLY = "white_belly"


class AnimalMood(StrEnum):
    """The mood that an animal shows."""

    CALM = "calm"
    GLAD = "glad"
    SURPRISED = "surprised"
    AFRAID = "afraid"
    ANGRY = "angry"
    SAD = "sad"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True)
class Animal:
    """How one cat or dog looks; colours are ``#rrggbb``."""

    kind: AnimalKind = AnimalKind.CAT
    coat: FurPattern = FurPattern.STRIPED
    color: str = "#d9a066"
    marks: str = "#a8703c"
    eyes: str = "#7aa64a"
    collar: str = ""


@dataclass(frozen=True, slots=True)
class AnimalActing:
    """What an animal does at one moment. ``turn`` of the head, ``tail``, ``breath``: −1 to 1; ``blink``: 0 open to 1
    shut."""

    mood: AnimalMood = AnimalMood.CALM
    turn: float = 0.0
    tail: float = 0.0
    blink: float = 0.0
    breath: float = 0.0


_COLORS: Final = {
    AnimalKind.CAT: (("#d9a066", "#a8703c"), ("#8a8790", "#5c5a66"), ("#4a4652", "#2f2c38"), ("#f0e6d8", "#c98d5a")),
    AnimalKind.DOG: (("#d8a467", "#f4e6d0"), ("#8a5f42", "#5a3c2a"), ("#f4efe6", "#c9a57a"), ("#5a5560", "#d9cfc4")),
}
_EYES: Final = {AnimalKind.CAT: ("#7aa64a", "#c9a03a", "#5a9ab0"), AnimalKind.DOG: ("#4a3228", "#6a4a30")}


def animal_from_seed(seed: int, kind: AnimalKind) -> Animal:
    """An animal of the kind with coat and colours chosen by the seed."""
    chance = Random(seed)  # noqa: S311 (draws animals, guards nothing)
    color, marks = chance.choice(_COLORS[kind])
    coats = (
        list(FurPattern) if kind is AnimalKind.CAT else [FurPattern.PLAIN, FurPattern.PATCHED, FurPattern.WHITE_BELLY]
    )
    collar = chance.choice(["", "#d8503f", "#3f7fd0", "#e9b94a"])
    return Animal(kind, chance.choice(coats), color, marks, chance.choice(_EYES[kind]), collar)


def animal_acting_with_idle_motion(acting: AnimalActing, seconds: float, seed: int = 0) -> AnimalActing:
    """The acting as it is at that time, with breath, blinks and a moving tail: fast where it is glad; 12 times a
    second."""
    time = int(seconds * DRAWINGS_A_SECOND + 1e-6) / DRAWINGS_A_SECOND
    wags = {AnimalMood.GLAD: 2.4, AnimalMood.ANGRY: 1.6, AnimalMood.ASLEEP: 0.0}.get(acting.mood, 0.4)
    since = (time + seed * 1.7) % 3.4 * DRAWINGS_A_SECOND
    return replace(
        acting,
        tail=sin(2 * pi * (time * wags + seed * 0.31)),
        breath=sin(2 * pi * (time / 2.6 + seed * 0.53)),
        blink=max(acting.blink, 1.0 if since < 2 else 0.0),
    )
