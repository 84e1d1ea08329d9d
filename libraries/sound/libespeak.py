"""espeak-ng through ctypes, as its C header (speak_lib.h, API 12) declares it."""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from libraries.extras import install_command
from libraries.sound.pcm import PcmSamples
from schemas.errors import ConfigurationError

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS: Final = 1
_CHARS_UTF8: Final = 1
_SEED: Final = 1
_EVENT_PHONEME: Final = 7
_EVENT_END: Final = 0
RATE, VOLUME, PITCH, RANGE, WORD_GAP = 1, 2, 3, 4, 7
"""Parameters: words a minute; 0–200; 0–100; 0–100; pause between words in units of 10 ms."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("string", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Phoneme(NamedTuple):
    """A sound and the sample it begins at. A name that begins with ``_`` is a pause."""

    name: str
    sample: int


class SynthesisedLine(NamedTuple):
    """A synthesised line. ``sample_rate`` in Hz; phonemes in the order they are spoken."""

    samples: PcmSamples
    sample_rate: int
    phonemes: tuple[Phoneme, ...]


class _Collector:
    """The callback of espeak: collects samples and phonemes."""

    def __init__(self) -> None:
        self.chunks: list[PcmSamples] = []
        self.phonemes: list[Phoneme] = []

    def __call__(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self.chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_PHONEME:
                self.phonemes.append(Phoneme(event.string.decode("utf-8", "replace"), event.sample))
            index += 1
        return 0


def synthesise(
    text: str, voice: str, parameters: dict[int, int], locate: Callable[[], tuple[str, str]] | None = None
) -> SynthesisedLine:
    """``text`` spoken in ``voice`` (an espeak name such as ``ko+f2``). Equal arguments give equal samples.

    Not for several threads at once. Raises ConfigurationError when the library is missing, does not load or lacks the
    voice.
    """
    path, data = (locate or _from_wheel)()
    with _loaded(path) as library:
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _PHONEME_EVENTS)
        if rate <= 0 or library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ConfigurationError("voice.espeak_data", voice=voice, data=data)
        library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        for parameter, value in parameters.items():
            library.espeak_SetParameter(parameter, value, 0)
        collector = _Collector()
        callback = _Callback(collector)
        library.espeak_SetSynthCallback(callback)
        encoded = text.encode()
        library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded) + 1), 0, 1, 0, _CHARS_UTF8, None, None)
        library.espeak_Terminate()
    samples = np.concatenate(collector.chunks) if collector.chunks else np.zeros(0, np.int16)
    return SynthesisedLine(samples, int(rate), tuple(collector.phonemes))


@contextmanager
def _loaded(path: str) -> Iterator[ctypes.CDLL]:
    """The library, loaded for one utterance: it keeps phases and noise from one to the next in static variables, so
    only a new copy says the same line the same way every time. Costs about a millisecond.
    """
    linker = ctypes.CDLL(None)
    linker.dlopen.restype = ctypes.c_void_p
    linker.dlerror.restype = ctypes.c_char_p
    handle = linker.dlopen(_private_copy(path).encode(), os.RTLD_NOW | os.RTLD_LOCAL)
    if not handle:
        why = linker.dlerror().decode("utf-8", "replace")
        raise ConfigurationError("voice.espeak_library", why=why)
    try:
        yield ctypes.CDLL(path, handle=handle)
    finally:
        linker.dlclose(ctypes.c_void_p(handle))


@lru_cache
def _private_copy(path: str) -> str:
    """The library as a file nobody else has loaded: another voice of the process that keeps it, as Kokoro's phonemizer
    does, would keep our variables with it. Where no file can be had in memory, the library itself.
    """
    if not hasattr(os, "memfd_create") or not Path(path).is_file():
        return path
    content, descriptor = memoryview(Path(path).read_bytes()), os.memfd_create("espeak")
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    except OSError:  # the limit on the size of files (RLIMIT_FSIZE) holds for memory files too
        os.close(descriptor)
        return path
    return f"/proc/self/fd/{descriptor}"


def _from_wheel() -> tuple[str, str]:
    """Paths of the library and of its data."""
    try:
        loader = import_module("espeakng_loader")
    except ImportError as error:
        raise ConfigurationError("voice.espeak_missing", command=install_command("studio")) from error
    return loader.get_library_path(), loader.get_data_path()
