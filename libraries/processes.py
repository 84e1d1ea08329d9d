"""Processes that end with the one that started them.

As a program (``python libraries/processes.py PARENT PROGRAM ARGUMENT…``) it becomes another program that does: code run
between fork and exec would do without this process, but may hang in a parent that has threads. Only the standard
library is imported, so that it starts in milliseconds.
"""

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when the thread that started it ends."""


def end_with_parent(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process the signal ``by`` when the process ``parent``, which started it, ends.

    Only Linux does. Raises SystemExit when the parent has ended already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(by))
    if os.getppid() != parent:
        sys.exit(f"The process {parent} that started this one is gone.")


def command_ending_with_parent(*command: str) -> tuple[str, ...]:
    """The command line of a ``command`` that gets SIGTERM when this process ends; as it is but on Linux."""
    if sys.platform != "linux":
        return command
    return sys.executable, "-I", "-S", __file__, str(os.getpid()), *command


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]), signal.SIGTERM)
    try:
        os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - that is its purpose
    except OSError as error:
        sys.exit(f"{sys.argv[2]} cannot be run: {error.strerror}")
