"""The soundtrack of a film: narration, effects and a music bed that ducks under the voice."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from libraries.files import disk_errors_as_no_space
from libraries.sound.loudness import MasteredSound, integrated_loudness, master_sound
from libraries.sound.samples import NARRATION, RATE, Samples, filter_samples, read_narration_wav, read_stereo_sound
from schemas.errors import BadInput
from schemas.script import Mood
from services.config import DATA

MUSIC: Final = DATA / "assets/music"
EFFECTS: Final = DATA / "assets/effects"

BEDS: Final[Mapping[Mood, tuple[str, ...]]] = MappingProxyType(
    {
        Mood.HUMOR: ("bounce", "tiptoe", "parade"),
        Mood.TOUCHING: ("lantern", "homeward"),
        Mood.ANGER: ("ember", "furnace"),
        Mood.SADNESS: ("rain", "letter"),
        Mood.HORROR: ("cellar", "attic"),
        Mood.INFO: ("clockwork", "notebook", "transit"),
        Mood.CONTROVERSY: ("standoff", "verdict"),
        Mood.DAILY: ("stroll", "balcony", "laundry"),
        Mood.SHOCK: ("pulse", "landslide"),
    }
)
"""Music beds of each mood, among which ``auto`` takes one by the seed; a name is a file in assets/music."""

SEAM: Final = 0.5
"""Seconds of its start that a bundled bed repeats at its end."""

_VOICE_LEVEL = -20.0
"""LUFS of the finished voice in the mix, so one setting of the ducking fits every voice."""
_BED_LEVEL = -27.5
"""LUFS of the music where nobody speaks; the sidechain compressor lowers it by another 9 dB under the voice."""
_STEREO_GAIN = 3.01
"""LU that a mono sound gains when it plays on both channels: BS.1770 adds up their power."""
_EFFECT_GAIN: Final[Mapping[str, float]] = MappingProxyType(
    {"boom": -15.0, "ding": -19.0, "pop": -12.0, "sting": -11.0, "tick": -8.0, "whoosh": -10.0}
)
"""dB on an effect, whose file peaks at -3 dBFS: a sting comes 3 LU under the voice, the small ones 6 and more."""
_EFFECT_DEFAULT = -14.0


class SoundCue(NamedTuple):
    """A sound effect in a film: the name of its file in assets/effects, and its ``time`` in seconds."""

    time: float
    name: str


class EffectFile(NamedTuple):
    """The file of an effect, named after the effect, and the gain in dB that makes it peak at -3 dBFS as ours do."""

    path: Path
    gain: float = 0.0


def music_file(mood: Mood, choice: str, seed: int = 0) -> Path | None:
    """The music file for a recipe's choice: ``none``, ``auto`` (by mood and seed) or a name from assets/music.

    Raises BadInput for a name that is not there.
    """
    if choice == "none":
        return None
    fitting = BEDS[mood]
    name = fitting[seed % len(fitting)] if choice == "auto" else choice
    found = _bundled_sounds(MUSIC)
    if name not in found:
        raise BadInput("film.music_unknown", name=name, known=", ".join(found))
    return found[name]


def effect_path(name: str) -> Path:
    """The path of a bundled effect's file. Raises BadInput for a name that is not there."""
    found = _bundled_sounds(EFFECTS)
    if name not in found:
        raise BadInput("film.effect_unknown", name=name, known=", ".join(found))
    return found[name]


