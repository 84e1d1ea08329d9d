"""A post retold by a language model, wherever it runs: its answer is checked, and sent back once with its faults."""

import hashlib
from typing import Final, NamedTuple, Protocol

import structlog
from pydantic import JsonValue

from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.studio.script.llm import prompt
from services.studio.script.llm.draft import NOT_A_DRAFT, compose, declined, parse, schema
from services.studio.script.llm.rules import faults

_CONTEXT_EXCEEDED: Final = "script.context_exceeded"
_REPAIRS: Final = 1
"""How often an answer is sent back with its faults."""
_SHOWN: Final = 6000
_SHORTEST_MATERIAL: Final = 400
"""Characters of a post below which a model with a shorter memory is of no use."""
log = structlog.get_logger(__name__)


class ModelAnswer(NamedTuple):
    """An answer. ``refusal``: what the server reported as one; ``cut``: the answer reached its greatest length.

    ``looped``: it was ended because the model said the same again and again.
    """

    text: str
    refusal: str
    cut: bool
    looped: bool = False


def context_exceeded(writer: str) -> BadInput:
    """The error for a question that leaves no room for an answer in the model's context."""
    return BadInput(_CONTEXT_EXCEEDED, writer=writer)


class LanguageModel(Protocol):
    """A language model. ``name`` is that of its writer."""

    name: str

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """Its answer, as an object of ``schema`` if it can be held to one. The same question gives the same answer as
        far as the model allows.

        Raises BadInput from `context_exceeded`, ProviderDown, ConfigurationError, BadInput.
        """
        ...


def retell(model: LanguageModel, post: Post, choice: ScriptChoice) -> Script:
    """The script that ``model`` makes of ``post``.

    Raises Refused when the model declines the post, BadInput when its answers stay unusable; as `LanguageModel.ask`.
    """
    longest = prompt.LONGEST_CONTENT
    while longest >= _SHORTEST_MATERIAL:
        try:
            return _retold(model, post, choice, prompt.material(post, longest))
        except BadInput as error:
            if error.code != _CONTEXT_EXCEEDED:
                raise
            longest = min(longest, len(post.content)) // 2
    raise BadInput("script.post_too_long", post=post.key, prompt=choice.prompt, writer=model.name)


def _retold(model: LanguageModel, post: Post, choice: ScriptChoice, material: str) -> Script:
    messages: list[JsonValue] = [
        {"role": "system", "content": prompt.system(choice)},
        {"role": "user", "content": material},
    ]
    seed = int.from_bytes(hashlib.sha256(str(post.key).encode()).digest()[:4], "big") >> 1
    wrong: list[str] = []
    for left in range(_REPAIRS, -1, -1):
        answer, wrong, script = _try(model, messages, post, seed)
        if script is not None:
            return script
        log.info("draft sent back", post=str(post.key), writer=model.name, faults=wrong, repairs_left=left)
        messages += [
            {"role": "assistant", "content": answer[:_SHOWN]},
            {"role": "user", "content": _complaint(wrong)},
        ]
    raise BadInput("script.unusable_answer", post=post.key, writer=model.name, faults="; ".join(wrong)[:400])


def _try(
    model: LanguageModel, messages: list[JsonValue], post: Post, seed: int
) -> tuple[str, list[str], Script | None]:
    """The answer, what is wrong with it, and the script when nothing is."""
    reply = model.ask(messages, schema(), seed)
    if reply.refusal:
        raise declined(reply.refusal)
    try:
        script = compose(parse(reply.text), post)
    except BadInput as error:
        if error.code != NOT_A_DRAFT:
            raise
        cut = "같은 말을 되풀이해서 답을 끊었다. 한 번씩만 써라" if reply.looped else "답이 중간에 끊겼다. 더 짧게 써라"
        short = [cut] if reply.cut else []
        return reply.text, [*short, f"형식이 틀렸다: {error.fields['faults']}"], None
    wrong = faults(script, post)
    return reply.text, wrong, None if wrong else script


def _complaint(wrong: list[str]) -> str:
    listed = "\n".join(f"- {fault}" for fault in wrong)
    return f"아래 문제를 모두 고쳐서, 같은 형식의 JSON 객체 하나만 처음부터 끝까지 다시 출력하라.\n{listed}"
