"""Try a failed stage again, with all its attempts: by its post, or by the dead letter it left."""

from libraries.bus import Bus, dead_letters
from libraries.bus.dead_letters import RetryOutcome
from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested, Event
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.fact_recording import CommandOutcome, record_fact, within_broker_deadline


class RetryPost(Frozen):
    """A request to try the failed stage of a post again."""

    post: PostKey


class RetryDeadLetter(Frozen):
    """A request to retry the failure of a dead letter, by its name: ``studio.17``."""

    letter: str


async def retry_post(bus: Bus, request: RetryPost, who: str) -> CommandOutcome:
    """Record ``content.requested`` for the stage that failed, of the same revision.

    Raises IllegalTransition (``post.nothing_failed``), and as `record_fact` does.
    """

    def event(state: PostState) -> Event:
        if state.failure is not None:
            failed = state.failure
            return ContentRequested.caused_by(failed, "letter", from_stage=failed.stage, recipe=state.recipe, by=who)
        if state.status is not Status.FAILED:
            raise IllegalTransition("post.nothing_failed")
        return ContentRequested(
            post_key=request.post,
            revision=state.revision,
            from_stage=state.stage or state.from_stage,
            recipe=state.recipe,
            by=who,
        )

    return await record_fact(bus, request.post, event)


async def retry_dead_letter(bus: Bus, request: RetryDeadLetter, who: str) -> RetryOutcome:
    """Record ``content.requested`` for the failure of a dead letter, and take the letter off the list.

    Nothing is recorded, and the letter leaves the list, when its post has gone on since. Raises BadInput (no such
    letter waits, or its message is none of our facts) and Permanent (not saved).
    """
    async with within_broker_deadline():
        return await dead_letters.retry_dead_letter(bus, request.letter, who)
