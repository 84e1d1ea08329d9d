"""A language model of a few hundred kilobytes: a real int4 Llama in the layout of onnxruntime-genai, made here.

Its attention and layers are the usual ones with small random weights. What it says is in embedding and head: the token
after ``t`` is ``t + 1``, so it recites the pieces of a text that stand behind each other in its vocabulary.
"""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, KV_HEADS, INNER = 128, 2, 4, 2, 128
HEAD: Final = HIDDEN // HEADS
BLOCK: Final = 32
CONTEXT: Final = 8192
SPECIALS: Final = ("<s>", "</s>", "<|system|>", "<|user|>", "<|assistant|>")
OVER: Final = "<|over|>"
"""Comes after the last piece, and ends the answer like ``</s>``."""
TEMPLATE: Final = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)

Floats = NDArray[np.float32]


class Spelling(NamedTuple):
    """``pieces`` are tokens of their own; every syllable of ``known`` is one too."""

    vocabulary: dict[str, int]
    merges: list[tuple[str, str]]


def _letters() -> list[str]:
    """The printable character that stands for each byte in byte-level BPE (Radford et al. 2019, encoder.py)."""
    plain = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    spare = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(spare)) for byte in range(256)]


LETTERS: Final = _letters()


def _written(text: str) -> str:
    return "".join(LETTERS[byte] for byte in text.encode())


def spelling(pieces: Sequence[str], known: str) -> Spelling:
    """Specials, the pieces of what is recited in their order and `OVER`, bytes, syllables."""
    vocabulary = {name: place for place, name in enumerate(SPECIALS)}
    assert len(set(pieces)) == len(pieces), "a piece said twice has no single successor"
    for piece in pieces:
        vocabulary[_written(piece)] = len(vocabulary)
    vocabulary[OVER] = len(vocabulary)
    merges: list[tuple[str, str]] = []

    def add(token: str) -> None:
        vocabulary.setdefault(token, len(vocabulary))

    for letter in LETTERS:
        add(letter)
    for syllable in sorted({letter for letter in known if "가" <= letter <= "힣"}):
        first, second, third = list(_written(syllable))
        for pair in ((first, second), (first + second, third)):
            if pair not in merges:
                merges.append(pair)
                add("".join(pair))
    return Spelling(vocabulary, merges)


def _tokenizer(folder: Path, made: Spelling, opening: str) -> None:
    special = (*SPECIALS, OVER)
    added = [
        {"id": made.vocabulary[_written(name)], "content": name, "special": name in special, "normalized": False,
         "single_word": False, "lstrip": False, "rstrip": False}
        for name in (*special, opening)
    ]  # fmt: skip
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    document = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
        "pre_tokenizer": level, "post_processor": None, "decoder": level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": made.vocabulary, "merges": [f"{a} {b}" for a, b in made.merges]},
    }  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>",
        "chat_template": TEMPLATE, "model_max_length": CONTEXT, "clean_up_tokenization_spaces": False,
        "added_tokens_decoder": {
            str(each["id"]): {"content": each["content"], "special": each["special"]} for each in added
        },
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")


def weights(size: int, reciting: bool) -> dict[str, Floats]:
    """Weights by their Hugging Face names; each matrix is (out, in). ``size`` is that of the vocabulary."""
    random = np.random.default_rng(1)

    def some(rows: int, columns: int, scale: float) -> Floats:
        return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

    made: dict[str, Floats] = {"model.embed_tokens.weight": some(size, HIDDEN, 1.0)}
    embedded = made["model.embed_tokens.weight"]
    head = np.roll(embedded, 1, axis=0) * np.float32(0.4) if reciting else some(size, HIDDEN, 0.05)
    made["lm_head.weight"] = head
    made["model.norm.weight"] = np.ones(HIDDEN, np.float32)
    for layer in range(LAYERS):
        name = f"model.layers.{layer}"
        for part, rows, columns in (
            ("self_attn.q_proj", HIDDEN, HIDDEN), ("self_attn.k_proj", KV_HEADS * HEAD, HIDDEN),
            ("self_attn.v_proj", KV_HEADS * HEAD, HIDDEN), ("self_attn.o_proj", HIDDEN, HIDDEN),
            ("mlp.gate_proj", INNER, HIDDEN), ("mlp.up_proj", INNER, HIDDEN), ("mlp.down_proj", HIDDEN, INNER),
        ):  # fmt: skip
            made[f"{name}.{part}.weight"] = some(rows, columns, 0.02)
        made[f"{name}.input_layernorm.weight"] = np.ones(HIDDEN, np.float32)
        made[f"{name}.post_attention_layernorm.weight"] = np.ones(HIDDEN, np.float32)
    return made


