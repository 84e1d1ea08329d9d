"""Pictures that are put into the stream without being encoded: decoders must not see any difference."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from av.packet import Packet
from av.video.stream import VideoStream
from fixtures.rows import each_row

from libraries.drawing.canvas.yuv import Plane
from libraries.drawing.typography.design_tokens import SIZES
from libraries.ffmpeg import locate_ffmpeg
from libraries.video.encoder import GOP, FrameBuffer, encode_frames, open_encoder
from libraries.video.repeated_frames import SegmentWriter, find_repeat_picture, picture_with_frame_num
from schemas.errors import Permanent

FRAMES = 2 * GOP + 20


class Moving:
    """A square that moves in some of the frames, as ``changes`` says."""

    def __init__(self, size: tuple[int, int], changes: list[bool]) -> None:
        self.buffer = FrameBuffer(*size)
        self.changes = changes
        self.drawn: list[Plane] = []

    def frames(self) -> Iterator[bool]:
        canvas = self.buffer.canvas
        square = np.random.default_rng(5).integers(30, 220, (10, 10), np.uint8).repeat(16, 0).repeat(16, 1)
        for at, changed in enumerate(self.changes):
            if changed:
                for plane in canvas:
                    plane[:] = 128
                canvas.y[400 : 400 + 160, 4 * at : 4 * at + 160] = square
            self.drawn.append(np.array(canvas.y[::4, ::4]))
            yield changed

    def made(self) -> bytes:
        out = io.BytesIO()
        assert encode_frames(self.frames(), self.buffer, "libx264", out) == len(self.changes)
        return out.getvalue()


def decoded(stream: bytes) -> list[Plane]:
    with av.open(io.BytesIO(stream), "r", format="h264") as file:
        return [np.asarray(frame.to_ndarray(), np.uint8) for frame in file.decode(video=0)]


# Runs of repeats that are longer than frame_num counts, that reach over a key frame, and none at all.
PATTERNS = {
    "on twos": [at % 2 == 0 for at in range(FRAMES)],
    "long runs": [at % 37 == 0 for at in range(FRAMES)],
    "stands": [at == 0 for at in range(FRAMES)],
    "moves": [True] * FRAMES,
}


@pytest.mark.parametrize("size", [SIZES["preview"], pytest.param(SIZES["final"], marks=pytest.mark.slow)])
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.slow
def test_a_repeated_frame_is_decoded_as_the_one_before(pattern: str, size: tuple[int, int]) -> None:
    moving = Moving(size, PATTERNS[pattern])
    seen = decoded(moving.made())
    assert len(seen) == FRAMES
    for at, changed in enumerate(moving.changes):
        if not changed and at % GOP:
            assert np.array_equal(seen[at], seen[at - 1]), f"frame {at}"
    step = 1920 // size[1]
    for at in range(0, FRAMES, 13):
        shown = seen[at][: size[1] : 4 // step, :: 4 // step].astype(int)
        assert np.abs(shown - moving.drawn[at]).mean() < 1, f"frame {at} shows what was drawn"


def test_a_key_frame_comes_every_two_seconds_whatever_repeats() -> None:
    stream = Moving(SIZES["preview"], PATTERNS["stands"]).made()
    with av.open(io.BytesIO(stream), "r", format="h264") as file:
        keys = [at for at, packet in enumerate(p for p in file.demux(video=0) if p.size) if packet.is_keyframe]
    assert keys == [0, GOP, 2 * GOP]


def test_a_strict_decoder_finds_nothing_wrong(tmp_path: Path) -> None:
    file = tmp_path / "moving.h264"
    file.write_bytes(Moving(SIZES["preview"], PATTERNS["on twos"]).made())
    command = [
        str(locate_ffmpeg()),
        "-v",
        "warning",
        "-err_detect",
        "explode",
        "-f",
        "h264",
        "-i",
        str(file),
        "-f",
        "null",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


class Counting(FrameBuffer):
    """Knows how often the encoder was given its frame."""

    given = 0

    def frame_of_canvas(self) -> av.VideoFrame:
        self.given += 1
        return super().frame_of_canvas()


def test_only_what_changes_and_key_frames_are_encoded() -> None:
    moving = Moving(SIZES["preview"], PATTERNS["long runs"])
    moving.buffer = Counting(*SIZES["preview"])
    moving.made()
    assert moving.buffer.given == len({*range(0, FRAMES, 37), *range(0, FRAMES, GOP)})


@each_row("seed", range(20))
def test_numbering_leaves_the_rest_of_a_picture_alone(seed: int) -> None:
    """Zeros are escaped as they must be with every number, and only so."""
    dice = np.random.default_rng(seed)
    payload = bytes(dice.choice(np.array([0, 0, 0, 1, 2, 3, 255], np.uint8), 60)) + b"\x80"
    first = picture_with_frame_num(b"\0\0\0\1\x41\x9a" + bytes([dice.integers(8) << 5]) + payload, 0)
    for number in range(40):
        other = picture_with_frame_num(first, number)
        assert not re.search(rb"\0\0[\0-\2]", other[4:]), "no start code inside"
        assert picture_with_frame_num(other, 0) == first
        head = other[4:].replace(b"\0\0\3", b"\0\0")
        assert ((head[1] & 1) << 3 | head[2] >> 5) == number % 16


def packets_of(changes: int) -> list[list["Packet[VideoStream]"]]:
    """What an encoder makes of frames in one colour."""
    context, buffer = open_encoder("libx264", *SIZES["preview"]), FrameBuffer(*SIZES["preview"])
    made = []
    for at in range(changes):
        frame = buffer.frame_of_canvas()
        frame.pts = at
        made.append(context.encode(frame))
    return made


def test_an_encoder_that_numbers_otherwise_is_told_of() -> None:
    key, _, third, *_ = packets_of(5)
    pictures = SegmentWriter(io.BytesIO(), b"")
    pictures.write_packets(key)
    with pytest.raises(Permanent, match="frame 1 behind a key frame"):
        pictures.write_packets(third)


def test_an_encoder_that_answers_late_repeats_nothing() -> None:
    made = packets_of(5)
    assert find_repeat_picture(made) is not None
    assert find_repeat_picture([[], *made[:-1]]) is None


def test_where_nothing_can_be_repeated_the_stream_is_as_the_encoder_made_it() -> None:
    made, out = packets_of(5), io.BytesIO()
    pictures = SegmentWriter(out, None)
    for packets in made:
        pictures.write_packets(packets)
    assert not pictures.can_repeat
    assert out.getvalue() == b"".join(bytes(packet) for packets in made for packet in packets)
