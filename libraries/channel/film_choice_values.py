"""What a film's choices may be, so that advice names what the genre and the channel's identity allow."""

from collections.abc import Mapping, Sequence

from libraries.storyboard.film_looks import LOOKS, GenreLooks, genre_of
from schemas.posts import Post
from schemas.recipe import Recipe
from schemas.script import Script


def choice_values_of_film(
    post: Post, script: Script, recipe: Recipe, templates: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    """The values that each choice of a film may have: of its genre's looks, the channel's palettes, the templates."""
    looks = LOOKS[genre_of(script.mood, post.board)]
    themes = _both(looks, "theme")
    allowed = [theme for theme in themes if theme in recipe.film.identity.themes]
    parts = {f"film.{part}": _both(looks, part) for part in ("layout", "opening", "closing", "comments", "transition")}
    return {
        "film.template": templates,
        "film.theme": allowed or themes,
        "film.caption_style": _both(looks, "captions"),
        **parts,
    }


def _both(looks: GenreLooks, part: str) -> Sequence[str]:
    """The names of a part for films of even and of odd number."""
    even, odd = getattr(looks, part)
    return tuple(dict.fromkeys((*even, *odd)))
