"""``wagglebot backup``: a word that is no command is a place; what is said without a broker."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from libraries.backups.drill.results import DrillResult, save_drill_result
from libraries.object_store.keys import read_key_file
from services.cli.app import app
from services.config import Settings


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Call":
    monkeypatch.setenv("WAGGLEBOT_NATS__STORE_DIR", str(tmp_path / "var" / "nats"))
    monkeypatch.chdir(tmp_path)
    return Call()


class Call:
    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["backup", *words])


def whole_backup(place: Path, name: str) -> None:
    (place / name).mkdir(parents=True)
    (place / name / "media.txt").touch()


def test_backups_are_listed_with_the_last_restore_on_trial(call: Call, tmp_path: Path) -> None:
    for name in ("2026-11-28T040000Z", "2026-11-27T040000Z"):
        whole_backup(tmp_path / "place", name)
    told = json.loads(call("list", "place", "--json").stdout)
    assert (told["backups"], told["encrypted"]) == (["2026-11-27T040000Z", "2026-11-28T040000Z"], False)
    assert told["drills"] == {"last": None, "exact": None}
    save_drill_result(
        tmp_path / "var", DrillResult(begun="2026-11-28T05:00:00Z", backup="2026-11-28T040000Z", seconds=1)
    )
    assert "2026-11-28 05:00 of 2026-11-28T040000Z" in call("list", "place").stdout
    save_drill_result(tmp_path / "var", DrillResult(begun="2026-11-29T05:00:00Z", backup="x", seconds=1, wrong=("a",)))
    drills = json.loads(call("list", "place", "--json").stdout)["drills"]
    assert (drills["last"]["wrong"], drills["exact"]["backup"]) == (["a"], "2026-11-28T040000Z")


def test_a_key_is_made_once_and_said_to_be_kept_elsewhere(call: Call, tmp_path: Path) -> None:
    done = call("key", "new.key")
    public = str(read_key_file(tmp_path / "new.key").recipient)
    assert public in done.stdout
    assert "AGE-SECRET" not in done.stdout
    assert "nobody can" in done.stdout
    assert "is there already" in str(call("key", "new.key").exception)


def test_a_place_is_asked_for_and_a_word_that_is_no_command_is_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("list",), ("list", "--json")):
        assert "No place of backups" in str(call(*words).exception)
    asked: list[str] = []

    def opened(_: Settings, place: str = "", *, key: bool = True) -> None:
        asked.append(place)
        raise LookupError(place)

    monkeypatch.setattr(Settings, "backup_store", opened)
    for words in (("list", "a/place"), ("list",)):
        call(*words)
    assert asked == ["a/place", ""]
    wrong = call("some/place", "--nonsense")
    assert (wrong.exit_code, "backup make" in wrong.output) == (2, True)
    assert "Back up (the word make" in call("make", "--help").stdout
    assert {"make", "list", "try", "key"} <= set(call("--help").stdout.split())
