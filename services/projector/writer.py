"""Writes the projection: facts and sightings, each batch in one transaction with the checkpoint."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, delete, func, select, update

from schemas.errors import ConfigurationError
from schemas.events import Recorded
from schemas.posts import PostKey, Sighting, best_first
from schemas.states import PostState, Status
from services.projector import rows, tables
from services.projector.engine import reading, writing
from services.projector.folding import DEEP, Depth, Folded
from services.projector.upserts import upsert


class Position(NamedTuple):
    """How far the streams are folded in. ``stream`` is the identity of the stream of facts."""

    stream: str
    sequence: int
    sightings: int


class Written(NamedTuple):
    """Where the checkpoint stands after a batch, and which posts changed."""

    position: int
    keys: tuple[str, ...] = ()


@dataclass
class _Batch:
    folded: dict[PostKey, Folded]
    collected: set[PostKey] = field(default_factory=set)
    superseded: list[tuple[PostKey, Folded]] = field(default_factory=list)
    """Revisions that were followed by another within the batch."""

    def add(self, fact: Recorded) -> None:
        key = fact.event.post_key
        before = self.folded.get(key) or Folded()
        after = before.then(fact)
        if before.state.post is None and after.state.post is not None:
            self.collected.add(key)
        if after.state.revision != before.state.revision and _made_of(before.state):
            self.superseded.append((key, before))
        self.folded[key] = after


class ProjectionWriter:
    """The only one that writes the tables. Blocking: call it from a thread. Raises ProviderDown and NoSpace.

    ``names`` maps the tables to others of the same shape, into which a rebuild folds; ``depth`` is that of its facts.
    """

    def __init__(self, engine: Engine, names: dict[Table, Table] | None = None, depth: Depth = DEEP) -> None:
        self._engine = engine
        self._names = names or {}
        self._depth = depth

    def close(self) -> None:
        """Give the connections back; the writer is not used any more."""
        self._engine.dispose()

    def position(self) -> Position:
        with reading(self._engine) as connection:
            return self._at(connection)

    def claim(self, position: Position, stream: str, last_sequence: int) -> Position:
        """Where to go on with the stream of this identity, whose end was looked up after ``position``.

        Raises ConfigurationError when what is folded in comes from another stream, or from more of it than there is.
        """
        if position.sequence > 0 and position.stream != stream:
            raise _unlike("it was folded from another stream than the broker now has")
        if position.sequence > last_sequence:
            raise _unlike(f"it holds facts up to {position.sequence}, but the broker's stream ends at {last_sequence}")
        with writing(self._engine) as connection:
            position = self._locked(connection)
            if position.sequence == 0 and position.stream != stream:
                position = Position(stream, 0, 0)
                self._move(connection, position)
        return position

    def fold(self, facts: Sequence[Recorded], after: int) -> Written:
        """Folds in a batch that follows sequence ``after``. What is folded in already changes nothing.

        When the checkpoint lies before ``after`` (the tables were rebuilt meanwhile) nothing is written: go on from
        the position that is returned.
        """
        with writing(self._engine) as connection:
            position = self._locked(connection)
            fresh = [fact for fact in facts if fact.sequence > position.sequence]
            if position.sequence < after or not fresh:
                return Written(position.sequence)
            keys = list(dict.fromkeys(fact.event.post_key for fact in fresh))
            batch = _Batch(self._folds(connection, keys))
            for fact in fresh:
                batch.add(fact)
            self._write(connection, {key: batch.folded[key] for key in keys}, batch)
            last = fresh[-1].sequence
            self._move(connection, position._replace(sequence=last))
        return Written(last, tuple(str(key) for key in keys))

    def knows(self, keys: Collection[PostKey]) -> bool:
        """Whether all these posts are there, retracted or not."""
        posts = self._table(tables.posts)
        query = select(func.count()).where(posts.c.post_key.in_([str(key) for key in keys]))
        with reading(self._engine) as connection:
            return connection.scalar(query) == len(keys)

    def sight(self, sightings: Sequence[tuple[int, Sighting]], after: int) -> Written:
        """Takes over newer figures and comments of the posts that are there and not retracted.

        ``after`` is as in `fold`, for the stream of sightings.
        """
        with writing(self._engine) as connection:
            position = self._locked(connection)
            newest = {sighting.key: sighting for place, sighting in sightings if place > position.sightings}
            if position.sightings < after or not newest:
                return Written(position.sightings)
            fresh = self._news(connection, newest)
            self._refresh(connection, fresh)
            last = sightings[-1][0]
            self._move(connection, position._replace(sightings=last))
        return Written(last, tuple(str(sighting.key) for sighting in fresh))

    def _table(self, table: Table) -> Table:
        return self._names.get(table, table)

    def _at(self, connection: Connection, *, lock: bool = False) -> Position:
        table = self._table(tables.checkpoint)
        query = select(table.c.stream, table.c.sequence, table.c.sightings)
        row = connection.execute(query.with_for_update() if lock else query).one()
        return Position(row.stream, row.sequence, row.sightings)

    def _locked(self, connection: Connection) -> Position:
        """The checkpoint, held until the commit: a second projector waits here and then finds its batch done."""
        return self._at(connection, lock=True)

    def _move(self, connection: Connection, position: Position) -> None:
        connection.execute(update(self._table(tables.checkpoint)).values(position._asdict()))

    def _folds(self, connection: Connection, keys: Iterable[PostKey]) -> dict[PostKey, Folded]:
        table = self._table(tables.folds)
        query = select(table.c.post_key, table.c.folded).where(table.c.post_key.in_([str(key) for key in keys]))
        found = connection.execute(query)
        return {self._depth.key(key): self._depth.load(folded) for key, folded in found}

    def _write(self, connection: Connection, folded: dict[PostKey, Folded], batch: _Batch) -> None:
        depth = self._depth
        folds = [rows.fold_row(key, one, depth.dump(one)) for key, one in folded.items()]
        upsert(connection, self._table(tables.folds), folds)
        shown = {key: depth.shown(one) for key, one in folded.items() if one.state.status is not None}
        posts = [rows.post_row(*item) for item in shown.items()]
        upsert(connection, self._table(tables.posts), posts, fixed=rows.SEEN)
        upsert(connection, self._table(tables.comments), _comments(shown, batch.collected), guard="seen_at")
        superseded = [(key, depth.shown(one)) for key, one in batch.superseded]
        contents = [row for item in (*superseded, *shown.items()) for row in _some(rows.content_row(*item))]
        upsert(connection, self._table(tables.contents), contents)
        upsert(connection, self._table(tables.uploads), [row for i in folded.items() for row in rows.upload_rows(*i)])
        self._erase(connection, [str(key) for key, one in shown.items() if one.state.status is Status.RETRACTED])

    def _erase(self, connection: Connection, keys: list[str]) -> None:
        """What a retracted post leaves beside its own row, which the upsert has emptied."""
        if not keys:
            return
        for table in (tables.comments, tables.contents):
            here = self._table(table)
            connection.execute(delete(here).where(here.c.post_key.in_(keys)))
        posts = self._table(tables.posts)
        gone = {name: None for name in rows.SEEN if name != "stats_at"}
        connection.execute(update(posts).where(posts.c.post_key.in_(keys)).values(gone))

    def _news(self, connection: Connection, newest: dict[PostKey, Sighting]) -> list[Sighting]:
        """Those that say something newer of a post that may be shown."""
        posts = self._table(tables.posts)
        query = select(posts.c.post_key, posts.c.stats_at).where(
            posts.c.post_key.in_([str(key) for key in newest]), posts.c.status != Status.RETRACTED.value
        )
        shown = {PostKey.parse(row.post_key): row.stats_at for row in connection.execute(query)}
        return [sighting for key, sighting in newest.items() if key in shown and shown[key] < sighting.time]

    def _refresh(self, connection: Connection, sightings: list[Sighting]) -> None:
        posts = self._table(tables.posts)
        for sighting in sightings:
            values = {name: value for name, value in rows.stats_columns(sighting.stats).items() if value is not None}
            if sighting.comments:
                values |= rows.best_columns(best_first(sighting.comments))
            values["stats_at"] = sighting.time
            connection.execute(update(posts).where(posts.c.post_key == str(sighting.key)).values(values))
        seen = [row for one in sightings for row in rows.comment_rows(one.key, one.comments, one.time)]
        upsert(connection, self._table(tables.comments), seen, guard="seen_at")


def _comments(shown: dict[PostKey, Folded], collected: set[PostKey]) -> list[rows.Row]:
    return [
        row
        for key in collected
        if (post := shown[key].state.post) is not None
        for row in rows.comment_rows(key, post.comments, shown[key].collected_at)
    ]


def _made_of(state: PostState) -> bool:
    return not (state.script is None and state.voice is None and state.film is None)


def _some(row: rows.Row | None) -> list[rows.Row]:
    return [] if row is None else [row]


def _unlike(why: str) -> ConfigurationError:
    return ConfigurationError(
        setting="The projection does not belong to this stream",
        why=why,
        remedy="Nothing is lost; rebuild it from the stream: wagglebot replay projection.",
    )
