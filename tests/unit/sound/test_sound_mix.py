"""Music steps back for the voice, effects sound when they should, a bed has no seam."""

from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.sound import RATE, Samples, decoded, level, lufs, speechlike, write_wav

from schemas.errors import BadInput
from schemas.script import Mood
from services.studio.film.audio.mix import BEDS, EFFECTS, MUSIC, SoundCue, mix_soundtrack, music_file

TONE = 9_000
"""Hz of a bed that can be told from the voice."""


def tone_bed(path: Path, seconds: float) -> Path:
    time = np.arange(round(seconds * RATE)) / RATE
    return write_wav(path, 0.2 * np.sin(2 * np.pi * TONE * time), rate=RATE)


def played(path: Path) -> Samples:
    """The sound without the frame of encoder delay that the muxer drops."""
    return decoded(path)[1024:]


def between(sound: Samples, start: float, end: float) -> Samples:
    return sound[round(start * RATE) : round(end * RATE)]


def music(sound: Samples) -> float:
    return level(sound, TONE - 60, TONE + 60)


@pytest.mark.parametrize("loudness", [1.0, 0.02])
@pytest.mark.slow
def test_the_music_ducks_under_the_voice_and_comes_back(tmp_path: Path, loudness: float) -> None:
    voice = np.concatenate([speechlike(5), np.zeros(22_050 * 3), speechlike(5, seed=2)]) * loudness
    narration = write_wav(tmp_path / "voice.wav", voice)
    mix_soundtrack(narration, tone_bed(tmp_path / "bed.wav", 20), [], 16, tmp_path / "out.aac")
    sound = played(tmp_path / "out.aac")
    speaking, pause, after = between(sound, 1.0, 4.6), between(sound, 6.5, 7.9), between(sound, 9.0, 12.6)
    assert music(pause) - music(speaking) > 7
    assert music(after) == pytest.approx(music(speaking), abs=1.5)
    # What is heard of a 9 kHz tone counts 4 dB more than its level (the K-weighting of BS.1770, both channels).
    assert 12 <= lufs(speaking) - (music(speaking) + 4 + 2.3) <= 18


@pytest.mark.slow
def test_the_music_fades_in_and_out(tmp_path: Path) -> None:
    narration = write_wav(tmp_path / "voice.wav", np.concatenate([np.zeros(22_050 * 4), speechlike(2)]))
    mix_soundtrack(narration, tone_bed(tmp_path / "bed.wav", 20), [], 12, tmp_path / "out.aac")
    sound = played(tmp_path / "out.aac")
    full = music(between(sound, 9, 10))
    assert music(between(sound, 0, 0.05)) < full - 12
    assert music(between(sound, 1, 2)) == pytest.approx(full, abs=1.5)
    assert music(between(sound, 11.9, 12)) < full - 12


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """The ducking threw away as much of the end as happened to wait in its queues."""
    narration = write_wav(tmp_path / "voice.wav", speechlike(1.5))
    bed = music_file(Mood.DAILY, "auto")
    made = [mix_soundtrack(narration, bed, [], 2.0, tmp_path / "out.aac").stream for _ in range(4)]
    assert len(set(made)) == 1


def test_without_music_a_pause_is_silent(tmp_path: Path) -> None:
    narration = write_wav(tmp_path / "voice.wav", np.concatenate([speechlike(2), np.zeros(22_050 * 2), speechlike(2)]))
    mix_soundtrack(narration, None, [], 6, tmp_path / "out.aac")
    sound = played(tmp_path / "out.aac")
    assert level(between(sound, 2.3, 3.8)) < -80


@pytest.mark.slow
def test_a_short_bed_is_repeated_without_a_seam(tmp_path: Path) -> None:
    """The end of a bed is its start again, as ours are made; two joints lie in this film."""
    bed = tone_bed(tmp_path / "bed.wav", 4.5)
    narration = write_wav(tmp_path / "voice.wav", speechlike(1))
    mix_soundtrack(narration, bed, [], 13, tmp_path / "out.aac")
    sound = played(tmp_path / "out.aac")
    rest = between(sound, 2.5, 11)
    pieces = [music(piece) for piece in np.array_split(rest, 40)]
    assert max(pieces) - min(pieces) < 0.5
    smooth = rest * np.hanning(len(rest))[:, None]
    assert level(smooth, 20, TONE - 500) < music(smooth) - 60


@pytest.mark.parametrize("name", sorted(path.stem for path in EFFECTS.glob("*.ogg")))
@pytest.mark.quick_cases(1)
def test_an_effect_is_heard_at_its_time(tmp_path: Path, name: str) -> None:
    narration = write_wav(tmp_path / "voice.wav", speechlike(1.5))
    cues = [SoundCue(4.25, name), SoundCue(2.0, name)]
    mix_soundtrack(narration, None, cues, 5, tmp_path / "out.aac")
    sound = np.abs(played(tmp_path / "out.aac")).max(axis=1)
    for cue in cues:
        around = between(sound, cue.time - 0.2, cue.time + 0.5)
        loud = around.max()
        assert 0.05 < loud < 0.85
        onset = int(np.argmax(around > 0.1 * loud)) / RATE - 0.2
        assert -0.003 < onset < (0.15 if name == "whoosh" else 0.03)


@pytest.mark.slow
def test_sixty_cues_of_all_kinds_are_mixed(tmp_path: Path) -> None:
    names = sorted(path.stem for path in EFFECTS.glob("*.ogg"))
    cues = [SoundCue(i * 0.12, names[i % len(names)]) for i in range(60)]
    narration = write_wav(tmp_path / "voice.wav", speechlike(7))
    made = mix_soundtrack(narration, music_file(Mood.HUMOR, "auto"), cues, 8, tmp_path / "out.aac")
    assert made.loudness.integrated == pytest.approx(-14, abs=0.5)


@pytest.mark.parametrize(
    ("cue", "why"),
    [
        (SoundCue(1, "../music/rain"), "Take one of: boom, ding"),
        (SoundCue(-0.1, "pop"), "lies outside the film of 2 s"),
    ],
)
def test_a_cue_that_cannot_be_is_refused(tmp_path: Path, cue: SoundCue, why: str) -> None:
    narration = write_wav(tmp_path / "voice.wav", speechlike(1))
    with pytest.raises(BadInput, match=why):
        mix_soundtrack(narration, None, [cue], 2, tmp_path / "out.aac")


def test_every_mood_has_beds_and_the_seed_takes_one() -> None:
    assert set(BEDS) == set(Mood)
    for mood in Mood:
        taken = [music_file(mood, "auto", seed) for seed in range(6)]
        assert taken == [music_file(mood, "auto", seed) for seed in range(6)]
        assert {path.stem for path in taken if path} == set(BEDS[mood])
    assert len({name for names in BEDS.values() for name in names}) == sum(map(len, BEDS.values())) >= 18


def test_a_bed_can_be_chosen_or_left_out() -> None:
    assert music_file(Mood.SADNESS, "none") is None
    assert music_file(Mood.SADNESS, "bounce") == MUSIC / "bounce.ogg"


@each_row("name", ["polka", "../effects/pop", "bounce.ogg", "", "/etc/passwd"])
def test_an_unknown_bed_lists_the_known_ones(name: str) -> None:
    with pytest.raises(BadInput, match=r"Take one of: attic, balcony, .*verdict\."):
        music_file(Mood.DAILY, name)
