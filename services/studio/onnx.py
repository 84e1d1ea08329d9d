"""ONNX Runtime sessions that run where they were asked to run."""

import ctypes
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final, Literal

import structlog

from schemas.errors import ConfigurationError

Device = Literal["auto", "cpu", "cuda"]
_RUNTIMES: Final = ("onnxruntime", "onnxruntime-gpu")
_SILENT: Final = 4
_CUDA: Final = (
    "CUDAExecutionProvider",
    # Speech has a new length for every line: searching the best kernel for each would take longer than the line, and
    # doubling the arena keeps memory the next stage needs.
    {"cudnn_conv_algo_search": "HEURISTIC", "arena_extend_strategy": "kSameAsRequested"},
)
log = structlog.get_logger(__name__)


def runtime() -> Any:
    """The module onnxruntime. Raises ConfigurationError when it is missing, or installed twice."""
    found = [name for name in _RUNTIMES if _installed(name)]
    if len(found) > 1:
        raise ConfigurationError(
            setting="The environment",
            why="onnxruntime and onnxruntime-gpu are both installed and overwrite each other's files",
            remedy="Run 'pip uninstall -y onnxruntime onnxruntime-gpu', then install one of them again.",
        )
    try:
        module = import_module("onnxruntime")
    except ImportError as error:
        raise ConfigurationError(
            setting="The environment",
            why="local models need onnxruntime, which is not installed",
            remedy="Run 'pip install wagglebot[local-cpu]' or 'pip install wagglebot[local-gpu]'.",
        ) from error
    module.set_default_logger_severity(_SILENT)
    return module


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
    module = runtime()
    if device != "cpu" and _has_driver():
        # The CUDA libraries lie in wheels of their own, where the loader does not look.
        module.preload_dlls()
        options = module.SessionOptions()
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1" if device == "cuda" else "0")
        try:
            opened = module.InferenceSession(
                str(file), options, providers=[_CUDA, "CPUExecutionProvider"][: 1 + (device == "auto")]
            )
        except failures(module) as error:
            if device == "cuda":
                raise _no_cuda(setting, str(error)) from error
            log.warning("model runs on the CPU", file=file.name, error=str(error)[:200])
        else:
            if opened.get_providers()[0] == _CUDA[0] or device == "auto":
                return opened
            raise _no_cuda(setting, "the session runs on the CPU")
    elif device == "cuda":
        raise _no_cuda(setting, "there is no NVIDIA driver")
    try:
        return module.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    except failures(module) as error:
        raise ConfigurationError(
            setting=f"{setting}.folder", why=f"{file} is no usable model ({str(error)[:200]})", remedy="Fetch it again."
        ) from error


def _no_cuda(setting: str, why: str) -> ConfigurationError:
    remedy = "Install wagglebot[local-gpu] and a driver for CUDA 13, or set the device to 'auto' or 'cpu'."
    return ConfigurationError(setting=f"{setting}.device", why=f"CUDA cannot be used: {why[:200]}", remedy=remedy)


def _has_driver() -> bool:
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
