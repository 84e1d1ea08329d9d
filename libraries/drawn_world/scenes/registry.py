"""The registry: which function draws a place, and what lights it."""

from collections.abc import Callable
from typing import Final

from libraries.drawn_world.scenes.setting import Lighting
from libraries.drawn_world.scenes.stage import Scene, Stage
from schemas.beats import Place

Builder = Callable[[Stage], Scene]
BUILDERS: Final[dict[Place, tuple[Lighting, Builder]]] = {}


def draws_place(place: Place, lighting: Lighting) -> Callable[[Builder], Builder]:
    """Register the function below as the one that draws the place."""

    def registered(builder: Builder) -> Builder:
        if place in BUILDERS:
            raise ValueError(f"{place} is drawn twice")
        BUILDERS[place] = lighting, builder
        return builder

    return registered
