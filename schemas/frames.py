"""Frame rate, sample rate, and the conversion between seconds and frames, for voice and film alike.

A frame is 1/30 s, which is exactly 1600 samples at 48 kHz: a frame number is an exact sample position too.
"""

from typing import Final

FPS: Final = 30
SAMPLE_RATE: Final = 48_000


def frame_at(seconds: float) -> int:
    """The frame whose start is nearest to ``seconds``; at most half a frame (17 ms) away."""
    return round(seconds * FPS)
