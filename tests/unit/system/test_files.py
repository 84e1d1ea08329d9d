"""Files that appear whole or not at all."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import pytest

from libraries import files
from libraries.paths import ROOT
from schemas.errors import ConfigurationError, NoSpace

OLD, NEW = b"the old content", b"the new content, which is longer"


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(files.PART)]


def broken_off(target: Path, error: BaseException) -> None:
    """Begin to write, and raise ``error``."""
    with files.open_replacement(target) as file:
        file.write(NEW)
        file.flush()
        assert len(parts(target.parent)) == 1
        raise error


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def test_a_file_is_written_with_its_folder_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a/b/file.json"
    files.write_atomically(target, OLD)
    assert target.read_bytes() == OLD
    files.write_atomically(target, NEW)
    assert target.read_bytes() == NEW
    assert [path.name for path in target.parent.iterdir()] == ["file.json"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_a_file_has_the_mode_that_was_asked_for(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "file"
    files.write_atomically(target, OLD, mode=0o666)
    files.write_atomically(target, NEW, mode=mode)
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_nothing_of_a_private_file_is_ever_readable_by_others(tmp_path: Path) -> None:
    with files.open_replacement(tmp_path / "token", mode=files.PRIVATE) as file:
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
        file.write(NEW)


@pytest.mark.parametrize("error", [ValueError("half way"), failing(errno.EBADF), KeyboardInterrupt()])
def test_an_error_half_way_leaves_the_old_content_and_no_part(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "file"
    files.write_atomically(target, OLD)
    with pytest.raises(type(error)):
        broken_off(target, error)
    assert target.read_bytes() == OLD
    assert parts(tmp_path) == []


def test_the_old_content_is_there_until_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "file"
    files.write_atomically(target, OLD)
    with files.open_replacement(target) as file:
        file.write(NEW)
        file.flush()
        assert target.read_bytes() == OLD
    assert target.read_bytes() == NEW


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_with_the_file_it_was_for(tmp_path: Path, number: int) -> None:
    with pytest.raises(NoSpace, match="file"), files.open_replacement(tmp_path / "file"):
        raise failing(number)
    assert list(tmp_path.iterdir()) == []


def test_another_error_of_the_system_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), files.disk_errors_as_no_space(tmp_path):
        raise failing(errno.EACCES)


def test_content_and_name_are_made_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content before it gets its name, the folder after."""
    target = tmp_path / "file"
    synced: list[tuple[bool, bool]] = []
    really = os.fsync

    def fsync(handle: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(handle).st_mode), target.exists()))
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    files.write_atomically(target, NEW)
    assert synced == [(False, False), (True, True)]


def test_a_copy_leaves_its_source_and_a_move_does_not(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(NEW)
    files.copy_atomically(source, tmp_path / "far/copied")
    files.move_atomically(source, tmp_path / "far/moved")
    assert (tmp_path / "far/copied").read_bytes() == (tmp_path / "far/moved").read_bytes() == NEW
    assert not source.exists()


def test_a_move_from_another_file_system_is_a_copy_with_its_mode(tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    target = tmp_path / "far/moved"
    with tempfile.TemporaryDirectory(dir=other) as folder:
        source = Path(folder, "source")
        source.write_bytes(NEW)
        files.move_atomically(source, target, mode=files.PRIVATE)
        assert not source.exists()
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == files.PRIVATE


def test_a_failed_copy_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.copy_atomically(tmp_path / "nothing", tmp_path / "far/copied")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_may_not_be_written_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "folder").mkdir()
    source = tmp_path / "source"
    for place in (tmp_path / "file/x", tmp_path / "file/x/y", tmp_path / "folder", Path("/sys/wagglebot/x")):
        with pytest.raises(ConfigurationError, match=f"{place} cannot be written .*WAGGLEBOT_MEDIA__ROOT"):
            files.write_atomically(place, NEW)
        source.write_bytes(NEW)
        with pytest.raises(ConfigurationError):
            files.move_atomically(source, place)
    assert parts(tmp_path) == []


def test_what_the_writer_was_refused_elsewhere_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with pytest.raises(PermissionError):
        broken_off(tmp_path / "file", failing(errno.EACCES))
    assert parts(tmp_path) == []


def test_text_is_added_to_a_file(tmp_path: Path) -> None:
    for line in ("하나\n", "둘\n"):
        files.append_text(tmp_path / "a/log.txt", line)
    assert (tmp_path / "a/log.txt").read_text(encoding="utf-8") == "하나\n둘\n"
    with pytest.raises(ConfigurationError, match="cannot be written"):
        files.append_text(tmp_path / "a/log.txt/b", "셋")


def test_a_disk_that_fails_is_waited_for(tmp_path: Path) -> None:
    # Address 0 of our own memory, which nothing is mapped to, is read as a bad sector is.
    with (
        Path("/proc/self/mem").open("rb") as memory,
        pytest.raises(NoSpace, match="does not work now"),
        files.disk_errors_as_no_space(tmp_path),
    ):
        memory.read(1)


_MOVES: Final = """
import sys
import tempfile
from pathlib import Path
from libraries import files
files.move_atomically(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_file_is_moved_between_two_mounts_of_one_file_system(tmp_path: Path) -> None:
    """A rename is refused there (EXDEV), although both have the same device number."""
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    disk, place, source = tmp_path / "disk", tmp_path / "media", tmp_path / "film"
    for folder in (disk, place):
        folder.mkdir()
    source.write_bytes(NEW)
    if unshare is None or mount is None:
        pytest.skip("unshare and mount (util-linux) are not installed")
    private = [unshare, "--map-root-user", "--mount"]
    if subprocess.run([*private, mount, "--bind", disk, place], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount in a namespace of their own")
    moves = f'"{mount}" --bind "{disk}" "{place}" && exec "$@"'
    subprocess.run(
        [*private, "sh", "-c", moves, "sh", sys.executable, "-c", _MOVES, source, place / "sub" / "film"],
        cwd=ROOT,
        check=True,
    )
    assert (disk / "sub" / "film").read_bytes() == NEW
    assert not source.exists()
