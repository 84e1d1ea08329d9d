"""Measuring loudness and mastering to it: EBU R 128 in, a verified file out."""

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import ffmpeg

from schemas.errors import BadInput, Permanent
from services.studio.film.ffmpeg import run

RATE: Final = 48_000
"""Hz of every soundtrack."""
TARGET: Final = -14.0
"""LUFS, integrated: what the short-video platforms play at without turning down."""
TOLERANCE: Final = 0.5
"""LU either way that a finished soundtrack may be off."""
MAX_TRUE_PEAK: Final = -1.0
"""dBTP."""

_CEILING = -2.2
"""dBFS of the limiter: what lies between two samples and what AAC adds has to fit below `MAX_TRUE_PEAK`."""
_NEAR = 0.1
_GATE = -69.9
"""LUFS. ebur128 reports -70 or -inf when no block passes its absolute gate, that is for silence."""

_SUMMARY = re.compile(r"I:\s+(?P<i>\S+) LUFS.*?LRA:\s+(?P<lra>\S+) LU\b", re.DOTALL)
_LENGTH = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")
_PEAK = re.compile(r"Peak:\s+(\S+) dBFS")


class Loudness(NamedTuple):
    """``integrated`` in LUFS, ``range`` in LU, ``true_peak`` in dBTP (-inf when silent)."""

    integrated: float
    range: float
    true_peak: float


class Metered(NamedTuple):
    """Loudness of a stream and the length of its source file in seconds."""

    loudness: Loudness
    seconds: float


def measure(binary: Path, path: Path, *, what: str) -> Metered:
    """Loudness of a whole file after decoding (ITU-R BS.1770-4, true peak by oversampling).

    Raises BadInput when it holds no sound at all, Permanent when it cannot be read.
    """
    return meter(binary, ffmpeg.input(str(path)).audio, what=what)


def meter(binary: Path, stream: Any, *, what: str, peaks: str = "true") -> Metered:
    """Loudness of what an ffmpeg-python audio stream gives. Raises as `measure`.

    ``peaks``: ``true`` oversamples, which is most of the work; ``sample`` does not.
    """
    sink = metered(stream, peaks=peaks).output("-", format="null")
    said = run(binary, sink.get_args(), what=f"Measuring {what}")
    length = _LENGTH.search(said)
    if length is None:
        raise Permanent(what=f"Measuring {what}", why="the file does not tell its length", remedy="Write it anew.")
    hours, minutes, seconds = length.groups()
    return Metered(parse(said, what), int(hours) * 3600 + int(minutes) * 60 + float(seconds))


def metered(stream: Any, *, peaks: str = "sample") -> Any:
    """The stream, unchanged, with a meter in it whose summary `parse` finds in what ffmpeg says."""
    return stream.filter("ebur128", peak=peaks, framelog="verbose")


def parse(said: str, what: str) -> Loudness:
    """The figures in the last summary of ebur128. Raises BadInput when everything is below its gate."""
    summary = said[said.rfind("Integrated loudness:") :]
    figures, peak = _SUMMARY.search(summary), _PEAK.search(summary)
    if not figures or not peak:
        raise Permanent(what=f"Measuring {what}", why="ffmpeg gave no loudness summary", remedy="Look at the file.")
    loudness = Loudness(float(figures["i"]), float(figures["lra"]), float(peak[1]))
    if not loudness.integrated > _GATE:
        raise BadInput(
            what=what[:1].upper() + what[1:], why="it is silent (below -70 LUFS)", remedy="Make the voice again."
        )
    return loudness


def master(binary: Path, mixture: Path, loudness: Loudness, out: Path) -> Loudness:
    """Write ``mixture`` (PCM, 48 kHz stereo) as AAC in ADTS to ``out`` at the target loudness; gives what came out.

    One linear gain and a limiter. Only where the limiter would bite is the gain searched for, because loudness then
    rises by less than the gain; the AAC itself is measured and corrected once.
    Raises Permanent with the measured values when the result is still out of bounds.
    """
    aim, ceiling, gain = TARGET, _CEILING, TARGET - loudness.integrated
    if loudness.true_peak + gain > ceiling:
        gain = _search(binary, mixture, aim, gain, ceiling)
    result = _encode(binary, mixture, gain, ceiling, out)
    if not _within(result):
        aim += TARGET - result.integrated
        ceiling -= max(0.0, result.true_peak - MAX_TRUE_PEAK + 0.3)
        gain = _search(binary, mixture, aim, gain, ceiling)
        result = _encode(binary, mixture, gain, ceiling, out)
    if not _within(result):
        raise Permanent(
            what="Mastering the soundtrack",
            why=f"it came out at {result.integrated:.1f} LUFS and {result.true_peak:.1f} dBTP, "
            f"not {TARGET:.0f} ± {TOLERANCE} and at most {MAX_TRUE_PEAK:.0f}",
            remedy="Listen to the narration: it may be noise or single clicks. Make the voice again.",
        )
    return result


def _within(loudness: Loudness) -> bool:
    # The figures come rounded to 0.1, so the peak has to stay one step below what is promised.
    return abs(loudness.integrated - TARGET) < TOLERANCE and loudness.true_peak < MAX_TRUE_PEAK


def _search(binary: Path, mixture: Path, aim: float, gain: float, ceiling: float) -> float:
    """The gain in dB that brings the limited sound to ``aim`` LUFS: secant steps from ``gain``, at most five."""
    slope = 0.7  # LU per dB: the limiter takes back a part of every gain
    before: tuple[float, float] | None = None
    for _ in range(5):
        reached = meter(binary, _limited(mixture, gain, ceiling), what="the mix", peaks="sample").loudness.integrated
        if abs(aim - reached) <= _NEAR:
            break
        if before is not None and gain != before[0]:
            slope = min(1.0, max(0.15, (reached - before[1]) / (gain - before[0])))
        before = (gain, reached)
        gain += (aim - reached) / slope
    return gain


def _limited(mixture: Path, gain: float, ceiling: float) -> Any:
    return (
        ffmpeg.input(str(mixture))
        .audio.filter("volume", f"{gain:.2f}dB")
        .filter("alimiter", limit=f"{ceiling:.2f}dB", attack=3, release=60, level="disabled", latency=1)
    )


def _encode(binary: Path, mixture: Path, gain: float, ceiling: float, out: Path) -> Loudness:
    # Constant quality, about 320 kb/s, without the tools that trade time for bits: against a constant bit rate of the
    # default coder a quarter of the time and less coding noise, because the encoder need not search for a rate.
    tools = dict.fromkeys(("aac_pns", "aac_tns", "aac_is", "aac_ms"), 0)
    sink = _limited(mixture, gain, ceiling).output(
        str(out), format="adts", acodec="aac", aac_coder="fast", ar=RATE, ac=2, **tools, **{"q:a": 3}
    )
    run(binary, sink.get_args(), what="Encoding the soundtrack")
    return measure(binary, out, what="the soundtrack").loudness
