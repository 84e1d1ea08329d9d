"""Segments and soundtrack into one MP4, without encoding anything again."""

import re
from collections.abc import Sequence
from pathlib import Path

from schemas.frames import FPS, SAMPLE_RATE
from services.studio.film.audio.samples import AAC_FRAME
from services.studio.film.ffmpeg import run


def join(binary: Path, segments: Sequence[Path], sound: Path, out: Path) -> None:
    """Write ``out``: constant 30/1 from exactly 0, no edit list, index first.

    ``segments`` are H.264 streams (Annex B, closed GOP, no B-frames) and simply lie one behind the other; ``sound``
    is AAC in ADTS, whose first frame is the encoder's priming and is dropped, as no edit list may hide it.
    Raises Permanent, NoSpace.
    """
    # Time stamps are set by counting: those of a raw stream are guesses, and joined containers drift.
    run(
        binary,
        [
            *("-f", "h264", "-framerate", str(FPS), "-i", _one_behind_another(segments), "-f", "aac", "-i", str(sound)),
            *("-map", "0:v", "-map", "1:a", "-c", "copy"),
            *("-bsf:v", f"setts=ts=N/({FPS}*TB)"),
            *("-bsf:a", rf"noise=drop=lt(n\,1),setts=ts=N*{AAC_FRAME}/({SAMPLE_RATE}*TB)"),
            *("-video_track_timescale", "15360", "-movflags", "+faststart", "-use_editlist", "0"),
            # However far one stream is read before the other: packets lie in the order of their times, always the same.
            *("-max_interleave_delta", "0", "-map_metadata", "-1", "-fflags", "+bitexact", str(out)),
        ],
        what="Joining the film",
    )


def _one_behind_another(segments: Sequence[Path]) -> str:
    """As ffmpeg's protocol reads them, which takes a backslash before what means something to it."""
    return "concat:" + "|".join(re.sub(r"([\\'|])", r"\\\1", str(segment)) for segment in segments)
