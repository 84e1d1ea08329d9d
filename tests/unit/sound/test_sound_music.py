"""The music and the effects we ship are usable as what they are meant for, and our generator makes them."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.sound import RATE, Samples, decoded, level, lufs, true_peak

from services.config import ROOT
from services.studio.film.audio.mix import BEDS as OF_MOODS
from services.studio.film.audio.mix import EFFECTS, MUSIC, SEAM

SEAM_SAMPLES = round(SEAM * RATE)


BEDS = sorted(path.stem for path in MUSIC.glob("*.ogg"))
_MOODS = list(OF_MOODS.values())


class Heard(NamedTuple):
    """``faults`` of a bed; ``tones``: how much of each of the twelve there is; ``colour`` in dB, octaves from 60 Hz."""

    faults: frozenset[str]
    tones: Samples
    colour: Samples


def heard(bed: Samples) -> Heard:
    """Listen to a bed, cheaply."""
    faults = set()
    seconds = [np.mean(part**2) for part in np.array_split(bed, len(bed) // RATE)]
    if min(seconds) < 10**-4.2:
        faults.add("silent")
    if np.abs(bed).max() > 0.75 or np.mean(np.abs(bed) > 0.95 * np.abs(bed).max()) > 1e-3:
        faults.add("clipped")
    if abs(lost_at_the_joint(bed)) > 0.3:
        faults.add("seam")
    mono = bed[: 1 << 20].mean(axis=1)
    power, frequency = np.abs(np.fft.rfft(mono)) ** 2, np.fft.rfftfreq(mono.size, 1 / RATE)
    if power[(frequency > 1000) & (frequency < 4000)].sum() > 0.1 * power.sum():
        faults.add("in the voice's way")
    sung = (frequency > 60) & (frequency < 1500)
    names = np.round(12 * np.log2(frequency[sung] / 440)).astype(int) % 12
    octaves = np.digitize(frequency, 60 * 2.0 ** np.arange(8))
    colour = np.bincount(octaves, power, 9)[1:8] / power.sum()
    return Heard(frozenset(faults), np.sqrt(np.bincount(names, power[sung], 12)), 10 * np.log10(colour + 1e-9))


def lost_at_the_joint(bed: Samples) -> float:
    """dB that are missing while the end of a bed fades into its start, as the player does it."""
    head, tail = bed[2400 : SEAM_SAMPLES - 2400], bed[2400 - SEAM_SAMPLES : -2400]
    rise = np.linspace(0, 1, len(head))[:, None]
    joint = np.mean((tail * (1 - rise) + head * rise) ** 2)
    return float(10 * np.log10((np.mean(head**2) + np.mean(tail**2)) / 2 / joint))


# They change only when somebody makes them anew: one of them, and those of one mood, with every change, all with the
# long tests.
@pytest.fixture(
    scope="module",
    params=[pytest.param(names, marks=[pytest.mark.slow] if place else []) for place, names in enumerate(_MOODS)],
    ids=",".join,
)
def of_a_mood(request: pytest.FixtureRequest) -> dict[str, Heard]:
    return {name: heard(decoded(MUSIC / f"{name}.ogg")) for name in request.param}


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=[pytest.mark.slow] if place else []) for place, name in enumerate(BEDS)],
)
def bed(request: pytest.FixtureRequest) -> Samples:
    return decoded(MUSIC / f"{request.param}.ogg")


def test_all_of_it_is_small() -> None:
    files = [*MUSIC.glob("*.ogg"), *EFFECTS.glob("*.ogg")]
    assert len(files) >= 27
    assert sum(path.stat().st_size for path in files) < 7_500_000


@pytest.mark.slow
def test_no_bed_is_silent_clipped_or_has_a_seam(of_a_mood: dict[str, Heard]) -> None:
    assert {name: each.faults for name, each in of_a_mood.items() if each.faults} == {}


def test_every_bed_is_of_a_mood_and_every_mood_has_several() -> None:
    assert {name for names in _MOODS for name in names} == set(BEDS)
    assert all(len(names) > 1 for names in _MOODS)


@pytest.mark.slow
def test_the_beds_of_a_mood_differ_in_key_and_colour(of_a_mood: dict[str, Heard]) -> None:
    for one, other in combinations(of_a_mood.values(), 2):
        assert np.corrcoef(one.tones, other.tones)[0, 1] < 0.75
        assert np.abs(one.colour - other.colour).mean() > 1.5


@pytest.mark.slow
def test_a_spoilt_bed_is_noticed() -> None:
    good = decoded(MUSIC / "letter.ogg")
    assert heard(good).faults == set()
    hole = good.copy()
    hole[9 * RATE : 11 * RATE] = 0
    assert heard(hole).faults == {"silent"}
    assert "silent" in heard(good * 0.02).faults
    assert "clipped" in heard(np.clip(good * 4, -0.7, 0.7)).faults
    assert "seam" in heard(good[: -RATE // 3]).faults
    whistle = 0.06 * np.sin(2 * np.pi * 2000 * np.arange(len(good)) / RATE)[:, None]
    assert "in the voice's way" in heard(good + whistle).faults


def test_a_bed_is_a_loop_of_a_useful_length(bed: Samples) -> None:
    assert bed.shape[1] == 2
    assert 40 <= len(bed) / RATE - SEAM <= 64


@pytest.mark.slow
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
    assert np.corrcoef(head.ravel(), tail.ravel())[0, 1] > 0.93


@pytest.mark.parametrize(("name", "tempo"), [("ember", 100), ("bounce", 116), ("furnace", 140), ("notebook", 92)])
@pytest.mark.slow
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


@each_row("path", sorted(EFFECTS.glob("*.ogg")), ids=lambda path: path.stem)
def test_an_effect_is_short_and_ends_in_silence(path: Path) -> None:
    sound = decoded(path)
    assert 0.03 < len(sound) / RATE < 2
    assert true_peak(sound) < -1
    assert np.abs(sound[-48:]).max() < 0.02


@pytest.mark.slow
def test_what_we_ship_is_what_the_generator_makes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "testbed.music_synth", "--to", tmp_path, "pop", "ding", "sting"], check=True, cwd=ROOT
    )
    made = sorted((tmp_path / "effects").iterdir())
    assert [path.stem for path in made] == ["ding", "pop", "sting"]
    for path in made:
        again, ours = decoded(path), decoded(EFFECTS / path.name)
        assert np.corrcoef(again.ravel(), ours.ravel())[0, 1] > 0.999
