"""Bodies of players: how high they are, where their faces end, and how they look at a moment."""

from functools import lru_cache
from typing import Final, NamedTuple

from libraries.drawn_world.animals import animal
from libraries.drawn_world.animals.drawing import HEAD, HEIGHT, animal_picture
from libraries.drawn_world.people.acting import Acting, Mouth
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.measures import measures
from libraries.drawn_world.staging.shot import Player
from libraries.vector.picture import Group

_MUZZLE: Final = 96.0
"""From the middle of an animal's head to its chin."""
_UNDER_CHIN: Final = 142.0
"""From the middle of a person's head, unscaled, to where nothing of the face is any more."""


class Moment(NamedTuple):
    """What of a player changes while a shot lasts. ``breath``: −1, 0 or 1."""

    mouth: Mouth | None
    blink: float
    breath: float
    stride: float = 0.0


class Look(NamedTuple):
    """A player at a moment. ``face_end``: units above the soles (negative) below which nothing of the face is."""

    picture: Group
    face_end: float


def height_of(player: Player) -> float:
    """Units from the soles to the top."""
    return HEIGHT if isinstance(player.person, animal.Animal) else measures(player.person).height


def chin_of(player: Player) -> float:
    """Units above the soles, negative, of one who stands."""
    return HEAD[1] + _MUZZLE if isinstance(player.person, animal.Animal) else measures(player.person).chin


@lru_cache(maxsize=64)
def look_of(player: Player, turn: float, moment: Moment, *, back: bool) -> Look:
    """The player turned so, at the moment."""
    person = player.person
    if isinstance(person, animal.Animal):
        now = animal.Moment(player.mood, turn, moment.breath, moment.blink, moment.breath)
        return Look(animal_picture(person, now), 0.0)
    acting = Acting(
        expression=player.expression,
        pose=player.pose,
        turn=turn,
        back=back,
        mouth=moment.mouth,
        held=player.held,
        blink=moment.blink,
        breath=moment.breath,
        sway=moment.breath * 0.6,
        stride=moment.stride,
    )
    drawn = figure(person, acting)
    return Look(drawn.picture, drawn.head[1] + _UNDER_CHIN * measures(person).head)
