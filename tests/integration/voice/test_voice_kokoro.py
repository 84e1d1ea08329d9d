"""Kokoro through its own package, on a small graph: it speaks what it can, says when, and refuses Korean."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.studio.toy_voices import KOKORO_RATE, kokoro_model

from libraries.gpu.onnx import devices_in_use
from libraries.korean.text_normalisation import spoken_form
from libraries.media.store import LocalStore
from libraries.sound.speech_level import frame_levels
from schemas.errors import BadInput, ConfigurationError
from schemas.recipe import VoiceChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import Timing
from services.config import Settings
from services.studio.voice.kokoro import KokoroSettings
from services.studio.voice.kokoro.voice import KokoroVoice, load_model_once
from services.studio.voice.stage import narrate
from services.studio.voice.track import make_voice_track

TEXTS = ("The lunch kept vanishing from our fridge.", "So I hid a camera, and waited.", "It was my boss!")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    load_model_once.cache_clear()
    yield
    load_model_once.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return kokoro_model(tmp_path / "kokoro")


def voice(folder: Path, **more: Any) -> KokoroVoice:
    return KokoroVoice(KokoroSettings(folder=folder, **more))


def line(text: str) -> Line:
    return Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken=spoken_form(text))


def test_words_begin_where_they_are_heard(folder: Path) -> None:
    errors = []
    for text in TEXTS:
        spoken = voice(folder).speak(line(text), "narrator-1", 1.0)
        assert (spoken.sample_rate, spoken.timing) == (KOKORO_RATE, Timing.EXACT)
        assert spoken.words
        loud = frame_levels(spoken.samples, KOKORO_RATE) > 0.01
        heard = (np.flatnonzero(np.diff(np.concatenate([[False], loud]).astype(int)) == 1)) * 0.005
        assert len(heard) == len(spoken.words) == len(text.split(" "))
        errors += [abs(start - at) for (start, _), at in zip(spoken.words, heard, strict=True)]
    print(f"word starts of kokoro: p95 {float(np.percentile(errors, 95)) * 1000:.0f} ms of {len(errors)} words")
    assert float(np.percentile(errors, 95)) <= 0.08
    assert devices_in_use() == "cpu"


def test_a_model_that_does_not_say_when_gets_estimated_words(tmp_path: Path) -> None:
    spoken = voice(kokoro_model(tmp_path / "silent", says_when=False)).speak(line(TEXTS[0]), "narrator-1", 1.0)
    assert (spoken.words, spoken.timing) == (None, Timing.ESTIMATED)
    assert np.abs(spoken.samples).max() > 1000


def test_speed_and_voices(folder: Path) -> None:
    slow, fast = (voice(folder).speak(line("It was my boss"), "narrator-1", speed) for speed in (0.5, 2.0))
    assert len(slow.samples) / len(fast.samples) == pytest.approx(4, rel=0.1)
    other = voice(folder).speak(line("It was my boss"), "commenter-2", 2.0)
    assert np.abs(other.samples).max() > 1.5 * np.abs(fast.samples).max()


def test_a_script_is_one_track(folder: Path, tmp_path: Path) -> None:
    script = Script(title="Lunch", lines=tuple(line(text) for text in TEXTS))
    track = make_voice_track(
        script, VoiceChoice(), voice(folder), LocalStore(tmp_path / "media"), lambda _p, _n: None, engine="test"
    )
    assert [[word.text for word in each.words] for each in track.lines] == [text.split(" ") for text in TEXTS]
    assert load_model_once.cache_info().misses == 1


def test_korean_is_refused_before_a_model_is_loaded_and_the_next_voice_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="Korean, which Kokoro has no voice"):
        voice(tmp_path / "none").speak(line("도시락이 LG 냉장고에서 사라졌습니다."), "narrator-1", 1.0)
    monkeypatch.setenv("WAGGLEBOT_STUDIO__KOKORO__FOLDER", str(tmp_path / "none"))
    script = Script(title="도시락", lines=(line("도시락이 사라졌습니다."),))
    _, served_by, *_ = narrate(script, VoiceChoice(chain=("kokoro", "espeak")), LocalStore(tmp_path), Settings().studio)
    assert served_by == "espeak"


def test_what_is_wrong_with_a_model_is_named(folder: Path) -> None:
    with pytest.raises(BadInput, match="Kokoro has no voice for narrator-9"):
        voice(folder).speak(line(TEXTS[0]), "narrator-9", 1.0)
    with pytest.raises(ConfigurationError, match=r"no voice kf_somi\. Choose of: af_heart"):
        voice(folder, voices={"narrator-1": "kf_somi"}).speak(line(TEXTS[0]), "narrator-1", 1.0)
    with pytest.raises(ConfigurationError, match=r"studio\.kokoro\.language: espeak knows no language xx"):
        voice(folder, language="xx").speak(line(TEXTS[0]), "narrator-1", 1.0)
    load_model_once.cache_clear()
    (folder / "voices.bin").write_bytes(b"no archive")
    with pytest.raises(ConfigurationError, match=r"studio\.kokoro\.folder: .*voices\.bin"):
        voice(folder).speak(line(TEXTS[0]), "narrator-1", 1.0)
    (folder / "voices.bin").unlink()
    with pytest.raises(ConfigurationError, match=r"voices\.bin is not there"):
        voice(folder).speak(line(TEXTS[0]), "narrator-1", 1.0)
