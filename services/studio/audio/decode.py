"""Sound files in memory as samples."""

import io
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from schemas.errors import BadInput

SAFE_FORMATS: Final = {"format_whitelist": "wav,w64,mp3,ogg,flac,aac,mov,mp4,matroska"}
"""What a file from outside is opened with: containers of sound and video that hold it themselves.

A playlist, whatever its name ends in, would make the decoder open what it names, itself too.
"""


def decode_mono(data: bytes, source: str) -> tuple[NDArray[np.int16], int]:
    """Mono 16-bit samples and their rate in Hz. ``source`` names the sender in the message. Raises BadInput."""
    try:
        with av.open(io.BytesIO(data), mode="r", options=SAFE_FORMATS) as container:
            stream = container.streams.audio[0]
            rate = stream.codec_context.sample_rate
            mono = av.AudioResampler(format="s16", layout="mono", rate=rate)
            frames = [made for frame in container.decode(stream) for made in mono.resample(frame)]
            frames += mono.resample(None)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise BadInput("voice.no_sound_file", source=source, why=repr(data[:60])) from error
    parts = [frame.to_ndarray().reshape(-1) for frame in frames]
    samples: NDArray[np.int16] = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    return samples, rate
