"""The local neural voice in real ONNX sessions, on four small graphs."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.studio.studio import beginning
from fixtures.studio.toy_voices import SECONDS_A_LETTER, supertonic_model
from fixtures.studio.toy_voices import SUPERTONIC_RATE as RATE

from libraries.media.store import LocalStore
from schemas.errors import BadInput, ConfigurationError
from schemas.recipe import VoiceChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import Timing
from services.studio.voice.supertonic import SupertonicSettings
from services.studio.voice.supertonic.voice import SupertonicVoice, load_model_once
from services.studio.voice.track import make_voice_track

STEPS = 3


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    load_model_once.cache_clear()
    yield supertonic_model(tmp_path / "supertonic")
    load_model_once.cache_clear()


def voice(folder: Path, **more: Any) -> SupertonicVoice:
    return SupertonicVoice(SupertonicSettings(folder=folder, steps=STEPS, **more))


def line(text: str) -> Line:
    return Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken=text)


def test_a_line_lasts_as_long_as_the_model_says(folder: Path) -> None:
    for text, letters, speed in (("가", 2 + 1, 1.0), ("각도.", 3 + 2 + 1, 2.0), ("나 가", 2 + 1 + 2 + 1, 0.8)):
        spoken = voice(folder).speak(line(text), "narrator-1", speed)
        marks = len("<ko></ko>")
        assert len(spoken.samples) / RATE == pytest.approx((letters + marks) * SECONDS_A_LETTER / speed, abs=1e-3)
        assert (spoken.sample_rate, spoken.words, spoken.timing) == (RATE, None, Timing.ESTIMATED)


def test_the_same_line_sounds_the_same_and_voices_differ(folder: Path) -> None:
    first = voice(folder).speak(line("안녕하세요"), "narrator-1", 1.0).samples
    load_model_once.cache_clear()
    assert np.array_equal(first, voice(folder).speak(line("안녕하세요"), "narrator-1", 1.0).samples)
    louder = voice(folder).speak(line("안녕하세요"), "commenter-1", 1.0).samples
    # Each of the steps multiplies by the style, 0.3 of F1 and 0.45 of M2.
    assert louder.std() / first.std() == pytest.approx((0.45 / 0.3) ** STEPS, rel=0.05)


def test_scripts_are_spoken_by_one_loaded_model(folder: Path, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "media")
    for script in map(beginning, range(3)):
        track = make_voice_track(script, VoiceChoice(), voice(folder), store, lambda _p, _n: None, engine="test")
        assert track.sample_rate == RATE
        for spoken, each in zip(track.lines, script.lines, strict=True):
            assert [word.text for word in spoken.words] == each.display.split(" ")
            assert spoken.words[-1].end == pytest.approx(spoken.end, abs=1e-3)
    assert load_model_once.cache_info().misses == 1


def test_letters_the_model_lacks_are_left_out(folder: Path) -> None:
    plain = voice(folder).speak(line("가나"), "narrator-1", 1.0)
    assert len(voice(folder).speak(line("가漢나Ω"), "narrator-1", 1.0).samples) == len(plain.samples)
    with pytest.raises(BadInput, match="Supertonic has no voice for"):
        voice(folder).speak(line("가"), "alloy", 1.0)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("onnx/vocoder.onnx", b"not a graph"), ("onnx/vocoder.onnx", b""), ("onnx/vocoder.onnx", None),
        ("onnx/tts.json", b"{}"), ("onnx/unicode_indexer.json", b'{"a": 1}'), ("voice_styles/F1.json", b"[]"),
        ("voice_styles/F1.json", None),
        ("voice_styles/F1.json", b'{"style_ttl": {"dims": [9], "data": [1]}, "style_dp": {"dims": [1], "data": [1]}}'),
    ],
)  # fmt: skip
def test_a_damaged_model_is_named(folder: Path, file: str, content: bytes | None) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"studio\.supertonic\.folder") as raised:
        voice(folder).speak(line("가"), "narrator-1", 1.0)
    assert file in str(raised.value)


def left_out(folder: Path, letters: str) -> None:
    file = folder / "onnx/unicode_indexer.json"
    numbers = json.loads(file.read_text())
    for letter in letters:
        numbers[ord(letter)] = -1
    file.write_text(json.dumps(numbers))


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("".join(map(chr, range(0x1100, 0x1200))), "ᄀ ᄁ"),
        ("<>", "< >"),
        ("".join(map(chr, range(0x11A8, 0x11C3))), "ᆨ"),
    ],
    ids=["no jamo", "no language marks", "no finals"],
)
def test_a_model_of_another_language_is_refused_when_it_is_loaded(folder: Path, missing: str, named: str) -> None:
    left_out(folder, missing)
    with pytest.raises(ConfigurationError) as caught:
        voice(folder).speak(line("가나다"), "narrator-1", 1.0)
    assert caught.value.code == "voice.no_korean"
    assert named in caught.value.fields["missing"]
    assert "wagglebot models get supertonic-3" in caught.value.explained("ko").remedy


def test_a_rare_final_may_be_missing(folder: Path) -> None:
    left_out(folder, chr(0x11B3))
    assert len(voice(folder).speak(line("가나다"), "narrator-1", 1.0).samples)


def test_cuda_is_what_a_session_got_not_what_a_package_claims(folder: Path) -> None:
    assert voice(folder, device="auto").speak(line("가"), "narrator-1", 1.0).sample_rate == RATE
    if not Path("/dev/nvidia0").exists():
        with pytest.raises(ConfigurationError, match="CUDA cannot be used"):
            voice(folder, device="cuda").speak(line("가"), "narrator-1", 1.0)


def test_both_runtimes_are_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnxruntime", "onnxruntime_gpu"):
        info = tmp_path / f"site/{name}-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    with pytest.raises(ConfigurationError, match="pip uninstall -y onnxruntime onnxruntime-gpu"):
        voice(folder).speak(line("가"), "narrator-1", 1.0)


def test_a_model_that_breaks_hands_over(folder: Path, tmp_path: Path) -> None:
    (folder / "onnx/vocoder.onnx").write_bytes((folder / "onnx/text_encoder.onnx").read_bytes())
    script = Script(title="시험", lines=(line("가나"),))
    with pytest.raises(Exception, match="Supertonic does not answer"):
        make_voice_track(
            script, VoiceChoice(), voice(folder), LocalStore(tmp_path / "m"), lambda _p, _n: None, engine="test"
        )
