"""Encrypted backups in a folder and in a bucket: sign-ins by choice, withdrawn texts, restores on trial."""

import asyncio
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from libraries.backups.backup import back_up
from libraries.backups.backup_checks import backup_checks
from libraries.backups.contents import exported_log_path, listed_media
from libraries.backups.daily import run_restore_drill_if_due
from libraries.backups.damage import find_backup_damage, open_backups_even_without_key
from libraries.backups.deletion import delete_backup, delete_unlisted_media
from libraries.backups.drill.restore_drill import run_restore_drill
from libraries.backups.drill.results import DrillResult, read_last_drills, save_drill_result
from libraries.backups.fact_log import FactLine, SightingLine, read_exported_log
from libraries.backups.layout import UNFINISHED, fetched_backup, list_complete_backups
from libraries.backups.repair import repair_backups
from libraries.backups.restore import find_backup, restore_backup
from libraries.backups.retention import BackupRetention
from libraries.backups.withdrawn_list import add_to_withdrawn_list, read_withdrawn_lists
from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from libraries.maintenance.keep_days import KeepDays
from libraries.maintenance.verification import repair_media_and_backups
from libraries.media.damage import path_in_store
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from libraries.object_store.keys import make_key_file
from libraries.object_store.store import ObjectStore, StoredObject, read_object
from schemas.errors import BadInput, ConfigurationError, NoSpace
from schemas.events import PostRetracted
from schemas.posts import PostKey
from services.config import HealthSettings, NatsSettings, Settings
from services.publish.withdraw.purge import purge_media
from testbed.drills.damage.small_system import SmallSystem, add_post, make_folders
from testbed.fake_servers.s3 import S3Server

TOKEN = '{"access_token": "ya29", "refresh_token": "1//x"}'
ELSEWHERE = PostKey.of("sample", "of a time before")
DAY = datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.fixture
def system(tmp_path: Path) -> SmallSystem:
    made = SmallSystem(tmp_path / "system")
    make_folders(made)
    (made.operator_folders.var / "youtube-token.json").write_text(TOKEN)
    return made


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.slow)])
def settings(request: pytest.FixtureRequest, system: SmallSystem, tmp_path: Path) -> Settings:
    """Settings of encrypted backups."""
    make_key_file(tmp_path / "key.txt")
    place = str(system.backups)
    changed: dict[str, object] = {"nats": NatsSettings(store_dir=system.nats_folder)}
    if request.param == "bucket":
        server: S3Server = request.getfixturevalue("s3")
        place, changed["s3"] = f"{server.make_bucket()}/wagglebot", server.client_settings()
    health = HealthSettings(backup_folder=place, backup_key_file=tmp_path / "key.txt")
    return Settings().model_copy(update=changed | {"health": health})


@pytest.fixture
def place(settings: Settings) -> ObjectStore:
    opened = settings.backup_store()
    assert opened is not None
    return opened


async def withdraw(bus: Bus, key: PostKey, store: LocalStore | None = None) -> None:
    last, facts = (await bus.post_history(key)).sequence, await bus.facts_of_post(key)
    if store is not None:
        await purge_media(bus, store, key, facts)
    gone = PostRetracted(post_key=key, revision=1, by="지기", reason="글쓴이의 요청")
    await bus.purge_post(key, await bus.publish(gone, expected=last))


def of_post(place: ObjectStore, name: str, key: PostKey) -> list[str]:
    """What the log of a backup holds of a post."""
    with fetched_backup(place, name) as backup:
        lines = list(read_exported_log(exported_log_path(backup)))
    facts = [line.fact.kind_ for line in lines if isinstance(line, FactLine) and line.fact.post_key == key]
    return facts + ["sighting" for line in lines if isinstance(line, SightingLine) and line.sighting.key == key]


