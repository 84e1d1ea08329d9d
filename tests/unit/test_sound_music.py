"""The music and the effects we ship are usable as what they are meant for, and our generator makes them."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fixtures_sound import RATE, Samples, decoded, level, lufs, true_peak

from services.config import ROOT
from services.studio.film.sound import EFFECTS, MUSIC, SEAM

SEAM_SAMPLES = round(SEAM * RATE)


BEDS = sorted(path.stem for path in MUSIC.glob("*.ogg"))


# They change only when somebody makes them anew: two of them with every change, all with the long tests.
@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=[pytest.mark.slow] if place > 1 else []) for place, name in enumerate(BEDS)],
)
def bed(request: pytest.FixtureRequest) -> Samples:
    return decoded(MUSIC / f"{request.param}.ogg")


def test_all_of_it_is_small() -> None:
    files = [*MUSIC.glob("*.ogg"), *EFFECTS.glob("*.ogg")]
    assert len(files) >= 12
    assert sum(path.stat().st_size for path in files) < 5_000_000


def test_a_bed_is_a_loop_of_a_useful_length(bed: Samples) -> None:
    assert bed.shape[1] == 2
    assert 40 <= len(bed) / RATE - SEAM <= 64


def test_beds_are_equally_loud_and_never_clip(bed: Samples) -> None:
    assert lufs(bed) == pytest.approx(-20, abs=0.6)
    assert true_peak(bed) < -3


def test_a_bed_never_stops(bed: Samples) -> None:
    quarters = [level(part) for part in np.array_split(bed, len(bed) // (RATE * 3))]
    assert max(quarters) - min(quarters) < 9


def test_a_bed_leaves_the_voice_its_register(bed: Samples) -> None:
    """Most of it lies below the consonants of a voice, but enough above the bass for a telephone's loudspeaker."""
    whole = level(bed)
    assert level(bed, 1000, 4000) < whole - 10
    assert level(bed, 250, 4000) > whole - 10


def test_a_bed_survives_being_heard_in_mono(bed: Samples) -> None:
    stereo = 10 * np.log10(np.mean(bed**2))
    assert level(bed) > stereo - 4.5
    assert abs(bed.mean()) < 1e-3


def test_the_end_of_a_bed_is_its_start_again(bed: Samples) -> None:
    """So a crossfade at the joint is no seam. The coder's first and last 50 ms are left out."""
    inner = slice(2400, SEAM_SAMPLES - 2400)
    head, tail = bed[:SEAM_SAMPLES][inner], bed[-SEAM_SAMPLES:][inner]
    assert np.corrcoef(head.ravel(), tail.ravel())[0, 1] > 0.97


@pytest.mark.parametrize(("name", "tempo"), [("ember", 100), ("pulse", 124), ("standoff", 94), ("bounce", 116)])
def test_a_rhythmic_bed_beats_in_its_tempo(name: str, tempo: float) -> None:
    mono = decoded(MUSIC / f"{name}.ogg").mean(axis=1)
    hop = RATE // 100
    energy = np.log(1e-4 + np.sqrt(np.mean(mono[: mono.size // hop * hop].reshape(-1, hop) ** 2, axis=1)))
    onsets = np.clip(np.diff(energy), 0, None)
    onsets -= onsets.mean()
    spectrum = np.abs(np.fft.rfft(onsets, 16_384)) ** 2
    likeness = np.fft.irfft(spectrum)[:100]
    beat = 6000 / tempo
    at_beat = likeness[round(beat) - 1 : round(beat) + 2].max()
    assert at_beat > 0.2 * likeness[0]
    assert at_beat > 3 * np.median(np.abs(likeness[20:100]))


@pytest.mark.parametrize("path", sorted(EFFECTS.glob("*.ogg")), ids=lambda path: path.stem)
def test_an_effect_is_short_and_ends_in_silence(path: Path) -> None:
    sound = decoded(path)
    assert 0.03 < len(sound) / RATE < 2
    assert true_peak(sound) < -1
    assert np.abs(sound[-48:]).max() < 0.02


def test_what_we_ship_is_what_the_generator_makes(tmp_path: Path) -> None:
    script = ROOT / "assets/make_music.py"
    subprocess.run([sys.executable, script, "--to", tmp_path, "pop", "ding", "sting"], check=True)
    made = sorted((tmp_path / "effects").iterdir())
    assert [path.stem for path in made] == ["ding", "pop", "sting"]
    for path in made:
        again, ours = decoded(path), decoded(EFFECTS / path.name)
        assert np.corrcoef(again.ravel(), ours.ravel())[0, 1] > 0.999
