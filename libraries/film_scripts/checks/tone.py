"""Tone: begging, sermons, and a model that speaks as an assistant.

Each kind joins a subject with a form of speech, so that a story about subscribers or teachers is none of them.
"""

from collections.abc import Iterator
from typing import Final

from libraries.film_scripts.checks.assistant_talk import talks_as_assistant
from libraries.film_scripts.checks.begging import begs_viewers
from libraries.film_scripts.checks.moralising import draws_lesson, is_sermon
from libraries.film_scripts.checks.post.post_index import shared_weight_share
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

_ALIEN: Final = 0.34
"""A sentence of which the post has at most this share may be none of the story."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``begging``, ``assistant_talk`` and ``moralising``."""
    for sentence in told.sentences:
        for kind in _kinds(sentence.text, told):
            yield sentence.fault_here(kind)
    for kind in _kinds(told.film_title, told):
        yield fault_of_whole_script(kind, told.film_title)


def _kinds(text: str, told: ScriptAndPost) -> Iterator[Fault]:
    alien = bool(told.post_index.sentences) and shared_weight_share([text], told.post_index.words) <= _ALIEN
    if begs_viewers(text, told.post_words_with_comments, alien=alien):
        yield Fault.BEGGING
    if talks_as_assistant(text, told.post_words_with_comments, alien=alien):
        yield Fault.ASSISTANT_TALK
    if draws_lesson(text) or (alien and is_sermon(text)):
        yield Fault.MORALISING
