"""The drawings of players: how high they are, where their faces end, and how they look at a moment."""

from functools import lru_cache
from typing import Final, NamedTuple

from libraries.drawn_world.animals import animal
from libraries.drawn_world.animals.drawing import HEAD, HEIGHT, animal_picture
from libraries.drawn_world.people.acting import Acting
from libraries.drawn_world.people.body_measures import body_measures
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.staging.shot import Player
from libraries.vector.affine import Point
from libraries.vector.picture import Group

_MUZZLE: Final = 96.0
"""From the middle of an animal's head to its chin."""
_UNDER_CHIN: Final = 142.0
"""From the middle of a person's head, unscaled, to where nothing of the face is any more."""
_OVER_HEAD: Final = 180.0
"""From there to the top of the hair."""
_ANIMAL_BOX: Final = (-260.0, -HEIGHT - 60, 260.0, 40.0)

PlayerActing = Acting | animal.AnimalActing
"""What a player does at a moment."""


class PlayerBody(NamedTuple):
    """The drawing of a player at a moment, the soles at (0, 0), up is negative.

    ``box``: left, top, right and bottom of all that is drawn; ``top``: of the hair; ``middle``: of the face;
    ``face_end``: below it nothing of the face is; ``seat``: what touches the chair of one who sits.
    """

    picture: Group
    box: tuple[float, float, float, float]
    top: float
    middle: float
    face_end: float
    seat: Point


def player_height(player: Player) -> float:
    """Units from the soles of a standing player to its top."""
    return HEIGHT if isinstance(player.person, animal.Animal) else body_measures(player.person).height


def player_chin_y(player: Player) -> float:
    """The y of the chin of a standing player, in units, negative."""
    return HEAD[1] + _MUZZLE if isinstance(player.person, animal.Animal) else body_measures(player.person).chin_line


@lru_cache(maxsize=64)
def player_body(who: Person | animal.Animal, doing: PlayerActing) -> PlayerBody:
    """The drawing of a person or an animal at that moment."""
    if isinstance(who, animal.Animal):
        assert isinstance(doing, animal.AnimalActing)
        return PlayerBody(animal_picture(who, doing), _ANIMAL_BOX, -HEIGHT, HEAD[1], 0.0, (0.0, 0.0))
    assert isinstance(doing, Acting)
    drawn, size = figure(who, doing), body_measures(who).head
    middle = drawn.head[1]
    return PlayerBody(
        drawn.picture, drawn.box, middle - _OVER_HEAD * size, middle, middle + _UNDER_CHIN * size, drawn.seat
    )


def player_body_at_rest(player: Player, turn: float) -> PlayerBody:
    """The drawing of a player in its pose, without breath or speech."""
    if isinstance(player.person, animal.Animal):
        return player_body(player.person, animal.AnimalActing(player.mood, turn))
    return player_body(player.person, Acting(pose=player.pose, turn=turn))
