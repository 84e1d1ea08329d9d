import numpy as np

from wagglebot.plugins import Adapter, AdapterKind, BadInput
from wagglebot.plugins.voice import Line, SpokenPcm, Timing

PITCHES = {"narrator-1": 600, "commenter-1": 700, "commenter-2": 800, "person-1": 650, "person-2": 750, "person-3": 850}


class ToneVoice:
    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        if voice not in PITCHES:
            raise BadInput("voice.unknown", engine="tone", voice=voice, known=", ".join(PITCHES))
        seconds = np.arange(int(24_000 * 0.15 / speed * len(line.spoken))) / 24_000
        beeps = 9_000 * np.sin(2 * np.pi * PITCHES[voice] * seconds) * np.sin(np.pi * seconds * speed / 0.15) ** 2
        return SpokenPcm(beeps.astype(np.int16), 24_000, None, Timing.ESTIMATED)


TONE = Adapter(kind=AdapterKind.VOICE, name="tone", version="1", make=ToneVoice, title_en="Beeps", title_ko="삐 소리")
