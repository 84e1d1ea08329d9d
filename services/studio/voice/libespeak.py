"""espeak-ng through ctypes, as its C header (speak_lib.h, API 12) declares it."""

import ctypes
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy as np

from schemas.errors import ConfigurationError
from services.studio.voice.engine import Samples

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS: Final = 1
_CHARS_UTF8: Final = 1
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


class Synthesis(NamedTuple):
    samples: Samples
    phonemes: tuple[Phoneme, ...]


class Espeak:
    """The loaded library. One to a process: espeak-ng keeps global state."""

    def __init__(self, library: ctypes.CDLL, data: str) -> None:
        self._library = library
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _PHONEME_EVENTS)
        if rate <= 0:
            raise ConfigurationError(
                setting="espeak", why=f"its data at {data} cannot be read", remedy="Install 'espeakng-loader' again."
            )
        self.sample_rate = int(rate)
        self._chunks: list[Samples] = []
        self._phonemes: list[Phoneme] = []
        # Kept on the object: a callback that is collected is a segmentation fault.
        self._callback = _Callback(self._receive)
        library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_PHONEME:
                self._phonemes.append(Phoneme(event.string.decode("utf-8", "replace"), event.sample))
            index += 1
        return 0

    def synthesise(self, text: str, voice: str, parameters: dict[int, int]) -> Synthesis:
        """``text`` spoken in ``voice`` (an espeak name such as ``ko+f2``). Raises ConfigurationError."""
        self._chunks, self._phonemes = [], []
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ConfigurationError(
                setting="espeak", why=f"it has no voice {voice}", remedy="Install 'espeakng-loader' again."
            )
        for parameter, value in parameters.items():
            self._library.espeak_SetParameter(parameter, value, 0)
        data = text.encode()
        self._library.espeak_Synth(data, ctypes.c_size_t(len(data) + 1), 0, 1, 0, _CHARS_UTF8, None, None)
        samples = np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)
        return Synthesis(samples, tuple(self._phonemes))


def _from_wheel() -> tuple[str, str]:
    try:
        loader = import_module("espeakng_loader")
    except ImportError as error:
        raise ConfigurationError(
            setting="recipe.voice.chain",
            why="the voice 'espeak' needs the package espeakng-loader, which is not installed",
            remedy="Run 'pip install wagglebot[studio]', or choose another voice.",
        ) from error
    return loader.get_library_path(), loader.get_data_path()


@cache
def espeak(locate: Callable[[], tuple[str, str]] = _from_wheel) -> Espeak:
    """The library, loaded once. Raises ConfigurationError when it is missing or does not load."""
    library, data = locate()
    try:
        return Espeak(ctypes.CDLL(library), data)
    except OSError as error:
        raise ConfigurationError(
            setting="espeak", why=f"its library does not load ({error})", remedy="Install 'espeakng-loader' again."
        ) from error
