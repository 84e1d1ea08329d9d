"""Fail points: named places where a drill kills the process with SIGKILL, to test recovery."""

import os
import signal
from typing import Final, Literal

from schemas.recipe import Stage

VARIABLE: Final = "WAGGLEBOT_DRILL_KILL"
"""Environment variable with the stage and the fail point, for example ``voice:started``."""

FailPoint = Literal["started", "remembered", "recorded"]
"""``started``: the start of a stage is recorded, its work has not begun. ``remembered``: the result is in the store,
the fact is not in the stream. ``recorded``: the fact is in the stream, its cause is not acknowledged."""


def kill_at_fail_point(stage: Stage, name: FailPoint) -> None:
    """Kill this process if the environment names this fail point; otherwise do nothing."""
    if os.environ.get(VARIABLE) == f"{stage}:{name}":
        os.kill(os.getpid(), signal.SIGKILL)
