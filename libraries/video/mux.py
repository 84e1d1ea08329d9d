"""The muxer: segments and soundtrack into one MP4, without encoding anything again."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from libraries.ffmpeg import run_ffmpeg
from libraries.files import disk_errors_as_no_space
from libraries.sound.samples import AAC_FRAME
from schemas.frames import FPS, SAMPLE_RATE


def join_film(binary: Path, segments: Sequence[Path], sound: Path, out: Path) -> None:
    """Write ``out``: constant frame rate from time 0, no edit list, index (moov) before the data.

    ``segments`` are H.264 streams (Annex B, closed GOP, no B-frames), concatenated as they are into a file beside
    ``out``; ``sound`` is AAC in ADTS, whose first frame is encoder priming and is dropped, as there is no edit list to
    hide it. Raises Permanent, NoSpace.
    """
    picture = out.with_name(f"{out.name}.h264")
    # ffmpeg's concat protocol would read them too, but has no way to write a path with "|" in it.
    with disk_errors_as_no_space(picture), picture.open("wb") as whole:
        for segment in segments:
            with segment.open("rb") as part:
                shutil.copyfileobj(part, whole)
    # Time stamps are set by counting frames: those of a raw stream are guesses, and joined containers drift.
    run_ffmpeg(
        binary,
        [
            *("-f", "h264", "-framerate", str(FPS), "-i", f"file:{picture}", "-f", "aac", "-i", f"file:{sound}"),
            *("-map", "0:v", "-map", "1:a", "-c", "copy"),
            *("-bsf:v", f"setts=ts=N/({FPS}*TB)"),
            *("-bsf:a", rf"noise=drop=lt(n\,1),setts=ts=N*{AAC_FRAME}/({SAMPLE_RATE}*TB)"),
            *("-video_track_timescale", "15360", "-movflags", "+faststart", "-use_editlist", "0"),
            # Packets are interleaved by time alone, however far one stream is read ahead: always the same bytes.
            *("-max_interleave_delta", "0", "-map_metadata", "-1", "-fflags", "+bitexact", f"file:{out}"),
        ],
        work="joining the film",
    )
