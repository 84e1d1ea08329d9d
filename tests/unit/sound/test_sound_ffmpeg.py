"""Which ffmpeg is taken, and what its failures are called."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from libraries.ffmpeg import locate_ffmpeg, nvenc_works, run_ffmpeg
from schemas.errors import ConfigurationError, NoSpace, Permanent, Retryable

ENDLESS = ["-f", "lavfi", "-re", "-i", "anullsrc", "-f", "null", "-"]


def test_without_a_wish_the_wheels_binary_is_taken() -> None:
    found = locate_ffmpeg()
    assert found.parent.name == "binaries"
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("ffmpeg version")


def test_a_configured_binary_wins(tmp_path: Path) -> None:
    link = tmp_path / "my-ffmpeg"
    link.symlink_to(locate_ffmpeg())
    assert locate_ffmpeg(str(link)) == link


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (None, 0o755, "does not exist"),
        ("#!/bin/sh\necho ffmpeg version 9\n", 0o644, "is not executable"),
        ("#!/bin/sh\necho something else\n", 0o755, "it is another program"),
        ("no program", 0o755, "cannot be started"),
    ],
)
def test_an_unusable_configured_binary_is_named_with_the_remedy(
    tmp_path: Path, content: str | None, mode: int, why: str
) -> None:
    path = tmp_path / "ffmpeg"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    with pytest.raises(ConfigurationError, match=why) as caught:
        locate_ffmpeg(str(path))
    assert str(path) in str(caught.value)
    assert "WAGGLEBOT_STUDIO__FFMPEG" in str(caught.value)


def test_a_machine_without_any_ffmpeg_gets_one_sentence() -> None:
    code = (
        "from schemas.errors import ConfigurationError\n"
        "from libraries.ffmpeg import locate_ffmpeg\n"
        "try:\n    locate_ffmpeg()\nexcept ConfigurationError as error:\n    print(error)\n"
    )
    bare = {**os.environ, "PATH": "/nowhere", "IMAGEIO_FFMPEG_EXE": "/nowhere/ffmpeg"}
    said = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True).stdout
    assert said.startswith("studio.ffmpeg: no ffmpeg was found")
    assert "Install the package imageio-ffmpeg" in said


def test_a_failure_tells_the_reason_and_the_command() -> None:
    with pytest.raises(Permanent, match="No such file or directory") as caught:
        run_ffmpeg(locate_ffmpeg(), ["-i", "/nowhere/voice.wav", "-f", "null", "-"], work="reading the voice")
    assert str(caught.value).startswith("ffmpeg failed while reading the voice")
    assert "/nowhere/voice.wav" in str(caught.value)


def test_a_full_disk_is_called_that() -> None:
    tone = ["-f", "lavfi", "-i", "sine=duration=5", "-f", "wav", "/dev/full"]
    with pytest.raises(NoSpace, match="/dev/full"):
        run_ffmpeg(locate_ffmpeg(), tone, work="Writing a tone")


def test_a_hung_ffmpeg_is_killed_and_tried_again() -> None:
    began = time.monotonic()
    with pytest.raises(Retryable, match="not done with waiting after 1 s"):
        run_ffmpeg(locate_ffmpeg(), ENDLESS, work="waiting", timeout=0.6)
    assert time.monotonic() - began < 5
    assert "anullsrc" not in _children()


def test_what_ffmpeg_says_is_given_back() -> None:
    said = run_ffmpeg(
        locate_ffmpeg(), ["-f", "lavfi", "-i", "sine=duration=1", "-af", "volumedetect", "-f", "null", "-"], work="-"
    )
    assert "max_volume" in said


@pytest.mark.skipif(Path("/dev/nvidia0").exists() or Path("/dev/dxg").exists(), reason="this machine has a GPU")
def test_nvenc_is_not_believed_without_a_gpu() -> None:
    listed = subprocess.run(
        [locate_ffmpeg(), "-hide_banner", "-encoders"], capture_output=True, text=True, check=True
    ).stdout
    assert "h264_nvenc" in listed
    assert nvenc_works(locate_ffmpeg()) is False


def _children() -> str:
    """Command lines of the processes this one started."""
    lines = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid():
                lines.append((status.parent / "cmdline").read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return "\n".join(lines)