async def test_sign_ins_come_back_from_encrypted_backups_by_choice(
    bus: Bus, nats_settings: NatsSettings, system: SmallSystem, settings: Settings, place: ObjectStore, tmp_path: Path
) -> None:
    (system.operator_folders.var / "our-backup.key").write_bytes((tmp_path / "key.txt").read_bytes())
    await add_post(bus, system.store, 1)
    with pytest.raises(ConfigurationError) as caught:
        await back_up(bus, system.store.root, system.backup_store, system.operator_folders, sign_ins=True)
    assert caught.value.code == "backup.sign_ins_open"
    without = await back_up(bus, system.store.root, place, system.operator_folders, now=DAY)
    with_them = await back_up(
        bus, system.store.root, place, system.operator_folders, sign_ins=True, now=DAY + timedelta(hours=1)
    )
    named = settings.health.backup_folder
    assert named is not None
    for text in (named, f"{named}/{with_them.name}"):
        assert find_backup(text, settings.backup_store)[1] == with_them.name
    for name, token in ((without.name, None), (with_them.name, TOKEN)):
        await reset_topology(nats_settings)
        fresh = SmallSystem(tmp_path / name)
        done = await restore_backup(bus, fresh.store, fresh.operator_folders, place, name)
        file = fresh.operator_folders.var / "youtube-token.json"
        assert (file.read_text() if file.exists() else None) == token
        assert any("sign-ins" in missing for missing in done.missing) == (token is None)
        assert not (fresh.operator_folders.var / "our-backup.key").exists(), (
            "a key lies in the backups that it encrypts"
        )


async def test_texts_of_a_withdrawn_post_leave_older_backups_with_the_next_one(
    bus: Bus, nats_settings: NatsSettings, system: SmallSystem, place: ObjectStore, tmp_path: Path
) -> None:
    key, other = await add_post(bus, system.store, 1), await add_post(bus, system.store, 2)
    old = await back_up(bus, system.store.root, place, system.operator_folders, now=DAY)
    before = of_post(place, old.name, other)
    assert "post.collected" in of_post(place, old.name, key)
    await withdraw(bus, key, system.store)
    await back_up(bus, system.store.root, place, system.operator_folders, now=DAY + timedelta(days=1))
    assert of_post(place, old.name, key) == []
    assert of_post(place, old.name, other) == before
    assert len([one for one in place.list_objects(old.name) if "facts" in one.name]) == 1
    with fetched_backup(place, old.name) as backup:
        names = listed_media(backup)
    assert names
    assert {f"media/{name}" for name in names} == {one.name for one in place.list_objects("media")}
    again = [one[:2] for one in place.list_objects(old.name)]
    await back_up(bus, system.store.root, place, system.operator_folders, now=DAY + timedelta(days=2))
    assert [one[:2] for one in place.list_objects(old.name)] == again
    assert find_backup_damage(place) == []
    await withdraw(bus, other, system.store)
    await back_up(bus, system.store.root, place, system.operator_folders, now=DAY + timedelta(days=3))
    assert (of_post(place, old.name, other), find_backup_damage(place)) == ([], [])
    assert not list(place.list_objects("media"))
    await reset_topology(nats_settings)
    fresh = SmallSystem(tmp_path / "fresh")
    done = await restore_backup(bus, fresh.store, fresh.operator_folders, place, old.name)
    assert done.withdrawn == (str(key), str(other))
    assert len((await bus.post_history(key)).facts) == 1


