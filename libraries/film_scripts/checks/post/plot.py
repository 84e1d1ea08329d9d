"""The story itself: another one than the post's, or grave events that the post does not have."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from libraries.data_tables import load_table
from libraries.film_scripts.checks.post.post_index import LEAST, shared_and_total_weight, shared_weight_share
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, SpokenSentence, fault_of_whole_script
from schemas.base import Frozen
from schemas.script import Fault, Role, ScriptFault

_OTHER: Final = 0.4
_OTHER_SHORT: Final = 0.25
"""Share of the story's words that stand in the post, below which it is another story; for short posts."""


class _Events(Frozen):
    events: dict[str, tuple[str, ...]]
    signs: dict[str, tuple[str, ...]]


_TABLE: Final = load_table(_Events, Path(__file__).with_name("events.toml"))
_DENIED: Final = r"\S*(?:지 ?(?:않|못|말|마)| 적 ?없| ?않| ?못)"
"""How a sentence goes on that says that the event did not happen."""
_QUOTES: Final = re.compile(r"[\"'“”‘’(\[]")
_ENDING: Final = 3
"""Sentences of the story's end."""
_LONG: Final = 18
"""Sentences of a post from which the last words of a script stand in it in one form or another."""


class _Stray(NamedTuple):
    """A last sentence with at most this share of words of the post, at least this weight of others, and a lower score
    at every place of the post, in a script that tells less than this share of how the post ends."""

    known: float
    new: float
    near: float
    end_told: float


_STRAYS: Final = (_Stray(0.35, 3.4, 4.1, 1.1), _Stray(0.45, 2.9, 5.0, 0.5))
"""Either tells an end that is not the post's: one far from all of it, or one in the place of the post's. A sentence
without any word of the post is a remark: an end is one of somebody in it."""
_END: Final = 0.2
_END_SENTENCES: Final = 3
"""How the post ends: so many sentences of this share at its end, those that are told best."""
_RETOLD: Final = 0.55
"""Share of the words of a script that stand in the post, from which its last sentence can be told from the others."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``other_story``, ``invented_ending`` and ``false_hook``."""
    if told.quotes_post or not told.post_index.sentences:
        return
    if len(told.post_index) >= LEAST and _in_post(told) < (_OTHER_SHORT if told.post_index.is_short else _OTHER):
        yield fault_of_whole_script(Fault.OTHER_STORY)
    for sentence, event in invented_events(told):
        yield sentence.fault_here(Fault.FALSE_HOOK if sentence.role is Role.HOOK else Fault.INVENTED_ENDING, event)
    last = next((sentence for sentence in reversed(told.sentences) if sentence.role is Role.BODY), None)
    if last and last_sentence_strays(last.text, told) and _in_post(told) >= _RETOLD:
        yield last.fault_here(Fault.INVENTED_ENDING)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figure of the plot: the share of the script's words that stand in the post."""
    return {"stems_in_post": round(_in_post(told), 3)} if told.post_index.sentences else {}


def invented_events(told: ScriptAndPost) -> Iterator[tuple[SpokenSentence, str]]:
    """The first and last sentences that tell a grave event of which the post has no word."""
    hook = [sentence for sentence in told.sentences if sentence.role is Role.HOOK]
    body = [sentence for sentence in told.sentences if sentence.role is Role.BODY]
    story = _beginnings(told.post_title_and_text)
    for sentence in (*hook, *body[-_ENDING:]):
        text = _beginnings(sentence.text)
        for event, words in _TABLE.events.items():
            said = next((word for word in words if f" {word}" in text), "")
            signs = said and any(f" {sign}" in story for sign in _TABLE.signs.get(event, ()))
            denied = said and re.search(rf" {said}{_DENIED}", text)
            if said and not denied and not signs and not any(word in told.post_title_and_text for word in words):
                yield sentence, said
                break


def last_sentence_strays(text: str, told: ScriptAndPost) -> bool:
    """Whether the last sentence, ``text``, tells what stands nowhere in a long post."""
    if len(told.post_index) < _LONG:
        return False
    shared, total = shared_and_total_weight(text, told.post_index.words)
    score, end = max(told.post_index.sentence_scores(text)), _end_told(told)
    return any(
        0 < shared <= stray.known * total
        and total - shared >= stray.new
        and score < stray.near
        and end < stray.end_told
        for stray in _STRAYS
    )


def _end_told(told: ScriptAndPost) -> float:
    """The share of the words of the post's end that the script has."""
    parts = told.post_index.told_shares(sentence.text for sentence in told.sentences if sentence.role is Role.BODY)
    best = sorted(parts[-max(_END_SENTENCES, int(_END * len(parts))) :])[-_END_SENTENCES:]
    return sum(best) / len(best)


def _beginnings(text: str) -> str:
    """``text`` with a space before each word."""
    return " " + _QUOTES.sub(" ", text)


def _in_post(told: ScriptAndPost) -> float:
    body = [sentence.text for sentence in told.sentences if sentence.role is Role.BODY]
    return shared_weight_share(body, told.post_index.words)
