"""Sound as samples in memory: read from files, led through libavfilter, written as AAC."""

import io
import math
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from schemas.errors import BadInput, Permanent
from schemas.frames import SAMPLE_RATE
from services.studio.audio.decode import FORMATS

Samples = NDArray[np.float32]
"""(channels, n), full scale at 1."""

RATE: Final = SAMPLE_RATE
"""Hz of every soundtrack."""
AAC_FRAME: Final = 1024
"""Samples in a frame of AAC-LC (ISO/IEC 14496-3)."""

_LAYOUTS: Final = ("mono", "stereo")
LOUDEST: Final = 1e9
"""Far above what files of floats hold at any scale: much beyond it, powers of samples are no longer finite."""
NO_NUMBERS: Final = "it holds samples that are infinite or no numbers"
_PIECE: Final = 16_384
"""Samples led through filters at once: few enough to stay in the processor's cache."""
_QP2LAMBDA: Final = 118
"""What FFmpeg multiplies a quality by (FF_QP2LAMBDA)."""
# Constant quality, about 320 kb/s, without the tools that trade time for bits: against a constant bit rate of the
# default coder a quarter of the time and less coding noise, because the encoder need not search for a rate. What takes
# another tenth of the time away, fewer bits or a cutoff, brings the noise 4 to 9 dB nearer to the sound.
_AAC: Final = {
    "aac_coder": "fast",
    "aac_pns": "0",
    "aac_tns": "0",
    "aac_is": "0",
    "aac_ms": "0",
    "flags": "+qscale+bitexact",
    "global_quality": str(3 * _QP2LAMBDA),
}

Filter = tuple[str, dict[str, str]]
"""A filter of libavfilter and its options."""


