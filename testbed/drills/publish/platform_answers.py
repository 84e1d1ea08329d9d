"""The drill of answers: every answer that a platform is known to give, and what became of the film it was given for.

Films are carried as the service does it, on a clock that is moved: what waits goes on at its time, what is busy is
tried as often as the service tries it, and a stopped account is opened again by a person who mended the cause.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.base import Frozen
from schemas.errors import Parked, Permanent, ProviderDown
from schemas.posts import PostKey
from services.publish.limits.quota import AccountQuota
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import Publication
from services.publish.platforms.http_account import POLLS, AccountUploader
from services.publish.service import RETRY
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.upload.journal import UploadState
from testbed.drills.publish.drilled_platforms import platform_case
from testbed.drills.publish.sample_films import post_and_script, short_film
from testbed.drills.stations import running_broker
from testbed.fake_platforms.reported_answers import ODD, REPORTED, ReportedAnswer

MOST_LOOKS: Final = 60
"""Calls that ask for the state of a film, within a day of it."""
_LISTS: Final = {
    "youtube": "GET /youtube/v3/videos",
    "tiktok": "POST /v2/post/publish/status/fetch/",
    "instagram": "GET /ID",
}
_STEPS: Final = 200
"""Times a film is taken up before it counts as polled for ever."""


class PlatformAnswersReport(Frozen):
    """The report of the drill of answers.

    ``documented``: those with a source. ``lost``: films given up that the answer did not concern. ``endless``: films
    that were still waiting after `_STEPS` times. ``most_looks``: the most questions about one film within a day.
    """

    answers: int
    documented: int
    right: int
    lost: int
    doubled: int
    endless: int
    most_looks: int
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return self.right == self.answers and not self.lost + self.doubled + self.endless


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


class FilmPublisher:
    """The publisher to one fake platform, on a clock that is moved. ``alerts`` counts what a person was told of the
    account.
    """

    def __init__(self, bus: Bus, folder: Path, platform: str, served: tuple[Any, str], clock: _Clock) -> None:
        case = platform_case(platform)
        self.platform, url = served
        self.name, self.clock, self.alerts = platform, clock, 0
        self.store = LocalStore(folder / "media")
        self.quota = AccountQuota(bus.ledger(), platform, "main", clock, self._alert)
        uploader = case.uploader(self.store, case.settings(folder, url), self.quota)
        if not isinstance(uploader, AccountUploader):
            raise TypeError(platform)
        uploader.now, uploader.polls = clock, (0.0,) * len(POLLS)
        self.delivery = ExactlyOnceUploader(bus, uploader, now=clock, pause=0.0, settle=600.0)
        self._film = short_film(self.store, 0)
        self.most_looks = 0

    def new_publication(self, number: int) -> Publication:
        """A publication with a film of its own; the files beside it are those of all, because each file costs a flush
        of the disk.
        """
        key = PostKey.of("drill", str(number))
        film = self._film.model_copy(update={"video": self.store.put(f"film {number} ".encode() * 100, "mp4")})
        return build_publication(*post_and_script(key), film, 1)

    async def publish(self, wanted: Publication) -> str:
        """Publish a film; gives what became of it: a `ReportedAnswer.meaning`, or ``lost`` or ``endless``."""
        looks: list[datetime] = []
        waited, attempt = "", 1
        for _ in range(_STEPS):
            before = self.platform.count_calls(_LISTS[self.name])
            try:
                await self.delivery.upload(wanted)
                await self.delivery.release(wanted, "public")
                return waited or await self._skipped(wanted) or "passes"
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
                return await self._given_up(wanted, error)
            finally:
                looks += [self.clock.now] * (self.platform.count_calls(_LISTS[self.name]) - before)
                self.most_looks = max(self.most_looks, _most_in_a_day(looks))
        return "endless"

    async def _skipped(self, wanted: Publication) -> str:
        entry = await self.delivery.journal.load(self.delivery.journal_key(wanted))
        return "".join(f"skips {step}" for step in entry.record.skipped) if entry else ""

    async def _given_up(self, wanted: Publication, error: Permanent) -> str:
        entry = await self.delivery.journal.load(self.delivery.journal_key(wanted))
        return "doubt" if entry is not None and entry.record.state is UploadState.DOUBT else f"fails {error.code}"

    async def _waits(self, parked: Parked) -> str:
        """What stops the account, or what it waits for; empty for a platform that is at work on the film."""
        if await self.quota.current_stop() is not None:
            self.platform.replies.clear()  # a person acts
            await self.quota.resume_publishing()
            return f"stops {parked.code}"
        if parked.code in ("publish.quota_empty", "publish.too_many_calls"):
            self.platform.replies.clear()
            return f"waits {parked.code}"
        return ""

    async def _alert(self, _what: str, _where: str) -> None:
        self.alerts += 1


async def drill_platform_answers(folder: Path, say: Callable[[str], None]) -> PlatformAnswersReport:
    """Try all known answers, on a broker of its own."""
    async with running_broker(folder / "nats") as (bus, _nats):
        return await try_platform_answers(bus, folder, REPORTED, say)


async def try_platform_answers(
    bus: Bus, folder: Path, rows: Iterable[ReportedAnswer], say: Callable[[str], None] = lambda _: None
) -> PlatformAnswersReport:
    """Give each answer to the film of one post, and compare what became of it with what the answer means."""
    clock, doubled = _Clock(), 0
    outcomes: list[tuple[ReportedAnswer, str]] = []
    with ExitStack() as stack:
        carriers = {
            name: FilmPublisher(
                bus, folder / name, name, stack.enter_context(_served(folder / name, name, clock)), clock
            )
            for name in _LISTS
        }
        for number, row in enumerate(rows):
            carrier = carriers[row.platform]
            wanted = carrier.new_publication(number)
            outcomes.append((row, await _given(carrier, row, wanted)))
            doubled += carrier.platform.copies()[wanted.film.video.sha256] > 1
            say(f"{row.platform} {row.call}: {outcomes[-1][1]}")
            clock.now += timedelta(days=2)
    wrong = [(row, became) for row, became in outcomes if became != row.meaning]
    return PlatformAnswersReport(
        answers=len(outcomes),
        documented=sum(row.source != ODD for row, _ in outcomes),
        right=len(outcomes) - len(wrong),
        lost=sum(became.startswith(("lost", "fails")) for row, became in wrong if not row.meaning.startswith("fails")),
        doubled=doubled,
        endless=sum(became.startswith("endless") for _, became in wrong),
        most_looks=max(carrier.most_looks for carrier in carriers.values()),
        wrong=tuple(f"{row.platform} {row.call} {row.reply}: {became}, not {row.meaning}" for row, became in wrong),
    )


async def _given(carrier: FilmPublisher, row: ReportedAnswer, wanted: Publication) -> str:
    """What became of a film of which one call was answered as the row says."""
    platform, told, replied = carrier.platform, carrier.alerts, carrier.platform.replied
    platform.replies[row.call] = row.reply
    if row.call == "POST /token":
        platform.access.clear()
    try:
        became = await carrier.publish(wanted)
    except Exception as error:  # noqa: BLE001 - what nobody foresaw is an outcome like others
        became = f"{type(error).__name__}: {error}"
    if platform.replied == replied or (row.call in platform.replies and row.reply.times):
        became += ", and nobody asked for it"
    if row.meaning.startswith("stops") and carrier.alerts != told + 1:
        became += f", and a person was told {carrier.alerts - told} times"
    platform.replies.clear()
    copies = platform.copies()[wanted.film.video.sha256]
    if copies == 0 and not row.meaning.startswith("fails"):
        became += ", and no film is there"
    return became


@contextmanager
def _served(folder: Path, platform: str, clock: _Clock) -> Iterator[tuple[Any, str]]:
    """A fake platform on that clock, which processes at once, and its address."""
    folder.mkdir(parents=True, exist_ok=True)
    case = platform_case(platform)
    history = case.history()
    history.clock, history.wall = clock.seconds, clock
    history.processing = history.pace = 0.0
    with case.serve(history) as url:
        yield history, url


def _most_in_a_day(looks: list[datetime]) -> int:
    """The most of these moments that lie within one day."""
    return max((sum(one <= other < one + timedelta(days=1) for other in looks) for one in looks), default=0)
