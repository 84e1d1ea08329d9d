"""Queries over the projection, for the review app and the command line."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, tuple_, update

from schemas.clock import utc_now
from schemas.errors import ConfigurationError
from schemas.failures import FieldValue
from schemas.failures.legacy import upcast
from schemas.posts import COPY, PostKey, flag_value
from schemas.recipe import Stage
from schemas.script import Script
from schemas.states import Status
from schemas.views import USUAL_WORTH, BestComment, FilmCard, InboxCard, PlatformUpload, PostFilter, PostSort, WorkItem
from services.projector.database import write_transaction
from services.projector.migrate import open_upgraded_database
from services.projector.queries.insight_queries import SqlInsights
from services.projector.queries.measurement_queries import SqlMeasurements
from services.projector.ranking import decayed_score, ranking_key
from services.projector.tables import checkpoint, contents, metadata, posts, uploads

_EXCERPT = 300
_STORY = "story"
_ORDER: dict[PostSort, ColumnElement[Any]] = {
    PostSort.SCORE: posts.c.score.desc(),
    PostSort.LEARNED: posts.c.score.desc(),
    PostSort.NEWEST: posts.c.collected_at.desc(),
    PostSort.VIEWS: posts.c.views.desc(),
    PostSort.LIKES: posts.c.likes.desc(),
}
_AT_WORK = (Status.APPROVED, Status.PROCESSING, Status.FAILED)
_NOT_SHOWN = (Status.DECLINED, Status.RETRACTED)


class SqlProjection(SqlMeasurements, SqlInsights):
    """`schemas.views.Projection` over SQLite or MariaDB. Raises ProviderDown, ConfigurationError."""

    @classmethod
    def open(cls, url: str) -> "SqlProjection":
        """Open the database at ``url`` and upgrade its schema. Raises ProviderDown, ConfigurationError."""
        return cls(open_upgraded_database(url))

    def close(self) -> None:
        self._engine.dispose()

    def posts(self, wanted: PostFilter, worth: Mapping[str, float] | None = None) -> list[InboxCard]:
        copies = self._copies(wanted.status) if wanted.fold or wanted.flag == _STORY else {}
        query = _cards().where(posts.c.status == wanted.status.value)
        if wanted.fold and wanted.flag != COPY:
            query = query.where(posts.c.post_key.not_in([str(key) for keys in copies.values() for key in keys]))
        if wanted.flag == _STORY:
            query = query.where(posts.c.post_key.in_(copies))
        elif wanted.flag:
            query = query.where(posts.c.flags.contains(_flagged(wanted.flag), autoescape=True))
        if wanted.least_comments:
            query = query.where(posts.c.comments_count >= wanted.least_comments)
        if wanted.sites:
            query = query.where(posts.c.site_code.in_(wanted.sites))
        if wanted.has_images is not None:
            query = query.where(posts.c.image_count > 0 if wanted.has_images else posts.c.image_count == 0)
        if words := unicodedata.normalize("NFC", wanted.search).strip():
            found = (column.icontains(words, autoescape=True) for column in (posts.c.title, posts.c.content))
            query = query.where(or_(*found))
        # The key breaks ties, so that a post is on one page only.
        query = query.order_by(_ORDER[wanted.sort], posts.c.post_key.desc())
        first, last = wanted.offset, wanted.offset + wanted.limit
        if wanted.sort is PostSort.LEARNED and worth:
            keys = self._keys_by_worth(query, worth)[first:last]
            shown = {row.post_key: row for row in self._all(_cards().where(posts.c.post_key.in_(keys)))}
            return [_card(shown[key], copies.get(key, ())) for key in keys if key in shown]
        query = query.limit(wanted.limit).offset(wanted.offset)
        return [_card(row, copies.get(row.post_key, ())) for row in self._all(query)]

    def _keys_by_worth(self, query: Select[Any], worth: Mapping[str, float]) -> list[str]:
        rows = self._all(query.with_only_columns(posts.c.post_key, posts.c.posted_at, posts.c.collected_at))
        ranks = {
            row.post_key: ranking_key(worth.get(row.post_key, USUAL_WORTH), row.posted_at, row.collected_at)
            for row in rows
        }
        return sorted(ranks, key=lambda key: -ranks[key])

    def _copies(self, status: Status) -> dict[str, list[PostKey]]:
        """Copies of posts within a status, by the key of the original."""
        flagged = and_(posts.c.status == status.value, posts.c.flags.contains(_flagged(COPY), autoescape=True))
        found: dict[str, list[PostKey]] = {}
        for row in self._all(select(posts.c.post_key, posts.c.flags).where(flagged)):
            original = flag_value(orjson.loads(row.flags), COPY) or ""
            found.setdefault(original, []).append(PostKey.parse(row.post_key))
        if not found:
            return {}
        there = select(posts.c.post_key).where(posts.c.post_key.in_(found), posts.c.status == status.value)
        return {row.post_key: found[row.post_key] for row in self._all(there)}

    def post(self, key: PostKey) -> InboxCard | None:
        rows = self._all(_cards().where(posts.c.post_key == str(key)))
        return _card(rows[0]) if rows else None

    def earlier_posts_of_author(self, key: PostKey) -> list[InboxCard]:
        later = posts.alias()
        query = _cards().join(later, later.c.post_key == str(key))
        same = (posts.c.site_code == later.c.site_code, posts.c.author == later.c.author, later.c.author != "")
        query = query.where(*same, posts.c.collected_at <= later.c.collected_at, posts.c.post_key != str(key))
        query = query.where(posts.c.status != Status.RETRACTED.value)
        return [
            _card(row) for row in self._all(query.order_by(posts.c.collected_at.desc(), posts.c.post_key).limit(20))
        ]

    def sites(self) -> list[str]:
        rows = self._all(select(posts.c.site_code).distinct().order_by(posts.c.site_code))
        return [row.site_code for row in rows]

    def counts_by_status(self) -> dict[Status, int]:
        rows = self._all(select(posts.c.status, func.count().label("number")).group_by(posts.c.status))
        return dict.fromkeys(Status, 0) | {Status(row.status): row.number for row in rows}

    def work_items(self, keys: Collection[PostKey] | None = None) -> list[WorkItem]:
        query = select(
            posts.c.post_key,
            posts.c.title,
            posts.c.status,
            posts.c.revision,
            posts.c.stage,
            posts.c.stage_since,
            posts.c.attempt,
            posts.c.message,
            posts.c.retry_at,
            posts.c.folded,
        )
        query = query.where(posts.c.status.in_([status.value for status in _AT_WORK]))
        if keys is not None:
            query = query.where(posts.c.post_key.in_([str(key) for key in keys]))
        return [_item(row) for row in self._all(query.order_by(posts.c.stage_since, posts.c.post_key))]

    def films(self, limit: int = 20, offset: int = 0, channel: str | None = None) -> list[FilmCard]:
        page = _films().limit(limit).offset(offset)
        page = page if channel is None else page.where(posts.c.channel == channel)
        films = self._all(page)
        wanted = [(film.post_key, film.revision) for film in films]
        by_film: dict[tuple[str, int], list[PlatformUpload]] = {film: [] for film in wanted}
        for row in self._uploads(wanted):
            upload = PlatformUpload(platform=row.platform, url=row.url, at=row.uploaded_at)
            by_film[(row.post_key, row.revision)].append(upload)
        return [_film(row, by_film[(row.post_key, row.revision)]) for row in films]

    def position(self) -> int:
        for row in self._all(select(checkpoint.c.sequence)):
            return int(row.sequence)
        raise ConfigurationError("store.checkpoint_missing")

    def check_tables(self) -> int:
        """The fact that the projection stands at, after a look at every table and a write that is taken back.

        Raises ProviderDown (no answer, read-only), ConfigurationError (a table is missing, a damaged file).
        """
        for table in metadata.sorted_tables:
            self._all(select(table).limit(1))
        position = self.position()
        with write_transaction(self._engine) as connection:
            connection.execute(update(checkpoint).values(sequence=position))
            connection.rollback()
        return position

    def row_sequences(self) -> dict[str, int]:
        """Of each post, the sequence of the fact its row was last written for."""
        return {row.post_key: row.sequence for row in self._all(select(posts.c.post_key, posts.c.sequence))}

    def _uploads(self, films: list[tuple[str, int]]) -> list[Row[Any]]:
        if not films:
            return []
        of_these = tuple_(uploads.c.post_key, uploads.c.revision).in_(films)
        query = select(uploads).where(of_these, uploads.c.withdrawn_at.is_(None))
        return self._all(query.order_by(uploads.c.uploaded_at, uploads.c.platform))


def _cards() -> Select[Any]:
    return select(
        posts.c.post_key,
        posts.c.site_name,
        posts.c.board,
        posts.c.url,
        posts.c.title,
        func.substr(posts.c.content, 1, _EXCERPT).label("excerpt"),
        posts.c.status,
        posts.c.revision,
        posts.c.sequence,
        posts.c.score,
        posts.c.views,
        posts.c.likes,
        posts.c.comments_count,
        posts.c.image_count,
        posts.c.first_image,
        posts.c.best_author,
        posts.c.best_content,
        posts.c.best_likes,
        posts.c.flags,
        posts.c.posted_at,
        posts.c.collected_at,
    )


def _flagged(flag: str) -> str:
    """How a flag is written in its JSON column; a copy's flag ends in the key of the original."""
    return f'"{flag}:' if flag == COPY else f'"{flag}"'


