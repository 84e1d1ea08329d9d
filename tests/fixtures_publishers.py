"""Every publisher we have, with a platform behind it: what the one contract suite runs on."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fixtures_platform import CHUNK, Channel, Clock

from services.bus import Bus
from services.config import InstagramSettings, TiktokSettings
from services.publish.limits.quota import Lane
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export import ExportUploader
from services.publish.platforms.fake import FakeUploader
from services.publish.platforms.instagram import InstagramUploader
from services.publish.platforms.tiktok import TiktokUploader
from services.publish.upload.delivery import Delivery
from testbed.fake_platforms import instagram, tiktok, youtube_server
from testbed.fake_platforms.instagram import USER, InstagramPlatform
from testbed.fake_platforms.recorder import History
from testbed.fake_platforms.tiktok import TiktokPlatform
from testbed.fake_platforms.youtube import Platform

POLLS = (0.01, 0.02, 0.05)


class Rig(Channel):
    """A publisher at its desk. ``history`` is the platform's own, where it is on the wire."""

    def __init__(self, bus: Bus, folder: Path, name: str, history: History[Any] | None, url: str, clock: Clock) -> None:
        super().__init__(bus, folder, history if isinstance(history, Platform) else Platform(), url, clock)
        self.name, self.history, self.folder = name, history, folder
        self.make: Callable[[], BaseUploader] = getattr(self, f"_{name}")

    def deliver(self, passed: Callable[[str], None] = lambda _: None, settle: float = 600.0) -> Delivery:
        return Delivery(self.bus, self.make(), now=self.clock, pause=0.002, settle=settle, lease=30.0, passed=passed)

    def copies(self) -> Counter[str]:
        """How many there ever were of each film, by its hash."""
        if self.history is not None:
            return self.history.copies()
        found = [json.loads(file.read_text())["sha256"] for file in self._words()]
        return Counter(found)

    def living(self) -> int:
        return len(self.history.living() if self.history is not None else self._words())

    def public(self) -> int:
        """Films that anybody but us could see at any time."""
        if self.history is not None:
            return sum(video.was_public for video in self.history.videos.values())
        return sum(json.loads(file.read_text()).get("privacy", "private") != "private" for file in self._words())

    def _words(self) -> list[Path]:
        return [*self.exports.glob("export/*/metadata.json"), *self.exports.glob("fake/*.json")]

    def lane_of(self, platform: str) -> Lane:
        return Lane(self.bus.ledger(), platform, "main", self.clock, self.tell)

    def _youtube(self) -> BaseUploader:
        return self.uploader()

    def _export(self) -> BaseUploader:
        return ExportUploader(self.store, self.exports)

    def _fake(self) -> BaseUploader:
        return FakeUploader(self.store, self.exports, CHUNK)

    def _tiktok(self) -> BaseUploader:
        return TiktokUploader(self.store, self.tiktok, self.lane_of("tiktok"), now=self.clock, polls=POLLS)

    def _instagram(self) -> BaseUploader:
        return InstagramUploader(self.store, self.instagram, self.lane_of("instagram"), now=self.clock, polls=POLLS)

    @property
    def tiktok(self) -> TiktokSettings:
        file = self.folder / "tiktok.json"
        if not file.exists():
            soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
            secrets = {"access_token": "access-first", "refresh_token": "refresh-first", "client_secret": "canary"}
            file.write_text(json.dumps(secrets | {"expires": soon, "client_key": "k", "token_uri": f"{self.url}token"}))
        found = TiktokSettings(endpoint=self.url, token_file=file, client_file=self.folder / "tiktok-client.json")
        return found.model_copy(update={"chunk_bytes": CHUNK, "daily_cap": 1000})

    @property
    def instagram(self) -> InstagramSettings:
        file = self.folder / "instagram.json"
        if not file.exists():
            file.write_text(json.dumps({"access_token": "page-token", "user_id": USER}))
        client = self.folder / "instagram-client.json"
        return InstagramSettings(
            endpoint=self.url, token_file=file, client_file=client, chunk_bytes=CHUNK, daily_cap=1000
        )


NAMES = ("youtube", "tiktok", "instagram", "export", "fake")


def rigs(bus: Bus, folder: Path, name: str, clock: Clock) -> Iterator[Rig]:
    """A rig of that name, with its platform served on loopback."""
    with ExitStack() as stack:
        history: History[Any] | None = None
        url = "http://127.0.0.1:1/"
        if name == "youtube":
            history = Platform(clock=clock.seconds)
            url = stack.enter_context(youtube_server.serve(history))
        elif name == "tiktok":
            history = TiktokPlatform(clock=clock.seconds, least=CHUNK)
            url = stack.enter_context(tiktok.serve(history))
        elif name == "instagram":
            history = InstagramPlatform(clock=clock.seconds)
            url = stack.enter_context(instagram.serve(history))
        if history is not None:
            history.wall = clock
        yield Rig(bus, folder, name, history, url, clock)
