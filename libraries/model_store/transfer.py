"""Transfer of one file: begun again where it was broken off, proven by its digest, never used before it is whole.

What has arrived lies in ``NAME.part``; a process may be killed at any moment, and the next one goes on there.
"""

import http.client
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from libraries import files
from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.http.http_file import HttpFileResponse, open_http_file
from libraries.model_store.http.refusals import ServerBusy
from libraries.model_store.sources.declared_sources import ModelFile
from schemas.errors import BadInput, ProviderDown

_CHUNK: Final = 1 << 18
_TRIES_UNREACHED: Final = 2, 3
"""Tries of a source that never sent a byte: where another one is left, and where none is."""
_LONGEST_WAIT: Final = 120.0
"""Seconds a server may ask to be left alone; a longer wait is the user's decision."""

Heard = Callable[[int], None]
"""Is told how many bytes more have arrived; a negative number when some had to be thrown away."""


class TransferRetryLimits(NamedTuple):
    """How often and how long a slow or broken source is tried.

    ``tries`` without a byte more before it is given up, with pauses from ``pause`` seconds on, twice as long each time.
    A source that sends less than ``slowest`` bytes a second over ``window`` seconds is given up where another is left.
    """

    tries: int = 5
    pause: float = 1.0
    slowest: float = 50_000.0
    window: float = 20.0


USUAL: Final = TransferRetryLimits()


class ReceivedFile(NamedTuple):
    """A file that was received whole: its size in bytes and its sha256."""

    size: int
    sha256: str


def fetch_from_address(
    address: FileAddress,
    expected: ModelFile,
    target: Path,
    heard: Heard,
    patience: TransferRetryLimits = USUAL,
    *,
    last: bool = True,
) -> ReceivedFile:
    """Fetch a file to ``target``. ``last``: no other source is left, so that a slow one is waited for.

    Raises BadInput (refused, gone, altered), ProviderDown (not reached, busy, too slow), NoSpace, ConfigurationError.
    """
    one = _Transfer(address, expected, target, heard, patience, watch=not last)
    begun = one.have > 0
    one.complete()
    arrived = one.proven()
    if arrived is None and begun:  # what lay there already may have been the wrong part of it
        one.complete()
        arrived = one.proven()
    if arrived is None:
        raise BadInput("models.altered", source=address.source, file=expected.path)
    return arrived


class _Transfer:
    """A file on its way from one address. ``watch``: a source that is too slow is given up."""

    def __init__(
        self,
        address: FileAddress,
        expected: ModelFile,
        target: Path,
        heard: Heard,
        patience: TransferRetryLimits,
        *,
        watch: bool,
    ) -> None:
        self._address, self._expected, self._target = address, expected, target
        self._heard, self._patience, self._watch = heard, patience, watch
        self._part = target.with_name(f"{target.name}.part")
        self._tag = target.with_name(f"{target.name}.tag")
        self._told_sha256 = ""
        self._since, self._recent = 0.0, 0

    @property
    def have(self) -> int:
        """Bytes that have arrived."""
        try:
            return self._part.stat().st_size
        except FileNotFoundError:
            return 0

    def complete(self) -> None:
        """Ask again and again until the file is whole. Raises what `fetch_from_address` raises."""
        failed, heard = 0, False
        while True:
            before = self.have
            try:
                with (
                    files.disk_errors_as_no_space(self._target),
                    files.permission_errors_as_configuration(self._target),
                ):
                    if self._asked_once():
                        return
                why = ProviderDown("models.broken_off", source=self._address.source, mb=self.have >> 20)
            except ProviderDown as error:
                if error.code == "models.slow":
                    raise
                why = error
            except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
                text = str(error) or type(error).__name__
                why = ProviderDown("models.unreachable", source=self._address.source, why=text[:200].rstrip("."))
            failed = 1 if self.have > before else failed + 1
            heard = heard or self.have > before
            pause = self._patience.pause * 2 ** (failed - 1)
            wait = max(pause, float(why.fields["seconds"])) if isinstance(why, ServerBusy) else pause
            tries = self._patience.tries
            if not heard and not isinstance(why, ServerBusy):
                tries = min(tries, _TRIES_UNREACHED[0 if self._watch else 1])
            if failed >= tries or wait > _LONGEST_WAIT:
                raise why
            time.sleep(wait)

    def proven(self) -> ReceivedFile | None:
        """Give a whole file its name when it is the one that was asked for; else throw it away, and give None."""
        size, found = self.have, files.sha256_of_file(self._part)
        wanted = self._expected.sha256 or self._told_sha256
        if (wanted and found != wanted) or self._expected.size not in (None, size):
            self._discard()
            return None
        files.move_atomically(self._part, self._target)
        self._tag.unlink(missing_ok=True)
        return ReceivedFile(size, found)

    def _asked_once(self) -> bool:
        """One request; whether the file is whole now. Raises what `open_http_file` raises, OSError, HTTPException."""
        self._part.parent.mkdir(parents=True, exist_ok=True)
        size = self._expected.size
        if size is not None and self.have == size:
            return True
        validator = self._tag.read_text(encoding="utf-8") if self._tag.is_file() else ""
        # Where no digest is known, only the validator shows that the rest belongs to the same file.
        if (size is not None and self.have > size) or (self._expected.sha256 is None and not validator):
            self._discard()
        have = self.have
        with open_http_file(self._address, have, "" if self._expected.sha256 else validator) as answer:
            self._check(answer)
            if answer.start is None and answer.total == have:
                return True
            if answer.start != have:
                self._discard()
                if answer.start != 0:
                    return False
            self._tag.write_text(answer.validator, encoding="utf-8")
            self._receive(answer)
        total = size if size is not None else answer.total
        return total is None or self.have >= total

    def _check(self, answer: HttpFileResponse) -> None:
        """Refuse another file before it is fetched, where the server says enough. Raises BadInput."""
        expected = self._expected
        self._told_sha256 = answer.sha256 or self._told_sha256
        other_size = None not in (expected.size, answer.total) and expected.size != answer.total
        if other_size or (expected.sha256 and answer.sha256 and expected.sha256 != answer.sha256):
            raise BadInput("models.altered", source=self._address.source, file=expected.path)

    def _receive(self, answer: HttpFileResponse) -> None:
        self._since, self._recent = time.monotonic(), 0
        with self._part.open("ab", buffering=0) as file:
            while chunk := answer.body.read1(_CHUNK):
                file.write(chunk)
                self._heard(len(chunk))
                self._recent += len(chunk)
                self._keep_pace()

    def _keep_pace(self) -> None:
        """Raise ProviderDown when the source is too slow."""
        spent = time.monotonic() - self._since
        if spent < self._patience.window:
            return
        rate = self._recent / spent
        if self._watch and rate < self._patience.slowest:
            raise ProviderDown("models.slow", source=self._address.source, kb_s=round(rate / 1000))
        self._since, self._recent = time.monotonic(), 0

    def _discard(self) -> None:
        if lost := self.have:
            self._heard(-lost)
        self._part.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)
