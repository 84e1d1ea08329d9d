"""A channel on a platform that speaks the real protocol, and everything it takes to publish to it.

Import `platform` and `channel` into a test file; `bus` comes from conftest.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures_facts import FILM, SCRIPT, post

from schemas.errors import Parked, ProviderDown
from schemas.events import ContentRendered, ContentScripted, Event, Film, PostApproved, PostCollected
from schemas.posts import PostKey
from schemas.script import Line, Role, Script, Speaker
from schemas.states import fold
from schemas.voice import VoiceTrack
from services.bus import Bus
from services.config import PublishSettings, YoutubeSettings
from services.media.store import LocalStore
from services.publish.limits.quota import Lane
from services.publish.metadata.build import publication
from services.publish.platforms.base import Publication
from services.publish.platforms.youtube import YoutubeUploader
from services.publish.platforms.youtube.oauth import credentials
from services.publish.upload.delivery import Delivery
from services.publish.upload.journal import Book, Record
from testbed.fake_platforms.youtube import Platform
from testbed.fake_platforms.youtube_server import serve

CHUNK = 262_144


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class Channel:
    """A platform on loopback, a media store, and as many uploaders as wanted."""

    def __init__(self, bus: Bus, folder: Path, platform: Platform, url: str, clock: Clock) -> None:
        self.bus, self.platform, self.clock, self.url = bus, platform, clock, url
        self.store = LocalStore(folder / "media")
        self.exports = folder / "export"
        self.told: list[str] = []
        token = folder / "token.json"
        token.write_text(
            json.dumps(
                {
                    "refresh_token": "refresh-first",
                    "client_id": "desk",
                    "client_secret": "canary-secret",
                    "token_uri": f"{url}token",
                }
            )
        )
        self.youtube = YoutubeSettings(
            endpoint=url,
            token_file=token,
            client_file=folder / "client.json",
            chunk_bytes=CHUNK,
            daily_cap=1000,
            playlist="PL1",
        )
        self.settings = PublishSettings(platforms=("youtube",), youtube=self.youtube)

    async def tell(self, what: str, where: str) -> None:
        self.told.append(f"{what}: {where}")

    def lane(self) -> Lane:
        return Lane(self.bus.ledger(), "youtube", "main", self.clock, self.tell)

    def uploader(self, **changes: object) -> YoutubeUploader:
        settings = self.youtube.model_copy(update=changes)
        return YoutubeUploader(
            self.store, settings, self.lane(), lambda: credentials(settings), now=self.clock, polls=(0.01, 0.05)
        )

    def delivery(self, uploader: YoutubeUploader | None = None, lease: float = 30.0) -> Delivery:
        return Delivery(self.bus, uploader or self.uploader(), now=self.clock, pause=0.002, settle=600.0, lease=lease)

    def film(self, number: int, size: int = CHUNK * 2 + 1000) -> Film:
        content = random.Random(number).randbytes(size)
        return FILM.model_copy(
            update={
                "video": self.store.put(content, "mp4"),
                "thumbnail": self.store.put(f"jpeg {number}".encode(), "jpg"),
                "captions": self.store.put(f"{number}".encode(), "srt"),
            }
        )

    def publication(self, number: int = 1, size: int = CHUNK * 2 + 1000) -> Publication:
        return publication(post(str(number)), SCRIPT, self.film(number, size), 1)

    async def record(self, number: int) -> Record:
        pages = [page async for page in Book(self.bus.ledger()).pages()]
        return next(page.record for page in pages if page.record.post_key == PostKey.of("sample", str(number)))

    async def rendered(self, number: int, voice: VoiceTrack | None = None) -> ContentRendered:
        """A post of which a film was made, in the stream."""
        key = PostKey.of("sample", str(number))
        done = {"stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
        last = ContentRendered(post_key=key, revision=1, film=self.film(number), **done)
        events: list[Event] = [
            PostCollected(post_key=key, revision=0, post=post(str(number))),
            PostApproved(post_key=key, revision=1, reviewer="나"),
            ContentScripted(post_key=key, revision=1, script=told(number), **done),
            last,
        ]
        sequence = (await self.bus.load(key)).sequence
        for event in events:
            sequence = await self.bus.publish(event, expected=sequence)
        assert fold(await self.bus.history(key)).film == last.film
        return last


def told(number: int) -> Script:
    """A script that says something else for every number."""
    words = "".join(random.Random(number).choices("가나다라마바사아자차카타파하", k=60))
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=words, spoken=words)
    return SCRIPT.model_copy(update={"lines": (SCRIPT.hook, line)})


async def see_through(delivery: Delivery, wanted: Publication, clock: Clock, tries: int = 12) -> None:
    """Bring it, waiting on ``clock`` whenever it is to wait."""
    for _ in range(tries):
        try:
            await delivery.bring(wanted)
        except Parked as parked:
            clock.now = max(clock.now, parked.fields["until"]) + timedelta(seconds=1)
        except ProviderDown:
            clock.move(seconds=30)
        else:
            return
    raise AssertionError(f"not through after {tries} tries")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def platform(clock: Clock) -> Platform:
    return Platform(clock=clock.seconds)


@pytest.fixture
def channel(bus: Bus, tmp_path: Path, platform: Platform, clock: Clock) -> Iterator[Channel]:
    with serve(platform) as url:
        yield Channel(bus, tmp_path, platform, url, clock)