def _card(row: Row[Any], copies: Iterable[PostKey] = ()) -> InboxCard:
    best = None
    if row.best_content is not None:
        best = BestComment(author=row.best_author, content=row.best_content, likes=row.best_likes)
    return InboxCard(
        key=PostKey.parse(row.post_key),
        site_name=row.site_name,
        board=row.board,
        url=row.url,
        title=row.title,
        excerpt=row.excerpt,
        status=Status(row.status),
        revision=row.revision,
        sequence=row.sequence,
        score=decayed_score(row.score, utc_now()),
        views=row.views,
        likes=row.likes,
        comments=row.comments_count,
        image_count=row.image_count,
        first_image=row.first_image,
        best_comment=best,
        flags=tuple(orjson.loads(row.flags)),
        posted_at=row.posted_at,
        collected_at=row.collected_at,
        copies=tuple(copies),
    )


def _item(row: Row[Any]) -> WorkItem:
    code, fields = _cause(orjson.loads(row.folded)["state"] if row.folded else {})
    return WorkItem(
        key=PostKey.parse(row.post_key),
        title=row.title,
        status=Status(row.status),
        revision=row.revision,
        stage=Stage(row.stage) if row.stage else None,
        since=row.stage_since,
        attempt=row.attempt,
        message=row.message,
        code=code,
        fields=fields,
        retry_at=row.retry_at,
    )


