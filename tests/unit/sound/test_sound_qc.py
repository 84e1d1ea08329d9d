"""The ear of the quality check: it hears what was put in."""

from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.sound import decoded, lufs, speechlike, true_peak, write_wav

from libraries.ffmpeg import locate_ffmpeg, run_ffmpeg
from libraries.sound.film_sound_checks import silences_and_voice_start
from libraries.sound.loudness import measure_loudness
from libraries.sound.samples import RATE
from schemas.errors import BadInput
from schemas.script import Mood
from services.studio.film.audio.mix import mix_soundtrack, music_file


def film(folder: Path, *, before: float, pause: float, music: str) -> Path:
    """An mp4 whose voice begins after ``before`` seconds and rests once for ``pause`` seconds."""
    rest = [np.zeros(round(22_050 * seconds)) for seconds in (before, pause)]
    voice = np.concatenate([rest[0], speechlike(4), rest[1], speechlike(4, seed=2)])
    narration = write_wav(folder / "voice.wav", voice)
    duration = voice.size / 22_050 + 0.1
    mix_soundtrack(narration, music_file(Mood.INFO, music), [], duration, folder / "sound.aac")
    picture = ["-f", "lavfi", "-i", f"color=s=64x64:r=30:d={duration}", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    sound = ["-c:a", "copy", "-bsf:a", r"noise=drop=lt(n\,1)", "-use_editlist", "0"]
    out = folder / "film.mp4"
    run_ffmpeg(locate_ffmpeg(), ["-i", str(folder / "sound.aac"), *picture, *sound, str(out)], work="Making a film")
    return out


@pytest.mark.parametrize("music", ["none", "auto"])
@pytest.mark.parametrize("before", [0.1, 0.9])
@pytest.mark.quick_cases(1)
def test_the_voice_is_found_where_it_begins(tmp_path: Path, before: float, music: str) -> None:
    report = silences_and_voice_start(film(tmp_path, before=before, pause=0.2, music=music), 9)
    assert report.voice_onset == pytest.approx(before, abs=0.08)


def test_a_voice_that_begins_softly_is_found_by_its_narration(tmp_path: Path) -> None:
    rest = np.zeros(2_205)
    voice = np.concatenate([rest, speechlike(1.2) * 0.15, rest, speechlike(4, seed=2)])
    narration, other = (
        write_wav(tmp_path / "voice.wav", voice),
        write_wav(tmp_path / "other.wav", speechlike(3, seed=9)),
    )
    mixed = mix_soundtrack(narration, music_file(Mood.INFO, "auto"), [], 6, tmp_path / "sound.aac").played
    by_level = silences_and_voice_start(mixed, 6).voice_onset
    assert by_level > 1.0, "its level is not that of speech in this film"
    assert silences_and_voice_start(mixed, 6, narration).voice_onset == pytest.approx(0.1, abs=0.05)
    assert silences_and_voice_start(mixed, 6, other).voice_onset == by_level, "another voice is not heard in it"
    lost = mixed.copy()
    lost[:, : round(1.8 * RATE)] = 0
    assert silences_and_voice_start(lost, 6, narration).voice_onset >= 1.7


@pytest.mark.slow
def test_a_long_pause_is_a_silence_unless_music_fills_it(tmp_path: Path) -> None:
    silent = film(tmp_path, before=0.1, pause=0.9, music="none")
    bare, allowed = silences_and_voice_start(silent, 9), silences_and_voice_start(silent, 9, longest_pause=1.2)
    assert len(bare.silences) == 1
    assert bare.silences[0].start == pytest.approx(4.05, abs=0.1)
    assert bare.silences[0].end == pytest.approx(5.0, abs=0.08)
    filled = silences_and_voice_start(film(tmp_path, before=0.1, pause=0.9, music="auto"), 9)
    assert filled.silences == ()
    assert allowed.silences == ()


@pytest.mark.slow
def test_the_figures_are_those_of_the_file(tmp_path: Path) -> None:
    path = film(tmp_path, before=0.1, pause=0.3, music="auto")
    report, sound = measure_loudness(locate_ffmpeg(), path), decoded(path)
    assert report.integrated == pytest.approx(lufs(sound), abs=0.15)
    assert report.true_peak == pytest.approx(true_peak(sound), abs=0.3)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    mute = tmp_path / "mute.mp4"
    run_ffmpeg(
        locate_ffmpeg(), ["-f", "lavfi", "-i", "color=s=64x64:d=1", "-c:v", "libx264", str(mute)], work="Making a film"
    )
    with pytest.raises(BadInput, match=r"mute\.mp4 has no sound"):
        silences_and_voice_start(mute, 1)


def test_a_file_that_is_no_film_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "film.mp4"
    page.write_text("<html>gone</html>")
    with pytest.raises(BadInput, match=r"film\.mp4 has no sound"):
        silences_and_voice_start(page, 1)
