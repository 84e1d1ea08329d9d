"""Files of sound that are damaged, no sound at all, or not what their name says."""

import math
import os
import shutil
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from fixtures.studio.sound import RATE, level, write_wav

from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.sound.samples import Samples, encode_aac, filter_samples, read_narration_wav, read_stereo_sound
from schemas.errors import BadInput, Permanent
from services.studio.film.audio.mix import EFFECTS, EffectFile, _effect, _read_effect

TONE = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(2 * RATE) / RATE)


def encoded(path: Path, *how: str) -> Path:
    source = write_wav(path.with_suffix(".source"), TONE, rate=RATE)
    run_ffmpeg(locate_ffmpeg(), ["-i", str(source), *how, str(path)], work="A sound")
    return path


def packets(path: Path) -> list[tuple[int, int]]:
    """Where each lies and how long it is."""
    with av.open(str(path)) as file:
        return [(packet.pos, packet.size) for packet in file.demux(audio=0) if packet.pos is not None and packet.size]


def heard_of(samples: Samples) -> float:
    """dB of the tone."""
    return level(samples.T.astype(float), 990, 1010)


@pytest.mark.parametrize("suffix", ["mp3", "m4a"])
def test_a_damaged_packet_is_left_out_and_the_rest_is_heard(tmp_path: Path, suffix: str) -> None:
    path = encoded(tmp_path / f"own.{suffix}")
    whole, data, found = read_stereo_sound(path, "the music"), bytearray(path.read_bytes()), packets(path)
    at, size = found[len(found) // 2]
    data[at + 4 : at + size] = b"\xff" * (size - 4)
    path.write_bytes(data)
    with av.open(str(path)) as file, pytest.raises(av.FFmpegError):
        list(file.decode(audio=0))
    rest = read_stereo_sound(path, "the music")
    assert 0 <= whole.shape[1] - rest.shape[1] <= 2 * math.ceil(whole.shape[1] / len(found))
    for part in (slice(0, RATE // 2), slice(-RATE // 2, None)):
        assert heard_of(rest[:, part]) == pytest.approx(heard_of(whole[:, part]), abs=0.5)


def test_where_no_packet_can_be_decoded_there_is_no_sound(tmp_path: Path) -> None:
    path = encoded(tmp_path / "own.m4a")
    data = bytearray(path.read_bytes())
    for at, size in packets(path):
        data[at : at + size] = b"\xff" * size
    path.write_bytes(data)
    with pytest.raises(Permanent, match=r"The sound the music cannot be read \(.+\)"):
        read_stereo_sound(path, "the music")


def test_a_piece_of_another_rate_behind_the_first_is_heard_too(tmp_path: Path) -> None:
    both = tmp_path / "both.mp3"
    first = encoded(tmp_path / "first.mp3", "-ac", "2").read_bytes()
    both.write_bytes(first + encoded(tmp_path / "second.mp3", "-ar", "32000").read_bytes())
    sound = read_stereo_sound(both, "the music")
    assert sound.shape[1] == pytest.approx(4 * RATE, abs=0.2 * RATE)
    assert heard_of(sound[:, 3 * RATE : 3 * RATE + 24_000]) == pytest.approx(heard_of(sound[:, :24_000]), abs=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e30])
def test_what_is_no_number_is_refused_wherever_it_comes_in(tmp_path: Path, value: float) -> None:
    path = write_wav(tmp_path / "own.wav", TONE, rate=RATE)
    floats = tmp_path / "floats.wav"
    run_ffmpeg(
        locate_ffmpeg(), ["-i", str(path), "-c:a", "pcm_f32le", "-fflags", "+bitexact", str(floats)], work="A sound"
    )
    data = bytearray(floats.read_bytes())
    assert read_stereo_sound(floats, "the music x").shape == (2, 2 * RATE)
    data[-4000:-3996] = np.float32(value).tobytes()
    floats.write_bytes(data)
    with pytest.raises(BadInput, match="The sound the music x holds samples that are infinite or no numbers"):
        read_stereo_sound(floats, "the music x")


def test_an_encoder_and_a_filter_that_refuse_say_so_in_words() -> None:
    with pytest.raises(Permanent, match="The sound cannot be processed"):
        encode_aac(np.full((2, RATE), np.nan, np.float32))
    with pytest.raises(Permanent, match="The sound cannot be processed"):
        filter_samples([("highpass", {"f": "far above"})], np.zeros((2, RATE), np.float32))


@pytest.mark.parametrize("suffix", ["mp3", "wav", "m4a"])
def test_a_playlist_is_no_sound_whatever_its_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"song.{suffix}"
    path.write_text("ffconcat version 1.0\nfile other.wav\n")
    write_wav(tmp_path / "other.wav", TONE, rate=RATE)
    with pytest.raises(Permanent, match="The sound the music cannot be read"):
        read_stereo_sound(path, "the music")


@pytest.mark.parametrize(("channels", "width"), [(2, 2), (1, 1), (1, 3)])
def test_a_narration_of_another_form_is_named(tmp_path: Path, channels: int, width: int) -> None:
    with wave.open(str(tmp_path / "voice.wav"), "wb") as file:
        file.setparams((channels, width, RATE, 0, "NONE", ""))
        file.writeframes(bytes(101 * channels * width))
    with pytest.raises(Permanent, match=rf"voice\.wav has {channels} channels of {8 * width} bits"):
        read_narration_wav(tmp_path / "voice.wav")


def test_a_narration_that_was_cut_off_within_a_sample_is_read_up_to_it(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "voice.wav", TONE, rate=RATE)
    path.write_bytes(path.read_bytes()[:-3])
    samples, rate = read_narration_wav(path)
    assert (samples.shape, rate) == ((1, 2 * RATE - 2), RATE)


def test_only_a_few_states_of_effects_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "pop.ogg"
    shutil.copy(EFFECTS / "pop.ogg", path)
    for state in range(20):
        os.utime(path, (state, state))
        _effect(EffectFile(path))
    assert _read_effect.cache_info().currsize <= 16
