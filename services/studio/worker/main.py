"""The process of a stage: ``python -m services.studio.worker.main {script,voice,picture,film}``.

Jobs come in as JSON lines on stdin, answers go out as JSON lines on stdout; it ends when stdin closes. A stage with a
model has a process of its own because only the end of a process surely frees the graphics memory that a model took.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO, Final

from libraries.cycle_collection import collect_cycles_seldom
from libraries.failover import CircuitBreakers, ServedResult
from libraries.files import disk_errors_as_no_space
from libraries.gpu.lock import gpu_lock
from libraries.gpu.onnx import devices_in_use
from libraries.media.post_store import PostMediaStore
from libraries.media.store import MediaStore, open_media_store
from libraries.processes import end_with_parent
from schemas.errors import BadInput, WaggleError
from schemas.pictures import Pictures
from schemas.progress import ProgressCallback
from schemas.recipe import Stage
from services.studio.adapters import models_used
from services.studio.worker.protocol import StageJob, StageProgress, StageReply, StageResult, error_as_failure

_PROGRESS_INTERVAL: Final = 0.2
"""Seconds."""


class _Replies:
    """The pipe back to the studio. Progress is sent at most five times a second."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._progress_sent = 0.0

    def send(self, reply: StageReply) -> None:
        self._pipe.write(reply.model_dump_json().encode() + b"\n")
        self._pipe.flush()

    def progress(self, percent: float, note: str) -> None:
        now = time.monotonic()
        if now - self._progress_sent >= _PROGRESS_INTERVAL:
            self._progress_sent = now
            self.send(StageProgress(percent=percent, note=note))


def _take_stdout() -> BinaryIO:
    """The real stdout; what libraries print there goes to stderr from now on and cannot garble the protocol."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def _breaker(job: StageJob) -> CircuitBreakers:
    """The circuit breakers of the stage's adapters, shared by all studios that share the media folder."""
    return CircuitBreakers(job.media.root / "providers" / f"{job.stage}.json", job.settings.provider_rest)


def _by(served: ServedResult[Any]) -> dict[str, Any]:
    return {"served_by": served.by, "passed_over": served.passed_over, "stood_in": served.stood_in, "seconds": 0}


def _script(job: StageJob, _store: MediaStore, tick: ProgressCallback) -> StageResult:
    # A stage loads only its own libraries.
    from services.studio.script.stage import examined_script

    tick(0.0, "")
    served = examined_script(job.post, job.recipe.script, job.settings, _breaker(job))
    script, report = served.made
    return StageResult(script=script, report=report, **_by(served))


def _voice(job: StageJob, store: MediaStore, tick: ProgressCallback) -> StageResult:
    from services.studio.voice.stage import narrate

    if job.script is None:
        raise BadInput("stage.no_script", post=str(job.post.key))
    served = narrate(job.script, job.recipe.voice, store, job.settings, progress=tick, breaker=_breaker(job))
    return StageResult(voice=served.made, **_by(served))


def _picture(job: StageJob, store: MediaStore, tick: ProgressCallback) -> StageResult:
    from services.studio.film.templates.auto_select import pictures_shown
    from services.studio.picture.stage import make_line_pictures

    if job.script is None:
        raise BadInput("stage.no_script", post=str(job.post.key))
    served = make_line_pictures(
        *(job.post, job.script, job.recipe, store, job.settings),
        shows=pictures_shown(job.post, job.script, job.recipe.film),
        progress=tick,
        breaker=_breaker(job),
    )
    return StageResult(pictures=served.made, **_by(served))


def _film(job: StageJob, store: MediaStore, tick: ProgressCallback) -> StageResult:
    from services.studio.film.render import make_film_and_cut

    if job.script is None or job.voice is None:
        raise BadInput("stage.no_narration", post=str(job.post.key))
    pictures = job.pictures or Pictures()
    film, cut = make_film_and_cut(
        *(job.post, job.script, job.voice, job.recipe, store, job.settings), pictures=pictures, progress=tick
    )
    return StageResult(film=film, cut=cut, served_by=film.encoder, seconds=0)


_MAKE: Final = {Stage.SCRIPT: _script, Stage.VOICE: _voice, Stage.PICTURE: _picture, Stage.FILM: _film}


def run_job(job: StageJob, tick: ProgressCallback) -> StageResult:
    """The result of ``job``, made in this process. Raises Retryable, Permanent."""
    began = time.monotonic()
    store = PostMediaStore(open_media_store(job.media), job.post.key)
    result = _MAKE[job.stage](job, store, tick)
    models = models_used(job.stage, result.served_by, job.recipe, job.settings)
    return result.model_copy(update={"seconds": time.monotonic() - began, "device": devices_in_use(), "models": models})


def _serve(replies: _Replies) -> None:
    for line in sys.stdin.buffer:
        job = StageJob.model_validate_json(line)
        try:
            with disk_errors_as_no_space(job.media.root):
                reply: StageReply = run_job(job, replies.progress)
        except WaggleError as error:
            reply = error_as_failure(error)
        replies.send(reply)


def serve_stage_jobs() -> None:
    """Do the jobs of a stage that come in on stdin until it closes."""
    parser = argparse.ArgumentParser(prog="services.studio.worker.main", description="One stage of the studio.")
    parser.add_argument("stage", choices=[stage.value for stage in _MAKE])
    parser.add_argument("--parent", type=int, required=True, help="process id of the studio")
    parser.add_argument("--lock", type=Path, required=True, help="lock file of the graphics card")
    arguments = parser.parse_args()
    end_with_parent(arguments.parent)
    collect_cycles_seldom()
    replies = _Replies(_take_stdout())
    with gpu_lock(arguments.lock, lambda: replies.send(StageProgress(percent=0, note="waiting for the graphics card"))):
        _serve(replies)


if __name__ == "__main__":
    serve_stage_jobs()
