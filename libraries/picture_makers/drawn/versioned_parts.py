"""The versioned parts that decide the pixels of a drawn picture."""

from typing import Final

from libraries.drawn_world.animals import ANIMALS
from libraries.drawn_world.people import PEOPLE
from libraries.drawn_world.scenes_version import SCENES
from libraries.drawn_world.staging import STAGING
from libraries.vector import VECTOR

PARTS: Final = (VECTOR, PEOPLE, ANIMALS, SCENES, STAGING)
