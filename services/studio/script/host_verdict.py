"""The host's own words in a script."""

from libraries.channel.host_verdict import seconds_for_the_story, with_verdict
from libraries.film_scripts.lines import script_lines
from libraries.film_scripts.phrases import all_program_phrases
from schemas.posts import Post
from schemas.recipe import Recipe
from schemas.script import Role, Script, Speaker


def script_with_verdict(script: Script, verdict: str, post: Post) -> Script:
    """The script with the host's verdict where its story turns, in place of an earlier one; empty takes it out.

    Raises BadInput (``channel.verdict_no_room``).
    """
    return with_verdict(script, script_lines(verdict, Role.BODY, Speaker.HOST), all_program_phrases(post))


def with_room_for_verdict(recipe: Recipe, verdict: str) -> Recipe:
    """The recipe of a script that is as much shorter as the host's verdict is long."""
    if not verdict:
        return recipe
    seconds = seconds_for_the_story(recipe.script.seconds, verdict)
    return recipe.model_copy(update={"script": recipe.script.model_copy(update={"seconds": seconds})})
