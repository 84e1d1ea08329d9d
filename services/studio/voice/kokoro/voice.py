"""Kokoro-82M (https://huggingface.co/hexgrad/Kokoro-82M) run by kokoro-onnx."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np

from libraries.gpu.onnx import Device, import_local_model_library, import_onnx_runtime, onnx_errors, open_session
from schemas.errors import BadInput, ConfigurationError, ProviderDown
from schemas.script import Line
from schemas.voice import Timing
from services.studio.voice.kokoro import KokoroSettings
from services.studio.voice.server_voices import speakable_text, voice_entry
from services.studio.voice.voice_protocol import SpokenPcm

SETTING: Final = "studio.kokoro"
_HANGUL: Final = re.compile(r"[가-힣ㄱ-ㅣ]")
_SLOWEST, _FASTEST = 0.5, 2.0
_VOICES: Final = ("voices.bin", "voices.npz")
_NO_LANGUAGE: Final = "is not supported by the espeak backend"


@cache
def load_model_once(folder: Path, device: Device) -> Any:
    """The model of Kokoro, loaded once in a process. Raises ConfigurationError."""
    package = import_local_model_library("kokoro_onnx")
    voices = next((folder / name for name in _VOICES if (folder / name).is_file()), None)
    if voices is None or not (folder / "model.onnx").is_file():
        missing = folder / ("model.onnx" if voices else _VOICES[0])
        raise ConfigurationError("voice.no_model_file", setting=f"{SETTING}.folder", file=missing)
    # The package's own constructor would try every provider there is, TensorRT first.
    opened = open_session(folder / "model.onnx", device, setting=SETTING)
    try:
        return package.Kokoro.from_session(opened, str(voices))
    except (OSError, ValueError, KeyError) as error:
        why = str(error)[:200]
        raise ConfigurationError("voice.unusable_file", setting=f"{SETTING}.folder", file=voices, why=why) from error


class KokoroVoice:
    """The voice 'kokoro'. Word times are exact where the model was exported with its durations, else estimated."""

    def __init__(self, settings: KokoroSettings) -> None:
        self._settings = settings

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of ``line.display``: the spoken form is spelled for Korean voices.

        Raises ConfigurationError, ProviderDown; BadInput for Korean, which Kokoro would read with sounds left out.
        """
        speakable_text(line)
        if _HANGUL.search(line.display):
            raise BadInput("voice.korean_line", line=repr(line.display[:40]))
        chosen = voice_entry(self._settings.voices, voice)
        if chosen is None:
            known = ", ".join(self._settings.voices)
            raise BadInput("voice.unknown", voice=voice, engine="Kokoro", known=known)
        model = load_model_once(self._settings.folder, self._settings.device)
        if chosen not in model.voices:
            known = ", ".join(sorted(model.voices)[:60])
            raise ConfigurationError("voice.no_model_voice", setting=f"{SETTING}.voices", voice=chosen, known=known)
        try:
            wave, rate, heard = model.create_timed(
                line.display, chosen, min(max(speed, _SLOWEST), _FASTEST), self._settings.language
            )
        except onnx_errors(import_onnx_runtime()) as error:
            if _NO_LANGUAGE in str(error):
                raise ConfigurationError(
                    "voice.no_language", setting=f"{SETTING}.language", language=self._settings.language
                ) from error
            raise ProviderDown("voice.failed", engine="Kokoro", why=str(error)[:300]) from error
        samples = (np.clip(np.nan_to_num(wave), -1.0, 1.0) * 32767).round().astype(np.int16)
        words = tuple(_words([(each.phoneme, each.start, each.end) for each in heard]))
        exact = len(words) == len(line.display.split(" "))
        return SpokenPcm(samples, rate, words if exact else None, Timing.EXACT if exact else Timing.ESTIMATED)


def _words(phonemes: Sequence[tuple[str, float, float]]) -> Iterator[tuple[float, float]]:
    """Start and end of every run of phonemes between two blanks; none where the model does not say when it spoke."""
    for is_blank, run in groupby(phonemes, lambda each: each[0] == " "):
        if not is_blank:
            each = list(run)
            yield each[0][1], each[-1][2]
