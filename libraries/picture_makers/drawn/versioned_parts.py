"""The versioned parts that decide the pixels of a drawn picture."""

from typing import Final

from libraries.drawn_world.animals import ANIMALS
from libraries.drawn_world.people import PEOPLE
from libraries.drawn_world.staging import STAGING
from libraries.drawn_world.versions import SCENES
from libraries.vector import VECTOR

PARTS: Final = (VECTOR, PEOPLE, ANIMALS, SCENES, STAGING)
