"""The registry of scenes: which function draws a place, and what lights it."""

from collections.abc import Callable
from typing import Final

from libraries.drawn_world.scenes.scene_builder import Scene, SceneBuilder
from libraries.drawn_world.scenes.setting import Lighting
from schemas.beats import Place

SceneFunction = Callable[[SceneBuilder], Scene]
SCENE_FUNCTIONS: Final[dict[Place, tuple[Lighting, SceneFunction]]] = {}


def register_scene(place: Place, lighting: Lighting) -> Callable[[SceneFunction], SceneFunction]:
    """A decorator that registers a function as the one that draws the place; ValueError where there is one already."""

    def registered(builder: SceneFunction) -> SceneFunction:
        if place in SCENE_FUNCTIONS:
            raise ValueError(f"{place} is drawn twice")
        SCENE_FUNCTIONS[place] = lighting, builder
        return builder

    return registered
