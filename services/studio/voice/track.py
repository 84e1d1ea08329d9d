"""The narration: all spoken lines in one WAV, with the time of every word."""

import math
from typing import Final

import numpy as np

from libraries.media.store import MediaStore
from libraries.sound.decode import resampled_sound
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import with_louder_words
from libraries.sound.wav import wav_bytes
from schemas.frames import FPS
from schemas.progress import ProgressCallback
from schemas.recipe import VoiceChoice
from schemas.script import Script
from schemas.voice import SpeechFigures, SpokenLine, VoiceTrack, Word
from services.studio.voice.casting import Casting, cast_voices
from services.studio.voice.own.recording import OWN, RecordedVoice
from services.studio.voice.own.room_tone import with_room_tone
from services.studio.voice.takes import Take, Takes
from services.studio.voice.voice_protocol import Voice

_BEFORE: Final = 0.05
"""Seconds before the first word: a hook starts at once."""
_AFTER: Final = 0.1
_FLOWING, _SENTENCE, _TURN = 0.1, 0.16, 0.21
"""Seconds between lines, and to the next frame: inside a sentence, behind one, where another speaker takes over."""
_STOPS: Final = (".", "?", "!")
_SLOWEST, _FASTEST = 0.5, 2.0
"""Times an engine's pace: what every engine can do."""


def make_voice_track(
    script: Script, choice: VoiceChoice, voice: Voice, store: MediaStore, progress: ProgressCallback, *, engine: str
) -> VoiceTrack:
    """The narration of ``script``: mono 16-bit WAV at the engine's own rate, the highest where it changes.

    Raises what the engine raises; FaultySpeech for a line that is faulty twice; NoSpace.
    """
    parts = cast_voices(script, choice)
    takes, recorded = Takes(voice, engine), Takes(RecordedVoice(store), OWN)
    for index, line in enumerate(script.lines):
        progress(100.0 * index / len(script.lines), f"{index + 1}/{len(script.lines)}")
        if line.recording:
            recorded.speak_line(line, OWN, 1.0)
        else:
            takes.speak_line(line, parts[index].voice, min(max(choice.speed * line.speed, _SLOWEST), _FASTEST))
    made = {False: iter(takes.finish_takes()), True: iter(recorded.finish_takes())}
    spoken = [next(made[line.recording is not None]) for line in script.lines]
    return _assemble(script, parts, spoken, store, _figures(script, takes.speech_figures()))


def _figures(script: Script, figures: SpeechFigures) -> SpeechFigures:
    """The figures of the synthetic lines with their places in the whole script."""
    places = [index for index, line in enumerate(script.lines) if line.recording is None]
    retaken = tuple(each.model_copy(update={"index": places[each.index]}) for each in figures.retaken)
    return figures.model_copy(update={"retaken": retaken, "recorded": len(script.lines) - len(places)})


def _gap(script: Script, parts: list[Casting], index: int) -> float:
    """Seconds behind a line."""
    line = script.lines[index]
    if index == len(parts) - 1:
        usual = _AFTER
    elif parts[index] != parts[index + 1]:
        usual = _TURN
    else:
        usual = _SENTENCE if line.spoken.endswith(_STOPS) else _FLOWING
    return usual + line.pause_after


def _on_a_frame(sample: float, rate: int) -> int:
    """The next sample at which a frame of the film begins.

    A line that starts there looks the same wherever it is spoken: a reworded one leaves all scenes behind it as they
    are.
    """
    return round(math.ceil(sample * FPS / rate - 1e-6) * rate / FPS)


def _assemble(
    script: Script, parts: list[Casting], takes: list[Take], store: MediaStore, figures: SpeechFigures
) -> VoiceTrack:
    rate = max(take.rate for take in takes)
    sounds: list[PcmSamples] = [np.zeros(_on_a_frame(_BEFORE * rate, rate), np.int16)]
    length = len(sounds[0])
    lines: list[SpokenLine] = []
    for index, take in enumerate(takes):
        shown = script.lines[index].display.split(" ")
        stressed = [words for text, words in zip(shown, take.words, strict=True) if script.lines[index].stresses(text)]
        samples = resampled_sound(with_louder_words(take.samples, take.rate, stressed), take.rate, rate)
        start = length / rate
        lines.append(
            SpokenLine(
                index=index,
                start=round(start, 4),
                end=round(start + len(samples) / rate, 4),
                words=tuple(
                    Word(text=text, start=round(start + a, 4), end=round(start + b, 4))
                    for text, (a, b) in zip(shown, take.words, strict=True)
                ),
                timing=take.timing,
            )
        )
        length += len(samples)
        following = _on_a_frame(length + _gap(script, parts, index) * rate, rate)
        sounds += [samples, np.zeros(following - length, np.int16)]
        length = following
    sound = np.concatenate(sounds)
    own = [each for each in lines if script.lines[each.index].recording]
    recorded = [(round(each.start * rate), round(each.end * rate)) for each in own]
    if recorded and len(recorded) < len(lines):
        sound = with_room_tone(sound, rate, recorded)
    audio = store.put(wav_bytes(sound, rate), "wav")
    speech = figures.model_copy(update={"resampled": sum(take.rate != rate for take in takes)})
    return VoiceTrack(audio=audio, sample_rate=rate, duration=length / rate, lines=tuple(lines), speech=speech)
