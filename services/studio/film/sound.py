"""The soundtrack of a film: narration, effects and a music bed that ducks under the voice."""

import math
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import ffmpeg

from schemas.errors import BadInput
from schemas.script import Mood
from services.config import ROOT
from services.studio.film.ffmpeg import run
from services.studio.film.loudness import RATE, Metered, master, meter, metered, parse

MUSIC: Final = ROOT / "assets/music"
EFFECTS: Final = ROOT / "assets/effects"

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


class Soundtrack(NamedTuple):
    """A mastered soundtrack and what was measured on it (LUFS integrated, dBTP)."""

    path: Path
    lufs: float
    true_peak: float


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
    binary: Path,
    narration: Path,
    bed: Path | None,
    cues: Sequence[SoundCue],
    duration: float,
    out: Path,
    *,
    effects: Mapping[str, Effect] = MappingProxyType({}),
) -> Soundtrack:
    """Mix and master a soundtrack of ``duration`` seconds into ``out``: AAC-LC in ADTS, 48 kHz stereo.

    ``effects`` are those by name that are not ours.

    AAC comes in frames of 1024 samples behind one frame of encoder delay. So ``out`` holds 1 + ceil(duration · 48000
    / 1024) frames, and once a muxer drops the first (ADTS cannot mark it) the sound starts exactly at 0 and is at
    most one frame (21.3 ms, silent) longer than ``duration``.

    The result is -14 ± 0.5 LUFS with at most -1 dBTP, as measured on ``out``, however loud or quiet the narration is.
    Raises BadInput (silent or too long narration, unknown or misplaced cue), Permanent (unreadable input, loudness
    out of reach), NoSpace, Retryable.
    """
    if not (math.isfinite(duration) and duration > 0):
        raise BadInput(what=f"A duration of {duration} s", why="a film lasts longer than nothing", remedy="Check it.")
    placed = _placed(cues, duration, effects)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sound-", dir=out.parent) as folder:
        mixture, finished = Path(folder, "mix.wav"), Path(folder, "master.aac")
        voice = _voice(binary, narration, duration, Path(folder, "voice.wav"))
        tracks = [voice]
        if bed is not None:
            split = voice.filter_multi_output("asplit", 2)
            tracks = [split[0], _ducked(_music(binary, bed, duration), split[1], duration)]
        tracks += [_effect(sound, times) for sound, times in placed.items()]
        whole = ffmpeg.filter(tracks, "amix", inputs=len(tracks), normalize=0, duration="first")
        sink = metered(whole).output(str(mixture), acodec="pcm_f32le")
        loudness = parse(run(binary, sink.get_args(), what="Mixing the soundtrack"), "the mix")
        result = master(binary, mixture, loudness, finished)
        finished.replace(out)
    return Soundtrack(out, result.integrated, result.true_peak)


def _voice(binary: Path, narration: Path, duration: float, work: Path) -> Any:
    """The narration, evened out in ``work``, at its level and exactly ``duration`` long."""
    clean = (
        ffmpeg.input(str(narration))
        .audio.filter("aformat", sample_fmts="fltp", sample_rates=RATE, channel_layouts="mono")
        .filter("highpass", f=70)
    )
    # Loudness is gated in blocks of 0.4 s, so a single short word needs silence around it to be measured at all.
    raw, seconds = meter(binary, clean.filter("apad", whole_dur=1), what="the narration", peaks="sample")
    if seconds > duration + 0.05:
        raise BadInput(
            what="The narration",
            why=f"it lasts {seconds:.2f} s and the film {duration:.2f} s, so its end would be cut off",
            remedy="Make the film as long as its narration.",
        )
    even = (
        clean.filter("volume", f"{-18 - raw.integrated - _BOTH:.2f}dB")
        .filter("acompressor", threshold=0.1, ratio=2.5, attack=6, release=120, knee=4)
        .filter("alimiter", limit="-11dB", attack=3, release=50, level="disabled", latency=1)
        .filter("apad", whole_dur=max(1, duration))
    )
    sink = metered(even).output(str(work), acodec="pcm_f32le")
    evened = parse(run(binary, sink.get_args(), what="Evening out the voice"), "the narration")
    voice = ffmpeg.input(str(work)).audio.filter("atrim", end=duration)
    level = voice.filter("volume", f"{_VOICE - evened.integrated - _BOTH:.2f}dB")
    return level.filter("channelmap", map="0-0|0-1", channel_layout="stereo")


def _music(binary: Path, bed: Path, duration: float) -> Any:
    """The bed at its working level, repeated to ``duration``, faded in and out.

    The end of a bed is its start again (`SEAM` seconds), so a crossfade there is no seam; a bed from elsewhere gets an
    ordinary crossfade.
    """
    source = ffmpeg.input(str(bed)).audio
    loudness, seconds = _measured(binary, bed, bed.stat().st_mtime_ns)
    seam = min(SEAM, seconds / 4)
    fade = min(1.6, duration / 4)
    music = source.filter("aformat", sample_fmts="fltp", sample_rates=RATE, channel_layouts="stereo")
    turns = max(1, math.ceil((duration - seam) / (seconds - seam)))
    if turns > 1:
        split = music.filter_multi_output("asplit", turns)
        music = split[0]
        for turn in range(1, turns):
            music = ffmpeg.filter([music, split[turn]], "acrossfade", d=seam, c1="tri", c2="tri")
    return (
        music.filter("atrim", end=duration)
        .filter("volume", f"{_BED - loudness.integrated:.2f}dB")
        .filter("afade", t="in", d=min(0.4, fade))
        .filter("afade", t="out", st=duration - fade, d=fade)
    )


@lru_cache(maxsize=32)
def _measured(binary: Path, bed: Path, _changed: int) -> Metered:
    """Of a bed, which many films share: once a process for every state of its file."""
    return meter(binary, ffmpeg.input(str(bed)).audio, what=f"the music {bed.name}", peaks="sample")


def _ducked(music: Any, key: Any, duration: float) -> Any:
    """The music, pressed down while the key sounds. The release bridges the pauses between words, not sentences."""
    # The filter throws away what lies in its queues when its inputs end, as much as happens to be there: let that be
    # silence behind the film, or no two runs give the same bytes.
    longer = [stream.filter("apad", pad_dur=1) for stream in (music, key)]
    ducked = ffmpeg.filter(longer, "sidechaincompress", threshold=0.045, ratio=8, attack=15, release=350, knee=3)
    return ducked.filter("atrim", end=duration)


def _effect(chosen: Effect, times: Sequence[float]) -> Any:
    """All soundings of one effect as one track."""
    gain = _EFFECT_GAIN.get(chosen.path.stem, _EFFECT_DEFAULT) + chosen.gain
    sound = (
        ffmpeg.input(str(chosen.path))
        .audio.filter("aformat", sample_fmts="fltp", sample_rates=RATE, channel_layouts="stereo")
        .filter("volume", f"{gain:.2f}dB")
    )
    split = sound.filter_multi_output("asplit", len(times))
    delayed = [split[i].filter("adelay", f"{time * RATE:.0f}S", all=1) for i, time in enumerate(times)]
    return ffmpeg.filter(delayed, "amix", inputs=len(delayed), normalize=0)


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
