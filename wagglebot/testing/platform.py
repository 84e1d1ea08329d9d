"""The contract suite of platforms: a film arrives once, nobody sees it before its release, and it can be taken back."""

import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from libraries.bus import Bus
from libraries.film_statistics.platform_report import NOT_TOLD
from libraries.media.store import LocalStore
from schemas.events import Film
from schemas.posts import PostKey
from schemas.statistics import FilmAge
from services.config import PublishSettings
from services.publish import registry
from services.publish.metadata.publication import build_publication
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState
from wagglebot.plugins import AdapterKind, BadInput, Parked, ProviderDown
from wagglebot.plugins.platform import BaseUploader, Publication, UploadReceipt
from wagglebot.testing.adapter import AdapterContract
from wagglebot.testing.template import SCRIPT
from wagglebot.testing.writer import POST

CHUNK = 262_144
"""Bytes of a chunk, where the platform under test is sent a film in pieces."""
STEPS = ("opened", "stored", "chunk", "closing", "accepted", "sent", "finished")
"""The steps of a delivery, in order."""
RISKY_STEPS = ("closing", "sent", "released")
"""Those at which it is most easily done wrong; the others are marked slow."""


class Died(BaseException):
    """Raised in place of a killed process: nothing after this line happens."""


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """Seconds since the epoch."""
        return self.now.timestamp()

    def move(self, **delta: float) -> None:
        """Move the clock forward by so much, as `datetime.timedelta` takes it."""
        self.now += timedelta(**delta)


class PlatformRig(ABC):
    """A platform under test: its uploader, the media store, and what can be seen on the platform itself."""

    bus: Bus
    store: LocalStore
    clock: Clock
    name: str
    takes_down: bool = True
    """Whether a withdrawal deletes the film; False where only a person can, in the platform's own app."""

    @abstractmethod
    def make(self) -> BaseUploader:
        """A new uploader, as a process that starts has it."""

    @abstractmethod
    def copies(self) -> Counter[str]:
        """How many times the platform ever received each film, by the sha256 of its video."""

    @abstractmethod
    def living(self) -> int:
        """The number of films that are there now."""

    @abstractmethod
    def public(self) -> int:
        """The number of films that anybody but us could see at any time."""

    def show(self, remote_id: str) -> None:  # noqa: B027 - on most platforms a release is enough
        """Let people see a released film, where a person does that in the platform's own app."""

    def bytes_sent(self) -> int | None:
        """The number of bytes of films that the platform was sent; None where it does not count them."""
        return None

    def deliver(self, on_step: Callable[[str], None] = lambda _: None) -> ExactlyOnceUploader:
        """A delivery by a new uploader, which calls ``on_step`` before each of its steps is left."""
        return ExactlyOnceUploader(
            self.bus, self.make(), now=self.clock, pause=0.002, settle=600.0, lease=30.0, on_step=on_step
        )

    def film(self, number: int, size: int) -> Film:
        """A film of ``size`` bytes, other ones for each number."""
        return Film(
            video=self.store.put(random.Random(number).randbytes(size), "mp4"),
            thumbnail=self.store.put(f"jpeg {number}".encode(), "jpg"),
            captions=self.store.put(f"srt {number}".encode(), "srt"),
            duration=30.0,
            width=1080,
            height=1920,
            fps=30,
            encoder="libx264",
        )

    def publication(self, number: int = 1, size: int = CHUNK * 2 + 1000) -> Publication:
        """A publication of the post ``sample.<number>``."""
        post = POST.model_copy(update={"key": PostKey.of("sample", str(number)), "origin_id": str(number)})
        return build_publication(post, SCRIPT, self.film(number, size), 1)

    async def record(self, number: int) -> UploadRecord:
        """The record of a post in the journal of uploads."""
        pages = [page async for page in UploadJournal(self.bus.ledger()).entries()]
        return next(page.record for page in pages if page.record.post_key == PostKey.of("sample", str(number)))


