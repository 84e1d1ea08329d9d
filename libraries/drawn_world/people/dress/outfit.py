"""Outfits: what the clothes of a person consist of."""

from collections.abc import Callable
from dataclasses import dataclass

from libraries.drawn_world.people.body.arms import SleeveLength
from libraries.drawn_world.people.body.legs import Legwear
from libraries.drawn_world.people.body.torso import Torso
from libraries.drawn_world.people.drawing_style import Parts, Tones
from libraries.vector.colors import Color

Drawer = Callable[[Torso], Parts]


def no_details(_: Torso) -> Parts:
    """No details on the torso: an empty list of parts."""
    return []


@dataclass(frozen=True, slots=True)
class Outfit:
    """The clothes of a person. ``front`` and ``back`` are drawn within the torso, the collars over the neck.

    ``hem``: how far the top reaches below the hips, as a share of the legs; ``flare``: units wider there.
    """

    top: Tones
    legs: Legwear
    sleeves: Tones
    sleeve: SleeveLength = SleeveLength.LONG
    cuff: Tones | None = None
    front: Drawer = no_details
    back: Drawer = no_details
    collar: Drawer = no_details
    collar_back: Drawer = no_details
    hem: float = 0.02
    flare: float = 0.0
    spots: tuple[Color, ...] = ()
    lap: Tones | None = None
    """What lies over the thighs of one who sits, where the top hangs low and this is another colour."""
    puffy: float = 1.0
    """Width of the sleeves, as a share of the arms'."""