@pytest.mark.slow
async def test_a_restore_on_trial_says_what_does_not_come_back(
    bus: Bus, system: SmallSystem, settings: Settings, place: ObjectStore
) -> None:
    checks = backup_checks(settings.health.backup_folder, settings.backup_store, system.operator_folders.var, 7)
    stated = {finding.what: finding.state for finding in (check() for check in checks)}
    assert stated.pop("backup bucket", "ok") == stated.pop("backup folder", "ok") == "ok"
    assert stated == {"backups": "warn", "restore drill": "warn"}
    with pytest.raises(BadInput) as caught:
        await run_restore_drill(place)
    assert caught.value.code == "backup.none"
    await bus.ledger().compare_and_set("switches", b'{"off":["mine"]}', expected=0)
    key = await add_post(bus, system.store, 1)
    await back_up(bus, system.store.root, place, system.operator_folders)
    told: list[str] = []

    async def alert(sentence: str) -> None:
        told.append(sentence)

    await run_restore_drill_if_due(bus, place, system.operator_folders.var, 7, alert)
    first = read_last_drills(system.operator_folders.var)
    assert first.last is not None
    assert first.last == first.exact
    assert (told, first.last.wrong) == ([], ())
    assert min(first.last.facts, first.last.entries, first.last.files, first.last.media) > 0
    await run_restore_drill_if_due(bus, place, system.operator_folders.var, 7, alert)
    assert read_last_drills(system.operator_folders.var) == first, "it was not due"

    film = next(one.name for one in place.list_objects("media") if one.name.endswith(".mp4"))
    place.put(film, b"another film")
    await add_post(bus, system.store, 2)
    await bus.purge_post(key, (await bus.post_history(key)).sequence)
    done = await run_restore_drill(place, bus)
    assert any("media files" in wrong for wrong in done.wrong)
    await asyncio.to_thread(place.put, film, next(system.store.root.glob(f"{film.removeprefix('media/')}")))
    done = await run_restore_drill(place, bus)
    assert done.wrong
    assert all("is not in the running system" in wrong for wrong in done.wrong), "the stream lost facts of a post"
    await asyncio.to_thread(save_drill_result, system.operator_folders.var, done)
    (finding,) = [check() for check in backup_checks("x", lambda: place, system.operator_folders.var, 7)][2:]
    assert (finding.state, done.wrong[0] in finding.found) == ("fail", True)
    assert read_last_drills(system.operator_folders.var).exact == first.exact


