"""Reading of the embedded broker's log: failed writes, damaged descriptions of streams, and why it did not start."""

import re
from asyncio.subprocess import Process
from pathlib import Path

from libraries.log import get_logger

log = get_logger(__name__)

_SHOWN_BYTES = 16 * 1024
_SHOWN_LINES = 3
"""How much of the server's log is read, and how many of its complaints are shown, when it does not start."""
_COMPLAINT = re.compile(r"\[(?:FTL|ERR)\] (.+)")
_DAMAGED = re.compile(r'\[WRN\] +(?:[^"]*[Mm]etafile|Missing stream checksum)[^"]*"(.+?)"')


def look_for_failed_write(log_file: Path, read: int) -> tuple[int, bool]:
    """The new read position in the log, and whether it reports a failed write since ``read``.

    A stream whose write failed refuses all later ones, even with room, until its server is restarted.
    """
    size = log_file.stat().st_size
    if size == read:
        return read, False
    with log_file.open("rb") as file:
        file.seek(read if read < size else 0)  # shorter than before: the log was rotated
        return size, b"Critical write error" in file.read()


def start_failure_text(process: Process, log_file: Path, said: Path, patience: float) -> str:
    """What the server said before it ended: in its log, else on its output, where it writes before it has a log."""
    logged = [line for line in _last_lines(log_file) if line.startswith(f"[{process.pid}] ")]
    words = [found.group(1) for line in logged if (found := _COMPLAINT.search(line))] or _last_lines(said)
    code = process.returncode
    end = f"it opened no port within {patience:.0f} s" if code is None else f"it ended with status {code}"
    return " | ".join([*words[-_SHOWN_LINES:], *([] if words and code is not None else [end])])


def set_aside_damaged_stream_descriptions(process: Process, log_file: Path) -> bool:
    """Rename descriptions that the server refused, so that streams and consumers are laid out anew; whether it did.

    A stream is then laid out over its records. The server writes no description where there is one: it would lay the
    stream out anew at every start, with another identity.
    """
    renamed = False
    for line in _last_lines(log_file):
        found = _DAMAGED.search(line) if line.startswith(f"[{process.pid}] ") else None
        for file in sorted(Path(found.group(1)).parent.glob("meta.???")) if found else ():
            log.error("a damaged description of a stream or consumer is set aside", file=str(file))
            file.rename(f"{file}.damaged")
            renamed = True
    return renamed


def _last_lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as read:
            read.seek(max(0, file.stat().st_size - _SHOWN_BYTES))
            text = read.read().decode(errors="replace")
    except OSError:  # no log was made, or it cannot be read; then the output says why
        return []
    return [line.strip() for line in text.splitlines() if line.strip()]
