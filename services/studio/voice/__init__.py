"""The voice stage: a script becomes a narration with a time for every word."""

from functools import partial

from schemas.progress import ProgressCallback
from schemas.recipe import VoiceChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.media.store import MediaStore
from services.plugins import load
from services.studio.failover import Breaker, first_that_serves
from services.studio.voice.engine import Voice
from services.studio.voice.track import perform

GROUP = "wagglebot.voices"
SETTING = "recipe.voice.chain"


def _silent(_percent: float, _note: str) -> None:
    """Nobody watches."""


def narrate(
    script: Script,
    choice: VoiceChoice,
    store: MediaStore,
    tick: ProgressCallback = _silent,
    breaker: Breaker | None = None,
) -> tuple[VoiceTrack, str]:
    """The narration and the name of the voice that served: the first in ``choice.chain`` that can speak all of it.

    Raises as `first_that_serves` does; ConfigurationError for a voice nobody registered; NoSpace.
    """
    voices: list[Voice] = [load(GROUP, name, setting=SETTING)() for name in choice.chain]
    adapters = {voice.name: partial(perform, script, choice, voice, store, tick) for voice in voices}
    return first_that_serves("The narration", adapters, breaker)


def speak_script(script: Script, choice: VoiceChoice, store: MediaStore) -> VoiceTrack:
    """The narration of ``script``; see `narrate`."""
    return narrate(script, choice, store)[0]
