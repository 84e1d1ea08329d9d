"""Threads that make segments in parallel.

Drawing and encoding happen in libraries that release the interpreter lock, so threads keep all cores busy; unlike
processes they share plates, pictures and fonts, and start at no cost.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import Any, Final

import cv2

from libraries.cpu_cores import usable_cores
from libraries.files import disk_errors_as_no_space
from libraries.video.encoder import Encoder
from schemas.errors import Retryable
from services.studio.film.encode.segment import SegmentTask, make_segment

_MAX_WORKERS: Final[dict[Encoder, int]] = {"libx264": 8, "h264_nvenc": 3}
"""More threads than this wait for each other; drivers of consumer graphics cards allow few encodes at once."""


def parallel_segment_count(encoder: Encoder) -> int:
    """How many segments are made at once on this machine."""
    return min(usable_cores(), _MAX_WORKERS[encoder])


def make_segments(
    threads: Executor,
    tasks: Sequence[SegmentTask],
    done: Callable[[SegmentTask, int], None],
    alongside: Sequence[Future[Any]] = (),
) -> None:
    """Make all segments and wait for the futures ``alongside``.

    ``done`` is called in this thread with each task and its number of frames. Raises the first error of any, after the
    others were told to stop: those of `make_segment`, NoSpace, Retryable.
    """
    # Every core has a segment of its own: further threads inside OpenCV would only slow that down.
    cv2.setNumThreads(1)
    stop = threading.Event()
    waiting = {threads.submit(_make_one, task, stop): task for task in tasks}
    try:
        for future in as_completed([*waiting, *alongside]):
            made = future.result()
            if future in waiting:
                done(waiting[future], made)
    except BaseException:
        stop.set()
        threads.shutdown(wait=False, cancel_futures=True)
        raise


def _make_one(task: SegmentTask, stop: threading.Event) -> int:
    try:
        with disk_errors_as_no_space(task.out):
            return make_segment(task, stop)
    except MemoryError as error:
        raise Retryable("film.out_of_memory", scene=task.index + 1) from error
