"""Sound files as they really come: all of their parts are read, and what is missing is told."""

import struct
from itertools import accumulate

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.speech import encoded, speech, streamed_wav
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.sound.decode import decode_mono, resampled_sound
from libraries.sound.malformed_wav import split_concatenated_wav
from libraries.sound.truncated_files import (
    flac_sample_count,
    missing_ogg_end,
    split_concatenated_flac,
    split_concatenated_mp3,
)
from schemas.errors import BadInput, FaultySpeech

SPOKEN = speech()
SAMPLES, RATE = SPOKEN.samples[:30_000], SPOKEN.sample_rate
KINDS = {
    "WAV": ("wav", "pcm_s16le"), "WAV of floats": ("wav", "pcm_f32le"), "WAV of 24 bits": ("wav", "pcm_s24le"),
    "A-law": ("wav", "pcm_alaw"), "FLAC": ("flac", "flac"), "MP3": ("mp3", "libmp3lame"), "Ogg": ("ogg", "libopus"),
}  # fmt: skip
RATES = {"Ogg": 24_000}


def whole(name: str) -> bytes:
    kind, codec = KINDS[name]
    return encoded(SAMPLES, RATES.get(name, RATE), kind, codec)


@each_row("name", KINDS)
def test_a_whole_file_is_decoded_whole(name: str) -> None:
    samples, rate = decode_mono(whole(name), "test")
    assert abs(len(samples) - len(SAMPLES) * rate / RATES.get(name, RATE)) < 0.06 * rate


@each_row("name", KINDS)
@each_row("count", [2, 3])
def test_files_behind_one_another_are_one_sound(name: str, count: int) -> None:
    once, rate = decode_mono(whole(name), "test")
    samples, again = decode_mono(whole(name) * count, "test")
    assert again == rate
    assert abs(len(samples) - count * len(once)) < 0.06 * rate


@pytest.mark.parametrize("name", KINDS)
@given(st.floats(0.3, 0.97))
@settings(max_examples=8, deadline=None)
def test_a_file_that_ends_early_is_told(name: str, share: float) -> None:
    """But an MP3 without a tag that ends just behind a frame, which says nothing of its length."""
    file = whole(name)
    with pytest.raises(FaultySpeech) as caught:
        decode_mono(file[: int(share * len(file))], "test")
    assert caught.value.code in ("speech.cut_file", "speech.damaged_file")
    assert caught.value.fields["source"] == "test"


@each_row("missing", [1, 2, 300])
@each_row("name", ["WAV", "MP3", "Ogg", "FLAC"])
def test_a_few_bytes_less_are_told(name: str, missing: int) -> None:
    with pytest.raises(FaultySpeech):
        decode_mono(whole(name)[:-missing], "test")


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=5), st.sampled_from([None, 0, 0xFFFFFFFF, 0x7FFFFFFF]))
@settings(max_examples=40, deadline=None)
def test_every_part_of_a_wav_is_read_whatever_lengths_it_says(sizes: list[int], said: int | None) -> None:
    ends = list(accumulate(sizes))
    cuts = [SAMPLES[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    files = [streamed_wav(cut, RATE, 2 * len(cut) if said is None else said) for cut in cuts]
    samples, rate = decode_mono(b"".join(files), "test")
    assert rate == RATE
    assert np.array_equal(samples, np.concatenate(cuts))


@pytest.mark.parametrize("size", [0xFFFFFFFF - 36, 0x80000000, 0x7FFFFFFF - 44])
def test_lengths_that_stand_for_none(size: int) -> None:
    assert np.array_equal(decode_mono(streamed_wav(SAMPLES, RATE, size), "test")[0], SAMPLES)


def test_other_chunks_are_passed_by_and_padding_may_be_forgotten() -> None:
    form = struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    sound = SAMPLES[:500].astype("<i2").tobytes()
    for pad in (b"\0", b""):
        body = b"WAVEJUNK" + struct.pack("<I", 3) + b"abc" + pad + b"fmt " + form
        body += b"data" + struct.pack("<I", len(sound)) + sound + b"LIST" + struct.pack("<I", 4) + b"INFO"
        (part,) = split_concatenated_wav(b"RIFF" + struct.pack("<I", len(body)) + body + b"trailing rubbish")
        assert part.missing == 0
        assert np.array_equal(decode_mono(part.file, "test")[0], SAMPLES[:500])


@each_row("data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0AVI ", b"ID3", b"fLaC", b"OggS", b"\xff\xfb"])
def test_beginnings_alone_are_no_sound(data: bytes) -> None:
    assert split_concatenated_wav(data) == []
    assert split_concatenated_mp3(data) == []
    assert flac_sample_count(data) == 0
    with pytest.raises((BadInput, FaultySpeech)):
        decode_mono(data, "test")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"RIFF\0\0\0\0WAVE", b"OggS", b"fLaC", b"ID3\4\0\0\0\0\0\1", b"\xff\xfb\x90\0"]),
)
@settings(max_examples=80, deadline=None)
def test_rubbish_never_breaks_the_readers(data: bytes, before: bytes) -> None:
    split_concatenated_wav(before + data)
    split_concatenated_mp3(before + data)
    split_concatenated_flac(before + data)
    missing_ogg_end(before + data)


def test_parts_of_several_rates_are_joined_at_the_highest() -> None:
    both = encoded(SAMPLES, RATE) + encoded(resampled_sound(SAMPLES, RATE, 48_000), 48_000)
    samples, rate = decode_mono(both, "test")
    assert rate == 48_000
    assert len(samples) == pytest.approx(2 * len(SAMPLES) * 48_000 / RATE, abs=50)


@given(st.sampled_from([8000, 16_000, 24_000, 44_100, 48_000]), st.sampled_from([8000, 16_000, 22_050, 48_000]))
@settings(max_examples=20, deadline=None)
def test_another_rate_keeps_length_and_pitch(rate: int, wanted: int) -> None:
    tone = np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate), np.int16)
    made = resampled_sound(tone, rate, wanted)
    assert len(made) == pytest.approx(wanted, abs=wanted * 0.003)
    assert np.abs(np.fft.rfft(made[: wanted * 9 // 10], wanted)).argmax() == pytest.approx(440, abs=2)
    assert np.abs(made[wanted // 4 : wanted // 2]).max() == pytest.approx(8000, rel=0.03)


def test_a_tag_that_promises_more_frames_than_there_are() -> None:
    file = whole("MP3")
    (part,) = split_concatenated_mp3(file)
    assert part.missing == ""
    tag = part.file.index(b"Info") if b"Info" in part.file else part.file.index(b"Xing")
    promised = struct.unpack_from(">I", part.file, tag + 8)[0]
    more = part.file[: tag + 8] + struct.pack(">I", promised + 40) + part.file[tag + 12 :]
    (part,) = split_concatenated_mp3(more)
    assert part.missing.endswith(" s")
    assert float(part.missing[:-2]) == pytest.approx(40 * 576 / RATE, rel=0.1)
