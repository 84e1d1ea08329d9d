"""The writer that asks a language model over HTTP."""

import atexit
from functools import cache

from libraries.log import get_logger
from schemas.errors import ConfigurationError, WaggleError
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.studio.script.llm.retelling import retell
from services.studio.script.openai import WriterServerSettings
from services.studio.script.openai.chat import ChatClient, unload_from_ollama

log = get_logger(__name__)


class OpenAIWriter:
    """A writer whose model runs on a server."""

    def __init__(self, settings: WriterServerSettings) -> None:
        self._settings = settings
        self.second_answer = ""
        """What the model said of the last script when it was asked the second question."""

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """The script of ``post``. Raises as `retell`."""
        if not choice.model:
            raise ConfigurationError("script.no_model_name")
        if self._settings.release == "ollama":
            _release_at_end(self._settings.base_url, choice.model)
        retold = retell(ChatClient(self._settings, choice.model), post, choice, self._settings.second_question)
        self.second_answer = retold.second_answer
        return retold.script


@cache
def _release_at_end(base_url: str, model: str) -> None:
    """When the process of the script stage ends, the server gives its memory back: the next stage needs it."""
    atexit.register(_release, base_url, model)


def _release(base_url: str, model: str) -> None:
    try:
        unload_from_ollama(WriterServerSettings(base_url=base_url), model)
    except WaggleError as error:
        log.warning("server keeps its memory", error=str(error))
