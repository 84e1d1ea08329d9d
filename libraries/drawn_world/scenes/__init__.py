"""Drawn places: scenes in three planes, with marks where people stand, each drawn from a setting alone."""

from libraries.drawn_world.scenes.catalogue import drawn_place_for, scene_of_setting
from libraries.drawn_world.scenes.scene_builder import FRAME, MARGIN, Mark, Plane, Scene
from libraries.drawn_world.scenes.setting import ScenePalette, Setting
from libraries.drawn_world.scenes_version import SCENES

__all__ = [
    "FRAME",
    "MARGIN",
    "SCENES",
    "Mark",
    "Plane",
    "Scene",
    "ScenePalette",
    "Setting",
    "drawn_place_for",
    "scene_of_setting",
]
