"""Change the recipe that the next approvals use, and whether scripts wait for a person, while everything runs."""

import asyncio

from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from libraries.bus.runtime_settings import change_runtime_settings
from schemas.base import Frozen
from schemas.recipe import Recipe
from services.commands.fact_recording import within_broker_deadline
from services.config import Settings


class ChangeNextRecipe(Frozen):
    """A change of the recipe of the next approvals.

    ``approve_script``: whether scripts wait for a person. A field that is not given leaves what there is.

    None, given, goes back to the settings.
    """

    approve_script: bool | None = None
    recipe: Recipe | None = None


async def change_next_recipe(
    bus: Bus, request: ChangeNextRecipe, who: str, settings: Settings, audit: AuditLog
) -> Recipe:
    """Change that recipe, note in the audit log who did; gives the recipe of the next approval. Raises Permanent."""
    changes = {name: getattr(request, name) for name in request.model_fields_set}
    async with within_broker_deadline():
        changed = await change_runtime_settings(bus, lambda now: now.model_copy(update=changes))
    await asyncio.to_thread(audit.append, AuditEntry(who=who, what="settings", note=", ".join(sorted(changes))))
    return changed.recipe_for(settings.recipe, approve_script=settings.studio.script_approval)
