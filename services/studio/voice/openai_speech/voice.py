"""A client of speech servers (https://platform.openai.com/docs/api-reference/audio/createSpeech)."""

from collections.abc import Iterator
from typing import Final

from libraries.http_client.client import ModelServerClient
from schemas.errors import BadInput, ConfigurationError, WaggleError
from schemas.recipe import Recipe
from schemas.script import Line
from services.studio.served_models import is_served, served_models
from services.studio.voice.openai_speech import SpeechServerSettings
from services.studio.voice.server_voices import (
    is_person_voice,
    speak_on_server,
    speakable_text,
    try_recipe_voices,
    voice_entry,
)
from services.studio.voice.voice_protocol import SpokenPcm

_SLOWEST, _FASTEST = 0.25, 4.0
SETTING: Final = "studio.speech"


class OpenAISpeechVoice:
    """The voice 'openai-speech'. Word times are estimated; a voice that is not in the settings keeps its name."""

    def __init__(self, settings: SpeechServerSettings) -> None:
        self._settings = settings
        self._server = ModelServerClient(
            f"The speech server at {self._settings.base_url}",
            self._settings.base_url,
            setting=SETTING,
            timeout=self._settings.timeout,
            api_key=self._settings.api_key.get_secret_value(),
        )

    @property
    def server_name(self) -> str:
        """The name of the server in messages."""
        return self._server.name

    def model_names(self) -> list[str] | None:
        """The models that the server has; None where it does not say. Raises as `ModelServerClient.get`."""
        self._server.get("/models")
        return served_models(self._server)

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of a line. Raises ProviderDown, ConfigurationError, BadInput."""
        chosen = voice_entry(self._settings.voices, voice)
        if chosen is None and is_person_voice(voice):
            raise BadInput(
                "voice.unknown", voice=voice, engine=self._server.name, known=", ".join(self._settings.voices)
            )
        return speak_on_server(
            self._server,
            "/audio/speech",
            {
                "model": self._settings.model,
                "input": speakable_text(line),
                "voice": voice if chosen is None else chosen,
                "response_format": "wav",
                "speed": min(max(speed, _SLOWEST), _FASTEST),
                **self._settings.extra,
            },
        )


def server_problems(settings: SpeechServerSettings, recipe: Recipe) -> Iterator[WaggleError]:
    """Everything that keeps the server from speaking by ``recipe``."""
    voice = OpenAISpeechVoice(settings)
    try:
        served = voice.model_names()
    except WaggleError as error:
        yield error
        return
    if served is not None and not is_served(settings.model, served):
        known = ", ".join(served[:12])
        yield ConfigurationError("voice.model_unknown", server=voice.server_name, model=settings.model, known=known)
        return
    yield from try_recipe_voices(voice, recipe)
