"""ONNX Runtime sessions that run where they were asked to run, and where that was."""

import ctypes
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final, Literal

import structlog

from schemas.errors import ConfigurationError
from services.config.extras import install_command

Device = Literal["auto", "cpu", "cuda"]
_TWINS: Final = (("onnxruntime", "onnxruntime-gpu"), ("onnxruntime-genai", "onnxruntime-genai-cuda"))
"""Packages that hold the same module, for the CPU and for CUDA."""
_SILENT: Final = 4
_SMALLEST: Final = bytes.fromhex(
    "080812003a370a100a017812017922084964656e746974791201675a0f0a0178120a0a08080112040a020801620f0a0179120a0a08080112040a02080142040a001011"
)
"""An ONNX graph that gives back the one number it is given."""
_CUDA: Final = (
    "CUDAExecutionProvider",
    # Speech has a new length for every line: searching the best kernel for each would take longer than the line, and
    # doubling the arena keeps memory the next stage needs.
    {"cudnn_conv_algo_search": "HEURISTIC", "arena_extend_strategy": "kSameAsRequested"},
)
log = structlog.get_logger(__name__)


_places: set[str] = set()


def refuse_twins() -> None:
    """Raises ConfigurationError when a runtime is installed twice: the two overwrite each other's files."""
    for twins in _TWINS:
        if all(_installed(name) for name in twins):
            raise ConfigurationError(
                setting="The environment",
                why=f"{' and '.join(twins)} are both installed and overwrite each other's files",
                remedy=f"Run 'pip uninstall -y {' '.join(twins)}', then install one of them again.",
            )


def runtime() -> Any:
    """The module onnxruntime. Raises ConfigurationError when it is missing, or installed twice."""
    refuse_twins()
    module = optional("onnxruntime")
    module.set_default_logger_severity(_SILENT)
    return module


def optional(name: str) -> Any:
    """A module that comes with the extras for local models. Raises ConfigurationError when it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigurationError(
            setting="The environment",
            why=f"local models need {name.replace('_', '-')}, which is not installed",
            remedy=f"Run: {install_command('local-cpu')} — or, for a graphics card, with [local-gpu].",
        ) from error


def ran_on(place: str) -> None:
    """Note where a model of this process computes: ``cuda`` or ``cpu``, as its session reports it."""
    _places.add(place)


def places() -> str:
    """Where the models of this process compute; empty when none was loaded."""
    return "+".join(sorted(_places))


def failures(module: Any) -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises: exceptions of its own without a common base, and RuntimeError."""
    state = module.capi.onnxruntime_pybind11_state
    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "ModelLoaded", "NoModel", "NoSuchFile")
    more = ("NotImplemented", "EPFail", "RuntimeException")
    return (RuntimeError, ValueError, *(getattr(state, name) for name in (*names, *more) if hasattr(state, name)))


def session(file: Path, device: Device, *, setting: str) -> Any:
    """A session for ``file``. What the package says it could do is not believed: where it runs is read off the session.

    Raises ConfigurationError when the file is no usable model, or ``cuda`` was asked for and is not to be had.
    """
    opened = _session(runtime(), file, device, setting)
    place = "cuda" if opened.get_providers()[0] == _CUDA[0] else "cpu"
    if device == "cuda" and place == "cpu":
        raise no_cuda(setting, "the session runs on the CPU")
    log.info("model loaded", file=file.name, providers=opened.get_providers())
    ran_on(place)
    return opened


def _session(module: Any, file: Path, device: Device, setting: str) -> Any:
    if device != "cpu" and has_driver():
        # The CUDA libraries lie in wheels of their own, where the loader does not look.
        module.preload_dlls()
        options = module.SessionOptions()
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1" if device == "cuda" else "0")
        providers = [_CUDA, "CPUExecutionProvider"][: 1 + (device == "auto")]
        try:
            return module.InferenceSession(str(file), options, providers=providers)
        except failures(module) as error:
            if device == "cuda":
                raise no_cuda(setting, str(error)) from error
            log.warning("model runs on the CPU", file=file.name, error=str(error)[:200])
    elif device == "cuda":
        raise no_cuda(setting, "there is no NVIDIA driver")
    try:
        return module.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    except failures(module) as error:
        raise ConfigurationError(
            setting=f"{setting}.folder", why=f"{file} is no usable model ({str(error)[:200]})", remedy="Fetch it again."
        ) from error


def provider() -> str:
    """The provider a session really gets here, found out with a graph of one node. Raises ConfigurationError."""
    module = runtime()
    wanted = ["CPUExecutionProvider"]
    if has_driver():
        module.preload_dlls()
        wanted = [_CUDA[0], *wanted]
    return str(module.InferenceSession(_SMALLEST, providers=wanted).get_providers()[0])


def no_cuda(setting: str, why: str) -> ConfigurationError:
    """CUDA was asked for and is not to be had."""
    remedy = f"Run: {install_command('local-gpu')} — with a driver for CUDA 13; or set the device to 'auto' or 'cpu'."
    return ConfigurationError(setting=f"{setting}.device", why=f"CUDA cannot be used: {why[:200]}", remedy=remedy)


def has_driver() -> bool:
    """Whether the NVIDIA driver answers; the package itself claims CUDA on any machine."""
    try:
        return bool(ctypes.CDLL("libcuda.so.1").cuInit(0) == 0)
    except OSError:
        return False


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
