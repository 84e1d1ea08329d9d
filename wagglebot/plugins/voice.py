"""The Protocol of a voice, and what it is given and gives back."""

from libraries.sound.pcm import PcmSamples
from schemas.script import Line, Role, Speaker
from schemas.voice import Timing
from services.studio.voice.voice_protocol import SpokenPcm, Voice

__all__ = ["Line", "PcmSamples", "Role", "Speaker", "SpokenPcm", "Timing", "Voice"]
