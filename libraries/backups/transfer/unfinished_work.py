"""Work that was unfinished when a log was exported: scheduled retries and dead letters, which follow from failures."""

from collections.abc import Iterable
from datetime import datetime

from libraries.bus import Bus
from libraries.bus.connection.topology import declared_durables, durable_of_platform, platform_of_durable
from libraries.bus.dead_letters import uploaded_since, waits_for_person
from libraries.bus.service.lost_workers import lost_work_failure
from libraries.bus.service.retry import retry_request
from libraries.bus.stream.history import PostHistory
from libraries.log import get_logger
from schemas import subjects
from schemas.events import ContentFailed, ContentRequested, RecordedFact, encode_fact
from schemas.posts import PostKey
from schemas.recipe import Stage

log = get_logger(__name__)


async def restore_unfinished_work(bus: Bus, key: PostKey, platforms: Iterable[str]) -> None:
    """Restore what is not a fact but follows from one: scheduled retries and dead letters.

    ``platforms``: all to which a film may wait to be uploaded. The durables of most are laid out at first use, so an
    empty broker does not know of them.
    """
    durables = {*(name for _, name in declared_durables()), *map(durable_of_platform, platforms)}
    history = await bus.post_history(key)
    state = history.state()
    retries: dict[tuple[Stage, str], tuple[ContentRequested | None, datetime]] = {}
    for recorded in history.facts:
        failed = recorded.event
        if not isinstance(failed, ContentFailed) or failed.revision < state.revision:
            continue
        origin = next((one for one in history.facts if one.event.event_id == failed.causation_id), None)
        durable = _durable(origin, failed, durables)
        if origin is None or not durable:
            log.warning("failure of an unknown service", post=str(key), sequence=recorded.sequence)
        elif failed.retry_at is not None:
            platform = platform_of_durable(durable)  # the broker keeps the latest retry of a stage and platform only
            retries[failed.stage, platform] = _waiting(history, failed, platform), failed.retry_at
        elif await waits_for_person(bus, durable, failed, history):
            reason = f"{failed.error}: {failed.message}"
            subject = subjects.fact_subject(origin.event)
            await bus.add_dead_letter(durable, origin.sequence, subject, encode_fact(origin.event), reason)
    for request, at in retries.values():
        if request is not None:
            await bus.schedule_retry(request, at)


def _waiting(history: PostHistory, failed: ContentFailed, platform: str) -> ContentRequested | None:
    """The retry that was still scheduled; None where it has fired, or the work was done without it.

    The release of an uploaded film waits until its retry fires. Where another delivery has shown the film meanwhile,
    the publisher knows that from its journal.
    """
    state = history.state()
    request = retry_request(failed, state.recipe, platform)
    done = uploaded_since(history, failed, platform) if failed.stage is Stage.PUBLISH else state.failure != failed
    return None if done or history.fact_with_id(request.event_id) else request


def _durable(origin: RecordedFact | None, failed: ContentFailed, durables: Iterable[str]) -> str:
    """The durable whose service failed: a failure's id is derived from its cause and that name."""
    if origin is None:
        return ""
    made = {name: lost_work_failure(origin.event, name, "") for name in durables}
    return next((name for name, one in made.items() if one is not None and one.event_id == failed.event_id), "")
