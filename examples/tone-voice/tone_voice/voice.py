import numpy as np

from tone_voice import ToneSettings
from wagglebot.plugins import BadInput
from wagglebot.plugins.voice import Line, SpokenPcm, Timing


class ToneVoice:
    def __init__(self, settings: ToneSettings) -> None:
        self.voices = {"narrator-1": settings.pitch, "commenter-1": settings.pitch * 1.5}

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        if voice not in self.voices:
            raise BadInput(what=voice, why="it is no voice of 'tone'", remedy=f"Choose of {', '.join(self.voices)}.")
        time = np.arange(int(24_000 * 0.15 / speed * len(line.spoken))) / 24_000
        samples = 9_000 * np.sin(2 * np.pi * self.voices[voice] * time) * (time * speed % 0.15 < 0.12)
        return SpokenPcm(samples.astype(np.int16), 24_000, None, Timing.ESTIMATED)
