"""Insults, addresses and names of users: what must not be said of, or to, anybody."""

import re
from collections.abc import Iterator
from typing import Final

from libraries.film_scripts.checks.contacts import find_contact
from libraries.film_scripts.checks.insults import find_insult
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

_SHORTEST_NAME: Final = 3


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``insult``, ``contact`` and ``nickname``."""
    for sentence in told.sentences:
        if word := find_insult(sentence.text, told.post_words_with_comments):
            yield sentence.fault_here(Fault.INSULT, word)
        if address := find_contact(sentence.text, told.post_words_with_site):
            yield sentence.fault_here(Fault.CONTACT, address)
    if word := find_insult(f"{told.film_title} {told.hashtags}", told.post_words_with_comments):
        yield fault_of_whole_script(Fault.INSULT, word)
    if address := find_contact(told.film_title, told.post_words_with_site):
        yield fault_of_whole_script(Fault.CONTACT, address)
    yield from _names(told)


def _names(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """Names of the post's users, where they are no words of its text: those may be told."""
    for name in sorted({told.post.author, *(comment.author for comment in told.post.comments)}):
        if len(name) < _SHORTEST_NAME:
            continue
        user = "(?:님|씨|이?라는 (?:분|사람|이용자|유저|회원|네티즌|누리꾼|닉네임|작성자))"
        person = re.compile(rf"{re.escape(name)} ?{user}")
        for sentence in told.sentences:
            if _named(name, person, sentence.text, told.post_words_with_comments):
                yield sentence.fault_here(Fault.NICKNAME, name)
        if _named(name, person, told.film_title, told.post_words_with_comments):
            yield fault_of_whole_script(Fault.NICKNAME, name)


def _named(name: str, person: re.Pattern[str], text: str, words: str) -> bool:
    called = person.search(text)
    return name in text and (name not in words or (called is not None and called.group() not in words))
