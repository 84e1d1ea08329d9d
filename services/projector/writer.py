"""Writes the projection: facts and sightings, each batch in one transaction together with the checkpoint."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, Table, delete, func, select, update

from libraries.bloom_filter import BloomFilter
from libraries.film_statistics.record_fold import PostRecords
from libraries.stored_messages.digest_chain import ChainEnd
from libraries.stored_messages.stored_message import StreamHead
from schemas.errors import ConfigurationError
from schemas.events import RecordedFact
from schemas.posts import PostKey, Sighting, best_first
from schemas.states import Status
from services.projector import rows, tables
from services.projector.batch_fold import FoldBatch, RowChange, row_changes
from services.projector.database import read_connection, turn_to_write, write_transaction
from services.projector.fact_decoder import DecodedFact, fold_from_row
from services.projector.insight_tables import RECORD_TABLES, stored_insight_records
from services.projector.post_fold import PostFold, UploadedFilm
from services.projector.ranking import ranking_key
from services.projector.tables import database_time
from services.projector.upserts import upsert


class Checkpoint(NamedTuple):
    """How far both streams are folded. ``stream`` is the identity of the stream of facts."""

    stream: str
    sequence: int
    sightings: int


class _FreshSighting(NamedTuple):
    """A sighting of a post that is shown, with the times in the post's row."""

    sighting: Sighting
    posted_at: datetime | None
    collected_at: datetime


class BatchResult(NamedTuple):
    """What writing a batch gives: the position of the checkpoint after it, and which posts changed."""

    position: int
    keys: tuple[str, ...] = ()


_NEVER_SEEN: Final = PostFold()
_MOMENTS: Final = ("collected_at", "stage_since", "updated_at")
_OF_POSTS: Final = (
    "post_key",
    "status",
    "revision",
    "sequence",
    "attempt",
    "stage",
    "channel",
    "folded",
    "chain",
    *_MOMENTS,
)
_OF_CONTENTS: Final = ("script", "audio", "video", "thumbnail", "duration", "encoder", "rendered_at")
_OF_UPLOADS: Final = ("revision", "platform", "remote_id", "url", "sequence", "uploaded_at", "withdrawn_at")