def packed(matrix: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """(out, in) in blocks of four-bit numbers around 8, and their scales, as MatMulNBits of ONNX Runtime wants them."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // BLOCK, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2) / 7, 1e-8).astype(np.float32)
    numbers = (np.clip(np.round(blocks / scales[..., None]), -8, 7) + 8).astype(np.uint8)
    return numbers[..., 0::2] | (numbers[..., 1::2] << 4), scales.reshape(-1)


class _Graph:
    """The nodes and constants of a decoder, one after another."""

    def __init__(self, made: dict[str, Floats]) -> None:
        self._made = made
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, kind: str, inputs: Sequence[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(onnx.helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def constant(self, name: str, value: Any) -> str:
        self.constants.append(onnx.numpy_helper.from_array(np.asarray(value), name))
        return name

    def multiplied(self, inputs: str, weight: str) -> str:
        """A matrix in four bits."""
        matrix = self._made[f"{weight}.weight"]
        numbers, scales = packed(matrix)
        return self.node(
            "MatMulNBits",
            [inputs, self.constant(f"{weight}.q", numbers), self.constant(f"{weight}.s", scales)],
            f"{weight}.out", domain="com.microsoft",
            K=matrix.shape[1], N=matrix.shape[0], bits=4, block_size=BLOCK, accuracy_level=4,
        )  # fmt: skip

    def normed(self, inputs: str, weight: str) -> str:
        gamma = self.constant(f"{weight}.weight", self._made[f"{weight}.weight"])
        return self.node("SimplifiedLayerNormalization", [inputs, gamma], f"{weight}.out", axis=-1, epsilon=1e-6)

    def layer(self, inputs: str, place: int) -> str:
        name = f"model.layers.{place}"
        read = self.normed(inputs, f"{name}.input_layernorm")
        query, key, value = (self.multiplied(read, f"{name}.self_attn.{part}_proj") for part in "qkv")
        past = [f"past_key_values.{place}.{part}" for part in ("key", "value")]
        seen = self.node(
            "GroupQueryAttention", [query, key, value, *past, "lengths", "total", "cosines", "sines"],
            f"{name}.seen", f"present.{place}.key", f"present.{place}.value", domain="com.microsoft",
            num_heads=HEADS, kv_num_heads=KV_HEADS, do_rotary=1,
        )  # fmt: skip
        after = self.node("Add", [inputs, self.multiplied(seen, f"{name}.self_attn.o_proj")], f"{name}.after")
        read = self.normed(after, f"{name}.post_attention_layernorm")
        gate = self.multiplied(read, f"{name}.mlp.gate_proj")
        open_ = self.node("Mul", [gate, self.node("Sigmoid", [gate], f"{name}.sigmoid")], f"{name}.silu")
        inner = self.node("Mul", [open_, self.multiplied(read, f"{name}.mlp.up_proj")], f"{name}.inner")
        return self.node("Add", [after, self.multiplied(inner, f"{name}.mlp.down_proj")], f"{name}.out")


def _decoder(file: Path, made: dict[str, Floats]) -> None:
    graph = _Graph(made)
    angles = np.arange(CONTEXT)[:, None] / 10000 ** (np.arange(HEAD // 2) / (HEAD // 2))
    graph.constant("cosines", np.cos(angles).astype(np.float32))
    graph.constant("sines", np.sin(angles).astype(np.float32))
    graph.constant("one", np.array([1], np.int64))
    graph.node("ReduceSum", ["attention_mask", "one"], "seen", keepdims=0)
    graph.node("Sub", ["seen", "one"], "before")
    graph.node("Cast", ["before"], "lengths", to=onnx.TensorProto.INT32)
    graph.node("Shape", ["attention_mask"], "shape")
    graph.node("Gather", ["shape", graph.constant("second", np.array(1, np.int64))], "width", axis=0)
    graph.node("Cast", ["width"], "total", to=onnx.TensorProto.INT32)
    table = graph.constant("embedding", made["model.embed_tokens.weight"])
    flow = graph.node("Gather", [table, "input_ids"], "embedded")
    for place in range(LAYERS):
        flow = graph.layer(flow, place)
    head = graph.multiplied(graph.normed(flow, "model.norm"), "lm_head")
    graph.node("Identity", [head], "logits")
    value = onnx.helper.make_tensor_value_info
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    shape: list[str | int | None] = ["batch", KV_HEADS, "past", HEAD]
    names = [f"{place}.{part}" for place in range(LAYERS) for part in ("key", "value")]
    inputs = [value("input_ids", whole, ["batch", "length"]), value("attention_mask", whole, ["batch", "total"])]
    inputs += [value(f"past_key_values.{name}", real, shape) for name in names]
    size = made["lm_head.weight"].shape[0]
    outputs = [value("logits", real, ["batch", "length", size])]
    outputs += [value(f"present.{name}", real, ["batch", KV_HEADS, "all", HEAD]) for name in names]
    whole_graph = onnx.helper.make_graph(graph.nodes, "toy", inputs, outputs, graph.constants)
    domains = [onnx.helper.make_opsetid("", 21), onnx.helper.make_opsetid("com.microsoft", 1)]
    model = onnx.helper.make_model(whole_graph, opset_imports=domains, ir_version=10)
    file.write_bytes(model.SerializeToString())


def llama_config(size: int) -> dict[str, Any]:
    """What Hugging Face calls the model."""
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": size, "hidden_size": HIDDEN,
        "intermediate_size": INNER, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "head_dim": HEAD,
        "num_key_value_heads": KV_HEADS, "max_position_embeddings": CONTEXT, "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0, "hidden_act": "silu", "tie_word_embeddings": False, "torch_dtype": "float32",
        "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1,
    }  # fmt: skip


def pieces_of(text: str) -> list[str]:
    """``text`` in pieces of which none comes twice, cut only inside words.

    A grammar that leaves no choice (between two fields of an object) takes the tokens its tokenizer would make; where
    a piece reaches over such a place from one word into another, it is taken whole. The first piece is what every
    answer begins with, a token of its own for the tokenizer too.
    """
    first = text[: text.index(":") + 2]
    made, seen, begin = [first], {first}, len(first)
    for end in range(begin + 2, len(text)):
        piece = text[begin:end]
        inside = all("가" <= letter <= "힣" or letter == " " for letter in text[end - 1 : end + 1])
        if inside and len(piece) > 1 and piece not in seen:
            made.append(piece)
            seen.add(piece)
            begin = end
    return [*made, text[begin:]]


def genai_model(folder: Path, text: str, known: str = "", *, reciting: bool = True) -> Path:
    """A model that answers the JSON ``text`` to whatever it is told, or what chance says.

    ``known``: what it can spell in few tokens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pieces = pieces_of(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")))
    made = spelling(pieces, known)
    _tokenizer(folder, made, pieces[0])
    _decoder(folder / "model.onnx", weights(len(made.vocabulary), reciting))
    decoder = {
        "filename": "model.onnx", "head_size": HEAD, "hidden_size": HIDDEN, "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS, "num_key_value_heads": KV_HEADS,
        "session_options": {"intra_op_num_threads": 1, "provider_options": []},
        "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask",
                   "past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"},
        "outputs": {"logits": "logits", "present_key_names": "present.%d.key",
                    "present_value_names": "present.%d.value"},
    }  # fmt: skip
    end = made.vocabulary["</s>"], made.vocabulary[OVER]
    config = {
        "model": {"type": "llama", "vocab_size": len(made.vocabulary), "context_length": CONTEXT, "bos_token_id": 0,
                  "eos_token_id": list(end), "pad_token_id": 1, "decoder": decoder},
        "search": {"max_length": CONTEXT, "min_length": 0, "do_sample": False, "num_beams": 1, "temperature": 1.0,
                   "top_k": 50, "top_p": 1.0, "past_present_share_buffer": True, "early_stopping": True,
                   "length_penalty": 1.0, "repetition_penalty": 1.0, "no_repeat_ngram_size": 0,
                   "num_return_sequences": 1, "diversity_penalty": 0.0},
    }  # fmt: skip
    (folder / "genai_config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(llama_config(len(made.vocabulary)), indent=1), encoding="utf-8")
    return folder


def hugging_face_model(folder: Path, text: str, known: str = "") -> Path:
    """The same model as Hugging Face keeps one: configuration, tokenizer and weights in safetensors."""
    folder.mkdir(parents=True)
    pieces = pieces_of(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")))
    made = spelling(pieces, known)
    _tokenizer(folder, made, pieces[0])
    (folder / "config.json").write_text(json.dumps(llama_config(len(made.vocabulary))), encoding="utf-8")
    tensors = weights(len(made.vocabulary), reciting=True)
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    head = json.dumps(header).encode()
    body = b"".join(tensor.tobytes() for tensor in tensors.values())
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)
    return folder
