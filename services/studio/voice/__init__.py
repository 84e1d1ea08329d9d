"""The voice stage: a script becomes a narration with a time for every word."""

import structlog

from schemas.errors import WaggleError
from schemas.recipe import VoiceChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.media.store import MediaStore
from services.plugins import load
from services.studio.voice.engine import Voice
from services.studio.voice.track import Tick, perform

GROUP = "wagglebot.voices"
SETTING = "recipe.voice.chain"
log = structlog.get_logger(__name__)


def _silent(_percent: float, _note: str) -> None:
    """Nobody watches."""


def narrate(script: Script, choice: VoiceChoice, store: MediaStore, tick: Tick = _silent) -> tuple[VoiceTrack, str]:
    """The narration and the name of the voice that served: the first in ``choice.chain`` that can speak all of it.

    Raises what the last voice raised when none can; ConfigurationError for a voice nobody registered; NoSpace.
    """
    voices: list[Voice] = [load(GROUP, name, setting=SETTING)() for name in choice.chain]
    for voice in voices[:-1]:
        try:
            return perform(script, choice, voice, store, tick), voice.name
        except WaggleError as error:
            log.warning("voice passed", voice=voice.name, error=str(error))
    return perform(script, choice, voices[-1], store, tick), voices[-1].name


def speak_script(script: Script, choice: VoiceChoice, store: MediaStore) -> VoiceTrack:
    """The narration of ``script``; see `narrate`."""
    return narrate(script, choice, store)[0]
