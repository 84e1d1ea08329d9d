"""Kinds of form and tone in the words of many writers: faulty sentences of each, and innocent ones that look like them.

Wrong without this check and without a word: checks that know only the words their authors used.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from fixtures.rows import each_row
from fixtures.studio.studio import small_post

from libraries.film_scripts.checks import markup, rude_and_private, sentences, tone
from libraries.film_scripts.checks.post import headline, prompt_echo
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.film_scripts.lines import script_lines
from schemas.posts import Post
from schemas.script import Fault, Line, Role, Script, Speaker
from testbed.benchmarks.script.bench import script_from_draft
from testbed.benchmarks.script.script_sets import GoodDraft, ScriptSets

SETS: Final = ScriptSets()
CHECKS: Final = (rude_and_private, markup, tone, sentences, prompt_echo)
HEADLINES: Final = {Fault.VAGUE_HOOK: "hook", Fault.TITLE_UNLIKE: "title"}
STORIES: Final = {
    "haeyo": "회사 냉장고에 넣어 둔 도시락이 없어졌어요. 벌써 세 번째였죠. 뚜껑에 이름을 크게 써 붙였대요.",
    "eumseum": "회사 냉장고에 넣어 둔 도시락이 없어짐. 벌써 세 번째였음. 뚜껑에 이름을 크게 써 붙이기까지 함.",
    "banmal": "회사 냉장고에 넣어 둔 도시락이 없어졌다. 벌써 세 번째였다. 뚜껑에 이름을 크게 써 붙였어.",
}
"""What is told before a sentence, in each style."""


def wordings(faulty: bool) -> list[tuple[Fault, str]]:
    """The sentences of all files; before ``|`` stands the style of the story, or the post of the headline."""
    read = [(Fault(path.stem), yaml.safe_load(path.read_text())) for path in Path(__file__).parent.glob("wordings/*")]
    wanted = "faulty" if faulty else "innocent"
    return [(kind, text) for kind, parts in sorted(read) for text in parts[wanted]]


def narrated(texts: list[str]) -> tuple[Line, ...]:
    return tuple(made for text in texts for made in script_lines(text, Role.BODY, Speaker.NARRATOR))


@cache
def headlined(post: str) -> tuple[GoodDraft, Post]:
    """The draft whose headline is changed."""
    draft = next(draft for draft in SETS.good_drafts().values() if draft.post_id == post and draft.register_ == "haeyo")
    return draft, SETS.post(post)


def found(kind: Fault, text: str) -> set[Fault]:
    where, _, said = text.rpartition(" | ")
    if kind in HEADLINES:
        draft, post = headlined(where)
        script = script_from_draft(draft.model_copy(update={HEADLINES[kind]: said}), post)
        return {fault.fault for fault in headline.faults(ScriptAndPost(script, post))}
    lines = narrated([*re.split(r"(?<=[.]) ", STORIES[where or "haeyo"]), said])
    told = ScriptAndPost(Script(title="사라진 도시락", lines=lines), small_post())
    return {fault.fault for check in CHECKS for fault in check.faults(told)}


@each_row(("kind", "text"), wordings(faulty=True))
def test_a_fault_is_found_in_other_words(kind: Fault, text: str) -> None:
    assert kind in found(kind, text)


@each_row(("kind", "text"), wordings(faulty=False))
def test_an_innocent_sentence_is_let_through(kind: Fault, text: str) -> None:
    assert found(kind, text) == set()
