"""The fold of one post for the projection: its `PostState`, and what rows need beside it."""

from typing import Final, NamedTuple, Self

from libraries.stored_messages.digest_chain import chained_digest
from schemas.events import ContentUploaded, ContentWithdrawn, Event, PostCollected
from schemas.states import PostState, Status, apply_event


class UploadedFilm(NamedTuple):
    """A film on a platform. It stays listed whatever happens to the post: what is online must be found again."""

    revision: int
    platform: str
    remote_id: str
    url: str
    sequence: int
    at: str
    withdrawn_at: str | None = None


class PostFold(NamedTuple):
    """The fold of all facts of a post so far; the rows of the projection are a function of it.

    ``state.post`` is set only in the batch that collected the post. Its content then lies in the row, except for the
    ``flags``, which later facts add to. Times are those at which the broker stored a fact, in the databases' text form
    (`services.projector.tables.database_time`): a scheduled retry begins when it fires, not when it was requested.
    """

    state: PostState = PostState()
    flags: tuple[str, ...] = ()
    collected_at: str | None = None
    stage_since: str | None = None
    rendered_at: str | None = None
    updated_at: str | None = None
    publications: tuple[UploadedFilm, ...] = ()
    chain: str | None = ""
    """The digest of these facts (`libraries.stored_messages.digest_chain`); None where it is not known: those before a
    retraction are purged."""

    @property
    def writes_post_columns(self) -> bool:
        """Whether the row's columns of the post's own content must be written: it was collected or retracted."""
        return self.state.post is not None or self.state.status is Status.RETRACTED

    def with_fact(self, sequence: int, at: str, event: Event, digest: str = "") -> Self:
        """A copy with one more fact, of this digest, folded in. A fact that is in it already changes nothing."""
        before = self.state
        if sequence <= before.sequence:
            return self
        after = apply_event(before, event, sequence)
        flags, collected_at, online = self.flags, self.collected_at, self.publications
        if after.status is not before.status:
            if before.status is None:
                collected_at = at
                flags = event.post.flags if isinstance(event, PostCollected) else ()
            elif after.status is Status.RETRACTED:
                flags = ()
        rendered_at = self.rendered_at
        if after.film is not before.film:
            rendered_at = None if after.film is None else at
        if type(event) in _OF_FILMS_ONLINE:
            online = _with_film(online, sequence, at, event)
        since = self.stage_since if _same_step(before, after) else at
        chain = _chain(before, after, self.chain, digest)
        return self.__class__(after, flags, collected_at, since, rendered_at, at, online, chain)


def _chain(before: PostState, after: PostState, known: str | None, digest: str) -> str | None:
    """Nothing is kept of a post before it was collected, so that its digest begins there too."""
    known = "" if before.status is None else known
    return None if known is None or after.status is Status.RETRACTED else chained_digest(known, digest)


def _same_step(one: PostState, other: PostState) -> bool:
    return (
        one.status is other.status
        and one.stage is other.stage
        and one.revision == other.revision
        and one.attempt == other.attempt
    )


_OF_FILMS_ONLINE: Final = frozenset({ContentUploaded, ContentWithdrawn})


def _with_film(known: tuple[UploadedFilm, ...], sequence: int, at: str, event: Event) -> tuple[UploadedFilm, ...]:
    if type(event) is ContentUploaded:  # isinstance of pydantic models was a fifth of the fold
        others = tuple(p for p in known if (p.revision, p.platform) != (event.revision, event.platform))
        new = UploadedFilm(event.revision, event.platform, event.remote_id, event.url, sequence, at)
        return (*others, new)
    if known and type(event) is ContentWithdrawn:
        return tuple(
            p._replace(sequence=sequence, withdrawn_at=at)
            if (p.platform, p.remote_id) == (event.platform, event.remote_id) and p.withdrawn_at is None
            else p
            for p in known
        )
    return known
