"""Repeated frames: those that repeat the one before, put into an H.264 stream without being encoded.

A P picture whose macroblocks are all skipped shows its reference unchanged (ITU-T H.264, 7.4.5 and 8.4.1.1). x264 makes
such a picture from frames of a single colour. Its bytes depend on size and settings only, so it may stand wherever a
frame repeats the one before; only ``frame_num`` (7.4.3) has to be renumbered, up to the next key frame.
"""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

from av.packet import Packet
from av.video.stream import VideoStream

from schemas.errors import Permanent

_START_CODE: Final = b"\0\0\0\1"
_P_REFERENCE: Final = 1
"""NAL unit type of a slice of a picture that is no key frame (table 7-1)."""
_SLICE_HEADER: Final = 0b1001_1010
"""A slice's first seven bits (7.3.3): macroblock 0, all slices P, parameter set 0; then four bits of frame_num."""
_MODULUS: Final = 16
"""frame_num counts modulo 16 (log2_max_frame_num_minus4 is 0)."""
_NEEDS_EMULATION_BYTE: Final = re.compile(rb"\0\0(?=[\0-\3])")


class SegmentWriter:
    """Writes the pictures of a segment to ``out`` and numbers them in their order.

    ``repeat`` is the picture that repeats the one before, see `find_repeat_picture`. Without it pictures are written as
    they come from the encoder, and none can be repeated.
    """

    def __init__(self, out: BinaryIO, repeat: bytes | None) -> None:
        self._out, self._repeat = out, repeat
        self._number = self._encoded = 0

    @property
    def can_repeat(self) -> bool:
        """Whether there is a picture that repeats the one before."""
        return self._repeat is not None

    def write_packets(self, packets: "Iterable[Packet[VideoStream]]") -> None:
        """Write encoded pictures. Raises Permanent where the encoder numbers them in another way."""
        for packet in packets:
            nal = bytes(packet)
            self._out.write(nal if self._repeat is None else self._renumbered_packet(nal, key=packet.is_keyframe))

    def write_repeat(self) -> None:
        """Write a picture that repeats the one before. Only where `can_repeat`."""
        assert self._repeat is not None, "the caller has checked can_repeat"
        self._number += 1
        self._out.write(picture_with_frame_num(self._repeat, self._number))

    def _renumbered_packet(self, nal: bytes, *, key: bool) -> bytes:
        if key:
            self._number = self._encoded = 0
            return nal
        self._number, self._encoded = self._number + 1, self._encoded + 1
        if frame_num_of_picture(nal) != self._encoded % _MODULUS:
            raise Permanent("film.unexpected_frame_number", picture=self._encoded)
        return picture_with_frame_num(nal, self._number)


def find_repeat_picture(pictures: Sequence[Sequence["Packet[VideoStream]"]]) -> bytes | None:
    """The picture that repeats the one before, taken from an encoder's packets for frames of a single colour.

    ``pictures`` are the packets for each frame. None where the encoder delays frames, or unchanged frames differ by
    more than their number.
    """
    if any(len(packets) != 1 for packets in pictures):
        return None
    *_, one, last = (bytes(packet) for (packet,) in pictures)
    number = len(pictures) - 1
    same = (
        frame_num_of_picture(one) == number - 1
        and frame_num_of_picture(last) == number
        and picture_with_frame_num(one, number) == last
    )
    return last if same else None


def frame_num_of_picture(nal: bytes) -> int | None:
    """frame_num of a P picture in one slice (NAL unit with start code); None for anything else."""
    at = len(_START_CODE)
    if nal[:at] != _START_CODE or nal[at] & 31 != _P_REFERENCE or nal[at + 1] & ~1 != _SLICE_HEADER:
        return None
    return (nal[at + 1] & 1) << 3 | nal[at + 2] >> 5


def picture_with_frame_num(nal: bytes, number: int) -> bytes:
    """The picture with ``number`` modulo 16 as its frame_num."""
    at, number = len(_START_CODE), number % _MODULUS
    # Emulation prevention (7.4.1): a 3 behind two zeros may become superfluous, or needed, with another number.
    payload = bytearray(nal[at:].replace(b"\0\0\3", b"\0\0"))
    payload[1] = _SLICE_HEADER | number >> 3
    payload[2] = (number & 7) << 5 | payload[2] & 31
    return _START_CODE + _NEEDS_EMULATION_BYTE.sub(b"\0\0\3", payload)
