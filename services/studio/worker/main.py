"""A stage in a process of its own: ``python -m services.studio.worker.main {script,voice,film}``.

Jobs come in as JSON lines on stdin, answers go out as JSON lines on stdout; it ends when stdin closes. What a model
took from the graphics card is only surely given back by the end of its process.
"""

import argparse
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from schemas.errors import BadInput, WaggleError
from schemas.progress import ProgressCallback
from schemas.recipe import Stage
from services.config import Settings
from services.files import full_disk_means
from services.media.post_store import PostStore
from services.media.store import MediaStore, open_store
from services.processes import end_with_parent
from services.studio.failover import Breaker
from services.studio.gpu.lock import gpu_lock
from services.studio.gpu.onnx import places
from services.studio.worker.protocol import Job, Result, StageProgress, StageReply, describe

_TICK_SECONDS: Final = 0.2


class _Line:
    """The way back to the studio. Ticks are thinned to five a second."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._ticked = 0.0

    def say(self, answer: StageReply) -> None:
        self._pipe.write(answer.model_dump_json().encode() + b"\n")
        self._pipe.flush()

    def tick(self, percent: float, note: str) -> None:
        now = time.monotonic()
        if now - self._ticked >= _TICK_SECONDS:
            self._ticked = now
            self.say(StageProgress(percent=percent, note=note))


def _own_stdout() -> BinaryIO:
    """The real stdout; what libraries print there goes to stderr from now on and cannot garble the protocol."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


@cache
def _settings() -> Settings:
    """Of the environment, as the studio that started this process has them; read once a process."""
    return Settings()


def _breaker(job: Job) -> Breaker:
    """Of the stage's adapters, shared by all who share the media."""
    return Breaker(Path(job.media_root, "providers", f"{job.stage}.json"), job.rest)


def _script(job: Job, _store: MediaStore, tick: ProgressCallback) -> Result:
    # A stage loads only its own libraries.
    from services.studio.script.stage import write_script

    tick(0.0, "")
    script, served_by = write_script(job.post, job.recipe.script, _settings().studio, _breaker(job))
    return Result(script=script, served_by=served_by, seconds=0)


def _voice(job: Job, store: MediaStore, tick: ProgressCallback) -> Result:
    from services.studio.voice.stage import narrate

    if job.script is None:
        raise BadInput(
            what=f"Post {job.post.key}", why="it has no script to speak", remedy="Make it from the script on."
        )
    voice, served_by = narrate(
        job.script, job.recipe.voice, store, _settings().studio, progress=tick, breaker=_breaker(job)
    )
    return Result(voice=voice, served_by=served_by, seconds=0)


def _film(job: Job, store: MediaStore, tick: ProgressCallback) -> Result:
    from services.studio.film.render import OperatorFiles, make_film

    if job.script is None or job.voice is None:
        raise BadInput(what=f"Post {job.post.key}", why="it has no narration yet", remedy="Make it from the script on.")
    film = make_film(
        *(job.post, job.script, job.voice, job.recipe.film, store),
        ffmpeg=job.ffmpeg,
        files=OperatorFiles(*(Path(place) if place else None for place in (job.assets, job.faces))),
        progress=tick,
    )
    return Result(film=film, served_by=film.encoder, seconds=0)


_MAKE: Final = {Stage.SCRIPT: _script, Stage.VOICE: _voice, Stage.FILM: _film}


def make(job: Job, tick: ProgressCallback) -> Result:
    """Do ``job`` in this process. Raises Retryable or Permanent."""
    began = time.monotonic()
    media = _settings().media.model_copy(update={"root": Path(job.media_root)})
    store = PostStore(open_store(media), job.post.key)
    result = _MAKE[job.stage](job, store, tick)
    return result.model_copy(update={"seconds": time.monotonic() - began, "device": places()})


def _serve(line: _Line) -> None:
    for text in sys.stdin.buffer:
        job = Job.model_validate_json(text)
        try:
            with full_disk_means(Path(job.media_root)):
                answer: StageReply = make(job, line.tick)
        except WaggleError as error:
            answer = describe(error)
        line.say(answer)


def main() -> None:
    """Serve jobs until stdin closes."""
    parser = argparse.ArgumentParser(prog="services.studio.worker.main", description="One stage of the studio.")
    parser.add_argument("stage", choices=[stage.value for stage in _MAKE])
    parser.add_argument("--parent", type=int, required=True, help="process id of the studio")
    parser.add_argument("--lock", type=Path, required=True, help="lock file of the graphics card")
    arguments = parser.parse_args()
    end_with_parent(arguments.parent)
    line = _Line(_own_stdout())
    with gpu_lock(arguments.lock, lambda: line.say(StageProgress(percent=0, note="waiting for the graphics card"))):
        _serve(line)


if __name__ == "__main__":
    main()
