"""Sample films of random bytes, with the posts and facts they would have."""

import os
import random
from datetime import UTC, datetime
from typing import Final

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.events import (
    ContentReleased,
    ContentRendered,
    ContentScripted,
    ContentVoiced,
    Event,
    Film,
    PostApproved,
    PostCollected,
)
from schemas.posts import Post, PostKey
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack
from services.publish.metadata.publication import build_publication

_SIZES: Final = (2 * 1024**2, 6 * 1024**2)


def random_film(store: LocalStore, number: int) -> Film:
    """A film of megabytes of random bytes: the fake platforms do not look at them."""
    size = random.Random(number).randrange(*_SIZES)  # noqa: S311 - a length
    return short_film(store, number).model_copy(update={"video": store.put(os.urandom(size), "mp4")})


def short_film(store: LocalStore, number: int) -> Film:
    """A film of few bytes, which are the same for the same number."""
    picture, text = store.put(b"thumbnail", "jpg"), store.put(b"1\n", "srt")
    video = store.put(f"film {number} ".encode() * 100, "mp4")
    return Film(
        video=video, thumbnail=picture, captions=text, duration=30, width=1080, height=1920, fps=30, encoder="none"
    )


def post_and_script(key: PostKey) -> tuple[Post, Script]:
    """An invented post and the script of its film."""
    title = f"이야기 {key.id}"
    post = Post(
        key=key,
        origin_id=key.id,
        site_name="drill",
        url=f"https://drill.example/{key.id}",
        title=title,
        content="",
        posted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    line = Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display=title, spoken=title)
    return post, Script(title=title, lines=(line,))


async def record_rendered_film(bus: Bus, key: PostKey, film: Film, platform: str) -> None:
    """Publish the facts of a post up to its rendered film, released for ``platform`` where one is named."""
    post, script = post_and_script(key)
    done = {"stage_key": "0" * 64, "served_by": "drill", "seconds": 0.0}
    spoken = SpokenLine(index=0, start=0.0, end=1.0, words=(), timing=Timing.ESTIMATED)
    voice = VoiceTrack(audio=film.video, sample_rate=48_000, duration=1.0, lines=(spoken,))
    events: list[Event] = [
        PostCollected(post_key=key, revision=0, post=post),
        PostApproved(post_key=key, revision=1, reviewer="drill"),
        ContentScripted(post_key=key, revision=1, script=script, **done),
        ContentVoiced(post_key=key, revision=1, voice=voice, **done),
        ContentRendered(post_key=key, revision=1, film=film, **done),
    ]
    if platform:
        seal = build_publication(post, script, film, 1).seal
        events.append(ContentReleased(post_key=key, revision=1, reviewer="drill", platform=platform, seal=seal))
    sequence = 0
    for event in events:
        sequence = await bus.publish(event, expected=sequence)
