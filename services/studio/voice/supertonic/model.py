"""Supertonic 3 (https://huggingface.co/Supertone/supertonic-3) in ONNX sessions of our own, on CPU or CUDA.

The folder holds ``onnx/`` with four graphs, ``tts.json`` and ``unicode_indexer.json``, and ``voice_styles/*.json``. A
text becomes the numbers of its jamo; from these and a style come a length and an embedding; noise of that length is
refined step by step into a latent, which the vocoder turns into sound.
"""

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from libraries.gpu.onnx import Device, import_onnx_runtime, onnx_errors, open_session
from libraries.sound.pcm import PcmSamples
from schemas.errors import BadInput, ConfigurationError, ProviderDown
from services.studio.voice.supertonic import GRAPHS

SETTING: Final = "studio.supertonic"
_LONGEST: Final = 60.0
"""Seconds; a model that asks for more has lost its way."""
_STOPS: Final = (".", "?", "!", ",")
_NUMBERS: Final = "onnx/unicode_indexer.json"
_OPEN, _CLOSE = "<ko>", "</ko>"
"""The marks that tell the model the language."""
_JAMO: Final = "".join(map(chr, (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3))))
"""The initials, vowels and finals of modern Korean."""
_RARE: Final = 6
"""So many of them may be missing: finals that hardly a word has."""

Floats = NDArray[np.float32]


class _Ae(BaseModel):
    sample_rate: Annotated[int, Field(ge=8000, le=192_000)]
    base_chunk_size: Annotated[int, Field(gt=0)]


class _Ttl(BaseModel):
    chunk_compress_factor: Annotated[int, Field(gt=0)]
    latent_dim: Annotated[int, Field(gt=0)]


class _Config(BaseModel):
    ae: _Ae
    ttl: _Ttl


class _Tensor(BaseModel):
    dims: list[int]
    data: list[Any]


class _StyleFile(BaseModel):
    style_ttl: _Tensor
    style_dp: _Tensor


class _Style(NamedTuple):
    ttl: Floats
    dp: Floats


class SupertonicModel:
    """The model's four ONNX sessions, loaded once. ``steps``: refinements of the noise."""

    def __init__(self, folder: Path, device: Device, steps: int) -> None:
        """Raises ConfigurationError when a file is missing or unusable."""
        self._folder = folder
        self._steps = steps
        config = _Config.model_validate(self._json("onnx/tts.json", _Config))
        self.sample_rate = config.ae.sample_rate
        self._chunk = config.ae.base_chunk_size * config.ttl.chunk_compress_factor
        self._channels = config.ttl.latent_dim * config.ttl.chunk_compress_factor
        self._numbers: list[int] = self._json(_NUMBERS, list[int])
        self._knows_korean()
        graphs = [open_session(self._file(f"onnx/{name}.onnx"), device, setting=SETTING) for name in GRAPHS]
        self._length, self._encode, self._refine, self._sound = graphs
        self._failures = onnx_errors(import_onnx_runtime())
        self._styles: dict[str, _Style] = {}

    def speak(self, text: str, style: str, speed: float) -> PcmSamples:
        """The samples of ``text`` spoken in Korean. Equal arguments give equal samples.

        Raises ConfigurationError for a style that is not there, BadInput for a text the model has no letters for,
        ProviderDown when the model fails.
        """
        voice = self._style(style)
        numbers = self._spelled(text)
        seed = int.from_bytes(hashlib.sha256(f"{style}\0{text}".encode()).digest()[:8], "big")
        try:
            wave = self._run(numbers, voice, speed, np.random.default_rng(seed))
        except self._failures as error:
            raise ProviderDown("voice.failed", engine="Supertonic", why=str(error)[:300]) from error
        if not np.isfinite(wave).all():
            raise ProviderDown("voice.failed", engine="Supertonic", why="NaN")
        return (np.clip(wave, -1.0, 1.0) * 32767).round().astype(np.int16)

    def _knows_korean(self) -> None:
        """Raises ConfigurationError for a model of another language, which would say blanks."""
        marks = [letter for letter in sorted(set(_OPEN + _CLOSE)) if not self._known(letter)]
        jamo = [letter for letter in _JAMO if not self._known(letter)]
        missing = [*marks, *jamo] if len(jamo) > _RARE else marks
        if missing:
            shown = " ".join(missing[:12])
            raise ConfigurationError(
                "voice.no_korean", setting=f"{SETTING}.folder", folder=self._folder, file=_NUMBERS, missing=shown
            )

    def _run(self, numbers: NDArray[np.int64], voice: _Style, speed: float, noise: np.random.Generator) -> Floats:
        mask = np.ones((1, 1, numbers.shape[1]), np.float32)
        text = {"text_ids": numbers, "text_mask": mask}
        seconds = float(self._length.run(None, {**text, "style_dp": voice.dp})[0].reshape(-1)[0]) / speed
        if not 0.0 < seconds <= _LONGEST:
            raise ValueError(f"it wants to speak for {seconds} s")
        embedding = self._encode.run(None, {**text, "style_ttl": voice.ttl})[0]
        samples = int(seconds * self.sample_rate)
        frames = max(1, -(-samples // self._chunk))
        latent = noise.standard_normal((1, self._channels, frames)).astype(np.float32)
        fixed = {
            "text_emb": embedding,
            "style_ttl": voice.ttl,
            "text_mask": mask,
            "latent_mask": np.ones((1, 1, frames), np.float32),
            "total_step": np.array([self._steps], np.float32),
        }
        for step in range(self._steps):
            at = np.array([step], np.float32)
            latent = self._refine.run(None, {**fixed, "noisy_latent": latent, "current_step": at})[0]
        wave: Floats = self._sound.run(None, {"latent": latent})[0].reshape(-1)[:samples]
        return wave

    def _spelled(self, text: str) -> NDArray[np.int64]:
        """Numbers of the letters of ``text``, decomposed, between language marks; unknown ones are left out."""
        written = unicodedata.normalize("NFKD", text)
        written = written if written.endswith(_STOPS) else f"{written}."
        body = self._known(written)
        if not body:
            raise BadInput("voice.unknown_letters", line=repr(text[:40]), engine="Supertonic")
        return np.array([[*self._known(_OPEN), *body, *self._known(_CLOSE)]], np.int64)

    def _known(self, text: str) -> list[int]:
        numbers = (self._numbers[ord(letter)] for letter in text if ord(letter) < len(self._numbers))
        return [number for number in numbers if number >= 0]

    def _style(self, name: str) -> _Style:
        if name not in self._styles:
            file = f"voice_styles/{name}.json"
            read = _StyleFile.model_validate(self._json(file, _StyleFile))
            try:
                self._styles[name] = _Style(_array(read.style_ttl), _array(read.style_dp))
            except ValueError as error:
                raise self._unusable(file, str(error)) from error
        return self._styles[name]

    def _json(self, name: str, shape: Any) -> Any:
        try:
            return TypeAdapter(shape).validate_python(json.loads(self._file(name).read_text(encoding="utf-8")))
        except (ValueError, ValidationError) as error:
            raise self._unusable(name, str(error)) from error

    def _file(self, name: str) -> Path:
        path = self._folder / name
        if not path.is_file():
            raise ConfigurationError("voice.no_model_file", setting=f"{SETTING}.folder", file=path)
        return path

    def _unusable(self, name: str, why: str) -> ConfigurationError:
        file = self._folder / name
        return ConfigurationError("voice.unusable_file", setting=f"{SETTING}.folder", file=file, why=why[:200])


def _array(tensor: _Tensor) -> Floats:
    return np.array(tensor.data, np.float32).reshape(tensor.dims)
