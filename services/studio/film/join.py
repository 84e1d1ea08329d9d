"""Segments and soundtrack into one MP4, without encoding anything again."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from schemas.timeline import FPS, SAMPLE_RATE
from services.studio.film.ffmpeg import run

AAC_FRAME = 1024
"""Samples in a frame of AAC-LC (ISO/IEC 14496-3)."""


def join(binary: Path, segments: Sequence[Path], sound: Path, out: Path) -> None:
    """Write ``out``: constant 30/1 from exactly 0, no edit list, index first.

    ``segments`` are H.264 streams (Annex B, closed GOP, no B-frames) and simply lie one behind the other; ``sound``
    is AAC in ADTS, whose first frame is the encoder's priming and is dropped, as no edit list may hide it.
    Raises Permanent, NoSpace.
    """
    stream = out.with_suffix(".h264")
    with stream.open("wb") as whole:
        for segment in segments:
            with segment.open("rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)
    # Time stamps are set by counting: those of a raw stream are guesses, and joined containers drift.
    run(
        binary,
        [
            *("-f", "h264", "-framerate", str(FPS), "-i", str(stream), "-f", "aac", "-i", str(sound)),
            *("-map", "0:v", "-map", "1:a", "-c", "copy"),
            *("-bsf:v", f"setts=ts=N/({FPS}*TB)"),
            *("-bsf:a", rf"noise=drop=lt(n\,1),setts=ts=N*{AAC_FRAME}/({SAMPLE_RATE}*TB)"),
            *("-video_track_timescale", "15360", "-movflags", "+faststart", "-use_editlist", "0"),
            # However far one stream is read before the other: packets lie in the order of their times, always the same.
            *("-max_interleave_delta", "0", "-map_metadata", "-1", "-fflags", "+bitexact", str(out)),
        ],
        what="Joining the film",
    )
    stream.unlink()
