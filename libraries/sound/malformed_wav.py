"""WAV files as servers really send them: several behind one another, without their length, or cut off.

Layout: "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991), chapters 2 and 3.
"""

import struct
from typing import Final, NamedTuple

_HEADER: Final = 12
"""Bytes of ``RIFF``, the size and ``WAVE``."""
_UNKNOWN: Final = 2**30
"""A length of so many bytes or more stands for one that was not known: 0xFFFFFFFF, 0x7FFFFFFF, less a header."""
_OTHER_CHUNKS: Final = (b"LIST", b"RIFF", b"fact", b"id3 ", b"bext", b"cue ", b"smpl")
"""What may follow an empty data chunk that really is empty."""


class RepairedWav(NamedTuple):
    """The sound of one RIFF file as a file of its own, with the right lengths.

    ``missing``: bytes that its header promises and that are not there.
    """

    file: bytes
    missing: int


def split_concatenated_wav(data: bytes) -> list[RepairedWav]:
    """Every part of WAV files behind one another that has sound; empty for what is no WAV file."""
    parts: list[RepairedWav] = []
    at = 0
    while _is_head(data, at):
        form, at, next_head = b"", at + _HEADER, _next_head(data, at + _HEADER)
        while at + 8 <= len(data) and not _is_head(data, at):
            name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
            at += 8
            if name == b"data":
                end = _end_of_sound(data, at, size, next_head)
                parts.append(RepairedWav(_file(form, data[at:end]), max(0, at + size - end) if size < _UNKNOWN else 0))
                size = end - at
            elif name == b"fmt ":
                form = data[at : at + size]
            at += size
            at += size % 2 and data[at : at + 1] == b"\0"  # The padding is sometimes forgotten.
        at = max(at, next_head)  # What is left between is no chunk.
    return [part for part in parts if len(part.file) > _HEADER + 16]


def _is_head(data: bytes, at: int) -> bool:
    return data[at : at + 4] == b"RIFF" and data[at + 8 : at + _HEADER] == b"WAVE"


def _next_head(data: bytes, at: int) -> int:
    """Where the next RIFF file begins; the end where there is none."""
    while (at := data.find(b"RIFF", at)) >= 0:
        if _is_head(data, at):
            return at
        at += 4
    return len(data)


def _end_of_sound(data: bytes, at: int, size: int, next_head: int) -> int:
    """Where a data chunk at ``at`` ends; one without its length reaches to the next file."""
    streamed = size >= _UNKNOWN or (size == 0 and data[at : at + 4] not in _OTHER_CHUNKS)
    return next_head if streamed else min(at + size, len(data))


def _file(form: bytes, sound: bytes) -> bytes:
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"\0" * (len(form) % 2)
    body += b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body
