"""The one way to the ffmpeg program: which binary, how it is run, what its failures mean."""

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

import imageio_ffmpeg
import structlog

from schemas.errors import ConfigurationError, NoSpace, Permanent, Retryable

_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_PROBE = shlex.split(
    "-v error -f lavfi -i color=black:s=256x256:r=30:d=0.2 -pix_fmt yuv420p -c:v h264_nvenc -preset p4 -f null -"
)

log = structlog.get_logger(__name__)


def locate(configured: str = "") -> Path:
    """The ffmpeg binary: the configured one, else that of the imageio-ffmpeg wheel, else the system's.

    A configured one that is unusable is never replaced by another in silence.
    Raises ConfigurationError when there is none, or when what is there does not run as ffmpeg.
    """
    if configured:
        found = shutil.which(configured)
        if found is None:
            why = f"{configured} is not executable" if Path(configured).exists() else f"{configured} does not exist"
            raise _unusable(why)
    else:
        found = _bundled() or shutil.which("ffmpeg")
        if found is None:
            raise _unusable("no ffmpeg was found, neither in the imageio-ffmpeg package nor on PATH")
    path = Path(found).absolute()
    _require_ffmpeg(path, path.stat().st_mtime_ns)
    return path


def run(
    binary: Path,
    arguments: Sequence[str],
    *,
    what: str,
    timeout: float = 600,
    told: Callable[[float], None] | None = None,
) -> str:
    """Run ffmpeg to its end and give what it wrote to stderr.

    ``what`` names the work in error messages, ``timeout`` is in seconds; ``told`` hears how many seconds of the output
    are done. Existing output is overwritten.
    Raises Permanent with the last lines of stderr, NoSpace when the disk is full, Retryable (after killing it) on a
    timeout, ConfigurationError when the binary cannot be started.
    """
    command = [str(binary), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    try:
        done = _watched(command, timeout, told) if told else _unwatched(command, timeout)
    except subprocess.TimeoutExpired as late:
        raise Retryable(what=what, why=f"ffmpeg was still at work after {timeout:.0f} s") from late
    except OSError as error:
        raise _unusable(f"{binary} cannot be started ({error.strerror})") from error
    said = done.stderr.decode(errors="replace")
    if done.returncode == 0:
        return said
    if any(sign in said for sign in _FULL) or done.returncode == -signal.SIGXFSZ:
        raise NoSpace(where=command[-1])
    if done.returncode in (-signal.SIGKILL, -signal.SIGTERM):
        raise Retryable(what=what, why=f"ffmpeg was ended from outside ({signal.Signals(-done.returncode).name})")
    last = " | ".join(line.strip() for line in said.splitlines()[-6:] if line.strip())
    raise Permanent(
        what=what, why=f"ffmpeg ended with {done.returncode}: {last}", remedy=f"The command was: {shlex.join(command)}"
    )


def _unwatched(command: Sequence[str], timeout: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout, check=False)


def _watched(
    command: Sequence[str], timeout: float, told: Callable[[float], None]
) -> subprocess.CompletedProcess[bytes]:
    """The same; stdout is taken for ffmpeg's reports, one ``name=value`` a line."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        reporting = [command[0], "-progress", "pipe:1", *command[1:]]
        with subprocess.Popen(reporting, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said) as process:
            late = threading.Timer(timeout, process.kill)
            late.start()
            try:
                assert process.stdout is not None
                for line in process.stdout:
                    name, _, value = line.decode("ascii", "replace").strip().partition("=")
                    if name == "out_time_us" and value.isdigit():
                        told(int(value) / 1e6)
                process.wait()
            except BaseException:
                process.kill()
                raise
            finally:
                late.cancel()
        if process.returncode == -signal.SIGKILL and time.monotonic() - began >= timeout:
            raise subprocess.TimeoutExpired(command, timeout)
        said.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, b"", said.read())


@lru_cache
def nvenc_works(binary: Path) -> bool:
    """Whether this binary really encodes with h264_nvenc on this machine: one test encode, once per process.

    That the encoder is listed proves nothing: it needs a GPU, its libraries and a driver as new as the binary asks.
    """
    try:
        run(binary, _PROBE, what="The NVENC test encode", timeout=10)
    except (Permanent, Retryable) as error:
        log.info("nvenc.unavailable", binary=str(binary), reason=str(error))
        return False
    return True


def _bundled() -> str | None:
    try:
        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return None  # A wheel without binary, as on platforms it was not built for: the system's may serve.
    return shutil.which(found)


@lru_cache
def _require_ffmpeg(path: Path, _changed: int) -> None:
    """Raises ConfigurationError unless it runs as ffmpeg; asked once a process for every state of the file."""
    try:
        said = subprocess.run([path, "-version"], capture_output=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unusable(f"{path} cannot be started ({error})") from error
    if not said.startswith(b"ffmpeg version"):
        raise _unusable(f"{path} is not ffmpeg")


def _unusable(why: str) -> ConfigurationError:
    remedy = "Install the package imageio-ffmpeg, or set WAGGLEBOT_STUDIO__FFMPEG to the path of an ffmpeg."
    return ConfigurationError(setting="studio.ffmpeg", why=why, remedy=remedy)
