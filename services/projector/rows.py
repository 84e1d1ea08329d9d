"""Database rows of one post, built from its fold."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Final

from schemas.events import ContentMeasured
from schemas.posts import GONE, Comment, Stats, best_first, content_hash
from schemas.states import PostState
from services.projector.fact_decoder import fact_part_json, fold_extras_json, undecoded_json, undecoded_script_summary
from services.projector.post_fold import PostFold
from services.projector.ranking import ranking_key
from services.projector.tables import database_time

Row = dict[str, Any]

SIGHTING_COLUMNS = (
    *("views", "likes", "dislikes", "comments_count", "stats_at", "score"),
    *("best_author", "best_content", "best_likes"),
)
"""Columns that sightings keep up to date: facts set them when the post is new, and never again."""

COUNT_COLUMNS: Final = (
    *("views", "engaged_views", "likes", "dislikes", "comments", "shares", "saves", "reach", "subscribers_gained"),
)
"""Whole numbers of `schemas.statistics.FilmStatistics`, each with a column of its name."""

_LARGEST = 2**63 - 1


def post_row(key: str, folded: PostFold) -> Row:
    """The row of ``posts``; the post must have a status."""
    state = folded.state
    assert state.status is not None
    failure = state.failure
    flags = (*folded.flags, GONE) if state.gone else folded.flags
    site, _, identity = key.partition(".")
    return {
        "post_key": key,
        "site_code": site,
        **_post_columns(identity, folded),
        "flags": fact_part_json(flags) if flags else "[]",
        "status": state.status.value,
        "revision": state.revision,
        "sequence": state.sequence,
        "stats_at": folded.collected_at,
        "collected_at": folded.collected_at,
        "updated_at": folded.updated_at,
        "stage": state.stage.value if state.stage else None,
        "stage_since": folded.stage_since,
        "attempt": state.attempt,
        "message": _message(state),
        "retry_at": database_time(failure.retry_at) if failure else None,
        "channel": state.channel,
        "folded": fold_extras_json(folded),
        "chain": folded.chain,
    }


def _message(state: PostState) -> str:
    """Why a post does not go on."""
    if state.gone:
        return f"Its site no longer shows it: {state.gone}"
    return state.failure.message if state.failure else ""


def _post_columns(identity: str, folded: PostFold) -> Row:
    """The post's own content; empty where it was retracted, or where the row has it already."""
    post = folded.state.post
    if post is None:
        return _NOTHING | {"origin_id": identity}
    return {
        "origin_id": post.origin_id,
        "site_name": post.site_name,
        "board": post.board,
        "url": str(post.url),
        "title": post.title,
        "content": post.content,
        "author": post.author,
        "score": ranking_key(post.score, post.posted_at, folded.collected_at),
        "images": fact_part_json(post.images) if post.images else "[]",
        "image_count": len(post.images),
        "first_image": post.images[0].media.key if post.images else None,
        "posted_at": database_time(post.posted_at),
        **stats_columns(post.stats),
        **best_comment_columns(best_first(post.comments)),
    }


def stats_columns(stats: Stats) -> Row:
    """Counts, capped: a site may show a number that no database column can hold."""
    figures = {
        "views": stats.views,
        "likes": stats.likes,
        "dislikes": stats.dislikes,
        "comments_count": stats.comments,
    }
    return {name: None if value is None else min(value, _LARGEST) for name, value in figures.items()}


def best_comment_columns(best_first: tuple[Comment, ...]) -> Row:
    """The best comment, stored in the post's row so that a page of posts is one query."""
    best = best_first[0] if best_first else None
    return {
        "best_author": best.author if best else None,
        "best_content": best.content if best else None,
        "best_likes": min(best.likes, _LARGEST) if best else None,
    }


def comment_rows(key: str, comments: Iterable[Comment], seen_at: str | None) -> list[Row]:
    """One row per author and text; of duplicates the most liked."""
    by_likes = sorted(comments, key=attrgetter("likes"))
    most_liked = {content_hash(comment.author, comment.content): comment for comment in by_likes}
    return [
        {
            "post_key": key,
            "content_hash": identity,
            "author": comment.author,
            "content": comment.content,
            "likes": min(comment.likes, _LARGEST),
            "dislikes": min(comment.dislikes, _LARGEST),
            "best": comment.best,
            "created_at": database_time(comment.created_at),
            "seen_at": seen_at,
        }
        for identity, comment in most_liked.items()
    ]


def content_row(key: str, folded: PostFold) -> Row | None:
    """What has been made of the current revision; None before anything has."""
    state = folded.state
    script, voice, film = state.script, state.voice, state.film
    if script is None and voice is None and film is None:
        return None
    return {
        "post_key": key,
        "revision": state.revision,
        "sequence": state.sequence,
        "script": None if script is None else undecoded_json(script),
        "summary": "" if script is None else undecoded_script_summary(script),
        "audio": voice.audio.key if voice else None,
        "video": film.video.key if film else None,
        "thumbnail": film.thumbnail.key if film else None,
        "duration": film.duration if film else None,
        "encoder": film.encoder if film else None,
        "rendered_at": folded.rendered_at,
    }


def upload_rows(key: str, folded: PostFold) -> list[Row]:
    """One row per film and platform."""
    return [
        {
            "post_key": key,
            "revision": publication.revision,
            "platform": publication.platform,
            "sequence": publication.sequence,
            "url": publication.url,
            "remote_id": publication.remote_id,
            "uploaded_at": publication.at,
            "withdrawn_at": publication.withdrawn_at,
        }
        for publication in folded.publications
    ]


def measurement_row(key: str, sequence: int, at: str, event: ContentMeasured) -> Row | None:
    """Statistics of a film at one of the fixed ages; None for a fact of release 0.1.0, which has no age."""
    if event.age is None:
        return None
    told = event.statistics
    return {
        "post_key": key,
        "revision": event.revision,
        "platform": event.platform,
        "age": event.age.value,
        "sequence": sequence,
        "remote_id": event.remote_id,
        "measured_at": at,
        "counted_until": database_time(event.counted_until),
        **{name: _count(getattr(told, name)) for name in COUNT_COLUMNS},
        "average_view_seconds": told.average_view_seconds,
        "average_view_percentage": told.average_view_percentage,
        "retention": fact_part_json(told.retention) if told.retention else "[]",
        "traffic": fact_part_json(dict(told.traffic)) if told.traffic else "{}",
    }


def _count(value: int | None) -> int | None:
    return None if value is None else max(-_LARGEST, min(value, _LARGEST))


_NOTHING: Final[Row] = {
    "site_name": "",
    "board": "",
    "url": "",
    "title": "",
    "content": "",
    "author": "",
    "score": 0.0,
    "images": "[]",
    "image_count": 0,
    "first_image": None,
    "posted_at": None,
    **stats_columns(Stats()),
    **best_comment_columns(()),
}
POST_COLUMNS: Final = ("origin_id", *_NOTHING)
"""Columns of the post's own content: written when it is collected, emptied when it is retracted."""