class PluginRig(PlatformRig):
    """The rig of a platform by its name and settings, as the program makes it; a subclass says what can be seen on it.

    ``section``: the platform's settings, as environment variables would give them.
    """

    def __init__(self, bus: Bus, folder: Path, name: str, section: Mapping[str, Any], clock: Clock) -> None:
        self.bus, self.name, self.clock = bus, name, clock
        self.store = LocalStore(folder / "media")
        self.exports = folder / "export"
        self.settings = PublishSettings.model_validate({"platforms": (name,), name: dict(section)})

    def make(self) -> BaseUploader:
        return registry.uploaders(self.bus, self.store, self.exports, self.settings)[0]


def steps(*names: str) -> list[Any]:
    """The named steps as pytest parameters, those that are not risky marked slow."""
    return [name if name in RISKY_STEPS else pytest.param(name, marks=pytest.mark.slow) for name in names]


async def upload_to_the_end(rig: PlatformRig, wanted: Publication) -> UploadReceipt:
    """Upload a publication, moving the clock whenever it is to wait. Fails after twelve tries."""
    for _ in range(12):
        try:
            return await rig.deliver().upload(wanted)
        except Parked as parked:
            rig.clock.now = max(rig.clock.now, parked.fields["until"])
            rig.clock.move(seconds=1)
        except ProviderDown:
            rig.clock.move(seconds=30)
    raise AssertionError("not uploaded after 12 tries")


def is_there_once(rig: PlatformRig, wanted: Publication) -> bool:
    """True when one copy is there that nobody sees, or none where a film is public as soon as it is there.

    Raises AssertionError naming what was found otherwise.
    """
    keeps = rig.make().capabilities.keeps_private
    expected, found, seen = Counter({wanted.film.video.sha256: 1} if keeps else {}), rig.copies(), rig.public()
    assert found == expected, f"copies on the platform are {dict(found)}, expected {dict(expected)}"
    assert seen == 0, f"{seen} films are public before a release"
    return True


