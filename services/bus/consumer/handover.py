"""What a worker holds and what it is done with, kept for the moment when one of two dies.

The broker notices a dead worker by its silence only: a message comes again ``ack_wait`` after the last heartbeat. A
successor on the same machine reads in the dead one's note what it held, gives it back, and goes on within a second
instead of a minute.

A broker that dies forgets the newest acknowledgements, which it writes down late: then it waits for a message that
was done with long ago, and a lane of one stands still. So they are said again.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self

from services.bus.consumer.lock_files import LockFile, left_by_dead_processes

_ACK, _NAK = b"+ACK", b"-NAK"
_KEPT: Final = 64
"""Acknowledgements said again: more than a fast lane gives in the tenths of a second the broker writes them late."""


class OutgoingMessage(NamedTuple):
    """Something to say to the broker: ``word`` on the reply subject of a message."""

    reply: str
    word: bytes


class Handover:
    """What one worker says of its messages. With a ``note`` it is written down as well."""

    def __init__(self, note: LockFile | None = None) -> None:
        self._note = note
        self._done: deque[str] = deque(maxlen=_KEPT)

    @classmethod
    @contextmanager
    def of(cls, folder: Path | None, durable: str) -> Iterator[Self]:
        """A hand whose note lies in ``folder``, where it is taken away again when the worker ends in order."""
        note = LockFile(folder, durable) if folder else None
        try:
            yield cls(note)
        finally:
            if note:
                note.drop()

    def takes(self, reply: str) -> None:
        """A message came; ``reply`` is the subject it is acknowledged on."""
        self._write(reply)

    def is_done_with(self, reply: str) -> None:
        """It was acknowledged."""
        self._done.append(reply)
        self._write("")

    def said(self) -> list[OutgoingMessage]:
        """The last acknowledgements."""
        return [OutgoingMessage(reply, _ACK) for reply in self._done]

    def _write(self, held: str) -> None:
        if self._note is not None:
            self._note.write("\n".join([held, *self._done]))


def left_by_dead_workers(folder: Path | None, durable: str) -> list[OutgoingMessage]:
    """What workers of ``durable`` that died would have said, each told once: their messages are given back."""
    words = []
    for text in left_by_dead_processes(folder, durable):
        held, *done = text.split("\n")
        words += [*(OutgoingMessage(reply, _ACK) for reply in done), OutgoingMessage(held, _NAK)]
    return [word for word in words if word.reply.startswith("$JS.ACK.")]
