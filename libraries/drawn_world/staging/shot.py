"""Shots: who is seen where, how near, and how the camera moves, as immutable data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.animals.animal import Mood as AnimalMood
from libraries.drawn_world.people.acting import Expression, Held, Pose
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.scenes.setting import Setting

MOST_PLAYERS: Final = 3


class Framing(StrEnum):
    """How near the camera is, and whom it looks at."""

    ESTABLISHING = "establishing"
    """The place, people small in it."""
    MEDIUM = "medium"
    CLOSE = "close"
    TWO = "two"
    """Two or three who face each other."""
    OVER_SHOULDER = "over_shoulder"
    """The first player, past the shoulder of the second."""
    REACTION = "reaction"
    """A face that fills the picture."""
    UNDER_TITLE = "under_title"
    """A face and its place, with room for large words above."""
    UNDER_BUBBLE = "under_bubble"
    """Who says what stands in a bubble above."""


class Move(StrEnum):
    """How the camera moves."""

    STILL = "still"
    PUSH = "push"
    PULL = "pull"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    SHAKE = "shake"


class Syllables(NamedTuple):
    """A spoken word and when it is heard, in seconds from the start of the shot."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Player:
    """A person or an animal in a shot.

    ``seed`` keeps people from blinking together; ``talks``: whose mouth moves; ``mood``: of an animal, which has no
    expression, pose or thing.
    """

    person: Person | Animal
    expression: Expression = Expression.CALM
    pose: Pose = Pose.STAND
    held: Held = Held.NOTHING
    seed: int = 0
    talks: bool = False
    mood: AnimalMood = AnimalMood.CALM


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot. ``side``: where the first player stands, −1 left, 0 centre, 1 right."""

    setting: Setting
    framing: Framing
    players: tuple[Player, ...] = ()
    move: Move = Move.PUSH
    side: int = 0
    words: tuple[Syllables, ...] = ()
    """What is said in it."""
    raised: bool = False
    """Whether only the upper half of the picture is seen, so that people are shown higher."""
