"""Try a failed stage again, with all its attempts: by its post, or by the dead letter it left."""

from libraries.bus import Bus, dead_letters
from libraries.bus.dead_letters import RetryOutcome
from schemas.base import Frozen
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested, Event
from schemas.posts import PostKey
from schemas.states import PostState, Status
from services.commands.recording import Outcome, record, saving_in_time


class Retry(Frozen):
    """The post whose stage failed."""

    post: PostKey


class RetryLetter(Frozen):
    """The dead letter of a failure, by its name: ``studio.17``."""

    letter: str


async def retry(bus: Bus, request: Retry, who: str) -> Outcome:
    """Record ``content.requested`` for the stage that failed, of the same revision.

    Raises IllegalTransition (``post.nothing_failed``), and as `record` does.
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

    return await record(bus, request.post, event)


async def retry_letter(bus: Bus, request: RetryLetter, who: str) -> RetryOutcome:
    """Record ``content.requested`` for the failure of a dead letter, and take the letter off the list.

    Nothing is recorded, and the letter leaves the list, when its post has gone on since. Raises BadInput (no such
    letter waits, or its message is none of our facts) and Permanent (not saved).
    """
    async with saving_in_time():
        return await dead_letters.retry_dead_letter(bus, request.letter, who)
