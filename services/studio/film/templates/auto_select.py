"""The choice of a template where the recipe says ``auto``."""

import structlog

from schemas.errors import ConfigurationError
from schemas.posts import Post
from schemas.script import Script
from services.studio.film.templates.registry import template, template_names
from services.studio.film.templates.story_shape import StoryShape

log = structlog.get_logger(__name__)


def suited(post: Post, script: Script, turn: int = 0) -> str:
    """The name of a template that suits a post at least half as well as the best one; ``turn`` chooses among those.

    Equal inputs give the same.
    """
    story = StoryShape.of(post, script)
    found = {name: _suits(name, story) for name in template_names()}
    best = max(found.values())
    suiting = [name for name, suits in found.items() if 2 * suits >= best]
    return suiting[turn % len(suiting)]


def _suits(name: str, story: StoryShape) -> int:
    try:
        return template(name).suits(story)
    except ConfigurationError as error:  # Another package's template that lacks a library hinders no other.
        log.warning("template.unusable", template=name, reason=str(error))
        return 0
