"""Sound as samples in memory: read from files, led through libavfilter, written as AAC."""

import io
import math
import wave
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from schemas.errors import Permanent
from schemas.timeline import SAMPLE_RATE

Samples = NDArray[np.float32]
"""(channels, n), full scale at 1."""

RATE: Final = SAMPLE_RATE
"""Hz of every soundtrack."""
AAC_FRAME: Final = 1024
"""Samples in a frame of AAC-LC (ISO/IEC 14496-3)."""

_LAYOUTS: Final = ("mono", "stereo")
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
            rate, data = file.getframerate(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise Permanent(what=f"Reading {what}", why=f"it is no WAV ({error})", remedy="Make it again.") from error
    return np.frombuffer(data, "<i2").astype(np.float32)[np.newaxis] / np.float32(32_768), rate


def read(file: Path | bytes, what: str, seconds: float = math.inf) -> Samples:
    """At most so many ``seconds`` of any sound, in stereo at `RATE`. Raises Permanent, naming ``what``.

    Of a stream in ADTS it is what a film will have of it, that is without the first frame (see `join`).
    """
    stereo = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    parts: list[Samples] = []
    wanted = seconds * RATE
    try:
        with av.open(io.BytesIO(file) if isinstance(file, bytes) else str(file), "r") as container:
            packets = islice(container.demux(audio=0), int(container.format.name == "aac"), None)
            for frame in chain((frame for packet in packets for frame in packet.decode()), (None,)):
                # One that has nothing to convert gives back what it is given, be that the end.
                parts += [_planes(part) for part in stereo.resample(frame) if part is not None]
                wanted -= frame.samples * RATE / frame.sample_rate if frame else 0
                if wanted <= 0:
                    break
    except (av.FFmpegError, IndexError) as error:
        raise Permanent(what=f"Reading {what}", why=f"there is no sound ({error})", remedy="Replace it.") from error
    if not parts:
        raise Permanent(what=f"Reading {what}", why="there is no sound in it", remedy="Replace it.")
    return np.concatenate(parts, axis=1)


def through(filters: Sequence[Filter], *inputs: Samples, rate: int = RATE) -> Samples:
    """What comes out of a chain of filters, the first of which takes all the ``inputs``, equally long, at ``rate``."""
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
    """AAC-LC in ADTS, of stereo at `RATE`: behind a first frame of encoder delay whole frames, the last one filled."""
    out = io.BytesIO()
    with av.open(out, "w", format="adts") as file:
        stream = file.add_stream("aac", rate=RATE, layout="stereo", options=_AAC)
        for frame in frames(samples, RATE):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def frames(samples: Samples, rate: int) -> Iterator[av.AudioFrame]:
    """The same for a graph, an encoder or a resampler."""
    for start in range(0, samples.shape[1], _PIECE):
        piece = np.ascontiguousarray(samples[:, start : start + _PIECE])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=_layout(samples))
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        yield frame


def _layout(samples: Samples) -> str:
    return _LAYOUTS[samples.shape[0] - 1]
