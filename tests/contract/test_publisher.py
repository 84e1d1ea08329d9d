"""Every platform, ours and one of another package, passes the contract suite; faults on the wire double nothing."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.platform import CHUNK, Clock, clock
from fixtures.plugins import installed, lay_out
from fixtures.publishers import NAMES, Anywhere, MegaphoneRig, Rig, rigs

from libraries.bus import Bus, MessageContext
from libraries.bus.consumer.stats import consumer_stats
from schemas.adapters import Adapter, AdapterKind, find_adapter
from schemas.errors import Conflict, IllegalTransition, Parked, Permanent, ProviderDown
from schemas.recipe import Stage
from schemas.states import Status
from services.commands.release import ReleaseFilm, release_film
from services.publish import registry
from services.publish.service import Publisher, run_publish
from services.publish.upload.journal import UploadState
from services.publish.withdraw.withdrawal import WithdrawalOutcome, Withdrawer
from wagglebot.testing.platform import STEPS, PlatformContract, PlatformRig, is_there_once, steps, upload_to_the_end

__all__ = ["clock"]
WIRED = ("youtube", "tiktok", "instagram")


@pytest.fixture(params=NAMES)
def rig(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[Rig]:
    yield from rigs(bus, tmp_path, request.param, clock)


@pytest.fixture
def megaphone(bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[MegaphoneRig]:
    with installed("megaphone-platform", tmp_path / "site-packages"):
        yield MegaphoneRig(bus, tmp_path, clock)


class Chosen(PlatformContract):
    """The suite for whatever platform the fixture ``rig`` gives."""

    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True)
    def _chosen(self, rig: PlatformRig) -> None:
        type(self).adapter = find_adapter(AdapterKind.PLATFORM, rig.name, setting="publish.platforms")


class TestOurs(Chosen):
    @pytest.fixture(params=NAMES)
    def rig(self, request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[Rig]:
        yield from rigs(bus, tmp_path, request.param, clock)


class TestPlugin(Chosen):
    @pytest.fixture
    def rig(self, megaphone: MegaphoneRig) -> MegaphoneRig:
        return megaphone


TestOurs.__test__ = TestPlugin.__test__ = True


@pytest.mark.parametrize("fault", ["503", "cut", "lose", "gone", "lose+gone"])
@pytest.mark.parametrize("rig", WIRED, indirect=True)
async def test_whatever_becomes_of_the_last_answer_there_is_no_second_copy(rig: Rig, fault: str) -> None:
    assert rig.history is not None
    rig.history.faults["last"].append(fault)
    wanted = rig.publication(size=CHUNK * 2 + 5)
    try:
        await upload_to_the_end(rig, wanted)
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
    await upload_to_the_end(rig, wanted)
    assert is_there_once(rig, wanted)


async def test_what_was_withdrawn_never_comes(rig: Rig) -> None:
    wanted = rig.publication()
    delivery = rig.deliver()
    await delivery.upload(wanted)
    page = await delivery.journal.load(delivery.journal_key(wanted))
    assert page is not None
    await delivery.journal.write(page.record.model_copy(update={"state": UploadState.WITHDRAWN}), page.revision)
    with pytest.raises(IllegalTransition):
        await rig.deliver().upload(wanted)


@pytest.mark.parametrize("step", steps(*STEPS, "released"))
@pytest.mark.parametrize("name", ["tiktok", "instagram", "fake", "megaphone"])
async def test_a_withdrawal_wins_over_an_upload_at_every_step(
    name: str, step: str, request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock
) -> None:
    """YouTube's own are in the tests of the withdrawal: it has more steps."""
    if name == "megaphone":
        await withdrawn_at(step, request.getfixturevalue("megaphone"))
        return
    for rig in rigs(bus, tmp_path, name, clock):
        await withdrawn_at(step, rig)


async def withdrawn_at(step: str, rig: Rig | MegaphoneRig) -> None:
    fact = await rig.rendered(1)
    key = fact.post_key
    await release_film(rig.bus, ReleaseFilm(post=key, platform=rig.name), "나")
    withdrawing: list[asyncio.Task[WithdrawalOutcome]] = []

    def passed(name: str) -> None:
        if name == step and not withdrawing:
            withdrawal = Withdrawer(rig.bus, rig.store, [rig.make()], reason="본인 요청", by="나")
            withdrawing.append(asyncio.create_task(withdrawal.withdraw(key)))

    work = MessageContext(rig.bus, fact, Stage.PUBLISH, 1, await rig.bus.post_history(key))
    with contextlib.suppress(IllegalTransition, ProviderDown, Parked, Conflict):
        answer = await Publisher(rig.bus, rig.deliver(passed)).publish(fact, work)
        if answer is not None:
            await work.record(answer)
    (outcome,) = await asyncio.gather(*withdrawing)
    # What is still there is what only a person can delete, and it is named.
    assert len(outcome.by_hand) == rig.living()
    assert rig.living() == 0 or not rig.make().capabilities.takes_down
    assert (await rig.bus.post_state(key)).status is Status.RETRACTED
    assert [path for path in rig.store.root.rglob("*") if path.is_file()] == []
    with pytest.raises(IllegalTransition):
        await rig.deliver().upload(rig.publication(1))
    assert max(rig.copies().values(), default=0) <= 1


async def test_a_platform_of_another_package_publishes_from_its_own_durable(megaphone: MegaphoneRig) -> None:
    rig, settings, stop = megaphone, megaphone.settings, asyncio.Event()
    uploaders = registry.uploaders(rig.bus, rig.store, rig.exports, settings)
    running = asyncio.create_task(
        run_publish(rig.bus, rig.store, uploaders, settings, Anywhere(), stop, withdrawn=lambda: asyncio.sleep(0))
    )
    await rig.rendered(1)
    async with asyncio.timeout(60):
        async for batch in rig.bus.facts(kinds=("content.uploaded",), follow=True):
            assert [getattr(fact.event, "platform", "") for fact in batch] == ["megaphone"]
            break
    assert "publish-megaphone" in [stats.name for stats in await consumer_stats(rig.bus)]
    stop.set()
    await running
    assert len(list(rig.account.glob("*.mp4"))) == 1


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
