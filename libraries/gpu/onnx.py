"""ONNX Runtime sessions on the CPU or on CUDA, and where they really run."""

import ctypes
import shlex
import sys
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final, Literal

from libraries.extras import install_command
from libraries.log import get_logger
from schemas.errors import ConfigurationError

Device = Literal["auto", "cpu", "cuda"]
_CONFLICTING: Final = (("onnxruntime", "onnxruntime-gpu"), ("onnxruntime-genai", "onnxruntime-genai-cuda"))
"""Packages that hold the same module, for the CPU and for CUDA."""
_FATAL_ONLY: Final = 4
"""Severity of the log messages that ONNX Runtime prints."""
_IDENTITY_GRAPH: Final = bytes.fromhex(
    "080812003a370a100a017812017922084964656e746974791201675a0f0a0178120a0a08080112040a020801620f0a0179120a0a08080112040a02080142040a001011"
)
"""An ONNX graph of one node, which gives back the number it is given."""
_CUDA: Final = (
    "CUDAExecutionProvider",
    # Speech has a new length for every line: searching the best kernel for each would take longer than the line, and
    # doubling the arena keeps memory the next stage needs.
    {"cudnn_conv_algo_search": "HEURISTIC", "arena_extend_strategy": "kSameAsRequested"},
)
log = get_logger(__name__)


_devices: set[str] = set()


def require_single_runtime() -> None:
    """Raises ConfigurationError when a runtime is installed twice: the two overwrite each other's files."""
    found = [[name for name in packages if _installed(name)] for packages in _CONFLICTING]
    for packages in found:
        if len(packages) > 1:
            # Where the other runtime is there once, the environment was made for what that one computes on.
            lone = [each[0] for each in found if len(each) == 1]
            cuda = any(name in (pair[1] for pair in _CONFLICTING) for name in lone) if lone else has_nvidia_driver()
            told = {"packages": " and ".join(packages), "uninstall": " ".join(packages)}
            python, command = shlex.quote(sys.executable), install_command("local-gpu" if cuda else "local-cpu")
            raise ConfigurationError("model.runtime_twice", python=python, command=command, **told)


def import_onnx_runtime() -> Any:
    """The module onnxruntime, with the CUDA libraries loaded where there is a driver for them.

    Raises ConfigurationError when it is missing, or installed twice.
    """
    require_single_runtime()
    module = import_local_model_library("onnxruntime")
    module.set_default_logger_severity(_FATAL_ONLY)
    if has_nvidia_driver():
        # They lie in wheels of their own, where the loader does not look; onnxruntime-genai finds them once loaded.
        module.preload_dlls()
    return module


def import_local_model_library(name: str) -> Any:
    """A module that comes with the extras for local models. Raises ConfigurationError when it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        package, command = name.replace("_", "-"), install_command("local-cpu")
        raise ConfigurationError("model.library_missing", package=package, command=command) from error


def note_device(device: str) -> None:
    """Note where a model of this process computes: ``cuda`` or ``cpu``, as its session reports it."""
    _devices.add(device)


def devices_in_use() -> str:
    """Where the models of this process compute (``cpu``, ``cuda``, ``cpu+cuda``); empty when none was loaded."""
    return "+".join(sorted(_devices))


def onnx_errors(module: Any) -> tuple[type[Exception], ...]:
    """The errors that ONNX Runtime raises: its own, which have no common base, RuntimeError and ValueError."""
    state = module.capi.onnxruntime_pybind11_state
    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "ModelLoaded", "NoModel", "NoSuchFile")
    more = ("NotImplemented", "EPFail", "RuntimeException")
    return (RuntimeError, ValueError, *(getattr(state, name) for name in (*names, *more) if hasattr(state, name)))


def open_session(file: Path, device: Device, *, setting: str) -> Any:
    """A session for the model ``file``. ``setting`` names the section of the settings that an error speaks of.

    The package claims CUDA on any machine, so where the model runs is read off the session. Raises ConfigurationError
    when the file is no usable model, or ``cuda`` was asked for and cannot be used.
    """
    session = _session(import_onnx_runtime(), file, device, setting)
    runs_on = "cuda" if session.get_providers()[0] == _CUDA[0] else "cpu"
    if device == "cuda" and runs_on == "cpu":
        raise ran_on_cpu_error(setting)
    log.info("model loaded", file=file.name, providers=session.get_providers())
    note_device(runs_on)
    return session


def _session(module: Any, file: Path, device: Device, setting: str) -> Any:
    if device != "cpu" and has_nvidia_driver():
        options = module.SessionOptions()
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1" if device == "cuda" else "0")
        providers = [_CUDA, "CPUExecutionProvider"][: 1 + (device == "auto")]
        try:
            return module.InferenceSession(str(file), options, providers=providers)
        except onnx_errors(module) as error:
            if device == "cuda":
                raise cuda_unusable_error(setting, error) from error
            log.warning("model runs on the CPU", file=file.name, error=str(error)[:200])
    elif device == "cuda":
        raise no_driver_error(setting)
    try:
        return module.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    except onnx_errors(module) as error:
        why = str(error)[:200]
        raise ConfigurationError("model.file_unusable", setting=f"{setting}.folder", file=file, why=why) from error


def actual_session_provider() -> str:
    """The provider that a session really gets on this machine. Raises ConfigurationError."""
    module = import_onnx_runtime()
    wanted = ["CPUExecutionProvider"]
    if has_nvidia_driver():
        wanted = [_CUDA[0], *wanted]
    return str(module.InferenceSession(_IDENTITY_GRAPH, providers=wanted).get_providers()[0])


def cuda_unusable_error(setting: str, error: Exception) -> ConfigurationError:
    """The error for a device ``cuda`` whose libraries refuse."""
    why, command = str(error)[:200], install_command("local-gpu")
    return ConfigurationError("model.cuda_unusable", setting=f"{setting}.device", why=why, command=command)


def no_driver_error(setting: str) -> ConfigurationError:
    """The error for a device ``cuda`` without an NVIDIA driver."""
    return ConfigurationError("model.no_driver", setting=f"{setting}.device")


def ran_on_cpu_error(setting: str) -> ConfigurationError:
    """The error for a device ``cuda`` whose session computes on the CPU."""
    return ConfigurationError("model.ran_on_cpu", setting=f"{setting}.device")


def has_nvidia_driver() -> bool:
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
