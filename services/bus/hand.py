"""What a worker holds and what it is done with, kept for the moment when one of two dies.

The broker notices a dead worker by its silence only: a message comes again ``ack_wait`` after the last heartbeat. The
kernel knows at once, for it frees the lock of a note with the process that held it, so a successor on the same machine
can give back what the dead one held, and goes on within a second instead of a minute.

A broker that dies forgets the newest acknowledgements, which it writes down late: then it waits for a message that
was done with long ago, and a lane of one stands still. So they are said again.
"""

import fcntl
import os
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self

_ACK, _NAK = b"+ACK", b"-NAK"
_KEPT: Final = 64
"""Acknowledgements said again: more than a fast lane gives in the tenths of a second the broker writes them late."""


class Word(NamedTuple):
    """Something to say to the broker: ``word`` on the reply subject of a message."""

    reply: str
    word: bytes


class Hand:
    """What one worker says of its messages. With a ``descriptor`` it is written down as well."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = descriptor
        self._done: deque[str] = deque(maxlen=_KEPT)

    @classmethod
    @contextmanager
    def of(cls, folder: Path | None, durable: str) -> Iterator[Self]:
        """A hand whose note lies in ``folder``, where it is taken away again when the worker ends in order.

        Others leave the note alone as long as the process lives, stopped or not.
        """
        if folder is None:
            yield cls()
            return
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{durable}.{uuid.uuid4().hex}"
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield cls(descriptor)
        finally:
            file.unlink(missing_ok=True)
            os.close(descriptor)

    def takes(self, reply: str) -> None:
        """A message came; ``reply`` is the subject it is acknowledged on."""
        self._write(reply)

    def is_done_with(self, reply: str) -> None:
        """It was acknowledged."""
        self._done.append(reply)
        self._write("")

    def said(self) -> list[Word]:
        """The last acknowledgements."""
        return [Word(reply, _ACK) for reply in self._done]

    def _write(self, held: str) -> None:
        if self._descriptor is not None:
            # No fsync: it is for the death of a process, and a machine that restarts waits out the broker's silence.
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, "\n".join([held, *self._done]).encode(), 0)


def left_behind(folder: Path | None, durable: str) -> list[Word]:
    """What workers of ``durable`` that died would have said, each told once: their messages are given back."""
    words = []
    for file in sorted(folder.glob(f"{durable}.*")) if folder else ():
        with file.open("rb") as note:
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            held, *done = note.read().decode("ascii", "replace").split("\n")
            words += [*(Word(reply, _ACK) for reply in done), Word(held, _NAK)]
            file.unlink(missing_ok=True)
    return [word for word in words if word.reply.startswith("$JS.ACK.")]
