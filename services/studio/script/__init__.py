"""The script stage: a post becomes the lines of a short."""

import structlog

from schemas.errors import WaggleError
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.plugins import load
from services.studio.script.writer import Writer

GROUP = "wagglebot.writers"
SETTING = "recipe.script.chain"
log = structlog.get_logger(__name__)


def write_script(post: Post, choice: ScriptChoice) -> tuple[Script, str]:
    """The script of ``post`` and the name of the writer that served: the first in ``choice.chain`` that can.

    Raises what the last writer raised when none can; ConfigurationError for a writer nobody registered.
    """
    writers: list[Writer] = [load(GROUP, name, setting=SETTING)() for name in choice.chain]
    for writer in writers[:-1]:
        try:
            return writer.write(post, choice), writer.name
        except WaggleError as error:
            log.warning("writer passed", writer=writer.name, error=str(error))
    return writers[-1].write(post, choice), writers[-1].name
