"""The story itself: another one than the post's, or grave events that the post does not have."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from libraries.data_tables import load_table
from schemas.base import Frozen
from schemas.script import Fault, Role, ScriptFault
from services.studio.script.checks.post.ground import LEAST, share
from services.studio.script.checks.told import Sentence, Told, whole

_OTHER: Final = 0.4
_OTHER_SHORT: Final = 0.25
"""Share of the story's words that stand in the post, below which it is another story; for short posts."""


class _Events(Frozen):
    events: dict[str, tuple[str, ...]]
    signs: dict[str, tuple[str, ...]]


_TABLE: Final = load_table(_Events, Path(__file__).with_name("events.toml"))
_QUOTES: Final = re.compile(r"[\"'“”‘’(\[]")
_ENDING: Final = 3
"""Sentences of the story's end."""


def faults(told: Told) -> Iterator[ScriptFault]:
    """other_story, invented_ending, false_hook."""
    if told.quotes_post or not told.ground.sentences:
        return
    if len(told.ground) >= LEAST and _in_post(told) < (_OTHER_SHORT if told.ground.short else _OTHER):
        yield whole(Fault.OTHER_STORY)
    for sentence, event in invented(told):
        yield sentence.fault(Fault.FALSE_HOOK if sentence.role is Role.HOOK else Fault.INVENTED_ENDING, event)


def figures(told: Told) -> Mapping[str, Any]:
    """The share of the story's words that stand in the post."""
    return {"stems_in_post": round(_in_post(told), 3)} if told.ground.sentences else {}


def invented(told: Told) -> Iterator[tuple[Sentence, str]]:
    """The first and last sentences that tell a grave event of which the post has no word."""
    hook = [sentence for sentence in told.sentences if sentence.role is Role.HOOK]
    body = [sentence for sentence in told.sentences if sentence.role is Role.BODY]
    story = _beginnings(told.story)
    for sentence in (*hook, *body[-_ENDING:]):
        for event, words in _TABLE.events.items():
            said = next((word for word in words if f" {word}" in _beginnings(sentence.text)), "")
            signs = any(f" {sign}" in story for sign in _TABLE.signs.get(event, ()))
            if said and not signs and not any(word in told.story for word in words):
                yield sentence, said
                break


def _beginnings(text: str) -> str:
    """``text`` with a space before each word."""
    return " " + _QUOTES.sub(" ", text)


def _in_post(told: Told) -> float:
    return share([sentence.text for sentence in told.sentences if sentence.role is Role.BODY], told.ground.words)
