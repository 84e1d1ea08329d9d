"""Properties of repeated frames: a renumbered picture keeps everything but its number, and stays a valid NAL unit."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libraries.video.repeated_frames import (
    SegmentWriter,
    find_repeat_picture,
    frame_num_of_picture,
    picture_with_frame_num,
)

START = b"\0\0\0\1"
P_SLICE = 0x41
"""NAL unit header: a reference picture (nal_ref_idc 2) of type 1."""


def picture(number: int, rest: bytes) -> bytes:
    """A P picture with that frame_num and ``rest`` as what follows it, emulation prevention included."""
    payload = bytearray((P_SLICE, 0b1001_1010 | number >> 3, (number & 7) << 5 | 0b1_0101, *rest))
    return START + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", bytes(payload))


def payload(nal: bytes) -> bytes:
    """The bytes behind the start code without emulation prevention."""
    return nal[4:].replace(b"\0\0\3", b"\0\0")


numbers = st.integers(0, 15)
tails = st.binary(max_size=40).map(lambda data: data + b"\x80")


@given(numbers, tails)
def test_the_number_of_a_picture_is_read(number: int, tail: bytes) -> None:
    assert frame_num_of_picture(picture(number, tail)) == number


@given(numbers, tails, st.integers(0, 1000))
def test_a_renumbered_picture_has_the_number_modulo_16(number: int, tail: bytes, wanted: int) -> None:
    assert frame_num_of_picture(picture_with_frame_num(picture(number, tail), wanted)) == wanted % 16


@given(numbers, tails, numbers)
def test_renumbering_changes_nothing_but_the_number(number: int, tail: bytes, wanted: int) -> None:
    before = picture(number, tail)
    assert picture_with_frame_num(picture_with_frame_num(before, wanted), number) == before
    assert payload(picture_with_frame_num(before, wanted))[3:] == payload(before)[3:]


@given(numbers, st.lists(st.sampled_from([0, 1, 2, 3, 255]), max_size=30), numbers)
def test_a_renumbered_picture_never_holds_a_start_code(number: int, tail: list[int], wanted: int) -> None:
    made = picture_with_frame_num(picture(number, bytes((*tail, 128))), wanted)
    assert made.startswith(START)
    assert not re.search(rb"\0\0[\0-\2]", made[4:])


@pytest.mark.parametrize(
    "nal",
    [
        START + b"\x65\x88\x84\x00",  # a key frame
        START + b"\x67\x64\x00\x28",  # a sequence parameter set
        START + b"\x41\x8a\x84\x00",  # another first macroblock or slice type
        b"\0\0\1\x41\x9a\x24\x6c",  # the short start code
    ],
)
def test_what_is_no_p_picture_in_one_slice_has_no_number(nal: bytes) -> None:
    assert frame_num_of_picture(nal) is None


class Packet:
    """An encoded picture as PyAV gives it, as far as the writer reads it."""

    def __init__(self, data: bytes, *, key: bool = False) -> None:
        self._data, self.is_keyframe = data, key

    def __bytes__(self) -> bytes:
        return self._data


KEY = Packet(START + b"\x65\x88\x80\x10", key=True)


@given(st.lists(st.sampled_from(["new", "same", "key"]), max_size=60))
def test_pictures_are_numbered_in_the_order_they_are_written(order: list[str]) -> None:
    """Whatever mix of encoded and repeated pictures: frame_num counts from the last key frame on, modulo 16."""
    out, writer = io.BytesIO(), None
    writer = SegmentWriter(out, picture(4, b"\x80"))
    writer.write_packets([KEY])  # type: ignore[list-item]
    encoded, expected = 0, [None]
    since_key = 0
    for what in order:
        if what == "key":
            writer.write_packets([KEY])  # type: ignore[list-item]
            encoded, since_key = 0, 0
            expected.append(None)
            continue
        since_key += 1
        if what == "new":
            encoded += 1
            writer.write_packets([Packet(picture(encoded % 16, b"\x40\x80"))])  # type: ignore[list-item]
        else:
            writer.write_repeat()
        expected.append(since_key % 16)  # type: ignore[arg-type]
    units = [START + unit for unit in out.getvalue().split(START)[1:]]
    assert [frame_num_of_picture(unit) for unit in units] == expected


def test_without_a_picture_that_repeats_everything_is_written_as_it_comes() -> None:
    out = io.BytesIO()
    writer = SegmentWriter(out, None)
    assert not writer.can_repeat
    strange = Packet(picture(9, b"\x80"))
    writer.write_packets([KEY, strange])  # type: ignore[list-item]
    assert out.getvalue() == bytes(KEY) + bytes(strange)


@given(tails)
def test_the_repeating_picture_is_the_last_of_those_that_differ_by_their_number(tail: bytes) -> None:
    packets = [[KEY], *([Packet(picture(number, tail))] for number in range(1, 5))]
    assert find_repeat_picture(packets) == picture(4, tail)  # type: ignore[arg-type]


def test_an_encoder_that_delays_or_changes_pictures_gives_none_that_repeats() -> None:
    steady = [[KEY], *([Packet(picture(number, b"\x80"))] for number in range(1, 5))]
    delayed = [[], *steady[:-1]]
    changing = [*steady[:-1], [Packet(picture(4, b"\x40\x80"))]]
    misnumbered = [*steady[:-1], [Packet(picture(7, b"\x80"))]]
    for packets in (delayed, changing, misnumbered):
        assert find_repeat_picture(packets) is None  # type: ignore[arg-type]
