"""Compressed sound files that end before they are over.

Decoders give what is there without a word. Read here is only what the containers say of their own length: MPEG-1/2
audio (ISO/IEC 11172-3, 13818-3) with the tags Xing and Info, Ogg pages (RFC 3533), FLAC (RFC 9639).
"""

import struct
from itertools import pairwise
from typing import Final, NamedTuple

_SIDE_INFO: Final = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}
"""Bytes of side information, by (MPEG-1, mono)."""
_RATES: Final = (44_100, 48_000, 32_000)
_KBITS_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_LAST_PAGE: Final = 4
"""Bit of an Ogg page's header: the end of its stream."""


class ConcatenatedSoundFile(NamedTuple):
    """One of the sound files behind one another. ``missing``: what of it is not there, as "300 B" or "1.2 s"."""

    file: bytes
    missing: str


def flac_sample_count(data: bytes) -> int:
    """Samples that a FLAC file says it has; 0 where it does not know."""
    if len(data) < 26:
        return 0
    return int(struct.unpack_from(">Q", data, 18)[0]) & (2**36 - 1)


def split_concatenated_flac(data: bytes) -> list[bytes]:
    """FLAC files behind one another, each for itself; empty for what is none."""
    head = b"fLaC"
    if not data.startswith(head):
        return []
    # Four bytes may come by chance: a file goes on with its STREAMINFO, which has a length of 34.
    starts = [at for at in _found(data, head) if data[at + 5 : at + 8] == b"\0\0\x22"]
    return [data[start:end] for start, end in pairwise([*starts, len(data)])]


def _found(data: bytes, mark: bytes) -> list[int]:
    places = []
    at = data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 1)
    return places


def missing_ogg_end(data: bytes) -> str:
    """What is missing at the end of an Ogg file; empty for a whole one and for what is none."""
    at, last = 0, not data.startswith(b"OggS")
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        segments = data[at + 27 : at + 27 + data[at + 26]]
        end = at + 27 + data[at + 26] + sum(segments)
        if end > len(data):
            return f"{end - len(data)} B"
        at, last = end, bool(data[at + 5] & _LAST_PAGE)
    return "" if last else "?"


def split_concatenated_mp3(data: bytes) -> list[ConcatenatedSoundFile]:
    """MP3 files behind one another, each for itself; empty for what is none."""
    parts: list[ConcatenatedSoundFile] = []
    at = _behind_id3(data, 0)
    while _mp3_frame(data, at):
        start, first, found = at, True, 0
        promised = _frames_by_tag(data[at : at + _mp3_frame(data, at)])
        missing = ""
        while (length := _mp3_frame(data, at)) and (first or not _frames_by_tag(data[at : at + length])):
            found += not (first and promised)  # The tag stands in a frame of its own, which is no sound.
            missing = f"{at + length - len(data)} B" if at + length > len(data) else ""
            at, first = at + length, False
        if found < promised - 1 and not missing:
            missing = f"{(promised - found) * _mp3_seconds(data, start):.2f} s"
        parts.append(ConcatenatedSoundFile(data[start:at], missing))
        at = _behind_id3(data, at)
    return parts


def _behind_id3(data: bytes, at: int) -> int:
    if data[at : at + 3] != b"ID3" or len(data) < at + 10:
        return at
    seven_bits = data[at + 6 : at + 10]
    return at + 10 + (seven_bits[0] << 21 | seven_bits[1] << 14 | seven_bits[2] << 7 | seven_bits[3])


def _mp3_frame(data: bytes, at: int) -> int:
    """Bytes of the frame of layer III that begins at ``at``; 0 where none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return 0
    bits, rate = head[2] >> 4, head[2] >> 2 & 3
    if bits in (0, 15) or rate == 3:
        return 0
    first = _is_mpeg_1(head)
    kbits = (_KBITS_1 if first else _KBITS_2)[bits]
    return (144 if first else 72) * kbits * 1000 // _mp3_rate(head) + (head[2] >> 1 & 1)


def _is_mpeg_1(head: bytes) -> bool:
    return head[1] & 0x18 == 0x18


def _mp3_rate(head: bytes) -> int:
    return _RATES[head[2] >> 2 & 3] // (1 if _is_mpeg_1(head) else 2 if head[1] & 0x10 else 4)


def _mp3_seconds(data: bytes, at: int) -> float:
    """Of the frame at ``at``."""
    head = data[at : at + 4]
    return (1152 if _is_mpeg_1(head) else 576) / _mp3_rate(head)


def _frames_by_tag(frame: bytes) -> int:
    """Frames of sound that a Xing or Info tag promises; 0 in a frame that is sound itself."""
    at = 4 + _SIDE_INFO[_is_mpeg_1(frame), frame[3] >> 6 == 3]
    if frame[at : at + 4] not in (b"Xing", b"Info") or len(frame) < at + 12 or not frame[at + 7] & 1:
        return 0
    return int(struct.unpack_from(">I", frame, at + 8)[0])
