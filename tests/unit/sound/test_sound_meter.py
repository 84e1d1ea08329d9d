"""The meter that masters: held against ffmpeg's, against one written differently, and against looking everywhere."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.sound import RATE, Samples, decoded, lufs, speechlike, write_wav

from libraries.ffmpeg import locate_ffmpeg
from libraries.sound.loudness import integrated_loudness, measure_loudness, true_peak
from libraries.sound.samples import read_narration_wav, read_stereo_sound
from schemas.errors import BadInput, Permanent
from services.studio.film.audio.mix import EFFECTS, MUSIC

_TIME = np.arange(4 * RATE) / RATE
SOUNDS: dict[str, Callable[[], Samples]] = {
    "speech": lambda: speechlike(4, rate=RATE) * 0.5,
    "speech at its limits": lambda: np.sign(speechlike(4, rate=RATE)) * 0.7,
    "noise": lambda: np.random.default_rng(1).standard_normal(4 * RATE) * 0.05,
    "a hum": lambda: 0.3 * np.sin(2 * np.pi * 50 * _TIME),
    "a tone between its samples": lambda: 0.7 * np.sin(2 * np.pi * 12_000 * _TIME + np.pi / 4) * np.hanning(4 * RATE),
    "quiet, then loud": lambda: speechlike(4, rate=RATE) * np.repeat([0.01, 0.8], 2 * RATE),
    "a click": lambda: np.eye(1, 4 * RATE, 2 * RATE)[0] * 0.9 + 0.01 * speechlike(4, rate=RATE),
}


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.quick_cases(2)
def test_it_measures_what_others_measure(tmp_path: Path, name: str) -> None:
    path = write_wav(tmp_path / "sound.wav", SOUNDS[name](), rate=RATE)
    (mono,), rate = read_narration_wav(path)
    assert rate == RATE
    assert np.abs(mono - SOUNDS[name]()).max() < 1e-4
    stereo = np.stack([mono, mono])
    theirs = measure_loudness(locate_ffmpeg(), path)
    assert integrated_loudness(stereo[:1], "a sound") == pytest.approx(theirs.integrated, abs=0.08)
    assert integrated_loudness(stereo, "a sound") == pytest.approx(lufs(stereo.T.astype(np.float64)), abs=0.03)
    # Ffmpeg's own filter is shorter: where a peak lies between samples at full bandwidth, the two differ.
    assert true_peak(stereo) == pytest.approx(theirs.true_peak, abs=0.35)


@each_row("name", SOUNDS)
def test_no_peak_hides_where_it_does_not_look(name: str) -> None:
    """Its own filter, laid over everything; and the right channel counts as much as the left."""
    sound = SOUNDS[name]()
    alone = np.stack([sound * 0.1, sound]).astype(np.float32)
    at = np.arange(-15, 17) - np.array([[0.25], [0.5], [0.75]])
    taps = np.sinc(at) * np.i0(6 * np.sqrt(np.clip(1 - (at / 16) ** 2, 0, 1)))
    taps /= taps.sum(axis=1, keepdims=True)
    between = max(np.abs(np.convolve(sound, tap[::-1])).max() for tap in taps)
    assert true_peak(alone) == pytest.approx(20 * np.log10(max(between, np.abs(sound).max())), abs=0.01)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
@pytest.mark.slow
def test_a_voice_counts_the_same_at_any_rate(rate: int) -> None:
    """Up to what lies above half the lower rate."""
    voice = speechlike(6, rate=rate)[np.newaxis].astype(np.float32)
    spectrum = np.fft.rfft(voice[0])
    longer = np.fft.irfft(np.pad(spectrum, (0, 6 * RATE // 2 + 1 - len(spectrum))), 6 * RATE) * RATE / rate
    again = lufs(np.stack([longer, longer], axis=1)) - 3.01
    assert integrated_loudness(voice, "a voice", rate) == pytest.approx(again, abs=0.03)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 2.0])
def test_silence_and_what_is_too_short_to_be_measured_is_refused(seconds: float) -> None:
    nothing = np.full((2, round(seconds * RATE)), 1e-6, np.float32)
    with pytest.raises(BadInput, match=r"The sound the music x\.ogg is silent"):
        integrated_loudness(nothing, "the music x.ogg")


def test_a_sound_is_read_as_far_as_it_is_wanted(tmp_path: Path) -> None:
    whole = decoded(EFFECTS / "ding.ogg")
    assert np.abs(read_stereo_sound(EFFECTS / "ding.ogg", "an effect") - whole.T).max() < 1e-6
    assert 3 * RATE <= read_stereo_sound(MUSIC / "rain.ogg", "music", 3).shape[1] < 4 * RATE
    low = write_wav(tmp_path / "low.wav", speechlike(2), rate=22_050)
    assert read_stereo_sound(low, "music").shape == (2, 2 * RATE)


def test_what_holds_no_sound_is_named() -> None:
    with pytest.raises(Permanent, match="The sound the music cannot be read"):
        read_stereo_sound(b"<html>not found</html>", "the music")
    with pytest.raises(Permanent, match="cannot be read"):
        read_stereo_sound(Path("nowhere.ogg"), "the music")
