"""Drop a dead letter: it leaves the list, and nothing else is done."""

from typing import Annotated

from pydantic import StringConstraints

from libraries.bus import Bus, dead_letters
from schemas.base import Frozen
from services.commands.fact_recording import within_broker_deadline


class DropDeadLetter(Frozen):
    """A request to drop a dead letter, by its name (``studio.17``), and why; the reason stays on record."""

    letter: str
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


async def drop_dead_letter(bus: Bus, request: DropDeadLetter, who: str) -> None:
    """Take the letter off the list. Raises BadInput (no such letter waits) and Permanent (not saved)."""
    async with within_broker_deadline():
        await dead_letters.drop_dead_letter(bus, request.letter, who, request.reason)
