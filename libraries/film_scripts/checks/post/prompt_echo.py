"""Instructions told as narration: words of the prompt, whole or reworded, that the post does not have."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from libraries.film_scripts import phrases
from libraries.film_scripts.checks.post.copied_passages import longest_common_run
from libraries.film_scripts.checks.post.post_index import index_keys, key_weight, lookup_keys, shared_and_total_weight
from libraries.film_scripts.checks.post.writing_instructions import is_writing_instruction, tells_past_event
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script, normalised_text
from libraries.film_scripts.prompt_injection import addresses_a_model
from schemas.script import Fault, ScriptFault

_LONGEST_RUN: Final = 12
"""Characters in a row that a sentence may share with the instructions: everyday turns have up to seven."""
_ONE_INSTRUCTION: Final = 2.5
"""Weight of the words that a sentence shares with one instruction and the post does not have."""
_ONE_STRANGE: Final = 1.9
_ALL_STRANGE: Final = 3.4
_STRANGE: Final = 0.65
"""The same, and for words shared with all instructions, in a sentence of which the post does not have this share."""
_CRAFT: Final = re.compile(
    r"대본|쇼츠|음절|낭독|자막|해요체|합니다체|음슴체|삼인칭|일인칭|해시태그|프롬프트|"
    r"지시 ?사항|출력 ?형식|글자 ?수|낚시성"
)
"""Words of those who write scripts: a story has them only when its post does."""
_COMPOSING: Final = re.compile(
    r"갈등|반전|결말|절정|기승전결|도입부?|전개|발단|구성|장면|순서|흐름|분량|길이|문장|문단|문체|말투|어투|어조|원문|본문|제목|"
    r"첫 ?줄|마지막 ?줄|첫마디|질문|궁금증|시청자|보는 사람|듣는 사람|화면|영상|요약|각색|순화|서술|대사|"
    r"내레이션|나레이션|쉬운 말|짧[게은]|간결|구체적|지어내|베끼|덧붙|사실만|숫자만|(?<!\w)초 안"
)
_COMPOSED: Final = 2
"""So many different words of composing that the post does not have, in one sentence, tell how to write a script."""
_OF_THE_POST: Final = 0.25
"""The share of such a sentence's words that the post may have."""
_OF_THE_POST_REWORDED: Final = 0.35
"""The same for a sentence that has the form of an instruction."""
_INSTRUCTION: Final = re.compile(r"(?<=[.!?])\s|- |# ")


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``prompt_echo``: sentences that read the writer's instructions out."""
    instructions = _parts(told.prompt)
    known = told.post_index.words.union(*told.post_index.comments)
    ours = normalised_text(phrases.all_program_phrases(told.post))
    for sentence in told.sentences:
        if sentence.text not in ours and _echoes(sentence.text, told, instructions, known):
            yield sentence.fault_here(Fault.PROMPT_ECHO)
    if _echoes(told.film_title, told, instructions, known, title=True):
        yield fault_of_whole_script(Fault.PROMPT_ECHO, told.film_title)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figure of the prompt's echo: the length of the longest run shared with the instructions."""
    return {"prompt_run": len(longest_common_run(told.narration, told.prompt))} if told.prompt else {}


@lru_cache(maxsize=8)
def _parts(prompt: str) -> tuple[frozenset[str], ...]:
    return tuple(index_keys(part) for part in _INSTRUCTION.split(prompt) if part.strip())


def _echoes(
    text: str,
    told: ScriptAndPost,
    instructions: tuple[frozenset[str], ...],
    known: frozenset[str],
    *,
    title: bool = False,
) -> bool:
    if addresses_a_model(text) or tells_how_to_write(text, told):
        return True
    if not told.prompt:
        return False
    keys = lookup_keys(text)
    new = keys - known
    shared = sum(key_weight(key) for key in new.intersection(frozenset().union(*instructions)))
    one = max((sum(key_weight(key) for key in new & part) for part in instructions), default=0.0)
    strange = not title and sum(key_weight(key) for key in new) >= _STRANGE * sum(key_weight(key) for key in keys)
    echoes = one >= _ONE_INSTRUCTION or (strange and (one >= _ONE_STRANGE or shared >= _ALL_STRANGE))
    return echoes or _runs_on(text, told)


def tells_how_to_write(text: str, told: ScriptAndPost) -> bool:
    """Whether ``text`` tells how a script is written, in words that the post does not have, and nothing of the post."""
    if any(word.group() not in told.post_words_with_site for word in _CRAFT.finditer(text)):
        return True
    words = {word.group() for word in _COMPOSING.finditer(text) if word.group() not in told.post_words_with_site}
    shared, total = shared_and_total_weight(text, told.post_index.words)
    if not told.post_index.sentences or tells_past_event(text):
        return False
    if len(words) >= _COMPOSED and shared <= _OF_THE_POST * total:
        return True
    return shared <= _OF_THE_POST_REWORDED * total and is_writing_instruction(text, told.post_words_with_site)


def _runs_on(text: str, told: ScriptAndPost) -> bool:
    run = longest_common_run(text, told.prompt)
    return len(run) > _LONGEST_RUN and run.strip() not in told.post_words_with_site
