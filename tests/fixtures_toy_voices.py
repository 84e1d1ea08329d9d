"""Voices of a few kilobytes: the graphs and files that Supertonic and Kokoro are, with next to nothing in them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx

SUPERTONIC_RATE, CHUNK, FACTOR = 44_100, 64, 6
SECONDS_A_LETTER = 0.04
KOKORO_RATE, KOKORO_SAMPLES = 24_000, 1200
KOKORO_VOICES = ("af_heart", "am_michael", "bm_george", "bf_emma")
BLANK = 16
"""The number of a blank in Kokoro's vocabulary; 0 stands at both ends of a text."""

Inputs = dict[str, tuple[int, list[Any]]]
"""Type and shape of each input of a graph."""


def graph(file: Path, inputs: Inputs, nodes: list[Any], constants: dict[str, Any], more: Sequence[str] = ()) -> None:
    """Write an ONNX graph with the output ``out`` and, of whole numbers, ``more``."""
    helper = onnx.helper
    made = helper.make_graph(
        nodes,
        file.stem,
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [
            helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, None),
            *(helper.make_tensor_value_info(name, onnx.TensorProto.INT64, None) for name in more),
        ],
        [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    file.write_bytes(model.SerializeToString())


def supertonic_model(folder: Path) -> Path:
    """A model that hisses for 40 ms a letter, as loud as its voice's style says."""
    (folder / "onnx").mkdir(parents=True)
    (folder / "voice_styles").mkdir()
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    node = onnx.helper.make_node
    text: Inputs = {"text_ids": (whole, [1, "T"]), "text_mask": (real, [1, 1, "T"])}
    ttl: Inputs = {"style_ttl": (real, [1, 2, 4])}
    dp: Inputs = {"style_dp": (real, [1, 2, 2])}
    count = node("ReduceSum", ["text_mask", "axes"], ["letters"], keepdims=0)
    graph(
        folder / "onnx/duration_predictor.onnx",
        text | dp,
        [count, node("Mul", ["letters", "each"], ["out"])],
        {"axes": np.array([1, 2]), "each": np.float32(SECONDS_A_LETTER)},
    )
    graph(folder / "onnx/text_encoder.onnx", text | ttl, [node("Cast", ["text_ids"], ["out"], to=real)], {})
    latent: Inputs = {
        "noisy_latent": (real, [1, "C", "L"]),
        "latent_mask": (real, [1, 1, "L"]),
        "text_emb": (real, [1, "T"]),
    }
    steps: Inputs = {"current_step": (real, [1]), "total_step": (real, [1]), "text_mask": (real, [1, 1, "T"])}
    loud = node("ReduceMean", ["style_ttl"], ["loud"], keepdims=0)
    graph(
        folder / "onnx/vector_estimator.onnx",
        latent | steps | ttl,
        [loud, node("Mul", ["noisy_latent", "latent_mask"], ["kept"]), node("Mul", ["kept", "loud"], ["out"])],
        {},
    )
    graph(
        folder / "onnx/vocoder.onnx",
        {"latent": (real, [1, "C", "L"])},
        [node("Transpose", ["latent"], ["turned"], perm=[0, 2, 1]), node("Reshape", ["turned", "flat"], ["out"])],
        {"flat": np.array([1, -1])},
    )
    sizes = {"ae": {"sample_rate": SUPERTONIC_RATE, "base_chunk_size": CHUNK}}
    sizes |= {"ttl": {"chunk_compress_factor": FACTOR, "latent_dim": CHUNK}}
    (folder / "onnx/tts.json").write_text(json.dumps(sizes))
    known = {ord(c) for c in " .,?!<>/ko"} | set(range(0x1100, 0x1200))
    (folder / "onnx/unicode_indexer.json").write_text(json.dumps([c if c in known else -1 for c in range(0x1200)]))
    for place, name in enumerate(("F1", "F2", "M1", "M2")):
        style = {"dims": [1, 2, 4], "data": [[[0.3 + 0.05 * place] * 4] * 2]}
        short = {"dims": [1, 2, 2], "data": [[[0.5, 0.5], [0.5, 0.5]]]}
        (folder / f"voice_styles/{name}.json").write_text(json.dumps({"style_ttl": style, "style_dp": short}))
    return folder


def kokoro_model(folder: Path, *, says_when: bool = True) -> Path:
    """A model that hums 50 ms for each sound and is silent for each blank; with ``says_when`` it reports that."""
    folder.mkdir(parents=True)
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    node = onnx.helper.make_node
    hum = np.sin(2 * np.pi * 200 * np.arange(2 * KOKORO_SAMPLES) / KOKORO_RATE).astype(np.float32)
    inputs: Inputs = {"input_ids": (whole, [1, "T"]), "style": (real, [1, 256]), "speed": (real, [1])}
    nodes = [
        node("Div", ["each", "speed"], ["length"]),
        node("Cast", ["length"], ["whole"], to=whole),
        node("Slice", ["hum", "zero", "whole"], ["sound"]),
        node("Equal", ["input_ids", "blank"], ["at_blank"]),
        node("Equal", ["input_ids", "edge"], ["at_edge"]),
        node("Or", ["at_blank", "at_edge"], ["silent"]),
        node("Where", ["silent", "none", "full"], ["loud"]),
        node("Transpose", ["loud"], ["column"], perm=[1, 0]),
        node("Mul", ["column", "sound"], ["rows"]),
        node("ReduceMean", ["style"], ["level"], keepdims=0),
        node("Mul", ["rows", "level"], ["levelled"]),
        node("Reshape", ["levelled", "flat"], ["out"]),
        node("Shape", ["input_ids"], ["shape"]),
        node("Slice", ["shape", "one", "two"], ["count"]),
        node("ConstantOfShape", ["count"], ["duration"], value=onnx.helper.make_tensor("v", whole, [1], [2])),
    ]
    constants = {
        "each": np.array([KOKORO_SAMPLES], np.float32), "hum": hum, "zero": np.array([0]), "one": np.array([1]),
        "two": np.array([2]), "blank": np.array(BLANK), "edge": np.array(0), "none": np.float32(0),
        "full": np.float32(1), "flat": np.array([-1]),
    }  # fmt: skip
    graph(folder / "model.onnx", inputs, nodes if says_when else nodes[:-3], constants, ("duration",) * says_when)
    voices = {name: np.full((510, 1, 256), 0.2 + 0.1 * place, np.float32) for place, name in enumerate(KOKORO_VOICES)}
    with (folder / "voices.bin").open("wb") as file:
        np.savez(file, **voices)  # type: ignore[arg-type]  # numpy's stubs take every name for allow_pickle
    return folder
