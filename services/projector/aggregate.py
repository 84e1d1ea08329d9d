"""What the projection knows of one post: its state and what the state does not keep."""

from typing import NamedTuple, Self

from schemas.events import ContentUploaded, ContentWithdrawn, Event, PostCollected
from schemas.states import PostState, Status, follow


class PublishedFilm(NamedTuple):
    """A film on a platform. It is kept whatever became of the post: what is online must be found again."""

    revision: int
    platform: str
    remote_id: str
    url: str
    sequence: int
    at: str
    withdrawn_at: str | None = None


class Folded(NamedTuple):
    """All facts of a post so far. The rows of the projection are a function of it.

    ``state.post`` is there only in the batch that collected the post: what it says lies in its row from then on, but
    for the ``flags``, which later facts add to. Moments are those at which the broker stored a fact, as the databases
    write them (`services.projector.tables.written`): a scheduled retry begins when it fires, not when it was asked.
    """

    state: PostState = PostState()
    flags: tuple[str, ...] = ()
    collected_at: str | None = None
    stage_since: str | None = None
    rendered_at: str | None = None
    updated_at: str | None = None
    publications: tuple[PublishedFilm, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the row must say again what the post says."""
        return self.state.post is not None or self.state.status is Status.RETRACTED

    def then(self, sequence: int, at: str, event: Event) -> Self:
        """With one more fact. A fact that is already in it changes nothing."""
        before = self.state
        if sequence <= before.sequence:
            return self
        after = follow(before, event, sequence)
        flags, collected_at = self.flags, self.collected_at
        if after.status is not before.status:
            if before.status is None:
                collected_at = at
                flags = event.post.flags if isinstance(event, PostCollected) else ()
            elif after.status is Status.RETRACTED:
                flags = ()
        return self.__class__(
            after,
            flags,
            collected_at,
            self.stage_since if _same_step(before, after) else at,
            _rendered_at(before, after, self.rendered_at, at),
            at,
            _published(self.publications, sequence, at, event),
        )


def _same_step(one: PostState, other: PostState) -> bool:
    return (
        one.status is other.status
        and one.stage is other.stage
        and one.revision == other.revision
        and one.attempt == other.attempt
    )


def _rendered_at(before: PostState, after: PostState, known: str | None, now: str) -> str | None:
    if after.film is None:
        return None
    return known if after.film is before.film else now


def _published(known: tuple[PublishedFilm, ...], sequence: int, at: str, event: Event) -> tuple[PublishedFilm, ...]:
    if event.TOPIC == "post":
        return known
    if isinstance(event, ContentUploaded):
        others = tuple(p for p in known if (p.revision, p.platform) != (event.revision, event.platform))
        new = PublishedFilm(event.revision, event.platform, event.remote_id, event.url, sequence, at)
        return (*others, new)
    if known and isinstance(event, ContentWithdrawn):
        return tuple(
            p._replace(sequence=sequence, withdrawn_at=at)
            if (p.platform, p.remote_id) == (event.platform, event.remote_id) and p.withdrawn_at is None
            else p
            for p in known
        )
    return known
