"""The muxer: segments and soundtrack into one MP4, without encoding anything again."""

import re
from collections.abc import Sequence
from pathlib import Path

from schemas.frames import FPS, SAMPLE_RATE
from services.studio.film.audio.samples import AAC_FRAME
from services.studio.film.ffmpeg import run_ffmpeg


def join_film(binary: Path, segments: Sequence[Path], sound: Path, out: Path) -> None:
    """Write ``out``: constant frame rate from time 0, no edit list, index (moov) before the data.

    ``segments`` are H.264 streams (Annex B, closed GOP, no B-frames), concatenated as they are; ``sound`` is AAC in
    ADTS, whose first frame is encoder priming and is dropped, as there is no edit list to hide it.
    Raises Permanent, NoSpace.
    """
    # Time stamps are set by counting frames: those of a raw stream are guesses, and joined containers drift.
    run_ffmpeg(
        binary,
        [
            *("-f", "h264", "-framerate", str(FPS), "-i", _concat_url(segments), "-f", "aac", "-i", str(sound)),
            *("-map", "0:v", "-map", "1:a", "-c", "copy"),
            *("-bsf:v", f"setts=ts=N/({FPS}*TB)"),
            *("-bsf:a", rf"noise=drop=lt(n\,1),setts=ts=N*{AAC_FRAME}/({SAMPLE_RATE}*TB)"),
            *("-video_track_timescale", "15360", "-movflags", "+faststart", "-use_editlist", "0"),
            # Packets are interleaved by time alone, however far one stream is read ahead: always the same bytes.
            *("-max_interleave_delta", "0", "-map_metadata", "-1", "-fflags", "+bitexact", str(out)),
        ],
        work="joining the film",
    )


def _concat_url(segments: Sequence[Path]) -> str:
    """The argument of ffmpeg's concat protocol, special characters escaped."""
    return "concat:" + "|".join(re.sub(r"([\\'|])", r"\\\1", str(segment)) for segment in segments)
