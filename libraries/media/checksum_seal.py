"""Bytes kept under a key with a checksum behind them, so that damage is known when they are read.

A seal is a line break and the SHA-256 of key and bytes in hex. What is sealed has no line break in it, as JSON that a
program writes.
"""

import hashlib
import re
from typing import Final

_SEALED: Final = re.compile(rb"\n([0-9a-f]{64})")
_LENGTH: Final = 65


def seal_with_checksum(key: str, data: bytes) -> bytes:
    """``data`` with its seal."""
    return data + b"\n" + hashlib.sha256(key.encode() + data).hexdigest().encode()


def unseal_and_check(key: str, kept: bytes) -> bytes | None:
    """What was sealed under ``key``; None when it is damaged, or of another key.

    Bytes without a seal, as release 0.1.0 kept them, are given as they are.
    """
    if not _SEALED.fullmatch(kept[-_LENGTH:]):
        return None if b"\n" in kept else kept
    data = kept[:-_LENGTH]
    return data if seal_with_checksum(key, data) == kept else None
