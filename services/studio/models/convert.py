"""From a Hugging Face folder to the 4-bit folder that the writers read, by the model builder of onnxruntime-genai.

The builder needs torch and a transformers that no writer can live with: it runs in an environment of its own.
"""

import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ValidationError

from schemas.errors import BadInput, ConfigurationError, Retryable
from services.config import DATA, HOME
from services.studio.gpu.memory import folder_size

ENVIRONMENT: Final = HOME / "var/environments/convert"
TORCH: Final = "torch==2.13.*"
_SHARE: Final = 0.45
"""Size of the 4-bit folder against one in 16 bits, embeddings included, at most."""
_LAST: Final = 12
_BESIDE: Final = ("config.json", "generation_config.json", "chat_template.jinja")
"""Files of the source that the builder may leave behind and a writer reads."""

Say = Callable[[str], None]


class ConversionRequest(NamedTuple):
    """``source``: a folder, or the name of a model to fetch. ``device``: what its graph is made for; weights for CUDA
    run on the CPU as well, slower than those made for it.
    """

    source: str
    target: Path
    device: Literal["cpu", "cuda"] = "cpu"


class _Source(BaseModel):
    architectures: list[str]


def convert(wanted: ConversionRequest, say: Say, environment: Path = ENVIRONMENT) -> Path:
    """Convert, and give the folder. It appears when it is whole; a target that is there already is not touched.

    Raises BadInput for a source that cannot be converted, ConfigurationError when there is no environment to be had,
    Retryable when the builder is killed.
    """
    target = wanted.target
    if target.exists():
        raise BadInput(what=str(target), why="it is there already", remedy="Name another folder, or take it away.")
    arguments = _source(wanted)
    python = prepared(environment, say)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _build(python, [*arguments, "-o", str(part), "-p", "int4", "-e", wanted.device], wanted, say)
        _complete(part, Path(wanted.source))
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    say(f"{target}: {folder_size(target)} MiB")
    return target


def prepared(environment: Path, say: Say) -> Path:
    """The Python of the environment, which is made the first time. Raises ConfigurationError."""
    python = environment / "bin/python"
    if (environment / "ready").exists():
        return python
    say(f"Making the environment {environment}; that takes some minutes and gigabytes, once.")
    command = ["sh", str(DATA / "tools/environment.sh"), str(environment.absolute()), "requirements/convert.txt", TORCH]
    last = _run(["env", f"PYTHON={sys.executable}", *command], say)
    if last is not None:
        raise ConfigurationError(
            setting=str(environment),
            why=f"it cannot be made: {last.shown}",
            remedy="See that pip works, and try again.",
        )
    (environment / "ready").touch()
    return python


def _source(wanted: ConversionRequest) -> list[str]:
    """The builder's words for where the model comes from."""
    folder = Path(wanted.source)
    if not folder.is_dir():
        if wanted.source.count("/") != 1 or wanted.source.startswith((".", "/")):
            remedy = "Give a folder, or the name of a model such as owner/model."
            raise BadInput(what=wanted.source, why="there is no such folder", remedy=remedy)
        return ["-m", wanted.source, "-c", str(HOME / "var/models/cache")]
    try:
        _Source.model_validate_json((folder / "config.json").read_bytes())
    except (OSError, ValidationError) as error:
        why = "its config.json is missing or names no architecture"
        raise BadInput(what=wanted.source, why=why, remedy="Give the folder of a Hugging Face model.") from error
    if not any(folder.glob("*.safetensors")):
        raise BadInput(what=wanted.source, why="it has no *.safetensors", remedy="Fetch the model's weights.")
    needed = int(folder_size(folder) * _SHARE)
    free = shutil.disk_usage(_existing(wanted.target)).free // 2**20
    if free < needed:
        why = f"it would need {needed} MiB there and {free} MiB are free"
        raise BadInput(what=str(wanted.target), why=why, remedy="Free some space or name another disk.")
    return ["-i", wanted.source]


def _existing(place: Path) -> Path:
    return place if place.exists() else _existing(place.absolute().parent)


class _Ended(NamedTuple):
    status: int
    shown: str


def _build(python: Path, arguments: list[str], wanted: ConversionRequest, say: Say) -> None:
    ended = _run([str(python), "-m", "onnxruntime_genai.models.builder", *arguments], say)
    if ended is None:
        return
    if ended.status < 0:
        what, why = (
            f"Converting {wanted.source}",
            f"the builder was ended by signal {-ended.status}, for want of memory?",
        )
        raise Retryable(what=what, why=why)
    remedy = "Choose a model of an architecture the builder knows; docs/models.md names some."
    raise BadInput(what=wanted.source, why=f"the builder gives up: {ended.shown}", remedy=remedy)


def _run(command: list[str], say: Say) -> _Ended | None:
    """Run and show what it says, line by line; how it ended, unless well."""
    last: deque[str] = deque(maxlen=_LAST)
    with subprocess.Popen(
        command, cwd=DATA, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.strip():
                last.append(line.strip())
                say(line.strip())
    if process.returncode == 0:
        return None
    return _Ended(process.returncode, (last[-1] if last else f"status {process.returncode}")[:300])


def _complete(made: Path, source: Path) -> None:
    for name in _BESIDE:
        if (source / name).is_file() and not (made / name).exists():
            shutil.copyfile(source / name, made / name)
    for name in ("genai_config.json", "tokenizer.json"):
        if not (made / name).is_file():
            remedy = "Report it with the version of onnxruntime-genai."
            raise BadInput(what=str(source), why=f"the builder made no {name}", remedy=remedy)
