"""The script of a post by the first writer of a chain that can write it."""

from functools import partial
from typing import Final

import structlog

from schemas.adapters import AdapterKind
from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.config import StudioSettings
from services.studio.adapters import Chosen, required
from services.studio.failover import Breaker, Served, first_that_serves
from services.studio.script.guard import leaked_text, remove_instructions
from services.studio.script.writer import Writer

SETTING: Final = "recipe.script.chain"
log = structlog.get_logger(__name__)


def write_script(
    post: Post, choice: ScriptChoice, settings: StudioSettings, breaker: Breaker | None = None
) -> Served[Script]:
    """The script of ``post`` by the first writer in ``choice.chain`` that can write it.

    No writer is shown what in the post addresses a language model. Raises as `first_that_serves` does, and
    ConfigurationError for a writer that is not installed.
    """
    writers = required(AdapterKind.WRITER, choice.chain, settings, setting=SETTING)
    safe, removed = remove_instructions(post)
    if removed:
        log.warning("post addresses a language model", post=str(post.key), removed=removed[:200])
    attempts = {each.adapter.name: partial(_written, each, safe, choice, removed) for each in writers}
    return first_that_serves(SETTING, attempts, breaker)


def _written(chosen: Chosen, post: Post, choice: ScriptChoice, removed: str) -> Script:
    """Raises BadInput when the script says what was ``removed`` from the post."""
    writer: Writer = chosen.make()
    script = writer.write(post, choice)
    run = leaked_text(script, post, removed)
    if run:
        raise BadInput("script.obeys_the_post", writer=chosen.adapter.name, run=run)
    return script
