"""Change the choices of the next approvals while everything runs."""

import asyncio

from libraries.accounts.audit_log import Act, AuditLog
from libraries.bus import Bus
from libraries.bus.runtime_settings import change_switches
from schemas.base import Frozen
from schemas.recipe import Recipe
from services.commands.recording import saving_in_time
from services.config import Settings


class Choose(Frozen):
    """A change of the choices of the next approvals.

    ``approve_script``: whether scripts wait for a person. A field that is not given leaves what there is.

    None, given, goes back to the settings.
    """

    approve_script: bool | None = None
    recipe: Recipe | None = None


async def choose(bus: Bus, request: Choose, who: str, settings: Settings, audit: AuditLog) -> Recipe:
    """Change the choices, note who did; gives the recipe of the next approval. Raises Permanent (not saved)."""
    changes = {name: getattr(request, name) for name in request.model_fields_set}
    async with saving_in_time():
        changed = await change_switches(bus, lambda now: now.model_copy(update=changes))
    await asyncio.to_thread(audit.note, Act(who=who, what="settings", note=", ".join(sorted(changes))))
    return changed.recipe_for(settings.recipe, approve_script=settings.studio.script_approval)
