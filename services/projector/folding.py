"""What the projection knows of one post: its state and the moments that the state does not keep."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple, Self

from schemas.base import Frozen, Moment
from schemas.events import ContentUploaded, ContentWithdrawn, Recorded
from schemas.posts import PostKey
from schemas.states import PostState, apply


class Publication(Frozen):
    """A film on a platform. It is kept whatever became of the post: what is online must be found again."""

    revision: int
    platform: str
    remote_id: str
    url: str
    sequence: int
    at: Moment
    withdrawn_at: Moment | None = None


class Folded(Frozen):
    """All facts of a post so far. The rows of the projection are a function of it.

    Moments are those at which the broker stored a fact: a scheduled retry begins when it fires, not when it was asked.
    """

    state: PostState = PostState()
    collected_at: Moment | None = None
    stage_since: Moment | None = None
    rendered_at: Moment | None = None
    updated_at: Moment | None = None
    publications: tuple[Publication, ...] = ()

    def then(self, recorded: Recorded) -> Self:
        """With one more fact. A fact that is already in it changes nothing."""
        if recorded.sequence <= self.state.sequence:
            return self
        before, after = self.state, apply(self.state, recorded)
        changes: dict[str, object] = {
            "state": after,
            "updated_at": recorded.time,
            "publications": _published(self.publications, recorded),
            "rendered_at": _rendered_at(before, after, self.rendered_at, recorded.time),
        }
        if before.status is None and after.status is not None:
            changes["collected_at"] = recorded.time
        if _step(before) != _step(after):
            changes["stage_since"] = recorded.time
        return self.model_copy(update=changes)


def _step(state: PostState) -> tuple[object, ...]:
    return state.status, state.stage, state.revision, state.attempt


def _rendered_at(before: PostState, after: PostState, known: datetime | None, now: datetime) -> datetime | None:
    if after.film is None:
        return None
    return known if after.film is before.film else now


def _published(known: tuple[Publication, ...], recorded: Recorded) -> tuple[Publication, ...]:
    match recorded.event:
        case ContentUploaded() as event:
            others = tuple(p for p in known if (p.revision, p.platform) != (event.revision, event.platform))
            new = Publication(
                revision=event.revision,
                platform=event.platform,
                remote_id=event.remote_id,
                url=event.url,
                sequence=recorded.sequence,
                at=recorded.time,
            )
            return (*others, new)
        case ContentWithdrawn() as event:
            taken_down = {"sequence": recorded.sequence, "withdrawn_at": recorded.time}
            return tuple(
                p.model_copy(update=taken_down)
                if (p.platform, p.remote_id) == (event.platform, event.remote_id) and p.withdrawn_at is None
                else p
                for p in known
            )
        case _:
            return known


class Depth(NamedTuple):
    """How deep the facts of a fold are read. ``shown`` gives a fold as deep as the rows look."""

    key: Callable[[str], PostKey]
    load: Callable[[str], Folded]
    dump: Callable[[Folded], str]
    shown: Callable[[Folded], Folded]


DEEP: Final = Depth(
    key=PostKey.parse,
    load=Folded.model_validate_json,
    dump=lambda folded: folded.model_dump_json(by_alias=True),
    shown=lambda folded: folded,
)
"""To the bottom: every value is a proven model."""
