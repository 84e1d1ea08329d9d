"""Copied passages: long runs of the post in the narration."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

LONGEST_RUN: Final = 30
"""Characters in a row a narrator may share with the post."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``copied``: a long run of the post in the narration."""
    for text in (told.narration, told.film_title):
        run = longest_common_run(text, told.post_words_with_site)
        if len(run) > LONGEST_RUN:
            yield fault_of_whole_script(Fault.COPIED, run)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figure ``post_run``: the length of the longest run of characters shared with the post."""
    return {"post_run": len(longest_common_run(told.narration, told.post_words_with_site))}


def longest_common_run(text: str, source: str) -> str:
    """The longest run of characters that ``text`` has in common with ``source``."""
    best = ""
    start = 0
    for end in range(1, len(text) + 1):
        while text[start:end] not in source:
            start += 1
        if end - start > len(best):
            best = text[start:end]
    return best
