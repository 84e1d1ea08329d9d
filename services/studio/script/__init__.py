"""The script stage: a post becomes the lines of a short."""

from functools import partial

import structlog

from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.plugins import load
from services.studio.failover import Breaker, first_that_serves
from services.studio.script.guard import defused, leaked
from services.studio.script.writer import Writer

GROUP = "wagglebot.writers"
SETTING = "recipe.script.chain"
log = structlog.get_logger(__name__)


def write_script(post: Post, choice: ScriptChoice, breaker: Breaker | None = None) -> tuple[Script, str]:
    """The script of ``post`` and the name of the writer that served: the first in ``choice.chain`` that can.

    No writer is shown what in the post addresses a language model. Raises as `first_that_serves` does, and
    ConfigurationError for a writer nobody registered.
    """
    writers: list[Writer] = [load(GROUP, name, setting=SETTING)() for name in choice.chain]
    safe, taken = defused(post)
    if taken:
        log.warning("post addresses a language model", post=str(post.key), taken=taken[:200])
    adapters = {writer.name: partial(_written, writer, safe, choice, taken) for writer in writers}
    return first_that_serves("The script", adapters, breaker)


def _written(writer: Writer, post: Post, choice: ScriptChoice, taken: str) -> Script:
    """Raises BadInput when the script says what was ``taken`` out of the post."""
    script = writer.write(post, choice)
    run = leaked(script, post, taken)
    if run:
        why = f"it follows instructions hidden in the post ({run!r})"
        raise BadInput(what=f"The script of the writer {writer.name}", why=why, remedy="Decline the post.")
    return script
