"""Orders to a language model, told as narration."""

from collections.abc import Iterator

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.told import Told, whole
from services.studio.script.guard import addresses_a_model


def faults(told: Told) -> Iterator[ScriptFault]:
    """prompt_echo."""
    for sentence in told.sentences:
        if addresses_a_model(sentence.text):
            yield sentence.fault(Fault.PROMPT_ECHO)
    if addresses_a_model(told.title):
        yield whole(Fault.PROMPT_ECHO, told.title)
