"""What a recogniser hears in speech: Whisper by faster-whisper, where a model of it was fetched and the library is."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import numpy as np

from libraries.model_store.catalogue import ModelPurpose, read_catalogue
from libraries.model_store.store import ModelStore
from libraries.sound.decode import resampled_sound
from libraries.sound.pcm import PcmSamples

_LIBRARY: Final = "faster_whisper"
_RATE: Final = 16_000
"""Samples a second that Whisper hears."""

Hear = Callable[[PcmSamples, int, str], str]
"""What a recogniser hears in samples, given their rate and the language that is spoken."""


def load_recogniser(store: ModelStore) -> Hear | None:
    """A speech recogniser whose model was fetched; None where none was, or its library is not installed."""
    models = [
        each
        for each in read_catalogue().values()
        if each.purpose is ModelPurpose.RECOGNISER and each.adapter == "whisper"
    ]
    here = next((each for each in models if store.model_state(each.name) == "whole"), None)
    if here is None or find_spec(_LIBRARY) is None:
        return None
    load = import_module(_LIBRARY).WhisperModel
    # Threads beyond the idle cores make it many times slower, and lines are short.
    model = load(str(store.model_folder(here)), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(samples: PcmSamples, rate: int, language: str) -> str:
        sound = resampled_sound(samples, rate, _RATE).astype(np.float32) / np.float32(32768)
        heard, _ = model.transcribe(sound, language=language, beam_size=1)
        return " ".join(each.text for each in heard)

    return hear
