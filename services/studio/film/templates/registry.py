"""The templates by name: ours, and those that other packages register as entry points."""

from functools import lru_cache
from importlib.metadata import entry_points
from typing import Final

from schemas.errors import BadInput
from services.plugins import names
from services.studio.film.templates.builtin import OURS
from services.studio.film.templates.protocol import Template

GROUP: Final = "wagglebot.templates"


def template_names() -> list[str]:
    """Every name that a recipe may have: ours first, then those of other packages."""
    return list(dict.fromkeys([*(each.name for each in OURS), *names(GROUP)]))


@lru_cache
def template(name: str) -> Template:
    """The template of a recipe. Raises BadInput when there is none of that name."""
    ours: dict[str, Template] = {each.name: each() for each in OURS}
    if name in ours:
        return ours[name]
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise BadInput(
            what=f"Template {name!r}", why="there is no such template", remedy=f"Take one of: {', '.join(ours)}."
        )
    made: Template = next(iter(found)).load()()
    return made
