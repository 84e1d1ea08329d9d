"""Length: too long or too short for a film."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from libraries.film_scripts import pacing
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, fault_of_whole_script
from schemas.script import Fault, ScriptFault

SHORTEST: Final = 20.0
LONGEST: Final = 58.0
"""Seconds of speech of a short that is asked for without a length."""
_OVER: Final = 1.07
"""How far a script may go over the length it was asked for."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``too_long`` and ``too_short``, by the estimate of `pacing`."""
    seconds = pacing.script_duration(told.script.lines)
    if seconds < SHORTEST:
        yield fault_of_whole_script(Fault.TOO_SHORT, f"{seconds:.0f}초")
    if seconds > max(LONGEST, told.seconds * _OVER):
        yield fault_of_whole_script(Fault.TOO_LONG, f"{seconds:.0f}초")


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figures of length: seconds and syllables of speech."""
    lines = told.script.lines
    return {
        "seconds": pacing.script_duration(lines),
        "syllables": sum(pacing.hangul_syllable_count(line.spoken) for line in lines),
    }
