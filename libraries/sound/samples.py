"""Sound as samples in memory: read from files, filtered by libavfilter, encoded as AAC."""

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

from libraries.sound.decode import SAFE_FORMATS
from schemas.errors import BadInput, Permanent
from schemas.frames import SAMPLE_RATE

Samples = NDArray[np.float32]
"""(channels, n) floats, full scale at 1."""

RATE: Final = SAMPLE_RATE
"""Hz of every soundtrack."""
AAC_FRAME: Final = 1024
"""Samples in a frame of AAC-LC (ISO/IEC 14496-3)."""

_LAYOUTS: Final = ("mono", "stereo")
MAX_AMPLITUDE: Final = 1e9
"""Far above the samples of float files at any scale; the squares of much larger ones are no longer finite."""
NARRATION: Final = "narration"
"""Name of the narration in error messages."""
_BATCH: Final = 16_384
"""Samples filtered at once: few enough to stay in the processor's cache."""
_QP2LAMBDA: Final = 118
"""FFmpeg's factor from quality to lambda (FF_QP2LAMBDA)."""
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


def read_narration_wav(path: Path) -> tuple[Samples, int]:
    """The samples of a narration, (1, n), and its rate in Hz. Raises Permanent for anything but 16-bit mono WAV."""
    try:
        with wave.open(str(path)) as file:
            about, data = file.getparams(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise Permanent("film.narration_not_wav", name=path.name, why=str(error)) from error
    channels, bits, rate = about.nchannels, 8 * about.sampwidth, about.framerate
    if (channels, bits) != (1, 16) or not rate:
        raise Permanent("film.narration_format", name=path.name, channels=channels, bits=bits, rate=rate)
    # A file that was cut off may end within a sample.
    samples = np.frombuffer(data, "<i2", len(data) // 2).astype(np.float32)
    return samples[np.newaxis] / np.float32(32_768), rate


def read_stereo_sound(file: Path | bytes, name: str, seconds: float = math.inf) -> Samples:
    """About ``seconds`` of a sound file, or all of it, in stereo at `RATE`: (2, n).

    Raises Permanent, naming ``name``, when nothing of it can be decoded, BadInput when samples are not finite.
    """
    parts: list[Samples] = []
    wanted = seconds * RATE
    try:
        with av.open(
            io.BytesIO(file) if isinstance(file, bytes) else str(file), "r", options=SAFE_FORMATS
        ) as container:
            for part in decode_stereo(container):
                parts.append(part)
                wanted -= part.shape[1]
                if wanted <= 0:
                    break
    except (av.FFmpegError, IndexError) as error:
        raise Permanent("film.sound_unreadable", name=name, why=str(error)) from error
    if not parts:
        raise Permanent("film.sound_unreadable", name=name, why="there is no sound in it")
    if not all(peak_amplitude(part) <= MAX_AMPLITUDE for part in parts):
        raise BadInput("film.sound_not_finite", name=name)
    return np.concatenate(parts, axis=1)


def decode_stereo(container: av.container.InputContainer) -> Iterator[Samples]:
    """The sound of a file in stereo at `RATE`, part by part; a packet that cannot be decoded is left out.

    Of a stream in ADTS the first frame, encoder priming, is left out, as it is in a film (see `join_film`).
    Raises IndexError without sound, av.FFmpegError when it cannot be read, or nothing of it decoded.
    """
    shape, stereo = None, _stereo_resampler()
    for frame in _decoded_frames(container):
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape not in (None, now):  # Behind a damaged packet, or in a file of several parts, the format may change.
            yield from _resampled(stereo, None)
            stereo = _stereo_resampler()
        shape = now
        yield from _resampled(stereo, frame)
    yield from _resampled(stereo, None)


def peak_amplitude(samples: Samples) -> float:
    """The highest absolute sample, full scale being 1; NaN when one of them is."""
    return max(float(samples.max(initial=0)), -float(samples.min(initial=0)))


def _decoded_frames(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    decoded, broken = False, None
    for packet in islice(container.demux(audio=0), int(container.format.name == "aac"), None):
        try:
            audio_frames = packet.decode()
        except av.FFmpegError as error:  # Damage has many names: invalid, not implemented, not permitted.
            broken = error
            continue
        decoded = decoded or bool(audio_frames)
        yield from audio_frames
    if broken and not decoded:
        raise broken


def _stereo_resampler() -> av.AudioResampler:
    return av.AudioResampler(format="fltp", layout="stereo", rate=RATE)


def _resampled(stereo: av.AudioResampler, frame: av.AudioFrame | None) -> Iterator[Samples]:
    """Resampled parts. A resampler with nothing to convert passes its input through, also the None at the end."""
    return (_planes(part) for part in stereo.resample(frame) if part is not None)


def filter_samples(filters: Sequence[Filter], *inputs: Samples, rate: int = RATE) -> Samples:
    """The output of a chain of filters; its first filter takes all ``inputs``, equally long, at ``rate`` Hz.

    Raises Permanent.
    """
    with _library_errors():
        return _run_graph(filters, inputs, rate)


def _run_graph(filters: Sequence[Filter], inputs: Sequence[Samples], rate: int) -> Samples:
    graph = av.filter.Graph()
    graph.threads = 1
    sources = [graph.add_abuffer(sample_rate=rate, format="fltp", layout=_layout(sound)) for sound in inputs]
    last = [graph.add(name, **options) for name, options in (*filters, ("aformat", {"sample_fmts": "fltp"}))]
    for place, source in enumerate(sources):
        source.link_to(last[0], 0, place)
    sink = graph.add("abuffersink")
    graph.link_nodes(*last, sink).configure()
    parts: list[Samples] = []
    for pieces in zip(*(audio_frames(sound, rate) for sound in inputs), strict=True):
        for source, frame in zip(sources, pieces, strict=True):
            source.push(frame)
        parts += _available(sink)
    graph.push(None)
    parts += _available(sink)
    return np.concatenate(parts, axis=1)


def _available(sink: av.filter.context.FilterContext) -> Iterator[Samples]:
    """The parts that a filter graph has finished so far."""
    while True:
        try:
            part = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(part, av.AudioFrame)
        yield _planes(part)


def _planes(frame: av.AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32)


def encode_aac(samples: Samples) -> bytes:
    """Stereo at `RATE` as AAC-LC in ADTS: a frame of encoder delay, then whole frames, the last one padded.

    Raises Permanent.
    """
    out = io.BytesIO()
    with _library_errors(), av.open(out, "w", format="adts") as file:
        stream = file.add_stream("aac", rate=RATE, layout="stereo", options=_AAC)
        for frame in audio_frames(samples, RATE):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


@contextmanager
def _library_errors() -> Iterator[None]:
    try:
        yield
    except av.FFmpegError as error:
        raise Permanent("film.sound_processing_failed", why=str(error)) from error


def audio_frames(samples: Samples, rate: int) -> Iterator[av.AudioFrame]:
    """Samples as audio frames for a filter graph, an encoder or a resampler."""
    for start in range(0, samples.shape[1], _BATCH):
        piece = np.ascontiguousarray(samples[:, start : start + _BATCH])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=_layout(samples))
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        yield frame


def _layout(samples: Samples) -> str:
    return _LAYOUTS[samples.shape[0] - 1]
