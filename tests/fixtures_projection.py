"""Invented histories of posts, and what the tables hold of them."""

from datetime import timedelta
from typing import Any

from fixtures_facts import FILM, NOW, SCRIPT, VOICE, post
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update

from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentUploading,
    ContentVoiced,
    ContentWithdrawn,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
    Recorded,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from services.projector.engine import reading, writing
from services.projector.tables import checkpoint, metadata

KEYS = tuple(PostKey.of("sample", name) for name in ("1", "2", "3"))
_DONE: dict[str, Any] = {"stage_key": "e" * 64, "served_by": "test", "seconds": 1.0}


_WHAT: dict[str, tuple[type[Event], dict[str, Any]]] = {
    "approved": (PostApproved, {"reviewer": "지기"}),
    "declined": (PostDeclined, {"reviewer": "지기"}),
    "reopened": (PostReopened, {"reviewer": "지기"}),
    "retracted": (PostRetracted, {"by": "글쓴이", "reason": "삭제 요청"}),
    "gone": (PostGone, {"reason": "삭제된 글입니다"}),
    "found": (PostFound, {}),
    "requested": (ContentRequested, {"from_stage": Stage.SCRIPT, "recipe": Recipe()}),
    "started": (ContentStarted, {"stage": Stage.SCRIPT, "worker": "w1"}),
    "scripted": (ContentScripted, {**_DONE, "script": SCRIPT}),
    "script_approved": (ContentScriptApproved, {"reviewer": "지기", "script": SCRIPT}),
    "voiced": (ContentVoiced, {**_DONE, "voice": VOICE}),
    "rendered": (ContentRendered, {**_DONE, "film": FILM}),
    "uploading": (ContentUploading, {"platform": "export", "video_sha256": "b" * 64}),
    "uploaded": (ContentUploaded, {"platform": "export", "url": "https://waggle.example/v", "video_sha256": "b" * 64}),
    "withdrawn": (ContentWithdrawn, {"platform": "export", "reason": "요청"}),
    "failed": (
        ContentFailed,
        {
            "stage": Stage.FILM,
            "attempt": 1,
            "failure": FailureKind.RETRYABLE,
            "error": "NoSpace",
            "message": "디스크가 가득 찼습니다 💥",
            "retry_at": NOW + timedelta(seconds=30),
        },
    ),
}


def event(key: PostKey, kind: str, revision: int = 1, **more: Any) -> Event:
    """A fact of a kind, with whatever it must say; of ``more`` what it can say."""
    if kind == "collected":
        return PostCollected(post_key=key, revision=0, post=more.get("post") or post(key.id, key.site))
    what, said = _WHAT[kind]
    # One film of a revision has one id on its platform, so that a withdrawal can name it.
    more |= {"remote_id": f"r{revision}"}
    said = said | {name: value for name, value in more.items() if name in what.model_fields}
    return what(post_key=key, revision=revision, **said)


STORY = ["collected", "approved", "started", "scripted", "voiced", "rendered", "uploading", "uploaded"]
"""The way of a post on which nothing goes wrong."""


def story(key: PostKey) -> list[Event]:
    return [event(key, kind) for kind in STORY]


def recorded(events: list[Event]) -> list[Recorded]:
    """As a stream would hold them: gaps in the sequence, a moment of their own each."""
    return [
        Recorded(2 * place, NOW + timedelta(milliseconds=7 * place, microseconds=place), one)
        for place, one in enumerate(events, 1)
    ]


_KINDS = [
    *STORY,
    "declined",
    "reopened",
    "retracted",
    "gone",
    "found",
    "requested",
    "script_approved",
    "withdrawn",
    "failed",
]
_EVENTS = st.builds(
    lambda key, kind, revision, more: event(key, kind, revision, **more),
    st.sampled_from(KEYS),
    # Most facts of a real stream are those of the plain way; without weight few examples would ever come to a film.
    st.sampled_from([*STORY, *STORY, *_KINDS]),
    st.sampled_from([1, 1, 1, 2, 3]),
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(Stage),
            "from_stage": st.sampled_from(Stage),
            "attempt": st.integers(1, 3),
            "retry_at": st.sampled_from([NOW, None]),
            "platform": st.sampled_from(["export", "youtube"]),
        }
    ),
)
HISTORIES = st.lists(_EVENTS, min_size=1, max_size=20).map(
    lambda more: recorded([*(event(key, "collected") for key in KEYS[:2]), event(KEYS[0], "approved"), *more])
)
"""Facts of a few posts in any order, also such as may not follow each other."""


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of the keys."""
    with reading(engine) as connection:
        return {
            table.name: list(map(dict, connection.execute(select(table).order_by(*table.primary_key)).mappings()))
            for table in metadata.sorted_tables
        }


def emptied(engine: Engine) -> None:
    """Back to a projection of nothing."""
    with writing(engine) as connection:
        for table in metadata.sorted_tables:
            if table is not checkpoint:
                connection.execute(delete(table))
        connection.execute(update(checkpoint).values(stream="", sequence=0, sightings=0))
