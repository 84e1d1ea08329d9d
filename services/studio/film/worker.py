"""A process that makes segments: one task a line on stdin, one answer a line on stdout. Ends when stdin does."""

import errno
import json
import sys

import cv2

from schemas.errors import NoSpace, Retryable, WaggleError
from services.studio.film.segment import SegmentTask, make_segment

READY = "ready"


def serve() -> None:
    """Answer tasks until there are no more. An answer is the frames made, or the error as class and fields."""
    # Two workers on two cores: threads inside OpenCV would only get into each other's way.
    cv2.setNumThreads(1)
    print(READY, flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(line), ensure_ascii=False, default=str), flush=True)


def _answer(line: str) -> dict[str, object]:
    task = SegmentTask.model_validate_json(line)
    try:
        return {"frames": make_segment(task)}
    except WaggleError as error:
        return {"error": type(error).__name__, "fields": error.fields}
    except MemoryError:
        return {"error": Retryable.__name__, "fields": {"what": f"Drawing scene {task.index}", "why": "no memory"}}
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return {"error": NoSpace.__name__, "fields": {"where": task.out}}


if __name__ == "__main__":
    serve()
