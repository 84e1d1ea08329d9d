"""What the doctor says of backups: each fault in one sentence with what helps."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from libraries.backups.backup_checks import backup_checks
from libraries.backups.drill.results import DrillResult, LastDrills, read_last_drills, save_drill_result
from libraries.backups.layout import STAMP
from libraries.checks.finding import Finding
from libraries.object_store.keys import make_key_file
from libraries.object_store.settings import S3Settings
from libraries.object_store.store_opening import EncryptionSecret, open_object_store
from schemas.clock import utc_now
from services.config import HealthSettings, Settings


def told(settings: Settings, var: Path) -> dict[str, Finding]:
    health = settings.health
    checks = backup_checks(health.backup_folder, settings.backup_store, var, health.restore_drill_days)
    return {finding.what: finding for finding in (check() for check in checks)}


def keeping(**health: object) -> Settings:
    s3 = S3Settings(endpoint="http://127.0.0.1:9", access_key_id="a", secret_access_key=SecretStr("b"), patience=0.1)
    return Settings().model_copy(update={"health": HealthSettings.model_validate(health), "s3": s3})


def drilled(days_ago: float, *wrong: str) -> DrillResult:
    return DrillResult(begun=utc_now() - timedelta(days=days_ago), backup="2026-11-28T040000Z", seconds=1, wrong=wrong)


def test_backups_that_are_made_encrypted_and_restored_are_fine(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key")
    place = open_object_store(tmp_path / "place", secret=EncryptionSecret(key_file=tmp_path / "key"))
    place.put(f"{utc_now().strftime(STAMP)}/media.txt", b"")
    save_drill_result(tmp_path, drilled(1))
    found = told(keeping(backup_folder=tmp_path / "place", backup_key_file=tmp_path / "key"), tmp_path)
    assert {one.state for one in found.values()} == {"ok"}
    assert found["backups"].found == "the newest is 0.0 days old, encrypted"
    assert set(found) == {"backup folder", "backups", "restore drill"}
    assert "restore drill" not in told(keeping(backup_folder=tmp_path / "place", restore_drill_days=0), tmp_path)


def test_each_fault_has_a_sentence_that_says_what_helps(tmp_path: Path) -> None:
    assert told(keeping(), tmp_path)["backups"].remedy.endswith("wagglebot backup FOLDER")
    for name in ("key", "other"):
        make_key_file(tmp_path / name)
    open_object_store(tmp_path / "place", secret=EncryptionSecret(key_file=tmp_path / "key")).put("a", b"")
    for given, words in (
        ({"backup_key_file": tmp_path / "other"}, "another key or passphrase"),
        ({}, "no key is given"),
        ({"backup_key_file": tmp_path / "absent"}, "wagglebot backup key FILE"),
    ):
        found = told(keeping(backup_folder=tmp_path / "place", **given), tmp_path)["backups"]
        assert (found.state, words in found.found) == ("fail", True)
    away = told(keeping(backup_folder="s3://bucket"), tmp_path)
    assert {away[what].state for what in ("backup bucket", "backups")} == {"fail"}
    assert "WAGGLEBOT_S3__ENDPOINT" in away["backup bucket"].found


@pytest.mark.parametrize(
    ("days_ago", "wrong", "state"), [(3, (), "ok"), (20, (), "warn"), (3, ("fact 7 is missing",), "fail")]
)
def test_a_restore_on_trial_that_is_old_or_failed_is_told(
    tmp_path: Path, days_ago: float, wrong: tuple[str, ...], state: str
) -> None:
    save_drill_result(tmp_path, drilled(days_ago, *wrong))
    found = told(keeping(backup_folder=tmp_path), tmp_path)["restore drill"]
    assert found.state == state
    assert found.remedy == ("" if state == "ok" else f"Restore it on trial: wagglebot backup try {tmp_path}")
    if wrong:
        assert wrong[0] in found.found


def test_the_last_exact_drill_is_remembered_behind_one_that_failed(tmp_path: Path) -> None:
    assert read_last_drills(tmp_path) == LastDrills()
    for done in (drilled(9), drilled(2, "a"), drilled(1, "b")):
        save_drill_result(tmp_path, done)
    drills = read_last_drills(tmp_path)
    assert (drills.last, drills.exact) == (drilled_like(drills.last, "b"), drilled_like(drills.exact))


def drilled_like(other: DrillResult | None, *wrong: str) -> DrillResult:
    assert other is not None
    return other.model_copy(update={"wrong": wrong})
