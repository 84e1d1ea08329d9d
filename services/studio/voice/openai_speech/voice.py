"""A client of speech servers (https://platform.openai.com/docs/api-reference/audio/createSpeech)."""

from typing import Final

from schemas.script import Line
from services.studio.http import ModelServer
from services.studio.voice.engine import SpokenPcm
from services.studio.voice.openai_speech import SpeechServerSettings
from services.studio.voice.remote import spoken_by, utterance

_SLOWEST, _FASTEST = 0.25, 4.0
SETTING: Final = "studio.speech"


class OpenAISpeechVoice:
    """The voice 'openai-speech'. Word times are estimated; a voice that is not in the settings keeps its name."""

    def __init__(self, settings: SpeechServerSettings) -> None:
        self._settings = settings
        self._server = ModelServer(
            f"The speech server at {self._settings.base_url}",
            self._settings.base_url,
            setting=SETTING,
            timeout=self._settings.timeout,
            api_key=self._settings.api_key.get_secret_value(),
        )

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """Raises ProviderDown, ConfigurationError, BadInput."""
        return spoken_by(
            self._server,
            "/audio/speech",
            {
                "model": self._settings.model,
                "input": utterance(line),
                "voice": self._settings.voices.get(voice, voice),
                "response_format": "wav",
                "speed": min(max(speed, _SLOWEST), _FASTEST),
            },
        )
