"""Drawn places: each a scene in three planes with marks for people, from a setting alone."""

from libraries.drawn_world.scenes.catalogue import drawn_as, scene
from libraries.drawn_world.scenes.setting import Mood, Setting
from libraries.drawn_world.scenes.stage import FRAME, MARGIN, Mark, Plane, Scene
from libraries.drawn_world.versions import SCENES

__all__ = ["FRAME", "MARGIN", "SCENES", "Mark", "Mood", "Plane", "Scene", "Setting", "drawn_as", "scene"]
