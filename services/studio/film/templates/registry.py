"""The templates by name: ours, and those that other packages register as entry points."""

from functools import lru_cache
from typing import Final

from libraries.versions import adapter_version
from schemas.adapters import AdapterKind, find_adapter, usable_names
from services.studio.film.templates.template import Template

SETTING: Final = "recipe.film.template"


def template_names() -> tuple[str, ...]:
    """Every name that a recipe may have: ours first, then those of other packages."""
    return usable_names(AdapterKind.TEMPLATE)


@lru_cache
def template_named(name: str) -> Template:
    """The template of a recipe. Raises ConfigurationError when there is none of that name."""
    made: Template = find_adapter(AdapterKind.TEMPLATE, name, setting=SETTING).load()(name)
    return made


def template_version(name: str) -> str:
    """The declared version of a template: part of every segment's key. Raises ConfigurationError."""
    return adapter_version(find_adapter(AdapterKind.TEMPLATE, name, setting=SETTING))
