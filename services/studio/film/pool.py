"""Worker processes for segments. They live as long as one film, and end with the process that started them."""

import json
import queue
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import TracebackType
from typing import IO, Final, Self

from schemas import errors
from schemas.errors import Retryable
from services.config import ROOT
from services.studio.film.segment import SegmentTask

WORKERS: Final = 2
_ERRORS: Final = {each.__name__: each for each in vars(errors).values() if isinstance(each, type)}


class Worker:
    """One process of services.studio.film.worker."""

    def __init__(self, log: IO[bytes]) -> None:
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.studio.film.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            text=True,
        )

    def make(self, task: SegmentTask) -> int:
        """Frames made. Raises what the worker raised; Retryable when it is gone."""
        what = f"Drawing scene {task.index + 1} of the film"
        try:
            answer = self._ask(task.model_dump_json())
        except OSError as error:
            raise Retryable(what=what, why=f"its process ended ({self._last_words()})") from error
        if not answer:
            raise Retryable(what=what, why=f"its process ended ({self._last_words()})")
        said = json.loads(answer)
        if "error" in said:
            family = _ERRORS.get(said["error"], errors.Permanent)
            raise family(**said["fields"])
        return int(said["frames"])

    def _ask(self, line: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            return ""
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        return answer if answer.startswith("{") else self._process.stdout.readline()

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "without a word, perhaps for want of memory"

    def end(self) -> None:
        """End the process now; half-written segments are the caller's to remove."""
        self._process.kill()
        self._process.communicate()


class Pool:
    """Makes segments in several processes. Use as a context; leaving it ends them, work in hand included."""

    def __init__(self, size: int = WORKERS) -> None:
        self._size = size
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the workers writing to it)
        self._workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()
        self._log.close()

    def make(self, tasks: Sequence[SegmentTask], done: Callable[[SegmentTask, int], None]) -> None:
        """Make all; ``done`` is told of each with its frames, in this thread. Raises the first error of any."""
        self._workers = [Worker(self._log) for _ in range(min(self._size, len(tasks)))]
        idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def run(task: SegmentTask) -> int:
            worker = idle.get()
            try:
                return worker.make(task)
            finally:
                idle.put(worker)

        with ThreadPoolExecutor(len(self._workers) or 1) as threads:
            waiting = {threads.submit(run, task): task for task in tasks}
            try:
                for future in as_completed(waiting):
                    done(waiting[future], future.result())
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                for worker in self._workers:
                    worker.end()
                raise
