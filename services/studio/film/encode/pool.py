"""Segments made side by side, a thread each.

Drawing and encoding are done by libraries that let go of the interpreter while they work, so threads keep all cores
busy; and unlike processes they share plates, pictures and fonts, and cost no start.
"""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import Any, Final

import cv2

from schemas.errors import Retryable
from services.files import full_disk_means
from services.studio.film.encode.encoder import Encoder
from services.studio.film.encode.segment import SegmentTask, make_segment

_MOST: Final[dict[Encoder, int]] = {"libx264": 8, "h264_nvenc": 3}
"""More threads than this wait for each other's drawing; the drivers of consumer cards allow a few encodes at once."""


def workers(encoder: Encoder) -> int:
    """How many segments are made at once on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST[encoder])


def make_segments(
    threads: Executor,
    tasks: Sequence[SegmentTask],
    done: Callable[[SegmentTask, int], None],
    beside: Sequence[Future[Any]] = (),
) -> None:
    """Make all, and wait for what is at work ``beside``; ``done`` is told of each with its frames, in this thread.

    Raises the first error of any, once the others have been told to stop: what `make_segment` raises, NoSpace,
    Retryable.
    """
    # All cores have a segment each: threads inside OpenCV would only get into their way.
    cv2.setNumThreads(1)
    stop = threading.Event()
    waiting = {threads.submit(_make, task, stop): task for task in tasks}
    try:
        for future in as_completed([*waiting, *beside]):
            made = future.result()
            if future in waiting:
                done(waiting[future], made)
    except BaseException:
        stop.set()
        threads.shutdown(wait=False, cancel_futures=True)
        raise


def _make(task: SegmentTask, stop: threading.Event) -> int:
    try:
        with full_disk_means(task.out):
            return make_segment(task, stop)
    except MemoryError as error:
        raise Retryable(what=f"Drawing scene {task.index + 1} of the film", why="there is no memory left") from error
