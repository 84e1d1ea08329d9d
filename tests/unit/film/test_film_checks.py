"""The rules of the checks as a table, and the values they are read from."""

from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.sound.film_sound_checks import _longest, _onset, _silences, silences_and_voice_start
from libraries.sound.samples import RATE
from libraries.video.container import MeasuredValue, measure_container
from services.studio.film.qc.checks import failed_checks
from services.studio.film.qc.key_frames import SampledFrame, key_frame_values, sample_key_frames

GOOD: dict[str, MeasuredValue] = {
    "video_codec": "h264",
    "size": "1080x1920",
    "pixel_format": "yuv420p",
    "rate": "30/30",
    "bt709": True,
    "moov_first": True,
    "no_edit_list": True,
    "start": 0.0,
    "audio_codec": "aac",
    "audio_rate": 48_000.0,
    "channels": 2.0,
    "audio_minus_video": 0.01,
    "lufs": -14.0,
    "true_peak": -1.4,
    "darkest_picture": 60.0,
    "first_contrast": 40.0,
    "frozen_s": 1.2,
    "longest_silence_s": 0.5,
    "last_silence_s": 1.5,
    "voice_onset_s": 0.1,
    "first_voice_s": 0.1,
    "plates_missing": 0.0,
    "texts_outside_safe_area": 0.0,
    "captions_overflowing": 0.0,
    "undrawable_characters": 0.0,
    "first_text_s": 0.0,
    "caption_late_s": 0.03,
}


def test_a_good_film_has_no_failures() -> None:
    assert failed_checks(GOOD) == []


@each_row(
    ("name", "good", "bad"),
    [
        ("audio_minus_video", 1 / 30, 0.034),
        ("audio_minus_video", -1 / 30, -0.034),
        ("lufs", -14.5, -14.6),
        ("lufs", -13.5, -13.4),
        ("true_peak", -1.0, -0.9),
        ("darkest_picture", 20.0, 19.9),
        ("first_contrast", 8.0, 7.9),
        ("frozen_s", 3.0, 3.01),
        ("longest_silence_s", 1.0, 1.01),
        ("last_silence_s", 2.2, 2.21),
        ("voice_onset_s", 1.5, 1.51),
        ("first_voice_s", 0.5, 0.51),
        ("plates_missing", 0.0, 1.0),
        ("texts_outside_safe_area", 0.0, 1.0),
        ("captions_overflowing", 0.0, 1.0),
        ("undrawable_characters", 0.0, 1.0),
        ("first_text_s", 0.1, 0.101),
        ("caption_late_s", 0.2, 0.201),
        ("caption_late_s", -0.2, -0.201),
    ],
)
def test_every_limit_is_where_it_is_said_to_be(name: str, good: float, bad: float) -> None:
    assert failed_checks({**GOOD, name: good}) == []
    (wrong,) = failed_checks({**GOOD, name: bad})
    assert wrong.startswith(f"{name} is {bad}, wanted: ")


@each_row(
    ("name", "bad"),
    [
        ("video_codec", "hevc"),
        ("pixel_format", "yuv444p"),
        ("rate", "30000/1001"),
        ("bt709", False),
        ("moov_first", False),
        ("no_edit_list", False),
        ("start", 0.033),
        ("audio_codec", "mp3"),
        ("audio_rate", 44_100.0),
        ("channels", 1.0),
    ],
)
def test_what_must_be_so_is_named_with_what_it_is(name: str, bad: MeasuredValue) -> None:
    (wrong,) = failed_checks({**GOOD, name: bad})
    assert wrong == f"{name} is {bad}, not {GOOD[name]}"


def test_values_that_are_not_known_are_not_wrong_and_all_that_are_wrong_are_told() -> None:
    known = {name: value for name, value in GOOD.items() if name not in ("lufs", "caption_late_s")}
    assert failed_checks(known) == []
    assert len(failed_checks({**GOOD, "lufs": -20.0, "channels": 1.0, "frozen_s": 9.0})) == 3


def frame(time: float, level: float, *missing: int, contrast: float = 0.0) -> SampledFrame:
    return SampledFrame(time, np.full((240, 135), level, np.float32), frozenset(missing), contrast)


def test_the_darkest_picture_and_the_contrast_of_the_first_are_told() -> None:
    values = key_frame_values([frame(0, 90, contrast=33), frame(3, 20.04), frame(6, 120, contrast=99)], 9)
    assert (values["darkest_picture"], values["first_contrast"], values["key_frames"]) == (20.0, 33.0, 3.0)


