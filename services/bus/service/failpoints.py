"""Named places where a drill ends a process as kill -9 would. What it had recorded by then must be enough."""

import os
import signal
from typing import Final, Literal

from schemas.recipe import Stage

VARIABLE: Final = "WAGGLEBOT_DRILL_KILL"
"""Environment variable of the process that is to end: stage and step, ``voice:started``."""

FailPoint = Literal["started", "remembered", "recorded"]
"""``started``: the start of a stage is on record, its work is not begun. ``remembered``: its result lies in the store,
its fact is not in the stream. ``recorded``: the fact is in the stream, its cause is not acknowledged."""


def step(stage: Stage, name: FailPoint) -> None:
    """Ends this process at once where the environment names this step, and does nothing anywhere else."""
    if os.environ.get(VARIABLE) == f"{stage}:{name}":
        os.kill(os.getpid(), signal.SIGKILL)
