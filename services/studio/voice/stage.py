"""The narration of a script by the first voice of a chain that can speak it."""

from functools import partial
from typing import Final

from libraries.failover import CircuitBreakers, ServedResult, first_that_serves
from libraries.media.store import MediaStore
from libraries.texts.language import KOREAN, language_of_text
from schemas.adapters import AdapterKind
from schemas.errors import BadInput
from schemas.progress import ProgressCallback
from schemas.recipe import VoiceChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.config import StudioSettings
from services.studio.adapters import ChosenAdapter, require_usable_adapters
from services.studio.voice.track import make_voice_track

SETTING: Final = "recipe.voice.chain"


def _unwatched(_percent: float, _note: str) -> None:
    """The progress callback where nobody watches."""


def narrate(
    script: Script,
    choice: VoiceChoice,
    store: MediaStore,
    settings: StudioSettings,
    *,
    progress: ProgressCallback = _unwatched,
    breaker: CircuitBreakers | None = None,
) -> ServedResult[VoiceTrack]:
    """The narration by the first voice in ``choice.chain`` that can speak all of it.

    Raises as `first_that_serves` does; ConfigurationError for a voice that is not installed; NoSpace.
    """
    voices = require_usable_adapters(AdapterKind.VOICE, choice.chain, settings, setting=SETTING)
    attempts = {each.adapter.name: partial(_spoken, each, script, choice, store, progress) for each in voices}
    return first_that_serves(SETTING, attempts, breaker)


def _spoken(
    chosen: ChosenAdapter, script: Script, choice: VoiceChoice, store: MediaStore, progress: ProgressCallback
) -> VoiceTrack:
    """Raises BadInput for a language that the voice does not speak, before it is loaded."""
    language = language_of_text(" ".join(line.display for line in script.lines))
    speaks = chosen.adapter.languages
    if speaks and language not in speaks:
        engine, known = chosen.adapter.name, ", ".join(speaks)
        raise BadInput("voice.other_language", engine=engine, language=language or "?", known=known)
    if language != KOREAN:  # The spoken form of a line spells foreign words in Hangul, for Korean voices.
        lines = tuple(line.model_copy(update={"spoken": line.display}) for line in script.lines)
        script = script.model_copy(update={"lines": lines})
    return make_voice_track(script, choice, chosen.instantiate(), store, progress, engine=chosen.adapter.name)
