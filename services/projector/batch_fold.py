"""The fold of a batch of facts: the new state of each post, and the rows that change."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Table

from libraries.film_statistics.record_fold import PostRecords
from schemas.events import ContentMeasured
from schemas.states import Status
from services.projector import rows, tables
from services.projector.fact_decoder import DecodedFact, recipe_choices_and_mood
from services.projector.insight_tables import InsightRecord, changed_insight_rows
from services.projector.post_fold import PostFold


class FoldBatch:
    """A batch of facts folded onto the known state of their posts."""

    def __init__(self, known: dict[str, PostFold], records: dict[str, PostRecords]) -> None:
        self.folded = known
        self.records = records
        self.superseded: list[tuple[str, PostFold]] = []
        """Last states of revisions that were replaced by a newer one within the batch."""
        self.measured: list[rows.Row] = []
        """Rows of measurements: each is of its own fact alone, whatever the state of the post."""

    def add(self, fact: DecodedFact) -> None:
        """Fold one more fact; one that is folded already changes nothing."""
        before = self.folded[fact.key]
        after = before.with_fact(fact.sequence, fact.at, fact.event, fact.digest)
        if after.state.revision != before.state.revision:
            self.superseded.append((fact.key, before))
        if fact.sequence > before.state.sequence:
            self.records[fact.key].add_fact(fact.sequence, fact.at, fact.event, recipe_choices_and_mood)
            if type(fact.event) is ContentMeasured:
                row = rows.measurement_row(fact.key, fact.sequence, fact.at, fact.event)
                self.measured += [row] if row else []
        self.folded[fact.key] = after

    def retracted(self) -> list[str]:
        """The posts of which nothing but their own row may be left."""
        return [key for key, one in self.folded.items() if one.state.status is Status.RETRACTED]


class RowChange(NamedTuple):
    """Rows to upsert; see `services.projector.upserts.upsert`."""

    table: Table
    rows: Sequence[rows.Row] | Sequence[InsightRecord]
    guard: str = "sequence"
    fixed: tuple[str, ...] = ()


def row_changes(batch: FoldBatch) -> Iterator[RowChange]:
    """The rows of a batch, table by table, ordered by key."""
    shown = [(key, one) for key, one in batch.folded.items() if one.state.status is not None]
    collected = [rows.post_row(*item) for item in shown if item[1].writes_post_columns]
    yield RowChange(tables.posts, collected, fixed=rows.SIGHTING_COLUMNS)
    known = [rows.post_row(*item) for item in shown if not item[1].writes_post_columns]
    yield RowChange(tables.posts, known, fixed=(*rows.SIGHTING_COLUMNS, *rows.POST_COLUMNS))
    yield RowChange(tables.comments, _comments(shown), guard="seen_at")
    made = (rows.content_row(*item) for item in (*batch.superseded, *shown))
    yield RowChange(tables.contents, [row for row in made if row is not None])
    yield RowChange(tables.uploads, [row for item in batch.folded.items() for row in rows.upload_rows(*item)])
    yield RowChange(tables.measurements, batch.measured)
    for table, changed in changed_insight_rows(batch.records.values()):
        yield RowChange(table, changed)


def _comments(shown: Sequence[tuple[str, PostFold]]) -> list[rows.Row]:
    return [
        row
        for key, one in shown
        if (post := one.state.post) is not None
        for row in rows.comment_rows(key, post.comments, one.collected_at)
    ]
