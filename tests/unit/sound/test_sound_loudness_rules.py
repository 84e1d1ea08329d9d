"""Rules of BS.1770-4 and EBU R 128 that the meter must keep, whatever the sound."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.sound.loudness import (
    MAX_TRUE_PEAK,
    TARGET,
    TOLERANCE,
    integrated_loudness,
    master_sound,
    peak_level,
    true_peak,
)
from libraries.sound.samples import RATE, Samples
from schemas.errors import BadInput

SECONDS = 2
_TIME = np.arange(SECONDS * RATE) / RATE


def tone(hertz: float, amplitude: float = 1.0) -> Samples:
    return (amplitude * np.sin(2 * np.pi * hertz * _TIME))[np.newaxis].astype(np.float32)


NOISE: Samples = (np.random.default_rng(7).standard_normal((1, SECONDS * RATE)) * 0.05).astype(np.float32)


def lufs(samples: Samples) -> float:
    return integrated_loudness(samples, "a sound")


@pytest.mark.parametrize("dbfs", [0.0, -6.0, -23.0, -40.0])
def test_a_full_scale_tone_of_997_hz_measures_minus_3_01(dbfs: float) -> None:
    """The calibration of BS.1770-4: a sine at 997 Hz in one channel reads its level minus 3.01 LU."""
    assert lufs(tone(997, 10 ** (dbfs / 20))) == pytest.approx(dbfs - 3.01, abs=0.03)


@settings(max_examples=15)
@given(st.floats(-20, 20))
def test_a_gain_moves_the_loudness_by_as_much(decibels: float) -> None:
    louder = NOISE * np.float32(10 ** (decibels / 20))
    assert lufs(louder) == pytest.approx(lufs(NOISE) + decibels, abs=0.01)
    assert peak_level(louder) == pytest.approx(peak_level(NOISE) + decibels, abs=0.01)


def test_the_same_in_both_channels_is_3_01_louder() -> None:
    assert lufs(np.concatenate([NOISE, NOISE])) == pytest.approx(lufs(NOISE) + 3.01, abs=0.01)


def test_channels_and_signs_do_not_matter() -> None:
    stereo = np.concatenate([NOISE, tone(440, 0.2)])
    assert lufs(stereo[::-1]) == pytest.approx(lufs(stereo), abs=1e-6)
    assert lufs(-stereo) == pytest.approx(lufs(stereo), abs=1e-6)
    assert true_peak(stereo[::-1].copy()) == true_peak(stereo)


def test_bass_counts_less_and_treble_more_than_the_middle() -> None:
    bass, middle, treble = (lufs(tone(hertz, 0.1)) for hertz in (40, 1000, 8000))
    assert bass < middle - 3
    assert treble > middle + 3


def test_silence_around_a_sound_is_gated_away() -> None:
    quiet = np.zeros((1, 3 * RATE), np.float32)
    padded = np.concatenate([quiet, NOISE, quiet], axis=1)
    # Six blocks of 23 reach into the silence; ungated the loudness would fall by 6 LU.
    assert lufs(padded) == pytest.approx(lufs(NOISE), abs=0.7)


def test_what_lies_ten_lu_below_the_rest_does_not_count() -> None:
    """The relative gate: a passage 20 LU quieter leaves the loudness where it is, one 6 LU quieter does not."""
    faint, soft = NOISE * np.float32(0.1), NOISE * np.float32(0.5)
    assert lufs(np.concatenate([NOISE, faint], axis=1)) == pytest.approx(lufs(NOISE), abs=0.35)
    assert lufs(np.concatenate([NOISE, soft], axis=1)) < lufs(NOISE) - 1


@settings(max_examples=10)
@given(st.floats(100, 20_000), st.floats(0, 2 * math.pi))
def test_a_true_peak_is_at_least_the_highest_sample_and_at_most_full_scale(hertz: float, phase: float) -> None:
    sound = (np.sin(2 * np.pi * hertz * _TIME[: RATE // 4] + phase) * np.hanning(RATE // 4))[np.newaxis]
    samples = (0.9 * sound).astype(np.float32)
    assert peak_level(samples) - 1e-4 <= true_peak(samples) <= 20 * math.log10(0.9) + 0.2


def test_a_peak_between_samples_is_found() -> None:
    """A sine at a quarter of the rate, sampled 45 degrees off its peaks, reads 3 dB too low sample by sample."""
    hidden = (np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4) * np.hanning(RATE))[np.newaxis].astype(np.float32)
    assert peak_level(hidden) == pytest.approx(-3.01, abs=0.02)
    assert true_peak(hidden) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(
    "silent", [np.zeros((2, RATE), np.float32), tone(1000, 1e-5), np.zeros((1, 0), np.float32), tone(997)[:, :9000]]
)
def test_silence_and_less_than_a_block_have_no_loudness(silent: Samples) -> None:
    with pytest.raises(BadInput) as caught:
        integrated_loudness(silent, "music/a.ogg")
    assert (caught.value.code, caught.value.fields) == ("film.sound_silent", {"name": "music/a.ogg"})


def test_a_silent_narration_asks_for_another_voice() -> None:
    with pytest.raises(BadInput, match="Make the voice again") as caught:
        integrated_loudness(np.zeros((1, RATE), np.float32), "narration")
    assert caught.value.code == "film.narration_silent"


def test_the_peak_of_silence_is_minus_infinity() -> None:
    assert peak_level(np.zeros((2, 10), np.float32)) == -math.inf
    assert true_peak(np.zeros((2, RATE), np.float32)) == -math.inf


@pytest.mark.parametrize("amplitude", [0.002, 0.05, 0.9])
def test_what_is_mastered_is_as_loud_as_it_must_be(amplitude: float) -> None:
    swell = 0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 0.7 * _TIME))
    mixture = np.repeat(tone(330, amplitude) * swell.astype(np.float32), 2, axis=0)
    made = master_sound(mixture)
    assert made.loudness.integrated == pytest.approx(TARGET, abs=TOLERANCE)
    assert made.loudness.true_peak <= MAX_TRUE_PEAK
    assert made.played.shape[0] == 2
    # Whole AAC frames, so at most one is longer than what went in.
    assert 0 <= made.played.shape[1] - mixture.shape[1] < 1024
