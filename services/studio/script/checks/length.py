"""Length: too long or too short for a film."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.script import Fault, ScriptFault
from services.studio.script import pacing
from services.studio.script.checks.told import Told, whole


def faults(told: Told) -> Iterator[ScriptFault]:
    """too_long, too_short, by the estimate of `pacing`."""
    seconds = pacing.duration(told.script.lines)
    if seconds < pacing.SHORTEST:
        yield whole(Fault.TOO_SHORT, f"{seconds:.0f} s")
    if seconds > pacing.LONGEST:
        yield whole(Fault.TOO_LONG, f"{seconds:.0f} s")


def figures(told: Told) -> Mapping[str, Any]:
    """Seconds and syllables of speech."""
    lines = told.script.lines
    return {"seconds": pacing.duration(lines), "syllables": sum(pacing.syllables(line.spoken) for line in lines)}
