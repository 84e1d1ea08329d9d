"""The soundtrack of a film: narration, effects and a music bed that ducks under the voice."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from schemas.errors import BadInput
from schemas.script import Mood
from services.config import DATA
from services.files import full_disk_means
from services.studio.film.audio.loudness import Mastered, integrated, master
from services.studio.film.audio.samples import RATE, Samples, read, read_wav, through

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
"""The beds among which ``auto`` takes one for a mood, by the seed; a name is a file in assets/music."""

SEAM: Final = 0.5
"""Seconds that a bed of ours repeats of its start at its end."""

_VOICE = -20.0
"""LUFS of the finished voice in the mix, so one setting of the ducking fits every voice."""
_BED = -27.5
"""LUFS of the music where nobody speaks. The sidechain takes another 9 dB away under the voice."""
_BOTH = 3.01
"""LU that one channel gains when it sounds from both sides: BS.1770 adds up the power of the channels."""
_EFFECT_GAIN: Final[Mapping[str, float]] = MappingProxyType(
    {"boom": -15.0, "ding": -19.0, "pop": -12.0, "sting": -11.0, "tick": -8.0, "whoosh": -10.0}
)
"""dB on an effect, whose file peaks at -3 dBFS: a sting comes 3 LU under the voice, the small ones 6 and more."""
_EFFECT_DEFAULT = -14.0


class SoundCue(NamedTuple):
    """An effect, by the name of its file in assets/effects, ``time`` seconds into the film."""

    time: float
    name: str


class Effect(NamedTuple):
    """The file of an effect, which has the effect's name, and the gain in dB that makes it peak at -3 dBFS as ours."""

    path: Path
    gain: float = 0.0


def bed_for(mood: Mood, choice: str, seed: int = 0) -> Path | None:
    """The music file for a recipe's choice: ``none``, ``auto`` (by mood and seed) or a name from assets/music.

    Raises BadInput for a name that is not there.
    """
    if choice == "none":
        return None
    fitting = BEDS[mood]
    return _asset(MUSIC, fitting[seed % len(fitting)] if choice == "auto" else choice, "Music")


def effect(name: str) -> Path:
    """The file of an effect. Raises BadInput for a name that is not there."""
    return _asset(EFFECTS, name, "Effect")


