"""Half-made things of the dead are cleared away, those of the living are left alone."""

import tempfile
from pathlib import Path

import pytest

from libraries.temp_dirs import delete_abandoned_folders, temporary_folder
from schemas.errors import ConfigurationError


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_folder_is_there_as_long_as_it_is_used(tmp_path: Path) -> None:
    with temporary_folder("film") as folder:
        (folder / "scene.h264").write_bytes(b"half")
        assert tmp_path in folder.parents
        assert delete_abandoned_folders() == 0
        assert (folder / "scene.h264").exists()
    assert not folder.exists()


def test_what_a_killed_process_left_is_gone_before_the_next_begins() -> None:
    with temporary_folder("film") as alive:
        # A folder nobody has locked is what a kill leaves.
        dead = alive.parent / "film-dead"
        dead.mkdir()
        (dead / "film.mp4").write_bytes(b"half")
        with temporary_folder("film"):
            assert not dead.exists()
        assert alive.exists()


def test_a_place_that_is_somebody_elses_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 12345)
    (tmp_path / "wagglebot-12345").mkdir()
    with pytest.raises(ConfigurationError, match="TMPDIR"), temporary_folder("film"):
        raise AssertionError
