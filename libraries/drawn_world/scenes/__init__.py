"""Drawn places: each a scene in three planes with marks for people, from a setting alone."""

from typing import Final

from libraries.drawn_world.scenes.catalogue import drawn_as, scene
from libraries.drawn_world.scenes.setting import Mood, Setting
from libraries.drawn_world.scenes.stage import FRAME, MARGIN, Mark, Plane, Scene
from libraries.versions import Versioned

SCENES: Final = Versioned("drawn-world.scenes", "1", ("numpy", "thorvg-python"))
"""Raised when an equal setting gives another picture."""

__all__ = ["FRAME", "MARGIN", "SCENES", "Mark", "Mood", "Plane", "Scene", "Setting", "drawn_as", "scene"]
