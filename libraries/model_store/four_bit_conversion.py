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

from libraries.gpu.ram_and_folder_sizes import folder_size_mib, free_ram_mib
from libraries.model_store.catalogue import Model
from libraries.model_store.fetching import fetch_model
from libraries.model_store.sources import hub_repository
from libraries.model_store.sources.declared_sources import HubSource
from libraries.model_store.store import ModelStore
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

    ``source``: a folder, or a repository of the hub, ``OWNER/NAME`` or ``OWNER/NAME@REVISION``. ``device``: what its
    graph is made for; weights for CUDA run on the CPU as well, slower than those made for it.
    """

    source: str
    target: Path
    device: Literal["cpu", "cuda"] = "cpu"


class _SourceConfig(BaseModel):
    """What of a source's config.json is needed."""

    architectures: list[str]


def convert_to_4_bit(
    request: ConversionRequest, report: Report, environment: Path = ENVIRONMENT, store: ModelStore | None = None
) -> Path:
    """Convert a model; gives its folder, which appears when it is whole. A target that exists is not touched.

    Raises BadInput for a source that cannot be converted, ConfigurationError when the environment cannot be made,
    Retryable when the builder is killed.
    """
    store, target = store or ModelStore(), request.target
    if target.exists():
        raise BadInput("model.target_exists", folder=target)
    fetched = None if Path(request.source).is_dir() else _listed(request.source)
    source = store.model_folder(fetched) if fetched else Path(request.source)
    weights = fetched.size if fetched else _checked_size(source)
    _check_room(target, weights)
    if fetched:
        report(f"{fetched.title} at {_revision(fetched)} ({fetched.licence.name}): {fetched.size / 1e6:.0f} MB")
        fetch_model(fetched, store)
        _checked_size(source)
    python = ensure_conversion_environment(environment, report)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _build(python, ["-i", str(source), "-o", str(part), "-p", "int4", "-e", request.device], request, report)
        _copy_missing_files(part, source)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if fetched:
        store.remove_model(fetched.name)
    report(f"{target}: {folder_size_mib(target)} MiB")
    return target


def ensure_conversion_environment(environment: Path, report: Report) -> Path:
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


def _listed(source: str) -> Model:
    """A repository of the hub. Raises BadInput for what is neither that nor a folder."""
    repository, _, revision = source.partition("@")
    if repository.count("/") != 1 or repository.startswith((".", "/")):
        raise BadInput("model.source_missing", source=source)
    return hub_repository.model_of_repository(repository, revision or "main")


def _revision(model: Model) -> str:
    return next(source.revision for source in model.sources if isinstance(source, HubSource))


def _checked_size(folder: Path) -> int:
    """Bytes of the model in a folder. Raises BadInput for a folder without a Hugging Face model."""
    try:
        _SourceConfig.model_validate_json((folder / "config.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise BadInput("model.source_without_architecture", source=folder) from error
    if not any(folder.glob("*.safetensors")):
        raise BadInput("model.source_without_weights", source=folder)
    return sum(file.stat().st_size for file in folder.glob("*.safetensors"))


def _check_room(target: Path, weights: int) -> None:
    """Raise BadInput when the disk cannot hold the result, or the memory not the weights, all of which are read."""
    needed = int(weights * _SIZE_RATIO) >> 20
    free = shutil.disk_usage(_existing_parent(target)).free // 2**20
    if free < needed:
        raise BadInput("model.no_room", folder=target, needed_mb=needed, free_mb=free)
    memory = free_ram_mib()
    if memory is not None and memory < weights >> 20:
        raise BadInput("model.no_memory", needed_mb=weights >> 20, free_mb=memory)


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