def mix(
    narration: Path,
    bed: Path | None,
    cues: Sequence[SoundCue],
    duration: float,
    out: Path,
    *,
    effects: Mapping[str, Effect] = MappingProxyType({}),
) -> Mastered:
    """Mix and master a soundtrack of ``duration`` seconds into ``out``: AAC-LC in ADTS, 48 kHz stereo.

    ``effects`` are those by name that are not ours.

    AAC comes in frames of 1024 samples behind one frame of encoder delay. So ``out`` holds 1 + ceil(duration · 48000
    / 1024) frames, and once a muxer drops the first (ADTS cannot mark it) the sound starts exactly at 0 and is at
    most one frame (21.3 ms, silent) longer than ``duration``.

    The result is -14 ± 0.5 LUFS with at most -1 dBTP, as measured on ``out``, however loud or quiet the narration is.
    Raises BadInput (silent or too long narration, unknown or misplaced cue), Permanent (unreadable input, loudness
    out of reach), NoSpace.
    """
    if not (math.isfinite(duration) and duration > 0):
        raise BadInput(what=f"A duration of {duration} s", why="a film lasts longer than nothing", remedy="Check it.")
    placed = _placed(cues, duration, effects)
    length = round(duration * RATE)
    voice = _voice(narration, duration)[:, :length]
    mixture = _ducked(_music(bed, length), voice) if bed else np.zeros((2, length), np.float32)
    mixture += voice
    for chosen, times in placed.items():
        sound = _effect(chosen)
        for time in times:
            _add(mixture, sound, round(time * RATE))
    mastered = master(mixture)
    with full_disk_means(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            out.write_bytes(mastered.stream)
        except OSError:
            out.unlink(missing_ok=True)
            raise
    return mastered


def _voice(narration: Path, duration: float) -> Samples:
    """The narration as mono at `RATE`, evened out, at its level and at least ``duration`` and a second long."""
    raw, rate = read_wav(narration, "the narration")
    seconds = raw.shape[1] / rate
    if seconds > duration + 0.05:
        raise BadInput(
            what="The narration",
            why=f"it lasts {seconds:.2f} s and the film {duration:.2f} s, so its end would be cut off",
            remedy="Make the film as long as its narration.",
        )
    # Loudness is gated in blocks of 0.4 s, so a single short word needs silence around it to be measured at all.
    raw = np.pad(raw, ((0, 0), (0, max(0, math.ceil((max(1, duration) + 0.1) * rate) - raw.shape[1]))))
    gain = -18 - integrated(raw, "the narration", rate) - _BOTH
    even = through(
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
    return even * _gain(_VOICE - _BOTH - integrated(even, "the narration"))


def _music(bed: Path, length: int) -> Samples:
    """``length`` samples of the bed at its working level, repeated, faded in and out.

    The end of a bed is its start again (`SEAM` seconds), so a crossfade there is no seam; a bed from elsewhere gets an
    ordinary crossfade.
    """
    what = f"the music {bed.name}"
    once = read(bed, what, length / RATE + 2 * SEAM)
    gain = _gain(_BED - integrated(once, what))
    music = _repeated(once, length) * gain
    fade = min(round(1.6 * RATE), length // 4)
    begin = min(round(0.4 * RATE), fade)
    music[:, :begin] *= np.linspace(0, 1, begin, dtype=np.float32)
    music[:, length - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return music


def _repeated(once: Samples, length: int) -> Samples:
    """Its own end crossfaded with its start until it is long enough."""
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
    """The music, pressed down while the voice sounds. The release bridges the pauses between words, not sentences."""
    # The filter throws away what lies in its queues when its inputs end, as much as happens to be there: let that be
    # silence behind the film, or no two runs give the same bytes.
    longer = [np.pad(sound, ((0, 0), (0, RATE))) for sound in (music, voice)]
    ducking = {"threshold": "0.045", "ratio": "8", "attack": "15", "release": "350", "knee": "3"}
    return through([("sidechaincompress", ducking)], *longer)[:, : music.shape[1]]


def _effect(chosen: Effect) -> Samples:
    gain = _EFFECT_GAIN.get(chosen.path.stem, _EFFECT_DEFAULT) + chosen.gain
    return _read_effect(chosen.path, chosen.path.stat().st_mtime_ns) * _gain(gain)


@lru_cache(maxsize=16)
def _read_effect(path: Path, _changed: int) -> Samples:
    """They are few and last a second: once a process for every state of a file, of which a few are kept."""
    return read(path, f"the effect {path.stem}")


def _add(whole: Samples, sound: Samples, start: int) -> None:
    """Let ``sound`` be heard from sample ``start`` on, as far as ``whole`` goes."""
    end = min(whole.shape[1], start + sound.shape[1])
    whole[:, start:end] += sound[:, : end - start]


def _gain(decibels: float) -> np.float32:
    return np.float32(10 ** (decibels / 20))


def _placed(cues: Sequence[SoundCue], duration: float, effects: Mapping[str, Effect]) -> Mapping[Effect, list[float]]:
    """The effects and when each sounds. Raises BadInput."""
    placed: dict[Effect, list[float]] = defaultdict(list)
    for cue in cues:
        if not 0 <= cue.time < duration:
            raise BadInput(
                what=f"The cue {cue.name} at {cue.time} s", why=f"the film lasts {duration} s", remedy="Move the cue."
            )
        placed[effects.get(cue.name) or Effect(effect(cue.name))].append(cue.time)
    return placed


def _asset(folder: Path, name: str, kind: str) -> Path:
    """A file of ours by its name without suffix. Looked up in the listing, so a name is never a way out of it."""
    there = {path.stem: path for path in sorted(folder.glob("*.ogg"))}
    if name not in there:
        raise BadInput(
            what=f"{kind} {name!r}",
            why=f"there is no such file in {folder}",
            remedy=f"Take one of: {', '.join(there)}.",
        )
    return there[name]
