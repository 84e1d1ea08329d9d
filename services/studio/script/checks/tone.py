"""Tone: who speaks to whom. Begging, sermons, and a model that speaks as an assistant.

Each kind joins a subject with a form of speech, so that a story about subscribers or teachers is none of them.
"""

from collections.abc import Callable, Iterator

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.assistant import assists
from services.studio.script.checks.begging import begs
from services.studio.script.checks.lessons import moralises
from services.studio.script.checks.script_and_post import ScriptAndPost, whole


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """begging, assistant_talk, moralising."""
    kinds: tuple[tuple[Fault, Callable[[str], bool]], ...] = (
        (Fault.BEGGING, begs),
        (Fault.ASSISTANT_TALK, lambda text: assists(text, told.words)),
        (Fault.MORALISING, moralises),
    )
    for kind, has in kinds:
        for sentence in told.sentences:
            if has(sentence.text):
                yield sentence.fault(kind)
        if has(told.title):
            yield whole(kind, told.title)
