"""Faults planted on a machine, in its settings and in its servers: the doctor names each, with a cure."""

import asyncio
import resource
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from fixtures.facts import post
from pydantic import SecretStr
from sqlalchemy import text

from libraries.bus import Bus
from libraries.bus.connection import broker_check as broker
from libraries.checks import machine
from libraries.checks.finding import Finding, run_checks
from libraries.media.store_mark import MARK, mark_store_folder
from schemas import subjects
from schemas.events import PostCollected
from schemas.posts import PostKey
from services.cli.shared import doctor
from services.cli.shared.resource_checks import resource_checks
from services.config import HealthSettings, MediaSettings, NatsSettings, ReviewSettings, Settings, StoreSettings
from services.projector.database import create_database_engine, write_transaction
from services.projector.rebuild import rebuild_projection

NOWHERE = Path("/proc/nowhere")
"""Nothing can be made there, not even by root."""


class Fault(NamedTuple):
    """A planted fault: what the doctor calls the thing, how bad it is, and a part of the remedy or sentence."""

    what: str
    state: str
    says: str
    find: Callable[[Path, Settings], list[Finding]]


def with_settings(settings: Settings, **sections: object) -> Settings:
    return settings.model_copy(update=sections)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database(tmp: Path, content: bytes) -> StoreSettings:
    (tmp / "p.db").write_bytes(content)
    return StoreSettings(url=f"sqlite:///{tmp / 'p.db'}")


def keeping(settings: Settings, **health: object) -> list[Finding]:
    review = ReviewSettings(port=0)
    return run_checks(list(doctor._keeping(with_settings(settings, review=review, health=HealthSettings(**health)))))


