"""The review app as it runs: with a broker, a projector and a media store of its own, in a thread beside the tests."""

import asyncio
import io
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import imageio_ffmpeg
from fixtures_facts import SCRIPT
from PIL import Image as Picture

from schemas.events import (
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    Event,
    Film,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.media import MediaRef
from schemas.posts import Comment, Image, Post, PostKey, Stats
from schemas.script import Script
from schemas.views import PostFilter
from services.bootstrap import Place
from services.bootstrap_review import review_ports
from services.bus import Bus, connect
from services.config import MediaSettings, NatsSettings, ReviewSettings, Settings, StudioSettings
from services.embedded import embedded_server
from services.media.store import LocalStore
from services.projector.service import run_projector
from services.projector.views import SqlProjection
from services.review.app import create_app, run_review
from services.review.auth.audit_log import Act, Audit

T = TypeVar("T")

PATIENCE = 10.0


class Stage:
    """The running app. ``url`` is its address; `call` runs a coroutine where the bus lives."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "media")
        self._folder = folder
        self.own = folder / "own"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stop = asyncio.Event()
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []
        self._pictures = 0
        self._clip: MediaRef | None = None
        self.url = ""
        self.bus: Bus
        self.projection: SqlProjection

    def start(self) -> None:
        self._thread.start()
        self.call(self._start())

    def end(self) -> None:
        self.call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    async def _start(self) -> None:
        broker = await self._stack.enter_async_context(embedded_server(self._folder / "nats"))
        self.bus = await connect(NatsSettings(url=broker), "stage")
        database = f"sqlite:///{self._folder / 'stage.db'}"
        self.projection = SqlProjection.open(database)
        nats = NatsSettings(url=broker, store_dir=self._folder / "nats")
        media = MediaSettings(root=self._folder / "media")
        studio = StudioSettings(assets=self.own)
        self._settings = Settings(nats=nats, media=media, studio=studio, review=ReviewSettings(port=0))
        place = Place(self._settings, nats, self.store)
        self._ports = await self._stack.enter_async_context(review_ports(place, self.bus))
        self._tasks = [asyncio.create_task(run_projector(self.bus, database, self._stop))]
        self.url = await self._serve(self._settings)

    async def _serve(self, settings: Settings) -> str:
        """Of the app with these settings its address; whatever they say, it listens on loopback only."""
        app = create_app(self.bus, self.projection, self.store, settings, self._ports)
        said: asyncio.Queue[str] = asyncio.Queue()
        self._tasks.append(asyncio.create_task(run_review(app, self._settings, self._stop, said.put_nowait)))
        return await asyncio.wait_for(said.get(), PATIENCE)

    def served(self, **review: Any) -> str:
        """The address of the app once more, with other settings of its own."""
        return self.call(self._serve(self._settings.model_copy(update={"review": ReviewSettings(port=0, **review)})))

    def act(self, *acts: Act) -> None:
        """Write acts into the audit list of the app."""
        for act in acts:
            Audit(self._folder / "audit.jsonl").note(act)

    async def _end(self) -> None:
        self._stop.set()
        await asyncio.gather(*self._tasks)
        self.projection.close()
        await self.bus.close()
        await self._stack.aclose()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)

    def record(self, *events: Event) -> None:
        """Publish facts and wait until the app can show them."""

        async def publish() -> int:
            last = 0
            for event in events:
                state = await self.bus.state(event.post_key)
                last = await self.bus.publish(event, expected=state.sequence)
            return last

        last = self.call(publish())
        wait_until(lambda: self.projection.position() >= last)

    def collect(self, *posts: Post) -> None:
        self.record(*(PostCollected(post_key=post.key, revision=0, post=post) for post in posts))

    def facts(self, key: PostKey) -> list[Event]:
        return [fact.event for fact in self.call(self.bus.history(key))]

    def clear(self) -> None:
        """An empty inbox: everything still in it is declined."""
        left = self.projection.posts(PostFilter(limit=500))
        self.record(*(PostDeclined(post_key=card.key, revision=card.revision, reviewer="test") for card in left))

    def picture(self, colour: str = "#d98e04") -> Image:
        data = io.BytesIO()
        self._pictures += 1
        Picture.new("RGB", (320 + self._pictures, 240), colour).save(data, "PNG")
        ref = self.store.put(data.getvalue(), "png")
        return Image(media=ref, width=320 + self._pictures, height=240, source_url="https://waggle.example/a.png")

    def clip(self) -> MediaRef:
        """A video of two seconds, drawn once."""
        if self._clip is not None:
            return self._clip
        clip = self._folder / "clip.mp4"
        sources = ("testsrc2=s=270x480:r=30", "sine=frequency=440")
        inputs = [argument for source in sources for argument in ("-f", "lavfi", "-i", source)]
        program = imageio_ffmpeg.get_ffmpeg_exe()
        command = [program, "-y", "-loglevel", "error", *inputs, "-t", "2", "-pix_fmt", "yuv420p", str(clip)]
        subprocess.run(command, check=True)
        self._clip = self.store.adopt(clip, "mp4")
        return self._clip

    def film(self, post: Post, *, script: Script = SCRIPT, who: str = "test") -> MediaRef:
        """A finished and exported film of two seconds; gives its video."""
        video = self.clip()
        film = Film(
            video=video,
            thumbnail=self.picture("#3b5b7a").media,
            captions=video,
            duration=2.0,
            width=270,
            height=480,
            fps=30,
            encoder="libx264",
        )
        key = post.key
        made: dict[str, Any] = {"stage_key": "0" * 64, "served_by": "test", "seconds": 1}
        published: dict[str, Any] = {"post_key": key, "revision": 1}
        self.record(
            PostCollected(post_key=key, revision=0, post=post),
            PostApproved(post_key=key, revision=1, reviewer=who),
            ContentScripted(post_key=key, revision=1, **made, script=script),
            ContentRendered(post_key=key, revision=1, **made, film=film),
            ContentUploaded(**published, platform="export", remote_id="1", url="", video_sha256=video.sha256),
        )
        return video


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def invented(identity: str, title: str, *, site: str = "sample", score: float = 50.0, **more: Any) -> Post:
    """A small post; ``more`` replaces its fields."""
    fields: dict[str, Any] = {
        "key": PostKey.of(site, identity),
        "origin_id": identity,
        "site_name": "와글마당",
        "board": "직장",
        "url": f"https://waggle.example/post/{identity}",
        "title": title,
        "content": f"{title}에 대한 이야기입니다.\n어제 있었던 일이에요.",
        "author": "졸린수달42",
        "posted_at": datetime.now(UTC) - timedelta(hours=3),
        "stats": Stats(views=12_345, likes=981, comments=2),
        "comments": (
            Comment(id="c1", author="느긋한고래7", content="커피값까지 청구했으면 완벽했다", likes=382, best=True),
            Comment(id="c2", author="바쁜참새3", content="저도 비슷한 일이 있었어요", likes=12),
        ),
        "score": score,
    }
    return Post(**(fields | more))
