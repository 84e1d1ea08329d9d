"""The writer that asks a language model over HTTP."""

import atexit
import hashlib
from functools import cache
from typing import Final

import structlog
from pydantic import JsonValue

from schemas.errors import BadInput, ConfigurationError, Refused, WaggleError
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.config import Settings, WriterServerSettings
from services.studio.script import prompt
from services.studio.script.chat import Chat, release
from services.studio.script.draft import Declined, Unusable, compose, parse, schema
from services.studio.script.rules import faults

_REPAIRS: Final = 1
_SHOWN: Final = 6000
log = structlog.get_logger(__name__)


class OpenAIWriter:
    """A retelling in new words, checked; an answer that breaks the form or a rule is sent back once."""

    name = "openai"

    def __init__(self, settings: WriterServerSettings | None = None) -> None:
        self._settings = settings or Settings().studio.writer

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """Raises Refused when the model declines the post, BadInput when its answers stay unusable, ProviderDown,
        ConfigurationError.
        """
        if not choice.model:
            raise ConfigurationError(
                setting="recipe.script.model", why="the writer 'openai' needs the name of a model", remedy="Set it."
            )
        chat = Chat(self._settings, choice.model)
        messages: list[JsonValue] = [
            {"role": "system", "content": prompt.system(choice)},
            {"role": "user", "content": prompt.material(post)},
        ]
        seed = int.from_bytes(hashlib.sha256(str(post.key).encode()).digest()[:4], "big") >> 1
        if self._settings.release == "ollama":
            _release_at_end(self._settings.base_url, choice.model)
        for left in range(_REPAIRS, -1, -1):
            answer, wrong, script = self._try(chat, messages, post, seed)
            if script is not None:
                return script
            log.info("draft sent back", post=str(post.key), faults=wrong, repairs_left=left)
            messages += [
                {"role": "assistant", "content": answer[:_SHOWN]},
                {"role": "user", "content": _complaint(wrong)},
            ]
        raise BadInput(
            what=f"What the language model wrote of post {post.key}",
            why="; ".join(wrong)[:400],
            remedy="Name 'extractive' after 'openai' in the chain, or take another model.",
        )

    def _try(
        self, chat: Chat, messages: list[JsonValue], post: Post, seed: int
    ) -> tuple[str, list[str], Script | None]:
        """The answer, what is wrong with it, and the script when nothing is."""
        said = chat.ask(messages, schema(), seed)
        if said.refusal:
            raise _refused(post, said.refusal)
        try:
            script = compose(parse(said.text), post)
        except Declined as reason:
            raise _refused(post, str(reason)) from reason
        except Unusable as unusable:
            short = ["답이 중간에 끊겼다. 더 짧게 써라"] if said.cut else []
            return said.text, [*short, f"형식이 틀렸다: {unusable}"], None
        wrong = faults(script, post)
        return said.text, wrong, None if wrong else script


def _refused(post: Post, reason: str) -> Refused:
    return Refused(what=f"Post {post.key}", who="the language model", why=" ".join(reason.split())[:200].rstrip(". "))


def _complaint(wrong: list[str]) -> str:
    listed = "\n".join(f"- {fault}" for fault in wrong)
    return f"아래 문제를 모두 고쳐서, 같은 형식의 JSON 객체 하나만 처음부터 끝까지 다시 출력하라.\n{listed}"


@cache
def _release_at_end(base_url: str, model: str) -> None:
    """When the process of the script stage ends, the server gives its memory back: the next stage needs it."""
    atexit.register(_release, base_url, model)


def _release(base_url: str, model: str) -> None:
    try:
        release(WriterServerSettings(base_url=base_url), model)
    except WaggleError as error:
        log.warning("server keeps its memory", error=str(error))