class PlatformContract(AdapterContract):
    """The contract suite of a platform: a subclass has a fixture ``rig`` that gives a `PlatformRig`. Needs the fixtures
    of ``wagglebot.testing.bus``.
    """

    kind = AdapterKind.PLATFORM
    refused: ClassVar[list[Any]] = [
        ({"duration": 5000.0}, "s long"),
        ({"width": 1920, "height": 1080}, "upright"),
        ({"fps": 12}, "frames"),
    ]

    @pytest.fixture
    def clock(self) -> Clock:
        """The clock of the test; it stands until it is moved."""
        return Clock()

    def test_it_says_what_it_can(self, rig: PlatformRig) -> None:
        uploader = self.adapter.load()
        assert uploader is type(rig.make())
        assert uploader.platform == self.adapter.name
        table = uploader.capabilities
        assert table.idempotent_by
        assert table.label_field
        assert 0 < table.min_seconds < table.max_seconds

    async def test_a_film_is_uploaded_once_and_nobody_sees_it(self, rig: PlatformRig) -> None:
        wanted = rig.publication(size=CHUNK * 3 + 17)
        receipt = await rig.deliver().upload(wanted)
        assert is_there_once(rig, wanted)
        assert receipt.video_sha256 == wanted.film.video.sha256
        assert await rig.deliver().upload(wanted) == receipt
        assert is_there_once(rig, wanted)
        record = await rig.record(1)
        assert (record.state, record.address) == (UploadState.DONE, "")
        assert rig.bytes_sent() in (None, wanted.film.video.size)

    @pytest.mark.parametrize("step", steps(*STEPS))
    async def test_dead_at_any_step_it_is_uploaded_by_the_next_process(self, rig: PlatformRig, step: str) -> None:
        wanted = rig.publication(size=CHUNK * 3 + 17)
        seen = []

        def on_step(name: str) -> None:
            seen.append(name)
            if name == step:
                raise Died

        with pytest.raises(Died):
            await rig.deliver(on_step).upload(wanted)
        assert seen[-1] == step
        await upload_to_the_end(rig, wanted)
        assert is_there_once(rig, wanted)
        assert (rig.bytes_sent() or 0) <= wanted.film.video.size * 1.1

    async def test_a_release_makes_it_visible_once(self, rig: PlatformRig) -> None:
        wanted = rig.publication()
        await rig.deliver().upload(wanted)
        first = await rig.deliver().release(wanted, "public")
        assert await rig.deliver().release(wanted, "public") == first
        assert rig.copies() == {wanted.film.video.sha256: 1}
        assert (await rig.record(1)).privacy == "public"

    async def test_a_withdrawn_film_is_gone_and_withdrawing_it_again_is_no_error(self, rig: PlatformRig) -> None:
        wanted = rig.publication()
        receipt = await rig.deliver().upload(wanted)
        for _ in range(2):
            assert await rig.make().withdraw(receipt.remote_id) is rig.takes_down
            assert rig.living() == (0 if rig.takes_down else 1)

    async def test_what_it_says_of_a_film_grows_and_what_it_does_not_know_is_not_zero(self, rig: PlatformRig) -> None:
        """Totals until now are those of now; figures by date are told late, and then always the same."""
        uploader, timing = rig.make(), self.adapter.load().capabilities.statistics
        unknown = await uploader.measure("none-of-ours", rig.clock.now, None) if timing else NOT_TOLD
        assert unknown.statistics is None
        wanted = rig.publication()
        await rig.deliver().upload(wanted)
        receipt = await rig.deliver().release(wanted, "public")
        rig.show(receipt.remote_id)
        published = rig.clock.now
        if timing is None:
            assert await uploader.measure(receipt.remote_id, published, None) == NOT_TOLD
            return
        views: list[int] = []
        for _ in range(2):
            rig.clock.move(hours=1)
            report = await uploader.measure(receipt.remote_id, published, None)
            assert report.visible
            assert report.visible_since is None or abs(report.visible_since - published) < timedelta(seconds=2)
            assert report.statistics is not None
            views.append(report.statistics.views or 0)
        assert 0 < views[0] < views[1]
        until = timing.counted_until(FilmAge.THREE_DAYS, published)
        if until is None:
            return
        rig.clock.now = max(until, published + FilmAge.THREE_DAYS.span) + timedelta(hours=1)
        assert (await uploader.measure(receipt.remote_id, published, until)).statistics is None
        rig.clock.now = until + timing.delay
        told = await uploader.measure(receipt.remote_id, published, until)
        rig.clock.move(days=30)
        assert await uploader.measure(receipt.remote_id, published, until) == told
        assert told.statistics is not None
        assert views[1] < (told.statistics.views or 0)
        assert told.counted_until == until

    async def test_an_unfinished_upload_can_be_closed(self, rig: PlatformRig) -> None:
        wanted = rig.publication(size=CHUNK * 3)
        uploader = rig.make()
        assert await uploader.cancel(await uploader.open(wanted)) is None
        assert rig.copies() == {}

    @pytest.mark.parametrize(("changes", "why"), refused, ids=["long", "wide", "slow"])
    async def test_a_film_that_does_not_fit_is_refused_before_a_byte_is_sent(
        self, rig: PlatformRig, changes: dict[str, object], why: str
    ) -> None:
        wanted = rig.publication()
        film = wanted.film.model_copy(update=changes)
        with pytest.raises(BadInput, match=why):
            await rig.deliver().upload(wanted.model_copy(update={"film": film}))
        assert not rig.bytes_sent()
        assert rig.copies() == {}

    async def test_a_file_that_is_not_the_film_any_more_is_not_sent(self, rig: PlatformRig) -> None:
        wanted = rig.publication()
        (rig.store.root / wanted.film.video.key).write_bytes(b"x" * wanted.film.video.size)
        with pytest.raises(BadInput):
            await rig.deliver().upload(wanted)
        assert rig.copies() == {}
