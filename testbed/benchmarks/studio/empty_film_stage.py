"""A film stage that makes nothing, so that a benchmark measures everything around the films."""

import sys
from typing import Final

from schemas.errors import BadInput
from schemas.events import Film
from schemas.media import MediaRef
from services.studio.worker.protocol import StageJob, StageReply, StageResult, error_as_failure

_SIZE: Final = 1080, 1920
_FPS: Final = 30


def reply_without_film(text: bytes) -> StageReply:
    """The film stage's reply to a job, with the sound of the narration in place of the film."""
    job = StageJob.model_validate_json(text)
    if job.voice is None:
        return error_as_failure(BadInput("bench.no_narration", post=str(job.post.key)))
    nothing: MediaRef = job.voice.audio
    width, height = _SIZE
    film = Film(
        video=nothing, thumbnail=nothing, captions=nothing, duration=job.voice.duration, width=width, height=height,
        fps=_FPS, encoder="none",
    )  # fmt: skip
    return StageResult(film=film, served_by="none", seconds=0)


def serve_stage_jobs() -> None:
    """Answer each job on standard input until it closes."""
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(reply_without_film(line).model_dump_json().encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve_stage_jobs()
