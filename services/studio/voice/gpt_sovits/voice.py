"""A client of GPT-SoVITS (https://github.com/RVC-Boss/GPT-SoVITS, ``api_v2.py``)."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from libraries.http_client.client import ModelServerClient
from schemas.errors import ConfigurationError, WaggleError
from schemas.recipe import Recipe
from schemas.script import Line
from services.studio.voice.gpt_sovits import SovitsSettings
from services.studio.voice.server_voices import speak_on_server, speakable_text, try_recipe_voices, voice_entry
from services.studio.voice.voice_protocol import SpokenPcm

_SEED: Final = 1


class SovitsVoice:
    """The voice 'gpt-sovits'. Word times are estimated within each line."""

    def __init__(self, settings: SovitsSettings) -> None:
        self._settings = settings
        self._asked: Counter[tuple[str, str]] = Counter()
        self._server = ModelServerClient(
            f"GPT-SoVITS at {self._settings.base_url}",
            self._settings.base_url,
            setting="studio.sovits",
            timeout=self._settings.timeout,
        )

    def _seed(self, text: str, voice: str) -> int:
        """Another one whenever the same line is asked for again: the same would give the same fault."""
        self._asked[text, voice] += 1
        return _SEED + self._asked[text, voice] - 1

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of a line. Raises ConfigurationError for a voice without a recording; ProviderDown, BadInput."""
        text = speakable_text(line)
        recording = voice_entry(self._settings.voices, voice)
        if recording is None:
            raise ConfigurationError("voice.no_recording", voice=voice)
        return speak_on_server(
            self._server,
            "/tts",
            {
                "text": text,
                "text_lang": "ko",
                "ref_audio_path": recording.audio,
                "prompt_text": recording.text,
                "prompt_lang": recording.language,
                "text_split_method": "cut0",
                "speed_factor": speed,
                "media_type": "wav",
                "streaming_mode": False,
                "seed": self._seed(text, voice),
            },
        )


def server_problems(settings: SovitsSettings, recipe: Recipe) -> Iterator[WaggleError]:
    """Everything that keeps the server from speaking by ``recipe``."""
    yield from try_recipe_voices(SovitsVoice(settings), recipe)
