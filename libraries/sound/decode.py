"""Sound files in memory as samples."""

import io
from collections.abc import Iterator
from itertools import chain
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from libraries.sound.malformed_wav import split_concatenated_wav
from libraries.sound.truncated_files import (
    flac_sample_count,
    missing_ogg_end,
    split_concatenated_flac,
    split_concatenated_mp3,
)
from schemas.errors import BadInput, FaultySpeech

Mono = NDArray[np.int16]
"""Shape (n,)."""

SAFE_FORMATS: Final = {"format_whitelist": "wav,w64,mp3,ogg,flac,aac,mov,mp4,matroska"}
"""What a file from outside is opened with: containers of sound and video that hold it themselves.

A playlist, whatever its name ends in, would make the decoder open what it names, itself too.
"""


def decode_mono(data: bytes, source: str) -> tuple[Mono, int]:
    """Mono 16-bit samples and their rate in Hz. ``source`` names the sender in the message.

    WAV and FLAC files behind one another are one sound, at the highest of their rates. Raises BadInput for what is no
    sound file, FaultySpeech for one that ends before it is over.
    """
    parts = list(_parts(data, source)) or [_decoded(data, source)]
    rate = max(each for _, each in parts)
    return np.concatenate([resampled_sound(samples, each, rate) for samples, each in parts]), rate


def resampled_sound(samples: Mono, rate: int, wanted: int) -> Mono:
    """``samples`` at another rate in Hz, by the resampler of FFmpeg; as they are when it is the same."""
    if rate == wanted or not len(samples):
        return samples
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.reshape(1, -1)), format="s16", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted)
    made = [part for each in (frame, None) for part in resampler.resample(each)]
    return np.concatenate([part.to_ndarray().reshape(-1) for part in made])


def _parts(data: bytes, source: str) -> Iterator[tuple[Mono, int]]:
    """Each file of those behind one another; nothing for a format that is read as one."""
    for wav in split_concatenated_wav(data):
        _whole("WAV", f"{wav.missing} B" if wav.missing else "", source)
        yield _decoded(wav.file, source)
    for flac in split_concatenated_flac(data):
        samples, rate = _decoded(flac, source)
        missing = flac_sample_count(flac) - len(samples)
        _whole("FLAC", f"{missing / rate:.2f} s" if missing > 0 else "", source)
        yield samples, rate
    for mp3 in split_concatenated_mp3(data):
        _whole("MP3", mp3.missing, source)
        yield _decoded(mp3.file, source)
    _whole("Ogg", missing_ogg_end(data), source)


def _whole(kind: str, missing: str, source: str) -> None:
    """Raises FaultySpeech where something is missing."""
    if missing:
        raise FaultySpeech("speech.cut_file", source=source, kind=kind, missing=missing)


def _decoded(data: bytes, source: str) -> tuple[Mono, int]:
    parts: list[Mono] = []
    try:
        with av.open(io.BytesIO(data), mode="r", options=SAFE_FORMATS) as container:
            stream = container.streams.audio[0]
            rate = stream.codec_context.sample_rate
            mono = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in chain(container.decode(stream), (None,)):
                parts += [np.asarray(made.to_ndarray().reshape(-1), np.int16) for made in mono.resample(frame)]
    except (av.FFmpegError, IndexError, ValueError) as error:
        if parts:
            heard = f"{sum(map(len, parts)) / rate:.2f}"
            raise FaultySpeech("speech.damaged_file", source=source, heard=heard, why=str(error)) from error
        raise BadInput("voice.no_sound_file", source=source, why=repr(data[:60])) from error
    return np.concatenate(parts) if parts else np.zeros(0, np.int16), rate
