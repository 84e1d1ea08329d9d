"""Whatever voice comes in, the film is as loud as the platforms want it. Judged by our own meter, not by ffmpeg's."""

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.sound import RATE, Samples, decoded, lufs, speechlike, true_peak, write_wav

from schemas.errors import BadInput, Permanent
from schemas.script import Mood
from services.studio.film.audio.mix import SoundCue, mix_soundtrack, music_file

VOICES: dict[str, Callable[[], Samples]] = {
    "as usual": lambda: speechlike(5) * 0.4,
    "whisper-quiet": lambda: speechlike(5) * 10 ** (-45 / 20),
    "shouted into clipping": lambda: speechlike(5) * 8,
    "a square wave of a voice": lambda: np.sign(speechlike(5)),
    "loud and quiet in turn": lambda: speechlike(5) * np.repeat([1, 0.05, 1, 0.05, 1], 22_050),
    "one second": lambda: speechlike(1) * 0.5,
    "a third of a second": lambda: speechlike(0.3) * 0.5,
    "noise": lambda: np.random.default_rng(5).standard_normal(22_050 * 4) * 0.05,
}


@pytest.mark.parametrize(("voice", "music"), [*((voice, "auto") for voice in VOICES), ("whisper-quiet", "none")])
@pytest.mark.quick_cases(2)
def test_loudness_and_true_peak_of_the_result(tmp_path: Path, voice: str, music: str) -> None:
    samples = VOICES[voice]()
    duration = samples.size / 22_050 + 0.7
    narration = write_wav(tmp_path / "voice.wav", samples)
    cues = [SoundCue(0.1, "pop"), SoundCue(duration / 2, "whoosh")]
    made = mix_soundtrack(narration, music_file(Mood.SHOCK, music), cues, duration, tmp_path / "out.aac")
    sound = decoded(tmp_path / "out.aac")
    assert np.abs(made.played[:, 1024:] - sound[2048:].T).max() < 1e-6
    assert lufs(sound) == pytest.approx(-14, abs=0.5)
    assert true_peak(sound) <= -1
    assert made.loudness.integrated == pytest.approx(lufs(sound), abs=0.15)
    assert made.loudness.true_peak == pytest.approx(true_peak(sound), abs=0.3)


@pytest.mark.parametrize("duration", [1.0, 1.017, 2.0, 7.31])
@pytest.mark.slow
def test_the_length_is_exact_to_the_frame(tmp_path: Path, duration: float) -> None:
    narration = write_wav(tmp_path / "voice.wav", speechlike(0.9))
    mix_soundtrack(narration, music_file(Mood.DAILY, "auto"), [], duration, tmp_path / "out.aac")
    sound = decoded(tmp_path / "out.aac")
    assert sound.shape == (1024 * (1 + math.ceil(round(duration * RATE) / 1024)), 2)


def test_the_voice_starts_where_it_started(tmp_path: Path) -> None:
    """Behind the one frame of encoder delay, to the millisecond."""
    silence, beep = np.zeros(RATE), 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    narration = write_wav(tmp_path / "voice.wav", np.concatenate([silence, beep]), rate=RATE)
    mix_soundtrack(narration, None, [], 2.5, tmp_path / "out.aac")
    sound = np.abs(decoded(tmp_path / "out.aac")[1024:, 0])
    onset = int(np.argmax(sound > 0.3 * sound.max()))
    assert onset == pytest.approx(RATE, abs=48)


@pytest.mark.parametrize("amplitude", [0.0, 1e-5])
def test_a_silent_narration_is_refused(tmp_path: Path, amplitude: float) -> None:
    narration = write_wav(tmp_path / "voice.wav", speechlike(2) * amplitude)
    with pytest.raises(BadInput, match="silent"):
        mix_soundtrack(narration, None, [], 3, tmp_path / "out.aac")


def test_a_narration_that_would_be_cut_off_is_refused(tmp_path: Path) -> None:
    narration = write_wav(tmp_path / "voice.wav", speechlike(3))
    with pytest.raises(BadInput, match=r"lasts 3\.00 s and the film 2\.00 s"):
        mix_soundtrack(narration, None, [], 2, tmp_path / "out.aac")


def test_a_file_that_is_no_sound_is_refused(tmp_path: Path) -> None:
    narration = tmp_path / "voice.wav"
    narration.write_bytes(b"<html>not found</html>")
    with pytest.raises(Permanent, match="is no WAV file"):
        mix_soundtrack(narration, None, [], 2, tmp_path / "out.aac")
    assert [path.name for path in tmp_path.iterdir()] == ["voice.wav"]


def test_what_cannot_be_mastered_fails_with_the_measured_values(tmp_path: Path) -> None:
    clicks = np.zeros(22_050 * 6)
    clicks[::11_025] = 1
    narration = write_wav(tmp_path / "voice.wav", clicks)
    with pytest.raises(Permanent, match=r"came out at -1\d\.\d LUFS and -\d\.\d dBTP"):
        mix_soundtrack(narration, None, [], 6, tmp_path / "out.aac")
    assert not (tmp_path / "out.aac").exists()


@pytest.mark.parametrize("duration", [0.0, -1.0, math.nan, math.inf])
def test_a_duration_that_is_none_is_refused(tmp_path: Path, duration: float) -> None:
    with pytest.raises(BadInput, match="A film cannot last"):
        mix_soundtrack(tmp_path / "voice.wav", None, [], duration, tmp_path / "out.aac")


@pytest.mark.slow
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    write_wav(tmp_path / "voice.wav", speechlike(4))
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom schemas.errors import NoSpace\n"
        "from services.studio.film.audio.mix import mix_soundtrack\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\nhere = Path(sys.argv[1])\n"
        "try:\n    mix_soundtrack(here / 'voice.wav', None, [], 4, here / 'out.aac')\n"
        "except NoSpace as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("The disk is full")
    assert [path.name for path in tmp_path.iterdir()] == ["voice.wav"]
