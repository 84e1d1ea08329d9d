"""Shots as immutable data: who is seen where, how near, and how the camera moves."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal, AnimalMood
from libraries.drawn_world.people.acting import Expression, HeldThing, Pose
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.scenes.setting import Setting
from libraries.vector.affine import Point
from schemas.beats import Thing

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
    DETAIL = "detail"
    """A thing, its place out of focus behind it."""
    UNDER_TITLE = "under_title"
    """A face and its place, with room for large words above."""
    UNDER_BUBBLE = "under_bubble"
    """Who says what stands in a bubble above."""


class CameraAngle(StrEnum):
    """From where the camera looks at people."""

    LEVEL = "level"
    LOW = "low"
    """From below: who is seen has power."""
    HIGH = "high"
    """From above: who is seen is small."""
    TILTED = "tilted"
    """Nothing stands upright."""


class Backdrop(StrEnum):
    """What stands behind the people of a shot."""

    PLACE = "place"
    RAYS = "rays"
    GLOOM = "gloom"
    DOTS = "dots"
    HEARTS = "hearts"
    PAPER = "paper"
    """Nothing but the colour of paper."""


class CameraMove(StrEnum):
    """How the camera moves during a shot."""

    STILL = "still"
    PUSH = "push"
    PULL = "pull"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    SHAKE = "shake"


class Reaction(StrEnum):
    """How a body reacts at the moment of a sentence that `Player.reacts_at` names."""

    NONE = "none"
    NOD = "nod"
    START = "start"
    """It starts back, and comes to rest."""
    JUMP = "jump"
    SINK = "sink"
    LEAN_IN = "lean_in"


class SpokenWord(NamedTuple):
    """A spoken word and when it is heard, in seconds from the start of the shot."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Player:
    """A person or an animal in a shot, and what it does there.

    ``seed`` keeps people from blinking together; ``talks``: whose mouth moves; ``asleep``: with shut eyes; ``gaze``:
    where the pupils are, −1 to 1 to the right and down; ``mood``: of an animal, which has no expression, pose or thing.
    At the time ``reacts_at``, in seconds, a person goes from ``face_before`` and ``pose_before`` to expression and
    pose, and the body answers with ``reaction``.
    """

    person: Person | Animal
    expression: Expression = Expression.CALM
    pose: Pose = Pose.STAND
    held: HeldThing = HeldThing.NOTHING
    seed: int = 0
    talks: bool = False
    mood: AnimalMood = AnimalMood.CALM
    asleep: bool = False
    gaze: Point | None = None
    face_before: Expression | None = None
    pose_before: Pose | None = None
    reaction: Reaction = Reaction.NONE
    reacts_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot: who is seen where, how near, and how. ``side``: where the first player stands, −1 left, 0 centre, 1
    right."""

    setting: Setting
    framing: Framing
    players: tuple[Player, ...] = ()
    move: CameraMove = CameraMove.PUSH
    side: int = 0
    words: tuple[SpokenWord, ...] = ()
    """What is said in it."""
    raised: bool = False
    """Whether only the upper half of the picture is seen, so that people are shown higher."""
    angle: CameraAngle = CameraAngle.LEVEL
    backdrop: Backdrop = Backdrop.PLACE
    thing: Thing | None = None
    """What fills the picture in the framing `Framing.DETAIL`."""
