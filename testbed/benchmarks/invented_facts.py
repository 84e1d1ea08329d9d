"""Invented facts for benchmarks: the whole histories of many posts, mixed as in a real stream."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from schemas.events import (
    ContentRendered,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentUploading,
    ContentVoiced,
    Event,
    Film,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.media import MediaRef
from schemas.posts import Comment, Post, PostKey, Stats
from schemas.recipe import Stage
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word

_IN_FLIGHT: Final = 50
"""Posts whose stories are told at the same time."""
_THEN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SPOKEN: Final = "막내가 남긴 메일을 모두가 읽었습니다."
_LINES: Final = 6
_DONE: Final[dict[str, Any]] = {"stage_key": "e" * 64, "served_by": "bench", "seconds": 1.0}


def invented_facts(facts: int, seed: int = 0) -> Iterator[Event]:
    """``facts`` invented facts about many posts: of five two are declined (2 facts each) and three become films (8
    facts each).

    A post has a body of 300 characters and three comments; a script has six lines of five words, each with its time.
    """
    chance = random.Random(seed)  # noqa: S311 (it guards nothing)
    posts = 0
    telling: list[list[Event]] = []
    for _ in range(facts):
        while len(telling) < _IN_FLIGHT:
            telling.append(_story(posts)[::-1])
            posts += 1
        place = chance.randrange(_IN_FLIGHT)
        yield telling[place].pop()
        if not telling[place]:
            del telling[place]


def _story(number: int) -> list[Event]:
    key = PostKey(site="bench", id=str(number))
    collected = PostCollected(post_key=key, revision=0, post=invented_post(key, number))
    if number % 5 < 2:
        return [collected, PostDeclined(post_key=key, revision=0, reviewer="bench")]
    approved = PostApproved(post_key=key, revision=1, reviewer="bench")
    scripted = ContentScripted.caused_by(approved, **_DONE, script=SCRIPT)
    voiced = ContentVoiced.caused_by(scripted, **_DONE, voice=VOICE)
    rendered = ContentRendered.caused_by(voiced, **_DONE, film=FILM)
    sent: dict[str, Any] = {"platform": "export", "video_sha256": FILM.video.sha256}
    return [
        collected,
        approved,
        ContentStarted.caused_by(approved, stage=Stage.SCRIPT, worker="bench"),
        scripted,
        voiced,
        rendered,
        ContentUploading.caused_by(rendered, **sent),
        ContentUploaded.caused_by(rendered, **sent, remote_id=str(number), url="https://bench.example/film"),
    ]


def invented_post(key: PostKey, number: int) -> Post:
    """A post with a body of 300 characters and three comments."""
    return Post(
        key=key,
        origin_id=key.id,
        site_name="측정",
        url=f"https://bench.example/{number}",
        title=f"막내가 퇴사하면서 남긴 {number}번째 메일",
        content="그날은 아침부터 이상했다. " * 20,
        posted_at=_THEN,
        stats=Stats(views=number * 7 % 90_000, likes=number % 900, comments=3),
        comments=_COMMENTS,
    )


def _reference(digit: str, suffix: str) -> MediaRef:
    return MediaRef(key=f"{digit * 2}/{digit * 64}.{suffix}", sha256=digit * 64, size=1000)


_COMMENTS: Final = tuple(
    Comment(id=str(n), author=f"느긋한고래{n}", content=f"사장님이 이 글을 싫어합니다. {n}", likes=n) for n in range(3)
)
SCRIPT: Final = Script(
    title="막내가 남긴 메일",
    lines=(Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=_SPOKEN, spoken=_SPOKEN),) * _LINES,
    summary="막내가 마지막 날 모두에게 보낸 메일 이야기.",
)
VOICE: Final = VoiceTrack(
    audio=_reference("a", "wav"),
    sample_rate=48000,
    duration=2.0 * _LINES,
    lines=tuple(
        SpokenLine(
            index=n,
            start=2.0 * n,
            end=2.0 * n + 1.9,
            words=tuple(
                Word(text=word, start=2.0 * n + 0.3 * m, end=2.0 * n + 0.3 * m + 0.25)
                for m, word in enumerate(_SPOKEN.split())
            ),
            timing=Timing.EXACT,
        )
        for n in range(_LINES)
    ),
)
FILM: Final = Film(
    video=_reference("b", "mp4"),
    thumbnail=_reference("c", "jpg"),
    captions=_reference("d", "srt"),
    duration=30.0,
    width=1080,
    height=1920,
    fps=30,
    encoder="libx264",
)
