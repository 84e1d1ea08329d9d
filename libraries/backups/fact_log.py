"""The file format of an exported log: JSON lines, chained by sha256 (each digest covers its line and the one before).

The first line names the format, the last one counts the entries; a file without it was cut off.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Annotated, BinaryIO, Final, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError

from libraries import files
from libraries.files import disk_errors_as_no_space
from schemas.base import Frozen, Moment
from schemas.errors import BadInput, ConfigurationError
from schemas.events import AnyEvent
from schemas.posts import Sighting

_SEAL: Final = b',"sha256":"'
_SEAL_LENGTH: Final = len(_SEAL) + 64 + len(b'"}')


class LogHeader(Frozen):
    """The first line. ``stream``: identity of the stream it was exported from."""

    log: Literal["wagglebot"] = "wagglebot"
    version: Literal[1] = 1
    stream: str


class FactLine(Frozen):
    """A fact with its sequence and storage time in the exported stream."""

    sequence: Annotated[int, Field(ge=1)]
    stored: Moment
    fact: AnyEvent


class SightingLine(Frozen):
    """The newest counts of a post in the exported log."""

    sighting: Sighting


class LogFooter(Frozen):
    """The last line: how many facts and sightings the log has."""

    facts: Annotated[int, Field(ge=0)]
    sightings: Annotated[int, Field(ge=0)]


LogEntry = LogHeader | FactLine | SightingLine | LogFooter
_ENTRY: TypeAdapter[LogEntry] = TypeAdapter(LogEntry)
_FACT_BEGINS: Final = b'{"sequence":'
"""How the line of a fact begins: told which type it is, pydantic takes half as long for the whole log."""


class LogWriter:
    """Context manager that writes a log; the file appears when the block ends well. Raises NoSpace, BadInput."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._replacing = files.open_replacement(file)
        self._digest = ""
        self.facts = 0
        self.sightings = 0
        self._to: BinaryIO

    def __enter__(self) -> Self:
        try:
            self._file.parent.stat()  # A folder that is not there was mistyped, and is not made.
            self._to = self._replacing.__enter__()
        except (OSError, ConfigurationError) as error:
            why = error.fields["why"] if isinstance(error, ConfigurationError) else error.strerror
            raise BadInput("log.not_written", file=self._file, why=why) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._replacing.__exit__(kind, error, trace)

    def write_entry(self, entry: LogEntry) -> None:
        """Write an entry as the next line, with its digest. Raises NoSpace."""
        body = entry.model_dump_json(by_alias=True).encode()
        self._digest = _chained(self._digest, body)
        self.facts += isinstance(entry, FactLine)
        self.sightings += isinstance(entry, SightingLine)
        with disk_errors_as_no_space(self._file):
            self._to.write(body[:-1] + _SEAL + self._digest.encode() + b'"}\n')

    def write_footer(self) -> str:
        """Write the last line; returns the last digest of the chain."""
        self.write_entry(LogFooter(facts=self.facts, sightings=self.sightings))
        with disk_errors_as_no_space(self._file):
            self._to.flush()
            os.fsync(self._to.fileno())
        return self._digest


def read_exported_log(file: Path) -> Iterator[LogEntry]:
    """The entries of a log, each verified as it is read. Blocking. Raises BadInput naming the damaged line."""
    seal, facts, sightings, number = "", 0, 0, 0
    entry: LogEntry | None = None
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if isinstance(entry, LogFooter):
                    raise BadInput("log.after_end", file=file, line=number)
                seal, entry = _verified(file, number, line, seal)
                if isinstance(entry, LogHeader) is not (number == 1):
                    raise BadInput("log.header_misplaced", file=file, line=number)
                facts += isinstance(entry, FactLine)
                sightings += isinstance(entry, SightingLine)
                if isinstance(entry, LogFooter) and (entry.facts, entry.sightings) != (facts, sightings):
                    raise BadInput("log.count_differs", file=file, line=number, counted=entry.facts, found=facts)
                yield entry
    except OSError as error:
        raise BadInput("log.not_read", file=file, why=error.strerror) from error
    if not isinstance(entry, LogFooter):
        raise BadInput("log.cut_off", file=file, line=number)


def _verified(file: Path, number: int, line: bytes, before: str) -> tuple[str, LogEntry]:
    text = line.removesuffix(b"\n")
    body, seal = text[:-_SEAL_LENGTH] + b"}", text[-_SEAL_LENGTH:]
    expected = _chained(before, body)
    if seal != _SEAL + expected.encode() + b'"}':
        raise BadInput("log.line_checksum", file=file, line=number)
    try:
        if body.startswith(_FACT_BEGINS):
            return expected, FactLine.model_validate_json(body)
        return expected, _ENTRY.validate_json(body)
    except ValidationError as error:
        what = error.errors(include_url=False)[0]["msg"]
        raise BadInput("log.line_unknown", file=file, line=number, why=what) from error


def _chained(before: str, body: bytes) -> str:
    return hashlib.sha256(before.encode() + body).hexdigest()
