"""Instructions told as narration: words of the prompt, whole or reworded, that the post does not have."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.script import Fault, ScriptFault
from services.studio.script import phrases
from services.studio.script.checks.copied import longest_run
from services.studio.script.checks.post.ground import index, lookup, weight
from services.studio.script.checks.told import Told, plain, whole
from services.studio.script.guard import addresses_a_model

_LONGEST_RUN: Final = 12
"""Characters in a row that a sentence may share with the instructions: everyday turns have up to seven."""
_ONE_INSTRUCTION: Final = 2.5
"""Weight of the words that a sentence shares with one instruction and the post does not have."""
_ONE_MOSTLY: Final = 2.0
_MOSTLY: Final = 0.55
"""The same for a sentence of which this share is words of the instructions that the post does not have."""
_CRAFT: Final = re.compile(
    r"대본|쇼츠|음절|낭독|자막|해요체|합니다체|음슴체|삼인칭|일인칭|해시태그|프롬프트|"
    r"지시 ?사항|출력 ?형식|글자 ?수|낚시성"
)
"""Words of those who write scripts: a story has them only when its post does."""
_INSTRUCTION: Final = re.compile(r"(?<=[.!?])\s|- |# ")


def faults(told: Told) -> Iterator[ScriptFault]:
    """prompt_echo."""
    instructions = [index(part) for part in _INSTRUCTION.split(told.prompt) if part.strip()]
    known = told.ground.words.union(*told.ground.comments)
    ours = plain(phrases.own_text(told.post))
    for sentence in told.sentences:
        if sentence.text not in ours and _echoes(sentence.text, told, instructions, known):
            yield sentence.fault(Fault.PROMPT_ECHO)
    if _echoes(told.title, told, instructions, known, title=True):
        yield whole(Fault.PROMPT_ECHO, told.title)


def figures(told: Told) -> Mapping[str, Any]:
    """The longest run shared with the instructions."""
    return {"prompt_run": max((len(longest_run(each.text, told.prompt)) for each in told.sentences), default=0)}


def _echoes(
    text: str, told: Told, instructions: list[frozenset[str]], known: frozenset[str], *, title: bool = False
) -> bool:
    craft = _CRAFT.search(text)
    if addresses_a_model(text) or (craft and craft.group() not in told.source):
        return True
    if not told.prompt:
        return False
    keys = lookup(text)
    new = keys - known
    shared = sum(weight(key) for key in new.intersection(frozenset().union(*instructions)))
    one = max((sum(weight(key) for key in new & part) for part in instructions), default=0.0)
    mostly = not title and shared >= _MOSTLY * sum(weight(key) for key in keys)
    return one >= _ONE_INSTRUCTION or (one >= _ONE_MOSTLY and mostly) or _runs_on(text, told)


def _runs_on(text: str, told: Told) -> bool:
    run = longest_run(text, told.prompt)
    return len(run) > _LONGEST_RUN and run.strip() not in told.source
