"""The versioned parts that decide what a drawn film shows, beside the template itself."""

from typing import Final

from libraries.drawn_world.animals import ANIMALS
from libraries.drawn_world.people import PEOPLE
from libraries.drawn_world.scenes_version import SCENES
from libraries.drawn_world.staging import STAGING
from libraries.story_beats import BEATS
from libraries.vector import VECTOR

DRAWING: Final = (VECTOR, PEOPLE, ANIMALS, SCENES, STAGING)
"""In the key of every segment: how people and places look."""
PARTS: Final = (*DRAWING, BEATS)
"""In the key of the film: also what is seen at each line, by which it is planned."""
