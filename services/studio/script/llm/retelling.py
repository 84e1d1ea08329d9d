"""A post retold by a language model, wherever it runs: its answer is checked, and sent back once with its faults."""

import hashlib
from typing import Final, NamedTuple, Protocol

from pydantic import JsonValue

from libraries.film_scripts.checks import complaint_to_writer, examine_script
from libraries.log import get_logger
from schemas.errors import BadInput, Refused
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import DeclineReason, Script, SecondQuestionPolicy
from services.studio.script.llm import prompt
from services.studio.script.llm.draft import NOT_A_DRAFT, draft_schema, parse_draft, script_of_draft
from services.studio.script.llm.second_question import ask_second_question

_CONTEXT_EXCEEDED: Final = "script.context_exceeded"
_REPAIRS: Final = 1
"""How often an answer is sent back with its faults."""
_SHOWN: Final = 3000
"""Characters of a faulty answer that the model is shown again: more than a whole script has."""
_TOLD: Final = 12
"""Faults that a model is told at most."""
_SHORTEST_MATERIAL: Final = 400
"""Characters of a post below which a model with a shorter memory is of no use."""
log = get_logger(__name__)


class ModelAnswer(NamedTuple):
    """The answer of a model. ``refusal``: what the server reported as one; ``cut``: it reached its greatest length.

    ``looped``: it was ended because the model said the same again and again.
    """

    text: str
    refusal: str
    cut: bool
    looped: bool = False


def context_exceeded_error(writer: str) -> BadInput:
    """The error for a question that leaves no room for an answer in the model's context."""
    return BadInput(_CONTEXT_EXCEEDED, writer=writer)


class LanguageModel(Protocol):
    """A language model. ``name`` is that of its writer."""

    name: str

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """Its answer, as an object of ``schema`` if it can be held to one. The same question gives the same answer as
        far as the model allows.

        Raises BadInput from `context_exceeded_error`, ProviderDown, ConfigurationError, BadInput.
        """
        ...


class RetoldScript(NamedTuple):
    """A script retold by a model that passed the checks. ``second_answer``: its second answer, if any."""

    script: Script
    second_answer: str = ""


class _Attempt(NamedTuple):
    """An answer: the script in it when that may be spoken, else what is wrong; the reason to decline that it gave."""

    answer: str
    script: Script | None
    wrong: list[str]
    declined: DeclineReason | None
    checked: bool = False
    """Whether it passed every check, and only the second question found something."""


def retell(
    model: LanguageModel, post: Post, choice: ScriptChoice, asking: SecondQuestionPolicy = SecondQuestionPolicy.NEVER
) -> RetoldScript:
    """The script that ``model`` makes of ``post``.

    ``asking``: whether it is asked which line of a script that passes every check does not follow from the post; AUTO
    asks when no earlier answer had a fault that a check finds.

    Raises Refused when it gives one reason to decline twice and no script that may be spoken, BadInput when its answers
    stay unusable; as `LanguageModel.ask`.
    """
    longest = min(prompt.LONGEST_CONTENT, len(post.content))
    while True:
        try:
            return _retold(model, post, choice, prompt.post_as_json(post, longest), asking)
        except BadInput as error:
            if error.code != _CONTEXT_EXCEEDED:
                raise
        longest //= 2
        if longest < _SHORTEST_MATERIAL:
            raise BadInput("script.post_too_long", post=post.key, prompt=choice.prompt, writer=model.name)


def declined_error(reason: DeclineReason, writer: str) -> Refused:
    """The error for a model that declined to tell a post: the next writer is asked, and a person decides."""
    return Refused(f"script.declined.{reason.value}", writer=writer)


def _retold(
    model: LanguageModel, post: Post, choice: ScriptChoice, material: str, asking: SecondQuestionPolicy
) -> RetoldScript:
    instructions = prompt.system_prompt(choice)
    messages: list[JsonValue] = [
        {"role": "system", "content": instructions},
        {"role": "user", "content": material},
    ]
    seed = int.from_bytes(hashlib.sha256(str(post.key).encode()).digest()[:4], "big") >> 1
    attempts: list[_Attempt] = []
    for left in range(_REPAIRS, -1, -1):
        attempt = _try(model, messages, post, seed, instructions, choice.seconds)
        if attempt.script is not None:
            capable = asking is SecondQuestionPolicy.AUTO and all(each.checked for each in attempts)
            if not (capable or asking is SecondQuestionPolicy.ALWAYS):
                return RetoldScript(attempt.script)
            second = ask_second_question(model, attempt.script, material, seed)
            if second.fault is None:
                return RetoldScript(attempt.script, second.said)
            attempt = attempt._replace(script=None, wrong=[complaint_to_writer(second.fault)], checked=True)
        attempts.append(attempt)
        log.info("draft sent back", post=str(post.key), writer=model.name, faults=attempt.wrong, repairs_left=left)
        messages += [
            {"role": "assistant", "content": attempt.answer[:_SHOWN]},
            {"role": "user", "content": _complaint(attempt)},
        ]
    reasons = {attempt.declined for attempt in attempts}
    if len(reasons) == 1 and (reason := reasons.pop()) is not None:
        raise declined_error(reason, model.name)
    wrong = "; ".join(attempts[-1].wrong)
    raise BadInput("script.unusable_answer", post=post.key, writer=model.name, faults=wrong[:400])


def _try(
    model: LanguageModel, messages: list[JsonValue], post: Post, seed: int, instructions: str, seconds: float
) -> _Attempt:
    """Raises Refused when the server took the answer out; as `LanguageModel.ask`."""
    reply = model.ask(messages, draft_schema(), seed)
    if reply.refusal:
        raise declined_error(DeclineReason.FILTERED, model.name)
    parsed = parse_draft(reply.text)
    if parsed.draft is None:
        return _Attempt(reply.text, None, [*_ended(reply), f"형식이 틀렸다: {parsed.fault}"], parsed.declined)
    try:
        script = script_of_draft(parsed.draft, post)
    except BadInput as error:
        if error.code != NOT_A_DRAFT:
            raise
        wrong = [*_ended(reply), f"형식이 틀렸다: {error.fields['faults']}"]
        return _Attempt(reply.text, None, wrong, None)
    faults = examine_script(script, post, prompt=instructions, seconds=seconds).faults
    wrong = list(dict.fromkeys(complaint_to_writer(fault) for fault in faults))[:_TOLD]
    return _Attempt(reply.text, None if wrong else script, wrong, None)


def _ended(reply: ModelAnswer) -> list[str]:
    """What the model is told of an answer that did not end by itself."""
    if not reply.cut:
        return []
    looped = "같은 말을 되풀이해서 답을 끊었다. 한 번씩만 써라"
    return [looped if reply.looped else "답이 중간에 끊겼다. 더 짧게 써라"]


def _complaint(attempt: _Attempt) -> str:
    wrong = list(attempt.wrong)
    if attempt.declined is not None:
        again = f'"refusal"만 {attempt.declined.value}로 두고'
        wrong = [
            f"글의 핵심이 정말 {attempt.declined.value}이면 {again} 나머지를 비우고, 아니면 none으로 두고 대본을 써라"
        ]
    listed = "\n".join(f"- {fault}" for fault in wrong)
    return f"아래 문제를 모두 고쳐서, 같은 형식의 JSON 객체 하나만 처음부터 끝까지 다시 출력하라.\n{listed}"