@each_row(
    ("levels", "expected"),
    [
        ((50, 60, 70, 80), 0.0),
        ((50, 50, 60, 70), 3.0),
        ((50, 50.05, 50.1, 60), 6.0),  # each as good as the one before, though the first and the third differ
        ((50, 60, 60, 60), 6.0),
        ((50, 50, 60, 60), 3.0),
    ],
)
def test_a_picture_that_stands_is_timed(levels: tuple[float, ...], expected: float) -> None:
    frames = [frame(3.0 * i, level) for i, level in enumerate(levels)]
    assert key_frame_values(frames, 12)["frozen_s"] == expected


def test_one_picture_stands_as_long_as_the_film() -> None:
    assert key_frame_values([frame(0, 50)], 17.5)["frozen_s"] == 17.5
    assert key_frame_values([], 4.0) == {
        "darkest_picture": 0.0,
        "first_contrast": 0.0,
        "frozen_s": 4.0,
        "key_frames": 0.0,
        "plates_missing": 0.0,
    }


def test_a_plate_is_missing_once_however_often_it_is_not_seen() -> None:
    frames = [frame(0, 50, 0), frame(3, 60, 0), frame(6, 70, 1), frame(9, 80)]
    assert key_frame_values(frames, 12)["plates_missing"] == 2.0


def test_of_a_segment_nothing_is_sampled_where_nothing_is_due(tmp_path: Path) -> None:
    assert sample_key_frames(tmp_path / "is not even opened", 0, [], ()) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=8), st.floats(0.1, 1.0))
def test_silences_are_the_runs_below_the_level(parts: list[tuple[bool, int]], longest: float) -> None:
    levels = np.concatenate([np.full(windows, -90.0 if quiet else -20.0) for quiet, windows in parts])
    found = _silences(levels, longest)
    assert all(span.end - span.start > longest for span in found)
    for span in found:
        first, past = round(span.start / 0.02), round(span.end / 0.02)
        assert (levels[first:past] < -50).all()
        assert first == 0 or levels[first - 1] >= -50
        assert past == len(levels) or levels[past] >= -50
    quiet_windows = sum(round((span.end - span.start) / 0.02) for span in _silences(levels, 0.0))
    assert quiet_windows == int((levels < -50).sum())


def test_the_longest_of_no_silences_is_none() -> None:
    assert _longest(()) == 0.0


def test_a_pluck_is_no_voice() -> None:
    levels = np.full(100, -60.0)
    levels[20:22] = -10.0  # 40 ms
    levels[50:80] = -12.0
    assert _onset(levels) == pytest.approx(50 * 0.02)


@settings(max_examples=8)
@given(st.floats(0.3, 1.5), st.floats(0.5, 2.0))
def test_a_voice_is_found_where_it_begins(begins: float, lasts: float) -> None:
    time = np.arange(round((begins + lasts + 1) * RATE)) / RATE
    speaking = (time >= begins) & (time < begins + lasts)
    voice = 0.3 * np.sin(2 * np.pi * 700 * time) * speaking
    profile = silences_and_voice_start(np.stack([voice, voice]).astype(np.float32), float(time[-1]), longest_pause=0.2)
    assert profile.voice_onset == pytest.approx(begins, abs=0.03)
    assert profile.last_silence == pytest.approx(1.0, abs=0.06)
    assert profile.longest_silence == pytest.approx(begins, abs=0.06)


def test_a_film_without_voice_has_its_onset_at_the_end() -> None:
    profile = silences_and_voice_start(np.zeros((2, 3 * RATE), np.float32) + 1e-9, 3.0)
    assert profile.last_silence == pytest.approx(3.0, abs=0.05)


def box(name: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return (8 + len(body)).to_bytes(4, "big") + name + body


@pytest.mark.parametrize(
    ("order", "first"), [((b"moov", b"mdat"), True), ((b"mdat", b"moov"), False), ((b"moov",), False)]
)
def test_the_order_of_the_boxes_is_read(tmp_path: Path, order: tuple[bytes, ...], first: bool) -> None:
    from libraries.video.container import _box_values  # noqa: PLC0415 - what needs no whole film

    path = tmp_path / "film.mp4"
    edits = box(b"moov", box(b"trak", box(b"edts", box(b"elst", b"12345678"))))
    path.write_bytes(box(b"ftyp", b"isom") + b"".join(edits if name == b"moov" else box(name) for name in order))
    values = _box_values(path)
    assert values["moov_first"] is first
    assert values["no_edit_list"] is False
    assert values["bytes"] == path.stat().st_size


def test_a_text_file_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"not a film at all")
    with pytest.raises(Exception, match=r"film\.mp4 is no MP4 file") as caught:
        measure_container(path)
    assert caught.value.code == "film.not_mp4"  # type: ignore[attr-defined]
