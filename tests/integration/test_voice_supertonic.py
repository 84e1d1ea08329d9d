"""The local neural voice in real ONNX sessions, on four small graphs made here."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="needs the extra local-cpu")
onnx: Any = pytest.importorskip("onnx", reason="the small graphs are made with the package onnx")

from fixtures_studio import sample_posts  # noqa: E402 - behind the packages the file needs

from schemas.errors import BadInput, ConfigurationError  # noqa: E402
from schemas.recipe import ScriptChoice, VoiceChoice  # noqa: E402
from schemas.script import Line, Role, Script, Speaker  # noqa: E402
from schemas.voice import Timing  # noqa: E402
from services.config import SupertonicSettings  # noqa: E402
from services.media.store import LocalStore  # noqa: E402
from services.studio.script import write_script  # noqa: E402
from services.studio.voice.supertonic import SupertonicVoice, loaded  # noqa: E402
from services.studio.voice.track import perform  # noqa: E402

RATE, CHUNK, FACTOR = 44_100, 64, 6
SECONDS_A_LETTER = 0.04
STEPS = 3


Inputs = dict[str, tuple[int, list[Any]]]
"""Type and shape of each input of a graph."""


def graph(file: Path, inputs: Inputs, nodes: list[Any], constants: dict[str, Any]) -> None:
    """Write an ONNX graph with one output, ``out``."""
    helper = onnx.helper
    made = helper.make_graph(
        nodes,
        file.stem,
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    file.write_bytes(model.SerializeToString())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A model that hisses for 40 ms a letter, as loud as its voice's style says."""
    (tmp_path / "onnx").mkdir()
    (tmp_path / "voice_styles").mkdir()
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    node = onnx.helper.make_node
    text: Inputs = {"text_ids": (whole, [1, "T"]), "text_mask": (real, [1, 1, "T"])}
    ttl: Inputs = {"style_ttl": (real, [1, 2, 4])}
    dp: Inputs = {"style_dp": (real, [1, 2, 2])}
    count = node("ReduceSum", ["text_mask", "axes"], ["letters"], keepdims=0)
    graph(
        tmp_path / "onnx/duration_predictor.onnx",
        text | dp,
        [count, node("Mul", ["letters", "each"], ["out"])],
        {"axes": np.array([1, 2]), "each": np.float32(SECONDS_A_LETTER)},
    )
    graph(tmp_path / "onnx/text_encoder.onnx", text | ttl, [node("Cast", ["text_ids"], ["out"], to=real)], {})
    latent: Inputs = {
        "noisy_latent": (real, [1, "C", "L"]),
        "latent_mask": (real, [1, 1, "L"]),
        "text_emb": (real, [1, "T"]),
    }
    steps: Inputs = {"current_step": (real, [1]), "total_step": (real, [1]), "text_mask": (real, [1, 1, "T"])}
    loud = node("ReduceMean", ["style_ttl"], ["loud"], keepdims=0)
    graph(
        tmp_path / "onnx/vector_estimator.onnx",
        latent | steps | ttl,
        [loud, node("Mul", ["noisy_latent", "latent_mask"], ["kept"]), node("Mul", ["kept", "loud"], ["out"])],
        {},
    )
    graph(
        tmp_path / "onnx/vocoder.onnx",
        {"latent": (real, [1, "C", "L"])},
        [node("Transpose", ["latent"], ["turned"], perm=[0, 2, 1]), node("Reshape", ["turned", "flat"], ["out"])],
        {"flat": np.array([1, -1])},
    )
    sizes = {"ae": {"sample_rate": RATE, "base_chunk_size": CHUNK}}
    sizes |= {"ttl": {"chunk_compress_factor": FACTOR, "latent_dim": CHUNK}}
    (tmp_path / "onnx/tts.json").write_text(json.dumps(sizes))
    known = {ord(c) for c in " .,?!<>/ko"} | set(range(0x1100, 0x1200))
    (tmp_path / "onnx/unicode_indexer.json").write_text(json.dumps([c if c in known else -1 for c in range(0x1200)]))
    for place, name in enumerate(("F1", "F2", "M1", "M2")):
        style = {"dims": [1, 2, 4], "data": [[[0.3 + 0.05 * place] * 4] * 2]}
        short = {"dims": [1, 2, 2], "data": [[[0.5, 0.5], [0.5, 0.5]]]}
        (tmp_path / f"voice_styles/{name}.json").write_text(json.dumps({"style_ttl": style, "style_dp": short}))
    loaded.cache_clear()
    yield tmp_path
    loaded.cache_clear()


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
    loaded.cache_clear()
    assert np.array_equal(first, voice(folder).speak(line("안녕하세요"), "narrator-1", 1.0).samples)
    louder = voice(folder).speak(line("안녕하세요"), "commenter-1", 1.0).samples
    # Each of the steps multiplies by the style, 0.3 of F1 and 0.45 of M2.
    assert louder.std() / first.std() == pytest.approx((0.45 / 0.3) ** STEPS, rel=0.05)


def test_scripts_are_spoken_by_one_loaded_model(folder: Path, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "media")
    for post in sample_posts()[:3]:
        script, _ = write_script(post, ScriptChoice())
        track = perform(script, VoiceChoice(), voice(folder), store, lambda _p, _n: None)
        assert track.sample_rate == RATE
        for spoken, each in zip(track.lines, script.lines, strict=True):
            assert [word.text for word in spoken.words] == each.display.split(" ")
            assert spoken.words[-1].end == pytest.approx(spoken.end, abs=1e-3)
    assert loaded.cache_info().misses == 1


def test_letters_the_model_lacks_are_left_out(folder: Path) -> None:
    plain = voice(folder).speak(line("가나"), "narrator-1", 1.0)
    assert len(voice(folder).speak(line("가漢나Ω"), "narrator-1", 1.0).samples) == len(plain.samples)
    with pytest.raises(BadInput, match="no style is set"):
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
        perform(script, VoiceChoice(), voice(folder), LocalStore(tmp_path / "m"), lambda _p, _n: None)
