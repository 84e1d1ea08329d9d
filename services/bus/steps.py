"""Named places where a drill ends a process as kill -9 would. What it had recorded by then must be enough."""

import os
import signal
from typing import Final, Literal

VARIABLE: Final = "WAGGLEBOT_DRILL_KILL"
"""Environment variable of the process that is to end: the name of the step."""

Step = Literal["started", "remembered", "recorded"]
"""``started``: the start of a stage is on record, its work is not begun. ``remembered``: its result lies in the store,
its fact is not in the stream. ``recorded``: the fact is in the stream, its cause is not acknowledged."""


def step(name: Step) -> None:
    """Ends this process at once where the environment names this step, and does nothing anywhere else."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
