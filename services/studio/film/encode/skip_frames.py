"""Pictures like the one before, put into an H.264 stream without being encoded.

A P picture whose macroblocks are all skipped shows its reference as it is (ITU-T H.264, 7.4.5 and 8.4.1.1). x264 makes
such a one of frames in a single colour; its bytes depend on size and settings only, so it may stand wherever a frame
repeats the one before. Only ``frame_num`` (7.4.3) is then to be counted anew, up to the next key frame.
"""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

from av.packet import Packet
from av.video.stream import VideoStream

from schemas.errors import Permanent

_START: Final = b"\0\0\0\1"
_P_REFERENCE: Final = 1
"""Type of the NAL unit: a slice of a picture that is no key frame."""
_HEAD: Final = 0b1001_1010
"""A slice's first seven bits (7.3.3): macroblock 0, all slices P, parameter set 0; then four bits of frame_num."""
_NUMBERS: Final = 16
"""frame_num counts up to here (log2_max_frame_num_minus4 is 0)."""
_EMULATED: Final = re.compile(rb"\0\0(?=[\0-\3])")


class SegmentWriter:
    """The stream of a segment as it is written to ``out``, its pictures numbered as they come.

    ``repeat`` is the picture that shows what the one before showed, see `repeating`. Without it pictures are written as
    they are, and none can be repeated.
    """

    def __init__(self, out: BinaryIO, repeat: bytes | None) -> None:
        self._out, self._repeat = out, repeat
        self._number = self._encoded = 0

    @property
    def can_repeat(self) -> bool:
        return self._repeat is not None

    def add(self, packets: "Iterable[Packet[VideoStream]]") -> None:
        """Pictures as they come from the encoder. Raises Permanent where that numbers otherwise than we do."""
        for packet in packets:
            nal = bytes(packet)
            self._out.write(nal if self._repeat is None else self._counted(nal, key=packet.is_keyframe))

    def repeat(self) -> None:
        """The picture before once more."""
        assert self._repeat is not None, "who asks for it has looked whether it can be had"
        self._number += 1
        self._out.write(_numbered(self._repeat, self._number))

    def _counted(self, nal: bytes, *, key: bool) -> bytes:
        if key:
            self._number = self._encoded = 0
            return nal
        self._number, self._encoded = self._number + 1, self._encoded + 1
        if _number(nal) != self._encoded % _NUMBERS:
            raise Permanent(
                what="Encoding a scene",
                why=f"picture {self._encoded} behind a key frame is not numbered so",
                remedy="Install the version of PyAV that requirements name.",
            )
        return _numbered(nal, self._number)


def repeating(pictures: Sequence[Sequence["Packet[VideoStream]"]]) -> bytes | None:
    """The picture that repeats, out of what an encoder made, frame by frame, of some in one colour.

    None where it shows nothing for a frame at once, or pictures in which nothing changes differ by more than numbers.
    """
    if any(len(packets) != 1 for packets in pictures):
        return None
    *_, one, last = (bytes(packet) for (packet,) in pictures)
    number = len(pictures) - 1
    alike = _number(one) == number - 1 and _number(last) == number and _numbered(one, number) == last
    return last if alike else None


def _number(nal: bytes) -> int | None:
    """frame_num of a P picture in one slice; None for anything else."""
    at = len(_START)
    if nal[:at] != _START or nal[at] & 31 != _P_REFERENCE or nal[at + 1] & ~1 != _HEAD:
        return None
    return (nal[at + 1] & 1) << 3 | nal[at + 2] >> 5


def _numbered(nal: bytes, number: int) -> bytes:
    """The picture with another frame_num, modulo 16."""
    at, number = len(_START), number % _NUMBERS
    # Zeros are kept from looking like a start code by a 3 (7.4.1), which may go, or must come, with other numbers.
    payload = bytearray(nal[at:].replace(b"\0\0\3", b"\0\0"))
    payload[1] = _HEAD | number >> 3
    payload[2] = (number & 7) << 5 | payload[2] & 31
    return _START + _EMULATED.sub(b"\0\0\3", payload)
