"""Conversion of a Hugging Face model to the 4-bit folder that the local writers read.

It is done by the model builder of onnxruntime-genai, which needs torch and a version of transformers that no writer
works with: it runs in a Python environment of its own.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ValidationError

from libraries.gpu.memory import folder_size
from libraries.paths import DATA, HOME
from schemas.errors import BadInput, ConfigurationError, Retryable

ENVIRONMENT: Final = HOME / "var/environments/convert"
TORCH: Final = "torch==2.13.*"
_SIZE_RATIO: Final = 0.45
"""Size of the 4-bit folder over that of one in 16 bits, embeddings included, at most."""
_COPIED_FILES: Final = ("config.json", "generation_config.json", "chat_template.jinja")
"""Files of the source that the builder may leave behind and a writer reads."""

Report = Callable[[str], None]
"""Called with each line for a person to read."""


class ConversionRequest(NamedTuple):
    """A model to convert into the folder ``target``.

    ``source``: a folder, or the name of a model to fetch. ``device``: what its graph is made for; weights for CUDA run
    on the CPU as well, slower than those made for it.
    """

    source: str
    target: Path
    device: Literal["cpu", "cuda"] = "cpu"


class _SourceConfig(BaseModel):
    """What of a source's config.json is needed."""

    architectures: list[str]


def convert(request: ConversionRequest, report: Report, environment: Path = ENVIRONMENT) -> Path:
    """Convert a model; gives its folder, which appears when it is whole. A target that exists is not touched.

    Raises BadInput for a source that cannot be converted, ConfigurationError when the environment cannot be made,
    Retryable when the builder is killed.
    """
    target = request.target
    if target.exists():
        raise BadInput("model.target_exists", folder=target)
    arguments = _source_arguments(request)
    python = prepare_environment(environment, report)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _build(python, [*arguments, "-o", str(part), "-p", "int4", "-e", request.device], request, report)
        _copy_missing_files(part, Path(request.source))
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    report(f"{target}: {folder_size(target)} MiB")
    return target


def prepare_environment(environment: Path, report: Report) -> Path:
    """The interpreter of the environment, which is made the first time. Raises ConfigurationError."""
    python = environment / "bin/python"
    if (environment / "ready").exists():
        return python
    report(f"Making the environment {environment}; that takes some minutes and gigabytes, once.")
    command = ["sh", str(DATA / "tools/environment.sh"), str(environment.absolute()), "requirements/convert.txt", TORCH]
    failure = _run(["env", f"PYTHON={sys.executable}", *command], report)
    if failure is not None:
        raise ConfigurationError("model.environment_not_made", folder=environment, why=failure.last_line.rstrip("."))
    (environment / "ready").touch()
    return python


def _source_arguments(request: ConversionRequest) -> list[str]:
    """The arguments of the builder that name the source. Raises BadInput."""
    folder = Path(request.source)
    if not folder.is_dir():
        if request.source.count("/") != 1 or request.source.startswith((".", "/")):
            raise BadInput("model.source_missing", source=request.source)
        return ["-m", request.source, "-c", str(HOME / "var/models/cache")]
    try:
        _SourceConfig.model_validate_json((folder / "config.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise BadInput("model.source_without_architecture", source=request.source) from error
    if not any(folder.glob("*.safetensors")):
        raise BadInput("model.source_without_weights", source=request.source)
    needed = int(folder_size(folder) * _SIZE_RATIO)
    free = shutil.disk_usage(_existing_parent(request.target)).free // 2**20
    if free < needed:
        raise BadInput("model.no_room", folder=request.target, needed_mb=needed, free_mb=free)
    return ["-i", request.source]


def _existing_parent(path: Path) -> Path:
    return path if path.exists() else _existing_parent(path.absolute().parent)


class _Failure(NamedTuple):
    """How a program failed: its exit status (negative for a signal) and the last line that it wrote."""

    status: int
    last_line: str


def _build(python: Path, arguments: list[str], request: ConversionRequest, report: Report) -> None:
    failure = _run([str(python), "-m", "onnxruntime_genai.models.builder", *arguments], report)
    if failure is None:
        return
    if failure.status < 0:
        raise Retryable("model.builder_killed", source=request.source, signal=-failure.status)
    raise BadInput("model.builder_failed", source=request.source, why=failure.last_line.rstrip("."))


def _run(command: list[str], report: Report) -> _Failure | None:
    """Run a program and report what it writes, line by line. None when it succeeds."""
    last_line = ""
    with subprocess.Popen(
        command, cwd=DATA, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.strip():
                last_line = line.strip()
                report(last_line)
    if process.returncode == 0:
        return None
    return _Failure(process.returncode, (last_line or f"status {process.returncode}")[:300])


def _copy_missing_files(made: Path, source: Path) -> None:
    """Complete a converted folder with files of its source. Raises BadInput when the builder left one out."""
    for name in _COPIED_FILES:
        if (source / name).is_file() and not (made / name).exists():
            shutil.copyfile(source / name, made / name)
    for name in ("genai_config.json", "tokenizer.json"):
        if not (made / name).is_file():
            raise BadInput("model.builder_incomplete", source=source, file=name)
