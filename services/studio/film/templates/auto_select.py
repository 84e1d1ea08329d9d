"""The choice of a template where the recipe says ``auto``."""

from libraries.log import get_logger
from libraries.storyboard.film_looks import film_choice_with_look, require_known_look
from schemas.errors import ConfigurationError
from schemas.pictures import PicturesShown
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.studio.film.templates.registry import template_named, template_names
from services.studio.film.templates.story_shape import StoryShape

log = get_logger(__name__)


def best_template(post: Post, script: Script, turn: int = 0) -> str:
    """The name of the template that suits a post best; with ``turn`` one of those that suit at least half as well."""
    story = StoryShape.of(post, script)
    found = {name: _suits(name, story) for name in template_names()}
    ranked = sorted(found, key=lambda name: -found[name])
    suiting = [name for name in ranked if 2 * found[name] >= found[ranked[0]]]
    return suiting[turn % len(suiting)]


def template_of_film(post: Post, script: Script, choice: FilmChoice) -> str:
    """The name of the template of a film: the recipe's, or one that suits, in turn by the film's number or its seed."""
    if choice.template != "auto":
        return choice.template
    return best_template(post, script, choice.number or choice.seed)


def pictures_shown(post: Post, script: Script, choice: FilmChoice) -> PicturesShown:
    """Which pictures of lines the film's template shows: none for an unknown one, which the film refuses.

    Raises BadInput for an unknown part of the look, before pictures are made for it.
    """
    require_known_look(film_choice_with_look(choice, script.mood, post.board))
    name = template_of_film(post, script, choice)
    return template_named(name).shows if name in template_names() else PicturesShown.WORDS


def _suits(name: str, story: StoryShape) -> int:
    try:
        return template_named(name).suits(story)
    except ConfigurationError as error:  # Another package's template that lacks a library hinders no other.
        log.warning("template.unusable", template=name, reason=str(error))
        return 0
