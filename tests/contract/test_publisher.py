"""What every publisher must do, whatever platform it is for: one suite for all of them.

validate → open → send → confirm → finish → release → withdraw; dead at every step; every doubt.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.platform import CHUNK, Clock, clock
from fixtures.plugins import lay_out
from fixtures.publishers import NAMES, Rig, rigs

from schemas.adapters import AdapterKind, find
from schemas.crawls import Presence
from schemas.errors import BadInput, Conflict, IllegalTransition, Parked, Permanent, ProviderDown
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.bus import Bus, MessageContext
from services.bus.consumer.stats import lanes
from services.commands.publishing import release
from services.publish import registry
from services.publish.platforms.base import Publication, UploadReceipt
from services.publish.service import Publisher, run_publish
from services.publish.upload.delivery import Delivery
from services.publish.upload.journal import UploadState
from services.publish.withdraw.withdrawal import Withdrawal, WithdrawalOutcome

__all__ = ["clock"]
STEPS = ("opened", "stored", "chunk", "closing", "accepted", "sent", "finished")
TELLING = ("closing", "sent", "released")
"""The steps at which it is most easily done wrong; the others are with the slow tests."""
WIRED = ("youtube", "tiktok", "instagram")


def steps(*names: str) -> list[Any]:
    return [name if name in TELLING else pytest.param(name, marks=pytest.mark.slow) for name in names]


class Died(BaseException):
    """The process is gone: nothing after this line happens."""


@pytest.fixture(params=NAMES)
def rig(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[Rig]:
    yield from rigs(bus, tmp_path, request.param, clock)


async def through(rig: Rig, wanted: Publication, delivery: Delivery | None = None) -> UploadReceipt:
    """Bring it, waiting on the clock whenever it is to wait."""
    for _ in range(12):
        try:
            return await (delivery or rig.deliver()).upload(wanted)
        except Parked as parked:
            rig.clock.now = max(rig.clock.now, parked.fields["until"])
            rig.clock.move(seconds=1)
        except ProviderDown:
            rig.clock.move(seconds=30)
    raise AssertionError("not through after 12 tries")


def there(rig: Rig, wanted: Publication) -> bool:
    """Exactly one copy; where a film is public as soon as it is there, none before it is released."""
    keeps = rig.make().capabilities.keeps_private
    return rig.copies() == ({wanted.film.video.sha256: 1} if keeps else {}) and rig.public() == 0


def test_it_is_registered_and_says_what_it_can(rig: Rig) -> None:
    adapter = find(AdapterKind.PLATFORM, rig.name, setting="publish.platforms")
    known = adapter.load()
    assert known is type(rig.make())
    table = known.capabilities
    assert table.idempotent_by
    assert table.label_field
    assert 0 < table.min_seconds < table.max_seconds
    assert known.platform == rig.name


async def test_a_film_is_brought_once_and_nobody_sees_it(rig: Rig) -> None:
    wanted = rig.publication(size=CHUNK * 3 + 17)
    receipt = await rig.deliver().upload(wanted)
    assert there(rig, wanted)
    assert receipt.video_sha256 == wanted.film.video.sha256
    assert await rig.deliver().upload(wanted) == receipt
    assert there(rig, wanted)
    record = await rig.record(1)
    assert (record.state, record.address) == (UploadState.DONE, "")
    if rig.history is not None:
        assert rig.history.bytes_in == wanted.film.video.size


@pytest.mark.parametrize("step", steps(*STEPS))
async def test_dead_at_every_step_it_is_brought_by_the_next(rig: Rig, step: str) -> None:
    wanted = rig.publication(size=CHUNK * 3 + 17)
    seen = []

    def passed(name: str) -> None:
        seen.append(name)
        if name == step:
            raise Died

    with pytest.raises(Died):
        await rig.deliver(passed).upload(wanted)
    assert seen[-1] == step
    await through(rig, wanted)
    assert there(rig, wanted)
    if rig.history is not None:
        assert rig.history.bytes_in <= wanted.film.video.size * 1.1


async def test_a_release_makes_it_visible_once(rig: Rig) -> None:
    wanted = rig.publication()
    await rig.deliver().upload(wanted)
    first = await rig.deliver().release(wanted, "public")
    assert await rig.deliver().release(wanted, "public") == first
    assert rig.copies() == {wanted.film.video.sha256: 1}
    assert (await rig.record(1)).privacy == "public"


@pytest.mark.parametrize("fault", ["503", "cut", "lose", "gone", "lose+gone"])
@pytest.mark.parametrize("rig", WIRED, indirect=True)
async def test_whatever_becomes_of_the_last_answer_there_is_no_second_copy(rig: Rig, fault: str) -> None:
    assert rig.history is not None
    rig.history.faults["last"].append(fault)
    wanted = rig.publication(size=CHUNK * 2 + 5)
    try:
        await through(rig, wanted)
    except Permanent:
        assert (await rig.record(1)).state is UploadState.DOUBT
        assert fault in ("gone", "lose+gone")
    assert max(rig.copies().values(), default=0) <= 1
    assert rig.public() == 0


@pytest.mark.parametrize("fault", ["503", "cut", "gone"])
@pytest.mark.parametrize("rig", WIRED, indirect=True)
async def test_what_breaks_in_the_middle_goes_on_or_begins_anew(rig: Rig, fault: str) -> None:
    assert rig.history is not None
    rig.history.faults["chunk"].extend(["", fault])
    wanted = rig.publication(size=CHUNK * 5)
    await through(rig, wanted)
    assert there(rig, wanted)


async def test_what_was_withdrawn_never_comes(rig: Rig) -> None:
    wanted = rig.publication()
    delivery = rig.deliver()
    receipt = await delivery.upload(wanted)
    page = await delivery.journal.load(delivery.key(wanted))
    assert page is not None
    await delivery.journal.write(page.record.model_copy(update={"state": UploadState.WITHDRAWN}), page.revision)
    gone = await rig.make().withdraw(receipt.remote_id)
    # An inbox is the creator's: there it may stay, and the answer says so.
    assert gone == (rig.name != "tiktok")
    assert rig.living() == (0 if gone else 1)
    with pytest.raises(IllegalTransition):
        await rig.deliver().upload(wanted)
    assert await rig.make().withdraw(receipt.remote_id) == gone


async def test_an_unfinished_upload_can_be_closed(rig: Rig) -> None:
    wanted = rig.publication(size=CHUNK * 3)
    uploader = rig.make()
    assert await uploader.cancel(await uploader.open(wanted)) is None
    assert rig.copies() == {}


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"duration": 5000.0}, "s long"), ({"width": 1920, "height": 1080}, "not upright"), ({"fps": 12}, "frames")],
    ids=["long", "wide", "slow"],
)
async def test_a_film_that_does_not_fit_is_refused_before_a_byte_is_sent(
    rig: Rig, changes: dict[str, object], why: str
) -> None:
    wanted = rig.publication()
    film = wanted.film.model_copy(update=changes)
    with pytest.raises(BadInput, match=why):
        await rig.deliver().upload(wanted.model_copy(update={"film": film}))
    assert rig.history is None or rig.history.calls == []


async def test_a_file_that_is_not_the_film_any_more_is_not_sent(rig: Rig) -> None:
    wanted = rig.publication()
    (rig.store.root / wanted.film.video.key).write_bytes(b"x" * wanted.film.video.size)
    with pytest.raises(BadInput, match="not the film that was made"):
        await rig.deliver().upload(wanted)
    assert rig.copies() == {}


@pytest.mark.parametrize("step", steps(*STEPS, "released"))
@pytest.mark.parametrize("rig", ["tiktok", "instagram", "fake", "megaphone"], indirect=True)
async def test_a_withdrawal_wins_over_an_upload_at_every_step(rig: Rig, step: str) -> None:
    """YouTube's own are in the tests of the withdrawal: it has more steps."""
    fact = await rig.rendered(1)
    key = fact.post_key
    await release(rig.bus, key, platform=rig.name, reviewer="나")
    withdrawing: list[asyncio.Task[WithdrawalOutcome]] = []

    def passed(name: str) -> None:
        if name == step and not withdrawing:
            withdrawal = Withdrawal(rig.bus, rig.store, [rig.make()], reason="본인 요청", by="나")
            withdrawing.append(asyncio.create_task(withdrawal.run(key)))

    work = MessageContext(rig.bus, fact, Stage.PUBLISH, 1, await rig.bus.load(key))
    with contextlib.suppress(IllegalTransition, ProviderDown, Parked, Conflict):
        answer = await Publisher(rig.bus, rig.deliver(passed)).publish(fact, work)
        if answer is not None:
            await work.record(answer)
    (outcome,) = await asyncio.gather(*withdrawing)
    # What is still there is what only a person can delete, and it is named.
    assert len(outcome.by_hand) == rig.living()
    assert rig.living() == 0 or not rig.make().capabilities.takes_down
    assert (await rig.bus.state(key)).status is Status.RETRACTED
    assert [path for path in rig.store.root.rglob("*") if path.is_file()] == []
    with pytest.raises(IllegalTransition):
        await rig.deliver().upload(rig.publication(1))
    assert max(rig.copies().values(), default=0) <= 1


