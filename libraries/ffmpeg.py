"""The ffmpeg program: which binary is used, how it is run, what its failures mean."""

import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import imageio_ffmpeg

from libraries.log import get_logger
from schemas.errors import ConfigurationError, NoSpace, Permanent, Retryable

_SETTING: Final = "studio.ffmpeg"
_DISK_FULL_SIGNS: Final = ("No space left on device", "Disk quota exceeded", "File too large")
_NVENC_TEST: Final = shlex.split(
    "-v error -f lavfi -i color=black:s=256x256:r=30:d=0.2 -pix_fmt yuv420p -c:v h264_nvenc -preset p4 -f null -"
)

log = get_logger(__name__)


def locate_ffmpeg(configured: str = "") -> Path:
    """The ffmpeg binary: the configured one, else that of the imageio-ffmpeg wheel, else the system's.

    A configured one that is unusable is never silently replaced by another.
    Raises ConfigurationError when there is none, or when what is there does not run as ffmpeg.
    """
    if configured:
        found = shutil.which(configured)
        if found is None and Path(configured).exists():
            raise _unusable(configured, "it is not executable")
        if found is None:
            raise ConfigurationError("film.ffmpeg_absent", setting=_SETTING, path=configured)
    else:
        found = _bundled() or shutil.which("ffmpeg")
        if found is None:
            raise ConfigurationError("film.ffmpeg_missing", setting=_SETTING)
    path = Path(found).absolute()
    _require_ffmpeg(path, path.stat().st_mtime_ns)
    return path


def run_ffmpeg(
    binary: Path,
    arguments: Sequence[str],
    *,
    work: str,
    timeout: float = 600,
    progress: Callable[[float], None] | None = None,
) -> str:
    """Run ffmpeg to its end and return its stderr. Existing output is overwritten.

    ``work`` names the work in error messages ("joining the film"), ``timeout`` is in seconds; ``progress`` is called
    with the seconds of output that are done.
    Raises Permanent with the last lines of stderr, NoSpace when the disk is full, Retryable (after killing it) on a
    timeout, ConfigurationError when the binary cannot be started.
    """
    command = [str(binary), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    try:
        done = _run_with_progress(command, timeout, progress) if progress else _run_to_end(command, timeout)
    except subprocess.TimeoutExpired as late:
        raise Retryable("film.ffmpeg_timeout", work=work, seconds=timeout) from late
    except OSError as error:
        raise _unusable(str(binary), error.strerror or str(error)) from error
    output = done.stderr.decode(errors="replace")
    if done.returncode == 0:
        return output
    if any(sign in output for sign in _DISK_FULL_SIGNS) or done.returncode == -signal.SIGXFSZ:
        raise NoSpace("film.disk_full", where=command[-1])
    if done.returncode in (-signal.SIGKILL, -signal.SIGTERM):
        raise Retryable("film.ffmpeg_killed", work=work, signal=signal.Signals(-done.returncode).name)
    last = " | ".join(line.strip() for line in output.splitlines()[-6:] if line.strip())
    raise Permanent("film.ffmpeg_failed", work=work, status=done.returncode, output=last, command=shlex.join(command))


def _run_to_end(command: Sequence[str], timeout: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout, check=False)


def _run_with_progress(
    command: Sequence[str], timeout: float, progress: Callable[[float], None]
) -> subprocess.CompletedProcess[bytes]:
    """Run a command whose stdout carries ffmpeg's progress reports, one ``name=value`` a line."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        reporting = [command[0], "-progress", "pipe:1", *command[1:]]
        with subprocess.Popen(reporting, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output) as process:
            late = threading.Timer(timeout, process.kill)
            late.start()
            try:
                assert process.stdout is not None
                for line in process.stdout:
                    name, _, value = line.decode("ascii", "replace").strip().partition("=")
                    if name == "out_time_us" and value.isdigit():
                        progress(int(value) / 1e6)
                process.wait()
            except BaseException:
                process.kill()
                raise
            finally:
                late.cancel()
        if process.returncode == -signal.SIGKILL and time.monotonic() - began >= timeout:
            raise subprocess.TimeoutExpired(command, timeout)
        output.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, b"", output.read())


@lru_cache
def nvenc_works(binary: Path) -> bool:
    """Whether this binary really encodes with h264_nvenc on this machine: one test encode, once per process.

    That the encoder is listed proves nothing: it needs a GPU, its libraries and a driver as new as the binary requires.
    """
    try:
        run_ffmpeg(binary, _NVENC_TEST, work="testing NVENC", timeout=10)
    except (Permanent, Retryable) as error:
        log.info("nvenc.unavailable", binary=str(binary), reason=str(error))
        return False
    return True


def _bundled() -> str | None:
    try:
        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return None  # A wheel without binary, as on platforms it was not built for: the system's is tried.
    return shutil.which(found)


@lru_cache
def _require_ffmpeg(path: Path, _changed: int) -> None:
    """Raise ConfigurationError unless the file runs as ffmpeg; checked once per process and state of the file."""
    try:
        output = subprocess.run([path, "-version"], capture_output=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unusable(str(path), str(error)) from error
    if not output.startswith(b"ffmpeg version"):
        raise _unusable(str(path), "it is another program")


def _unusable(path: str, why: str) -> ConfigurationError:
    return ConfigurationError("film.ffmpeg_unusable", setting=_SETTING, path=path, why=why)
