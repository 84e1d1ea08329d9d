"""Handover of messages when a worker or the broker dies.

The broker notices a dead worker only by its silence: it delivers the message again ``ack_wait`` after the last
heartbeat. So a worker writes the message it holds into a lock file. Its successor on the same machine reads the file of
the dead worker, gives the message back (nak), and work goes on within a second instead of a minute.

A broker that dies loses its newest acknowledgements, which it writes to disk late. It would wait for a message that is
long done, and a consumer with one message in flight would stand still. So the last acknowledgements are sent again.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self

from libraries.bus.consumer.lock_files import LockFile, texts_of_dead_processes

_ACK, _NAK = b"+ACK", b"-NAK"
_KEPT: Final = 64
"""Acknowledgements sent again: more than a fast consumer gives in the tenths of a second before they are written."""


class OutgoingAck(NamedTuple):
    """An acknowledgement (or nak) to send: ``payload`` on the reply subject of a delivery."""

    reply: str
    payload: bytes


class Handover:
    """What a worker leaves its successor: the message it holds and those it acknowledged, kept in its lock file."""

    def __init__(self, lock_file: LockFile | None = None) -> None:
        self._lock_file = lock_file
        self._done: deque[str] = deque(maxlen=_KEPT)

    @classmethod
    @contextmanager
    def open(cls, folder: Path | None, durable: str) -> Iterator[Self]:
        """The handover of a worker, with a lock file in ``folder`` that is removed when the worker ends in order."""
        lock_file = LockFile(folder, durable) if folder else None
        try:
            yield cls(lock_file)
        finally:
            if lock_file:
                lock_file.remove()

    def note_received(self, reply: str) -> None:
        """Note that a message was delivered; ``reply`` is the subject it is acknowledged on."""
        self._write(reply)

    def note_acknowledged(self, reply: str) -> None:
        """Note that a message was acknowledged."""
        self._done.append(reply)
        self._write("")

    def recent_acks(self) -> list[OutgoingAck]:
        """The last acknowledgements, to be sent again."""
        return [OutgoingAck(reply, _ACK) for reply in self._done]

    def _write(self, held: str) -> None:
        if self._lock_file is not None:
            self._lock_file.write("\n".join([held, *self._done]))


def acks_of_dead_workers(folder: Path | None, durable: str) -> list[OutgoingAck]:
    """Acknowledgements and naks to send for workers of ``durable`` that died; each is given once."""
    found = []
    for text in texts_of_dead_processes(folder, durable):
        held, *done = text.split("\n")
        found += [*(OutgoingAck(reply, _ACK) for reply in done), OutgoingAck(held, _NAK)]
    return [one for one in found if one.reply.startswith("$JS.ACK.")]