def mix_soundtrack(
    narration: Path,
    bed: Path | None,
    cues: Sequence[SoundCue],
    duration: float,
    out: Path,
    *,
    effects: Mapping[str, EffectFile] = MappingProxyType({}),
) -> MasteredSound:
    """Mix and master a soundtrack of ``duration`` seconds into ``out``: AAC-LC in ADTS, 48 kHz stereo.

    ``effects`` replace bundled ones by name.

    AAC comes in frames of 1024 samples behind one frame of encoder delay. So ``out`` holds 1 + ceil(duration · 48000
    / 1024) frames, and once a muxer drops the first (ADTS cannot mark it) the sound starts exactly at 0 and is at
    most one frame (21.3 ms, silent) longer than ``duration``.

    The result is -14 ± 0.5 LUFS with at most -1 dBTP, as measured on ``out``, however loud or quiet the narration is.
    Raises BadInput (silent or too long narration, unknown or misplaced cue), Permanent (unreadable input, loudness
    out of reach), NoSpace.
    """
    if not (math.isfinite(duration) and duration > 0):
        raise BadInput("film.duration_invalid", seconds=duration)
    placed = _cue_times(cues, duration, effects)
    length = round(duration * RATE)
    voice = _levelled_voice(narration, duration)[:, :length]
    mixture = _ducked(_levelled_music(bed, length), voice) if bed else np.zeros((2, length), np.float32)
    mixture += voice
    for chosen, times in placed.items():
        sound = _effect(chosen)
        for time in times:
            _add(mixture, sound, round(time * RATE))
    mastered = master_sound(mixture)
    with disk_errors_as_no_space(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            out.write_bytes(mastered.stream)
        except OSError:
            out.unlink(missing_ok=True)
            raise
    return mastered


def _levelled_voice(narration: Path, duration: float) -> Samples:
    """The narration as mono at `RATE`, compressed, at its level, and at least ``duration`` and a second long."""
    raw, rate = read_narration_wav(narration)
    seconds = raw.shape[1] / rate
    if seconds > duration + 0.05:
        raise BadInput("film.narration_too_long", narration=seconds, film=duration)
    # Loudness is gated in blocks of 0.4 s, so a single short word needs silence around it to be measured at all.
    raw = np.pad(raw, ((0, 0), (0, max(0, math.ceil((max(1, duration) + 0.1) * rate) - raw.shape[1]))))
    gain = -18 - integrated_loudness(raw, NARRATION, rate) - _STEREO_GAIN
    even = filter_samples(
        [
            ("highpass", {"f": "70"}),
            ("volume", {"volume": f"{gain:.2f}dB"}),
            ("acompressor", {"threshold": "0.1", "ratio": "2.5", "attack": "6", "release": "120", "knee": "4"}),
            ("alimiter", {"limit": "-11dB", "attack": "3", "release": "50", "level": "disabled", "latency": "1"}),
            ("aresample", {"sample_rate": str(RATE)}),
        ],
        raw,
        rate=rate,
    )
    return even * _gain(_VOICE_LEVEL - _STEREO_GAIN - integrated_loudness(even, NARRATION))


def _levelled_music(bed: Path, length: int) -> Samples:
    """``length`` samples of the bed at its working level, repeated, faded in and out.

    The end of a bed is its start again (`SEAM` seconds), so a crossfade there is no seam; a bed from elsewhere gets an
    ordinary crossfade.
    """
    name = f"music/{bed.name}"
    once = read_stereo_sound(bed, name, length / RATE + 2 * SEAM)
    gain = _gain(_BED_LEVEL - integrated_loudness(once, name))
    music = _looped(once, length) * gain
    fade = min(round(1.6 * RATE), length // 4)
    begin = min(round(0.4 * RATE), fade)
    music[:, :begin] *= np.linspace(0, 1, begin, dtype=np.float32)
    music[:, length - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return music


def _looped(once: Samples, length: int) -> Samples:
    """A bed repeated, its end crossfaded with its start, up to ``length`` samples."""
    seam = min(round(SEAM * RATE), once.shape[1] // 4)
    turn = once.shape[1] - seam
    if turn >= length:
        return once[:, :length]
    whole = np.zeros((2, length), np.float32)
    rise = np.linspace(0, 1, seam, endpoint=False, dtype=np.float32)
    once[:, turn:] *= 1 - rise
    _add(whole, once, 0)
    once[:, :seam] *= rise
    for start in range(turn, length, turn):
        _add(whole, once, start)
    return whole


def _ducked(music: Samples, voice: Samples) -> Samples:
    """The music, lowered while the voice speaks. The release bridges the pauses between words, not sentences."""
    # When its inputs end, the filter drops what is left in its queues, however much that is. Silence behind the film is
    # dropped then instead of sound, so that every run gives the same bytes.
    longer = [np.pad(sound, ((0, 0), (0, RATE))) for sound in (music, voice)]
    ducking = {"threshold": "0.045", "ratio": "8", "attack": "15", "release": "350", "knee": "3"}
    return filter_samples([("sidechaincompress", ducking)], *longer)[:, : music.shape[1]]


def _effect(chosen: EffectFile) -> Samples:
    gain = _EFFECT_GAIN.get(chosen.path.stem, _EFFECT_DEFAULT) + chosen.gain
    return _read_effect(chosen.path, chosen.path.stat().st_mtime_ns) * _gain(gain)


@lru_cache(maxsize=16)
def _read_effect(path: Path, _changed: int) -> Samples:
    """The samples of an effect, cached by the time of the file's last change."""
    return read_stereo_sound(path, f"effects/{path.name}")


def _add(whole: Samples, sound: Samples, start: int) -> None:
    """Add ``sound`` to ``whole`` from sample ``start`` on, as far as that reaches."""
    end = min(whole.shape[1], start + sound.shape[1])
    whole[:, start:end] += sound[:, : end - start]


def _gain(decibels: float) -> np.float32:
    return np.float32(10 ** (decibels / 20))


def _cue_times(
    cues: Sequence[SoundCue], duration: float, effects: Mapping[str, EffectFile]
) -> Mapping[EffectFile, list[float]]:
    """The effects and when each sounds. Raises BadInput."""
    placed: dict[EffectFile, list[float]] = defaultdict(list)
    for cue in cues:
        if not 0 <= cue.time < duration:
            raise BadInput("film.cue_outside", name=cue.name, time=cue.time, seconds=duration)
        placed[effects.get(cue.name) or EffectFile(effect_path(cue.name))].append(cue.time)
    return placed


def _bundled_sounds(folder: Path) -> dict[str, Path]:
    """Our files by name without suffix. A name is looked up here, so it can never lead out of the folder."""
    return {path.stem: path for path in sorted(folder.glob("*.ogg"))}