def _cause(state: dict[str, Any]) -> tuple[str, dict[str, FieldValue]]:
    """Why a post does not go on, as a failure code and its fields; empty when nothing is wrong."""
    if state.get("gone"):
        return "post.source_gone", {"reason": state["gone"]}
    failed = state.get("failure")
    if failed is None:
        return "", {}
    # Rows that release 0.1.0 folded know neither of the two.
    return (failed["code"], failed["fields"]) if failed.get("code") else upcast(failed["error"], failed["message"])


def _films() -> Select[Any]:
    """The newest film of each post that may be shown, latest first."""
    newer = contents.alias("newer")
    replaced = exists().where(
        and_(
            newer.c.post_key == contents.c.post_key,
            newer.c.revision > contents.c.revision,
            newer.c.rendered_at.is_not(None),
        )
    )
    return (
        select(
            contents.c.post_key,
            contents.c.revision,
            contents.c.script,
            contents.c.summary,
            contents.c.video,
            contents.c.thumbnail,
            contents.c.duration,
            contents.c.encoder,
            contents.c.rendered_at,
            posts.c.title,
            posts.c.url,
            posts.c.status,
            posts.c.channel,
        )
        .join(posts, posts.c.post_key == contents.c.post_key)
        .where(
            contents.c.rendered_at.is_not(None),
            posts.c.status.not_in([status.value for status in _NOT_SHOWN]),
            ~replaced,
        )
        .order_by(contents.c.rendered_at.desc(), contents.c.post_key.desc())
    )


def _film(row: Row[Any], published: Iterable[PlatformUpload]) -> FilmCard:
    return FilmCard(
        key=PostKey.parse(row.post_key),
        channel=row.channel,
        title=row.title,
        source_url=row.url,
        status=Status(row.status),
        revision=row.revision,
        summary=row.summary,
        script=Script.model_validate_json(row.script) if row.script else None,
        video=row.video,
        thumbnail=row.thumbnail,
        duration=row.duration,
        encoder=row.encoder,
        rendered_at=row.rendered_at,
        uploads=tuple(published),
    )