@pytest.mark.slow
async def test_a_trial_needs_room_and_a_damaged_note_is_none(
    bus: Bus, system: SmallSystem, place: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_post(bus, system.store, 1)
    await back_up(bus, system.store.root, place, system.operator_folders)
    monkeypatch.setattr("libraries.backups.drill.restore_drill._SPARE", 1 << 60)
    with pytest.raises(NoSpace) as caught:
        await run_restore_drill(place)
    assert caught.value.code == "backup.drill_no_room"
    monkeypatch.undo()
    assert "broken off" in (await run_restore_drill(place, longest=0.01)).wrong[0]
    (system.operator_folders.var / "restore-drill.json").write_text("{")
    assert read_last_drills(system.operator_folders.var).last is None
    save_drill_result(system.operator_folders.var, DrillResult(begun=DAY, backup="x", seconds=1))
    assert read_last_drills(system.operator_folders.var).exact is not None


async def test_without_the_key_damage_is_known_and_nothing_else(
    bus: Bus, system: SmallSystem, settings: Settings, place: ObjectStore
) -> None:
    await add_post(bus, system.store, 1)
    await back_up(bus, system.store.root, place, system.operator_folders)
    open_health = settings.health.model_copy(update={"backup_key_file": None})
    plain = open_backups_even_without_key(settings.model_copy(update={"health": open_health}).backup_store, "")
    assert plain is not None
    assert (find_backup_damage(plain), find_backup_damage(place), list(list_complete_backups(plain))) == ([], [], [])
    name = next(iter(plain.list_objects())).name
    content = bytearray(read_object(plain, name))
    content[-1] ^= 1
    plain.put(name, bytes(content))
    assert [one.name for one in find_backup_damage(plain)] == [name]
    assert len(find_backup_damage(settings.backup_store() or place)) == 1


@pytest.mark.slow
async def test_old_backups_go_also_when_a_deletion_was_killed(
    bus: Bus, system: SmallSystem, place: ObjectStore
) -> None:
    for number in (1, 2, 3):
        await add_post(bus, system.store, number)
        done = await back_up(bus, system.store.root, place, system.operator_folders, now=DAY + timedelta(days=number))
    names = [name for _, name in list_complete_backups(place)]
    assert (len(names), done.dropped) == (3, 0)
    place.put(f"{names[0]}/{UNFINISHED}", b"")  # as a deletion that was killed leaves it
    place.delete(f"{names[0]}/sums.json")
    assert [name for _, name in list_complete_backups(place)] == names[1:]
    late = DAY + timedelta(days=5)
    done = await back_up(
        bus, system.store.root, place, system.operator_folders, keeping=BackupRetention(days=2), now=late
    )
    assert done.dropped == 1
    assert place.top_folders() == {names[2], done.name, "media"}
    assert find_backup_damage(place) == []
    delete_backup(place, names[2])
    assert place.top_folders() == {done.name, "media"}
    assert json.loads(read_object(place, f"{done.name}/sums.json"))


class ExpiringStore(FolderStore):
    """A folder whose oldest backup expires while its media are looked through."""

    expired = False

    @override
    def list_objects(self, folder: str = "") -> Iterable[StoredObject]:
        if folder == "media" and not self.expired:
            self.expired = True
            delete_backup(self, list_complete_backups(self)[0][1])
            delete_unlisted_media(self)
        return super().list_objects(folder)


async def test_a_backup_that_expires_meanwhile_is_not_damaged(bus: Bus, system: SmallSystem, tmp_path: Path) -> None:
    place = ExpiringStore(tmp_path / "expiring")
    place.expired = True
    key = await add_post(bus, system.store, 1)
    await back_up(bus, system.store.root, place, system.operator_folders, now=DAY)
    for name in system.store.used_by(key):
        system.store.delete(path_in_store(name))
    await add_post(bus, system.store, 2)
    await back_up(bus, system.store.root, place, system.operator_folders, now=DAY + timedelta(days=1))
    place.expired = False
    assert find_backup_damage(place) == []
    assert len(list_complete_backups(place)) == 1


async def test_unencrypted_backups_beside_encrypted_ones_are_told(
    bus: Bus, system: SmallSystem, settings: Settings, place: ObjectStore
) -> None:
    await back_up(bus, system.store.root, settings.backup_store(key=False) or place, system.operator_folders)
    await back_up(bus, system.store.root, place, system.operator_folders)
    named = settings.health.backup_folder
    checks = backup_checks(named, settings.backup_store, system.operator_folders.var, 0)
    told = {one.what: one for one in (check() for check in checks)}
    assert (told["backups"].state, "1 others are not" in told["backups"].found) == ("warn", True)


@pytest.mark.slow
async def test_an_object_of_another_hand_is_set_aside_by_repair(
    bus: Bus, system: SmallSystem, settings: Settings, place: ObjectStore
) -> None:
    await add_post(bus, system.store, 1)
    await back_up(bus, system.store.root, place, system.operator_folders)
    plain = settings.backup_store(key=False)
    assert plain is not None
    name = next(iter(plain.list_objects())).name
    plain.put(f"{name[:-3]}abc", read_object(plain, name))  # a digest that was changed
    opened = settings.backup_store() or place
    wrong = [one.name for one in find_backup_damage(opened)]
    assert wrong == [f"{name[:-3]}abc"]
    assert repair_backups(opened, system.store.root, wrong).aside == (f"damaged/{wrong[0]}",)
    assert find_backup_damage(settings.backup_store() or place) == []


async def test_a_damaged_list_of_withdrawn_posts_is_written_anew_by_repair(
    bus: Bus, system: SmallSystem, settings: Settings, place: ObjectStore
) -> None:
    key = await add_post(bus, system.store, 1)
    await withdraw(bus, key)
    gone = PostRetracted(post_key=ELSEWHERE, revision=0, by="me", reason="x")
    add_to_withdrawn_list(place, [FactLine(sequence=9, stored=DAY, fact=gone)])
    await back_up(bus, system.store.root, place, system.operator_folders)
    assert set(read_withdrawn_lists(place)) == {key, ELSEWHERE}
    first, second = read_object(place, "withdrawn.jsonl").splitlines(keepends=True)
    place.put("withdrawn.jsonl", first + second.replace(b"sample", b"sAmple"))
    assert [one.name for one in find_backup_damage(place)] == ["withdrawn.jsonl"]
    with pytest.raises(BadInput, match="wagglebot repair"):
        await back_up(bus, system.store.root, place, system.operator_folders)
    done = await repair_media_and_backups(bus, system.store.root, place, KeepDays(0, 0, 0))
    assert "withdrawn.jsonl" in done.restored
    assert (set(read_withdrawn_lists(place)), find_backup_damage(place)) == ({key, ELSEWHERE}, [])
