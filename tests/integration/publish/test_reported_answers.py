"""What the platforms are known to answer: no film is lost, doubled or polled for ever."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.platform import Clock
from fixtures.publishers import Rig, rigs

from libraries.bus import Bus
from schemas.errors import Parked, Permanent, ProviderDown
from schemas.posts import PostKey
from services.publish.limits.quota import PlatformQuota
from services.publish.platforms.base import BaseUploader, Publication
from services.publish.platforms.http_account import POLLS
from services.publish.service import RETRY
from services.publish.upload.delivery import Delivery
from services.publish.upload.journal import UploadState
from testbed.fake_platforms.platform import FakePlatform
from testbed.fake_platforms.reported_answers import ODD, REPORTED, Reported

LISTS = {"youtube": "GET /youtube/v3/videos", "tiktok": "POST /v2/post/publish/status/fetch/", "instagram": "GET /ID"}
MOST_LOOKS = 60


class Carrier:
    """Brings films of one platform there as the service does: it waits, tries again, and goes on after a stop."""

    def __init__(self, rig: Rig, platform: FakePlatform[Any], clock: Clock) -> None:
        self.rig, self.platform, self.clock = rig, platform, clock
        self.quota = PlatformQuota(rig.bus.ledger(), rig.name, "main", clock, rig.tell)
        uploader: Any = rig.uploader(captions=True) if rig.name == "youtube" else rig.make()
        uploader.polls = (0.0,) * len(POLLS)
        self.uploader: BaseUploader = uploader
        self.first = rig.publication()

    def film(self, number: int) -> Publication:
        """A film of its own; the files beside it are those of all, because each file costs a flush of the disk."""
        video = self.rig.store.put(f"film {number}".encode() * 100, "mp4")
        film = self.first.film.model_copy(update={"video": video})
        return self.first.model_copy(update={"film": film, "post_key": PostKey.of("sample", str(number))})

    async def bring(self, wanted: Publication) -> str:
        """What became of the film, in the words of `Reported.meaning`."""
        delivery = Delivery(self.rig.bus, self.uploader, now=self.clock, pause=0.0, settle=600.0)
        waited, attempt = "", 1
        looks: list[datetime] = []
        for _ in range(200):
            before = self.platform.count(LISTS[self.rig.name])
            try:
                await delivery.upload(wanted)
                await delivery.release(wanted, "public")
            except Parked as parked:
                waited = waited or await self._waits(parked)
                self.clock.now = max(self.clock.now, parked.fields["until"])
            except ProviderDown:
                until = RETRY.retry_at(str(wanted.post_key), attempt, self.clock.now)
                attempt += 1
                if until is None:
                    return "lost"
                self.clock.now = until
            except Permanent as error:
                entry = await delivery.journal.load(delivery.key(wanted))
                doubt = entry is not None and entry.record.state is UploadState.DOUBT
                return "doubt" if doubt else f"fails {error.code}"
            else:
                break
            finally:
                looks += [self.clock.now] * (self.platform.count(LISTS[self.rig.name]) - before)
        else:
            return "endless"
        assert most_in_a_day(looks) <= MOST_LOOKS
        entry = await delivery.journal.load(delivery.key(wanted))
        assert entry is not None
        return waited or "".join(f"skips {step}" for step in entry.record.skipped) or "passes"

    async def _waits(self, parked: Parked) -> str:
        """What stops the account, or what it waits for; empty for a platform that is processing."""
        if await self.quota.stopped() is not None:
            self.platform.replies.clear()  # a person acted
            await self.quota.resume()
            return f"stops {parked.code}"
        if parked.code in ("publish.quota_empty", "publish.too_many_calls"):
            self.platform.replies.clear()
            return f"waits {parked.code}"
        return ""


def most_in_a_day(looks: list[datetime]) -> int:
    return max((sum(one <= other < one + timedelta(days=1) for other in looks) for one in looks), default=0)


@pytest.fixture
def carriers(bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[dict[str, Carrier]]:
    with ExitStack() as stack:
        found = {}
        for name in LISTS:
            (tmp_path / name).mkdir()
            rig = stack.enter_context(contextmanager(rigs)(bus, tmp_path / name, name, clock))
            assert rig.history is not None
            found[name] = Carrier(rig, rig.history, clock)
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def wrong(carrier: Carrier, number: int, row: Reported) -> str:
    """What is wrong with the answer of a row; empty when all is right."""
    platform = carrier.platform
    platform.replies[row.call] = row.reply
    platform.access.clear() if row.call == "POST /token" and row.platform == "youtube" else None
    wanted, told = carrier.film(number), len(carrier.rig.told)
    replied = platform.replied
    try:
        became = await carrier.bring(wanted)
    except Exception as error:  # noqa: BLE001 - all rows are reported, those too whose answer is not understood at all
        became = f"{type(error).__name__}: {error}"
    if platform.replied == replied or (row.call in platform.replies and row.reply.times):
        became += ", and nobody asked for it"
    platform.replies.clear()
    if row.meaning.startswith("stops") and len(carrier.rig.told) != told + 1:
        became += f", told {len(carrier.rig.told) - told} times"
    copies = platform.copies()[wanted.film.video.sha256]
    expected = {1} if not row.meaning.startswith("fails") else {0, 1}
    if copies not in expected:
        became += f", {copies} copies"
    return "" if became == row.meaning else f"{row.platform} {row.call} {row.reply.status}: {became}, not {row.meaning}"


async def test_every_answer_means_what_it_says_and_loses_nothing(carriers: dict[str, Carrier], clock: Clock) -> None:
    found = []
    for number, row in enumerate(REPORTED, 1):
        found.append(await wrong(carriers[row.platform], number, row))
        clock.move(days=2)
    assert "\n".join(filter(None, found)) == ""


def test_the_table_has_sixty_answers_that_somebody_saw() -> None:
    named = [row for row in REPORTED if row.source != ODD]
    assert len(named) >= 60
    assert {row.platform for row in named} == {"youtube", "tiktok", "instagram"}
    assert all("." in row.source for row in named)
