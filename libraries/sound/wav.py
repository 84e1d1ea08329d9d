"""Samples as a WAV file."""

import io
import wave

from libraries.sound.pcm import PcmSamples


def wav_bytes(samples: PcmSamples, rate: int) -> bytes:
    """Mono 16-bit PCM."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()
