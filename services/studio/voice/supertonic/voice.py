"""The voice 'supertonic' on a model that is loaded once in a process."""

from functools import cache
from pathlib import Path

from libraries.gpu.onnx import Device
from schemas.errors import BadInput
from schemas.script import Line
from schemas.voice import Timing
from services.studio.voice.server_voices import speakable_text, voice_entry
from services.studio.voice.supertonic import SupertonicSettings
from services.studio.voice.supertonic.model import SupertonicModel
from services.studio.voice.voice_protocol import SpokenPcm

_SLOWEST, _FASTEST = 0.7, 2.0


@cache
def load_model_once(folder: Path, device: Device, steps: int) -> SupertonicModel:
    """The model of Supertonic, loaded once in a process."""
    return SupertonicModel(folder, device, steps)


class SupertonicVoice:
    """The voice 'supertonic'. Word times are estimated within each line."""

    def __init__(self, settings: SupertonicSettings) -> None:
        self._settings = settings

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of a line. Raises ConfigurationError, BadInput, ProviderDown."""
        text = speakable_text(line)
        style = voice_entry(self._settings.voices, voice)
        if style is None:
            known = ", ".join(self._settings.voices)
            raise BadInput("voice.unknown", voice=voice, engine="Supertonic", known=known)
        model = load_model_once(self._settings.folder, self._settings.device, self._settings.steps)
        samples = model.speak(text, style, min(max(speed, _SLOWEST), _FASTEST))
        return SpokenPcm(samples, model.sample_rate, None, Timing.ESTIMATED)
