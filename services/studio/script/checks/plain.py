"""Figures that the post does not have, and orders to a language model."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.told import Told, whole
from services.studio.script.guard import addresses_a_model

_FIGURE: Final = re.compile(r"[0-9][0-9,]{2,}")


def faults(told: Told) -> Iterator[ScriptFault]:
    """invented_number, prompt_echo."""
    known = told.source.replace(",", "")
    for figure in _FIGURE.finditer(f"{told.title} {told.narrated} {told.tags}"):
        if figure.group().replace(",", "") not in known:
            yield whole(Fault.INVENTED_NUMBER, figure.group())
    for sentence in told.sentences:
        if addresses_a_model(sentence.text):
            yield sentence.fault(Fault.PROMPT_ECHO)
    if addresses_a_model(told.title):
        yield whole(Fault.PROMPT_ECHO, told.title)
