"""The rules of release 0.1.0: copied words, names of users, figures, insults, addresses, orders to a model."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.told import Told, whole
from services.studio.script.guard import addresses_a_model
from services.studio.script.llm.rules import _CONTACT, _INSULT, LONGEST_RUN, longest_run

_FIGURE: Final = re.compile(r"[0-9][0-9,]{2,}")


def faults(told: Told) -> Iterator[ScriptFault]:
    """copied, nickname, invented_number, insult, contact, prompt_echo."""
    ours = " ".join((told.title, told.narrated, told.tags))
    for text in (told.narrated, told.title):
        run = longest_run(text, told.source)
        if len(run) > LONGEST_RUN and not told.quotes_post:
            yield whole(Fault.COPIED, run)
    authors = {told.post.author, *(comment.author for comment in told.post.comments)}
    for name in sorted(name for name in authors if len(name) >= 3 and name in ours and name not in told.story):
        yield whole(Fault.NICKNAME, name)
    known = told.source.replace(",", "")
    for figure in _FIGURE.finditer(ours):
        if figure.group().replace(",", "") not in known:
            yield whole(Fault.INVENTED_NUMBER, figure.group())
    for insult in _INSULT.finditer(ours):
        yield whole(Fault.INSULT, insult.group())
    if contact := _CONTACT.search(ours):
        yield whole(Fault.CONTACT, contact.group())
    for sentence in told.sentences:
        if addresses_a_model(sentence.text):
            yield sentence.fault(Fault.PROMPT_ECHO)
    if addresses_a_model(told.title):
        yield whole(Fault.PROMPT_ECHO, told.title)


def figures(told: Told) -> Mapping[str, Any]:
    """The longest run shared with the post."""
    return {"post_run": len(longest_run(told.narrated, told.source))}