def old_backup(tmp: Path, settings: Settings) -> list[Finding]:
    made = tmp / "backup" / (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%dT%H%M%SZ")
    made.mkdir(parents=True)
    (made / "media.txt").touch()
    return keeping(settings, backup_folder=tmp / "backup")


def unmounted(tmp: Path, settings: Settings) -> list[Finding]:
    root = tmp / "media"
    mark_store_folder(root, tmp / "media.root")
    (root / MARK).unlink()
    moved = with_settings(settings, media=MediaSettings(root=root), nats=NatsSettings(store_dir=tmp / "nats"))
    return run_checks(doctor._folders(moved))


def shown_secret(tmp: Path, settings: Settings) -> list[Finding]:
    token = tmp / "youtube-token.json"
    token.write_text("{}")
    token.chmod(0o644)
    return run_checks(doctor._folders(with_settings(settings, nats=NatsSettings(store_dir=tmp / "nats"))))


FAULTS = {
    "media on a file system that takes no files": Fault(
        "media",
        "fail",
        "WAGGLEBOT_MEDIA__ROOT",
        lambda _, s: run_checks(doctor._folders(with_settings(s, media=MediaSettings(root=NOWHERE)))),
    ),
    "state that cannot be written": Fault(
        "state",
        "fail",
        "WAGGLEBOT_NATS__STORE_DIR",
        lambda _, s: run_checks(doctor._folders(with_settings(s, nats=NatsSettings(store_dir=NOWHERE / "nats")))),
    ),
    "media store not mounted": Fault("media store", "fail", "Mount its disk", unmounted),
    "a token that others can read": Fault("secrets", "warn", "chmod 600", shown_secret),
    "backups to a folder that takes none": Fault(
        "backup folder", "fail", "BACKUP_FOLDER", lambda _, s: keeping(s, backup_folder=NOWHERE)
    ),
    "no backup at all": Fault("backups", "warn", "wagglebot backup FOLDER", lambda _, s: keeping(s)),
    "no backup yet": Fault("backups", "warn", "wagglebot backup /", lambda t, s: keeping(s, backup_folder=t / "b")),
    "an old backup": Fault("backups", "warn", "9.0 days old", old_backup),
    "alerts that nobody gets": Fault("alerts", "warn", "ALERT_WEBHOOK", lambda _, s: keeping(s)),
    "an open door off loopback": Fault(
        "review app",
        "fail",
        "WAGGLEBOT_REVIEW__PASSWORD",
        lambda t, s: [
            doctor._review_door(
                with_settings(s, review=ReviewSettings(host="0.0.0.0"), nats=NatsSettings(store_dir=t / "nats"))
            )
        ],
    ),
    "a database that is none": Fault(
        "database",
        "fail",
        "p.db",
        lambda t, s: [doctor._database(with_settings(s, store=database(t, b"no database, " * 99)))[0]],
    ),
    "a database in a folder that cannot be": Fault(
        "database",
        "fail",
        "nowhere",
        lambda _, s: [doctor._database(with_settings(s, store=StoreSettings(url=f"sqlite:///{NOWHERE}/p.db")))[0]],
    ),
    "a database server that is away": Fault(
        "database",
        "fail",
        "127.0.0.1",
        lambda _, s: [
            doctor._database(
                with_settings(s, store=StoreSettings(url=f"mysql+pymysql://u:p@127.0.0.1:{free_port()}/d"))
            )[0]
        ],
    ),
    "an address of a database that is none": Fault(
        "database",
        "fail",
        "sqlite:////",
        lambda _, s: [doctor._database(with_settings(s, store=StoreSettings(url="nonsense")))[0]],
    ),
    "a broker that is away": Fault(
        "broker",
        "fail",
        "127.0.0.1",
        lambda _, s: doctor._broker(with_settings(s, nats=NatsSettings(url=f"nats://127.0.0.1:{free_port()}")), 0),
    ),
    "an ffmpeg that is not there": Fault(
        "ffmpeg",
        "fail",
        "ffmpeg",
        lambda t, s: run_checks(
            resource_checks(with_settings(s, studio=s.studio.model_copy(update={"ffmpeg": str(t / "no")})))[:1]
        ),
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        media=MediaSettings(root=tmp_path / "m"),
        nats=NatsSettings(store_dir=tmp_path / "var/nats"),
        store=StoreSettings(url=f"sqlite:///{tmp_path / 'p.db'}"),
    )


def test_each_planted_fault_is_named_with_a_cure(settings: Settings, tmp_path: Path) -> None:
    wrong = []
    for number, (name, fault) in enumerate(FAULTS.items()):
        place = tmp_path / str(number)
        place.mkdir()
        found = [one for one in fault.find(place, settings) if one.what == fault.what]
        if not any(one.state == fault.state and fault.says in f"{one.found} {one.remedy}" for one in found):
            wrong.append((name, found))
    assert wrong == []


def test_a_sound_machine_has_no_failure(settings: Settings) -> None:
    checks = [*doctor._machine(settings), *resource_checks(settings), *doctor._folders(settings)]
    found = [*run_checks(checks), doctor._database(settings)[0], *doctor._broker(settings, 0)]
    assert [one for one in found if one.state == "fail"] == []
    assert len({one.what for one in found}) == len(found)


@contextmanager
def few_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_few_open_files_and_a_temporary_folder_that_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with few_files():
        found = machine.check_open_files()
    assert (found.state, found.remedy) == ("warn", "Raise it: ulimit -n 4096")
    monkeypatch.setattr(tempfile, "tempdir", str(NOWHERE))
    assert machine.writable_folder_check("temporary files", Path(tempfile.gettempdir()), "TMPDIR")().state == "fail"


async def test_a_dropped_table_is_named_and_its_cure_works(bus: Bus, settings: Settings) -> None:
    key = PostKey.of("sample", "1")
    await bus.publish(PostCollected(post_key=key, revision=0, post=post("1")), expected=0)
    await rebuild_projection(bus, settings.store.url)
    engine = create_database_engine(settings.store.url)
    with write_transaction(engine) as connection:
        connection.execute(text("DROP TABLE uploads"))
    engine.dispose()
    found, position = await asyncio.to_thread(doctor._database, settings)
    assert (found.state, position) == ("fail", 0)
    assert "wagglebot replay projection" in found.found
    await rebuild_projection(bus, settings.store.url)
    found, position = await asyncio.to_thread(doctor._database, settings)
    assert (found.state, position) == ("ok", 1)


async def test_a_refused_login_a_lost_end_and_a_vanished_stream_are_named(
    bus: Bus, nats_settings: NatsSettings
) -> None:
    async def found(projected: int, address: NatsSettings = nats_settings) -> dict[str, Finding]:
        return {one.what: one for one in await broker._check(address, "here", projected)}

    key = PostKey.of("sample", "1")
    last = await bus.publish(PostCollected(post_key=key, revision=0, post=post("1")), expected=0)
    sound = await found(last)
    users = sound.pop("broker's users")
    assert (users.state, "wagglebot accounts create" in users.remedy) == ("warn", True)
    assert {one.state for one in sound.values()} == {"ok"}
    assert set(sound) == {"broker", "broker's storage", "facts", "clock", "streams"}
    lost = (await found(last + 7))["facts"]
    assert (lost.state, "wagglebot verify" in lost.remedy) == ("fail", True)
    host = nats_settings.url.split("@")[-1]
    wrong = NatsSettings(url=f"nats://{host}", user="wagglebot", password=SecretStr("wrong"))
    refused = (await found(0, wrong))["broker"]
    assert (refused.state, "WAGGLEBOT_NATS__PASSWORD" in refused.found) == ("fail", True)
    await bus.client.call_api(f"STREAM.DELETE.{subjects.FACTS}")
    gone = (await found(last))["streams"]
    assert (gone.state, "wagglebot restore" in gone.remedy) == ("fail", True)
    assert (await found(0))["streams"].state == "ok"


@pytest.mark.parametrize(("seconds", "state"), [(0, "ok"), (-9, "ok"), (60, "fail"), (-3600, "fail")])
def test_a_clock_that_differs_from_the_brokers_is_told(seconds: int, state: str) -> None:
    found = broker._clock((datetime.now(UTC) + timedelta(seconds=seconds)).isoformat())
    assert found.state == state
    assert (found.remedy != "") == (state == "fail")
