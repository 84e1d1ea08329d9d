"""The rows of one post."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson

from schemas.posts import Comment, PostKey, Stats
from schemas.states import PostState
from schemas.views import GONE
from services.projector.folding import Folded

Row = dict[str, Any]

SEEN = ("views", "likes", "dislikes", "comments_count", "stats_at", "best_author", "best_content", "best_likes")
"""What sightings keep up to date: facts set it when the post is new and never again."""

_LARGEST = 2**63 - 1


def post_row(key: PostKey, folded: Folded) -> Row:
    """The row of ``posts``; the post must have a status."""
    state = folded.state
    assert state.status is not None
    failure = state.failure
    return {
        "post_key": str(key),
        "site_code": key.site,
        **_told(key, state),
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
        "retry_at": failure.retry_at if failure else None,
    }


def _message(state: PostState) -> str:
    """Why a post does not go on."""
    if state.gone:
        return f"Its site no longer shows it: {state.gone}"
    return state.failure.message if state.failure else ""


def _flags(state: PostState) -> tuple[str, ...]:
    flags = state.post.flags if state.post else ()
    return (*flags, GONE) if state.gone else flags


def _told(key: PostKey, state: PostState) -> Row:
    """What the post itself says; empty where it was retracted."""
    post = state.post
    empty = {"origin_id": key.id, "site_name": "", "board": "", "url": "", "title": "", "content": "", "author": ""}
    told = {name: str(getattr(post, name)) for name in empty} if post else empty
    images = post.images if post else ()
    score = post.score if post else 0.0
    return {
        **told,
        "score": score if math.isfinite(score) else 0.0,
        "flags": orjson.dumps(_flags(state)).decode(),
        "images": orjson.dumps([image.model_dump(mode="json") for image in images]).decode(),
        "image_count": len(images),
        "first_image": images[0].media.key if images else None,
        "posted_at": post.posted_at if post else None,
        **stats_columns(post.stats if post else Stats()),
        **best_columns(post.best_comments if post else ()),
    }


def stats_columns(stats: Stats) -> Row:
    """Figures; a site may show a number no database can hold."""
    figures = {
        "views": stats.views,
        "likes": stats.likes,
        "dislikes": stats.dislikes,
        "comments_count": stats.comments,
    }
    return {name: None if value is None else min(value, _LARGEST) for name, value in figures.items()}


def best_columns(best_first: tuple[Comment, ...]) -> Row:
    """The best comment, kept beside its post so that a page of posts is one query."""
    best = best_first[0] if best_first else None
    return {
        "best_author": best.author if best else None,
        "best_content": best.content if best else None,
        "best_likes": min(best.likes, _LARGEST) if best else None,
    }


def comment_rows(key: PostKey, comments: Iterable[Comment], seen_at: datetime | None) -> list[Row]:
    """One row for each author and text; of equal ones the most liked."""
    most_liked = {comment.content_hash: comment for comment in sorted(comments, key=lambda one: one.likes)}
    return [
        {
            "post_key": str(key),
            "content_hash": content_hash,
            "author": comment.author,
            "content": comment.content,
            "likes": min(comment.likes, _LARGEST),
            "dislikes": min(comment.dislikes, _LARGEST),
            "best": comment.best,
            "created_at": comment.created_at,
            "seen_at": seen_at,
        }
        for content_hash, comment in most_liked.items()
    ]


def content_row(key: PostKey, folded: Folded) -> Row | None:
    """What has been made of the present revision; None before anything has."""
    state: PostState = folded.state
    script, voice, film = state.script, state.voice, state.film
    if script is None and voice is None and film is None:
        return None
    return {
        "post_key": str(key),
        "revision": state.revision,
        "sequence": state.sequence,
        "script": script.model_dump_json() if script else None,
        "summary": script.summary if script else "",
        "audio": voice.audio.key if voice else None,
        "video": film.video.key if film else None,
        "thumbnail": film.thumbnail.key if film else None,
        "duration": film.duration if film else None,
        "encoder": film.encoder if film else None,
        "rendered_at": folded.rendered_at,
    }


def upload_rows(key: PostKey, folded: Folded) -> list[Row]:
    return [
        {
            "post_key": str(key),
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


def fold_row(key: PostKey, folded: Folded, text: str) -> Row:
    """``text`` is the JSON of ``folded``."""
    return {"post_key": str(key), "sequence": folded.state.sequence, "folded": text}