class ProjectionWriter:
    """Writes the tables, and is alone in that. Blocking: call it from a thread. Raises ProviderDown and NoSpace.

    ``names`` maps the tables to copies of the same shape, which a rebuild fills.
    """

    def __init__(self, engine: Engine, names: dict[Table, Table] | None = None) -> None:
        self._engine = engine
        self._names = names or {}
        self._seen = BloomFilter()

    def close(self) -> None:
        """Close the connections; the writer cannot be used afterwards."""
        self._engine.dispose()

    def checkpoint(self) -> Checkpoint:
        with read_connection(self._engine) as connection:
            return self.checkpoint_in(connection)

    def claim_stream(self, position: Checkpoint, stream: str, last_sequence: int) -> Checkpoint:
        """Make the projection one of this stream, whose end was read after ``position``; gives where to continue.

        Raises ConfigurationError when the projection was folded from another stream, or from more facts than it has.
        """
        if position.sequence > 0 and position.stream != stream:
            raise ConfigurationError("store.other_stream")
        if position.sequence > last_sequence:
            raise ConfigurationError("store.ahead_of_stream", position=position.sequence, end=last_sequence)
        with write_transaction(self._engine) as connection:
            position = self._lock_checkpoint(connection)
            if position.sequence == 0 and position.stream != stream:
                position = Checkpoint(stream, 0, 0)
                self._set_checkpoint(connection, position)
        return position

    def fold_facts(self, facts: Sequence[RecordedFact], after: int) -> BatchResult:
        """Fold a batch that follows sequence ``after``. Facts that are folded already change nothing.

        When the checkpoint lies before ``after`` (the tables were rebuilt meanwhile) nothing is written; continue from
        the returned position.
        """
        with write_transaction(self._engine) as connection:
            position = self._lock_checkpoint(connection)
            fresh = [fact for fact in facts if fact.sequence > position.sequence]
            if position.sequence < after or not fresh:
                return BatchResult(position.sequence)
            decoded = [
                DecodedFact.from_event(one.sequence, str(database_time(one.time)), one.event, one.digest)
                for one in fresh
            ]
            batch = self._fold(connection, decoded)
            self._write(connection, row_changes(batch))
            self._erase(connection, batch.retracted())
            last = fresh[-1].sequence
            self._set_checkpoint(connection, position._replace(sequence=last))
        return BatchResult(last, tuple(batch.folded))

    def fold_rebuild_batch(self, facts: Sequence[DecodedFact]) -> None:
        """Fold a batch of a rebuild, none of which is in the tables yet; the checkpoint is not moved.

        Several writers may do so at the same time, each with posts of its own.
        """
        old = self._seen.add_and_list_known({fact.key for fact in facts})
        with read_connection(self._engine) as connection:
            batch = self._fold(connection, facts, old)
        changes = list(row_changes(batch))
        with turn_to_write(self._engine), write_transaction(self._engine) as connection:
            self._write(connection, changes)
            self._erase(connection, batch.retracted())

    def write_checkpoint(self, position: Checkpoint) -> None:
        """Write the checkpoint after a rebuild."""
        with write_transaction(self._engine) as connection:
            self._set_checkpoint(connection, position)

    def chain_ends_of_newest_posts(self, posts: int) -> dict[str, ChainEnd]:
        """Where the facts of the posts end that were folded last, as far as it is known."""
        table = self._table(tables.posts)
        query = select(table.c.post_key, table.c.sequence, table.c.chain).where(table.c.chain.is_not(None))
        with read_connection(self._engine) as connection:
            rows = connection.execute(query.order_by(table.c.sequence.desc()).limit(posts)).all()
        return {key: ChainEnd(sequence, chain) for key, sequence, chain in rows}

    def noted_ledger_end(self) -> StreamHead | None:
        """The end of the ledger when it was noted last; None before the first time."""
        with read_connection(self._engine) as connection:
            noted = connection.scalar(select(self._table(tables.checkpoint).c.ledger))
        identity, _, last = (noted or "").rpartition(" ")
        return StreamHead(int(last), identity) if identity else None

    def note_ledger_end(self, head: StreamHead) -> None:
        """Note the end of the ledger."""
        noted = f"{head.identity} {head.last_sequence}"
        with write_transaction(self._engine) as connection:
            connection.execute(update(self._table(tables.checkpoint)).values(ledger=noted))

    def has_rows_for(self, keys: Collection[PostKey]) -> bool:
        """Whether all these posts have rows, retracted or not."""
        posts = self._table(tables.posts)
        query = select(func.count()).where(posts.c.post_key.in_([str(key) for key in keys]))
        with read_connection(self._engine) as connection:
            return connection.scalar(query) == len(keys)

    def fold_sightings(self, sightings: Sequence[tuple[int, Sighting]], after: int) -> BatchResult:
        """Update counts and comments of posts that have rows and are not retracted.

        ``after`` is as in `fold_facts`, for the stream of sightings.
        """
        with write_transaction(self._engine) as connection:
            position = self._lock_checkpoint(connection)
            newest = {sighting.key: sighting for place, sighting in sightings if place > position.sightings}
            if position.sightings < after or not newest:
                return BatchResult(position.sightings)
            fresh = self._fresh_sightings(connection, newest)
            self._refresh(connection, fresh)
            last = sightings[-1][0]
            self._set_checkpoint(connection, position._replace(sightings=last))
        return BatchResult(last, tuple(str(one.sighting.key) for one in fresh))

    def _table(self, table: Table) -> Table:
        return self._names.get(table, table)

    def checkpoint_in(self, connection: Connection, *, lock: bool = False) -> Checkpoint:
        """The checkpoint as this connection sees it, with ``lock`` held until its end."""
        table = self._table(tables.checkpoint)
        query = select(table.c.stream, table.c.sequence, table.c.sightings)
        row = connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise ConfigurationError("store.checkpoint_missing")
        return Checkpoint(row.stream, row.sequence, row.sightings)

    def _lock_checkpoint(self, connection: Connection) -> Checkpoint:
        """The checkpoint, locked until the commit: a second projector waits here, then finds its batch folded."""
        return self.checkpoint_in(connection, lock=True)

    def _set_checkpoint(self, connection: Connection, position: Checkpoint) -> None:
        connection.execute(update(self._table(tables.checkpoint)).values(position._asdict()))

    def _fold(
        self, connection: Connection, facts: Sequence[DecodedFact], old: Sequence[str] | None = None
    ) -> FoldBatch:
        """Fold onto the stored states. ``old``: the only posts that can have rows; None means any can."""
        keys = sorted({fact.key for fact in facts})
        known = self._stored_folds(connection, keys if old is None else old)
        records = {key: PostRecords() for key in keys}
        records |= stored_insight_records(connection, self._table, keys if old is None else old)
        batch = FoldBatch({key: known.get(key, _NEVER_SEEN) for key in keys}, records)
        for fact in facts:
            batch.add(fact)
        return batch

    def _stored_folds(self, connection: Connection, keys: Sequence[str]) -> dict[str, PostFold]:
        posts, contents, uploads = map(self._table, (tables.posts, tables.contents, tables.uploads))
        present = (contents.c.post_key == posts.c.post_key) & (contents.c.revision == posts.c.revision)
        columns = [posts.c[name] for name in _OF_POSTS] + [contents.c[name] for name in _OF_CONTENTS]
        query = select(*columns).select_from(posts.outerjoin(contents, present)).where(posts.c.post_key.in_(keys))
        found = connection.execute(query).mappings().all()
        columns = [uploads.c[name] for name in ("post_key", *_OF_UPLOADS)]
        query = select(*columns).where(uploads.c.post_key.in_(keys))
        online: dict[str, tuple[UploadedFilm, ...]] = {}
        for key, *first, at, withdrawn_at in connection.execute(query):
            one = UploadedFilm._make((*first, database_time(at), database_time(withdrawn_at)))
            online[key] = (*online.get(key, ()), one)
        known = {key: PostFold(publications=published) for key, published in online.items()}
        return known | {row["post_key"]: fold_from_row(row, online.get(row["post_key"], ())) for row in found}

    def _write(self, connection: Connection, changes: Iterable[RowChange]) -> None:
        for table, changed, guard, fixed in changes:
            upsert(connection, self._table(table), changed, guard, fixed)

    def _erase(self, connection: Connection, keys: list[str]) -> None:
        """Delete what retracted posts have beside their own row, which the upsert has emptied."""
        if not keys:
            return
        for table in (tables.comments, tables.contents, tables.measurements, *RECORD_TABLES):
            here = self._table(table)
            connection.execute(delete(here).where(here.c.post_key.in_(keys)))
        posts = self._table(tables.posts)
        gone = {name: 0.0 if name == "score" else None for name in rows.SIGHTING_COLUMNS if name != "stats_at"}
        connection.execute(update(posts).where(posts.c.post_key.in_(keys)).values(gone))

    def _fresh_sightings(self, connection: Connection, newest: dict[PostKey, Sighting]) -> list[_FreshSighting]:
        """The sightings that are newer than the row of a post that may be shown."""
        posts = self._table(tables.posts)
        query = select(posts.c.post_key, posts.c.stats_at, posts.c.posted_at, posts.c.collected_at).where(
            posts.c.post_key.in_([str(key) for key in newest]), posts.c.status != Status.RETRACTED.value
        )
        shown = {PostKey.parse(row.post_key): row for row in connection.execute(query)}
        return [
            _FreshSighting(sighting, shown[key].posted_at, shown[key].collected_at)
            for key, sighting in newest.items()
            if key in shown and shown[key].stats_at < sighting.time
        ]

    def _refresh(self, connection: Connection, news: list[_FreshSighting]) -> None:
        posts = self._table(tables.posts)
        for sighting, posted_at, collected_at in news:
            values = {name: value for name, value in rows.stats_columns(sighting.stats).items() if value is not None}
            if sighting.comments:
                values |= rows.best_comment_columns(best_first(sighting.comments))
            values["stats_at"] = sighting.time
            if sighting.score is not None:
                values["score"] = ranking_key(sighting.score, posted_at, collected_at)
            connection.execute(update(posts).where(posts.c.post_key == str(sighting.key)).values(values))
        seen = [
            row for one, *_ in news for row in rows.comment_rows(str(one.key), one.comments, database_time(one.time))
        ]
        upsert(connection, self._table(tables.comments), seen, guard="seen_at")