def read_wav(path: Path, what: str) -> tuple[Samples, int]:
    """A narration, which is mono with 16 bits, and its rate in Hz. Raises Permanent, naming ``what``."""
    try:
        with wave.open(str(path)) as file:
            about, data = file.getparams(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise Permanent(what=f"Reading {what}", why=f"it is no WAV ({error})", remedy="Make it again.") from error
    if (about.nchannels, about.sampwidth) != (1, 2) or not about.framerate:
        why = f"it has {about.nchannels} channels of {8 * about.sampwidth} bits at {about.framerate} Hz, not one of 16"
        raise Permanent(what=f"Reading {what}", why=why, remedy="Make it again.")
    # One that was cut off may end within a sample.
    samples = np.frombuffer(data, "<i2", len(data) // 2).astype(np.float32)
    return samples[np.newaxis] / np.float32(32_768), about.framerate


def read(file: Path | bytes, what: str, seconds: float = math.inf) -> Samples:
    """About so many ``seconds`` of any sound, or all of it, as `heard` gives it.

    Raises Permanent, naming ``what``, when nothing of it can be decoded, BadInput when it holds what is no sound.
    """
    parts: list[Samples] = []
    wanted = seconds * RATE
    try:
        with av.open(io.BytesIO(file) if isinstance(file, bytes) else str(file), "r", options=FORMATS) as container:
            for part in heard(container):
                parts.append(part)
                wanted -= part.shape[1]
                if wanted <= 0:
                    break
    except (av.FFmpegError, IndexError) as error:
        raise Permanent(what=f"Reading {what}", why=f"there is no sound ({error})", remedy="Replace it.") from error
    if not parts:
        raise Permanent(what=f"Reading {what}", why="there is no sound in it", remedy="Replace it.")
    if not all(loudest(part) <= LOUDEST for part in parts):
        raise BadInput(what=what[:1].upper() + what[1:], why=NO_NUMBERS, remedy="Export it again or replace it.")
    return np.concatenate(parts, axis=1)


def heard(container: av.container.InputContainer) -> Iterator[Samples]:
    """The sound of a file in stereo at `RATE`, part by part; a packet that cannot be decoded is left out.

    Of a stream in ADTS it is what a film will have of it, that is without the first frame (see `join`).
    Raises IndexError without sound, av.FFmpegError when it cannot be read, or nothing of it decoded.
    """
    shape, stereo = None, _to_stereo()
    for frame in _decodable(container):
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape not in (None, now):  # A damaged packet, or another piece behind the first, may differ.
            yield from _converted(stereo, None)
            stereo = _to_stereo()
        shape = now
        yield from _converted(stereo, frame)
    yield from _converted(stereo, None)


def loudest(samples: Samples) -> float:
    """The highest sample, full scale being 1; not a number when one of them is none."""
    return max(float(samples.max(initial=0)), -float(samples.min(initial=0)))


def _decodable(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    decoded, broken = False, None
    for packet in islice(container.demux(audio=0), int(container.format.name == "aac"), None):
        try:
            frames = packet.decode()
        except av.FFmpegError as error:  # What is damaged is called many things: invalid, not implemented, forbidden.
            broken = error
            continue
        decoded = decoded or bool(frames)
        yield from frames
    if broken and not decoded:
        raise broken


def _to_stereo() -> av.AudioResampler:
    return av.AudioResampler(format="fltp", layout="stereo", rate=RATE)


def _converted(stereo: av.AudioResampler, frame: av.AudioFrame | None) -> Iterator[Samples]:
    """One that has nothing to convert gives back what it is given, be that the end."""
    return (_planes(part) for part in stereo.resample(frame) if part is not None)


def through(filters: Sequence[Filter], *inputs: Samples, rate: int = RATE) -> Samples:
    """What comes out of a chain of filters, the first of which takes all the ``inputs``, equally long, at ``rate``.

    Raises Permanent.
    """
    with _named("Filtering the sound"):
        return _through(filters, inputs, rate)


def _through(filters: Sequence[Filter], inputs: Sequence[Samples], rate: int) -> Samples:
    graph = av.filter.Graph()
    graph.threads = 1
    sources = [graph.add_abuffer(sample_rate=rate, format="fltp", layout=_layout(sound)) for sound in inputs]
    last = [graph.add(name, **options) for name, options in (*filters, ("aformat", {"sample_fmts": "fltp"}))]
    for place, source in enumerate(sources):
        source.link_to(last[0], 0, place)
    sink = graph.add("abuffersink")
    graph.link_nodes(*last, sink).configure()
    parts: list[Samples] = []
    for pieces in zip(*(frames(sound, rate) for sound in inputs), strict=True):
        for source, frame in zip(sources, pieces, strict=True):
            source.push(frame)
        parts += _ready(sink)
    graph.push(None)
    parts += _ready(sink)
    return np.concatenate(parts, axis=1)


def _ready(sink: av.filter.context.FilterContext) -> Iterator[Samples]:
    """What a filter graph has finished so far."""
    while True:
        try:
            part = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(part, av.AudioFrame)
        yield _planes(part)


def _planes(frame: av.AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32)


def aac(samples: Samples) -> bytes:
    """AAC-LC in ADTS, of stereo at `RATE`: behind a first frame of encoder delay whole frames, the last one filled.

    Raises Permanent.
    """
    out = io.BytesIO()
    with _named("Encoding the sound"), av.open(out, "w", format="adts") as file:
        stream = file.add_stream("aac", rate=RATE, layout="stereo", options=_AAC)
        for frame in frames(samples, RATE):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


@contextmanager
def _named(what: str) -> Iterator[None]:
    try:
        yield
    except av.FFmpegError as error:
        remedy = "Try it without music and effects of your own; if it stays so, make the voice again."
        raise Permanent(what=what, why=str(error), remedy=remedy) from error


def frames(samples: Samples, rate: int) -> Iterator[av.AudioFrame]:
    """The same for a graph, an encoder or a resampler."""
    for start in range(0, samples.shape[1], _PIECE):
        piece = np.ascontiguousarray(samples[:, start : start + _PIECE])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=_layout(samples))
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        yield frame


def _layout(samples: Samples) -> str:
    return _LAYOUTS[samples.shape[0] - 1]