class Anywhere:
    """Every post still stands on its site."""

    async def look(self, key: PostKey) -> Presence:
        return Presence.THERE


@pytest.mark.parametrize("rig", ["megaphone"], indirect=True)
async def test_a_platform_of_another_package_publishes_from_its_own_durable(rig: Rig) -> None:
    settings, stop = rig.megaphone(), asyncio.Event()
    uploaders = registry.uploaders(rig.bus, rig.store, rig.exports, settings)
    running = asyncio.create_task(run_publish(rig.bus, rig.store, uploaders, settings, Anywhere(), stop))
    await rig.rendered(1)
    async with asyncio.timeout(20):
        async for batch in rig.bus.facts(kinds=("content.uploaded",), follow=True):
            assert [getattr(fact.event, "platform", "") for fact in batch] == ["megaphone"]
            break
    assert "publish-megaphone" in [stats.name for stats in await lanes(rig.bus)]
    stop.set()
    await running
    assert len(list((rig.exports / "megaphone").glob("*.mp4"))) == 1


def test_a_platform_of_another_package_has_settings_and_a_command_for_its_account(tmp_path: Path) -> None:
    """In a process of its own: commands and settings are made from what is installed at its start."""
    site = lay_out("megaphone-platform", tmp_path / "site-packages")
    named = {
        "PYTHONPATH": str(site),
        "WAGGLEBOT_NATS__STORE_DIR": str(tmp_path / "nats"),
        "WAGGLEBOT_PUBLISH__MEGAPHONE__TOKEN_FILE": str(tmp_path / "token"),
    }
    command = [str(Path(sys.executable).parent / "wagglebot"), "auth", "megaphone"]
    ran = subprocess.run(command, env=os.environ | named, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "https://megaphone.example/consent" in ran.stdout
    assert (tmp_path / "token").read_text() == "granted"
