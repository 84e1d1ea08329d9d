"""The context of a model on a server: what exceeds it, what was cut to fit, and where a server says how large it is."""

from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.models import serving
from hypothesis import given
from hypothesis import strategies as st

from libraries.http_client.client import ModelServerClient
from services.studio.script.openai.llm_context import context_size, is_context_exceeded, question_size, was_question_cut
from services.studio.served_models import is_served, served_models

NOT_ABOUT_LENGTH = [
    "max_tokens is too large: 3000. This model supports at most 2048 completion tokens",
    "Unrecognized request argument supplied: seed",
    "model 'toy' not found",
    "Loading model",
    "failed to create the sampler",
    "the prompt holds an image, which this model cannot read",
]


@each_row("message", NOT_ABOUT_LENGTH)
def test_other_refusals_do_not_shorten_a_post(message: str) -> None:
    assert not is_context_exceeded(400, message)


def test_a_body_that_is_too_large_is_about_length_whatever_is_said() -> None:
    assert is_context_exceeded(413, "")


@each_row(
    ("tokens", "size", "context", "rate", "cut"),
    [
        (2050, 20_000, 4096, None, True),  # half of the context and 2: Ollama of 2026
        (4096, 20_000, 4096, None, True),  # all of it: Ollama before
        (2048, 20_000, None, None, True),  # fewer than the bytes can have in any tokenizer
        (2600, 6_000, 4096, None, False),
        (2050, 5_400, 4096, 0.38, False),  # by chance at half: as many as earlier questions needed
        (2050, 7_000, 4096, 0.38, True),
        (700, 7_000, 4096, 0.38, False),  # some count only what they did not remember
        (2300, 7_000, None, 0.38, False),
    ],
)
def test_what_a_server_dropped_is_seen(
    tokens: int, size: int, context: int | None, rate: float | None, cut: bool
) -> None:
    assert was_question_cut(tokens, size, context, rate) is cut


@given(st.integers(300, 60_000), st.floats(0.16, 0.9))
def test_a_question_that_was_read_whole_is_not_cut(size: int, rate: float) -> None:
    """Tokenizers need between 0.16 tokens for a byte, made for Korean, and nearly one for each."""
    assert not was_question_cut(round(size * rate), size, None, rate)
    assert not was_question_cut(round(size * rate), size, 10**6, rate)


def test_rows_of_laughing_are_few_tokens() -> None:
    assert question_size([{"role": "user", "content": "ㅋ" * 2000}, {"content": "가나 ㅋㅋ"}, "?"]) == 6 + 13
    assert question_size([]) == 0


SERVERS: dict[str, tuple[dict[str, Any], int | None]] = {
    "Ollama": ({"/api/ps": {"models": [{"name": "toy:latest", "context_length": 4096}]}}, 4096),
    "Ollama with another model": (
        {"/api/ps": {"models": [{"name": name, "context_length": 9} for name in ("a:1", "b:2")]}},
        None,
    ),
    "vLLM": ({"/v1/models": {"data": [{"id": "toy", "max_model_len": 8192}]}}, 8192),
    "llama.cpp": (
        {
            "/v1/models": {"data": [{"id": "/m/toy.gguf", "owned_by": "llamacpp", "meta": {"n_ctx_train": 32_768}}]},
            "/props": {"default_generation_settings": {"n_ctx": 2048}},
        },
        2048,
    ),
    "LM Studio": (
        {
            "/v1/models": {"data": [{"id": "toy"}, {"id": "other"}]},
            "/api/v0/models": {"data": [{"id": "toy", "max_context_length": 131_072, "loaded_context_length": 4096}]},
        },
        4096,
    ),
    **{
        f"a list that names {name}": ({"/v1/models": {"data": [{"id": "toy", name: 6144}]}}, 6144)
        for name in ("n_ctx", "loaded_context_length", "context_length", "context_window")
    },
    "nothing": ({}, None),
    "no list": ({"/v1/models": "hello", "/api/ps": [1, 2], "/props": {"n_ctx": "many"}}, None),
}


@each_row(("told", "size"), SERVERS.values(), ids=SERVERS)
def test_each_server_says_it_in_its_own_place(told: dict[str, Any], size: int | None) -> None:
    with serving(lambda _: (200, b""), told) as heard:
        about, root = (
            ModelServerClient("It", heard.url + base, setting="studio.writer", timeout=5.0) for base in ("/v1", "")
        )
        assert context_size(about, root, "toy") == size


def test_a_list_that_is_too_large_says_nothing() -> None:
    with serving(lambda _: (200, b""), {"/models": {"data": [{"id": "a" * 200}]}}) as heard:
        assert (
            served_models(ModelServerClient("It", heard.url, setting="studio.writer", timeout=5.0, largest=100)) is None
        )


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"/models": {"data": [{"id": "a"}, {"id": "b:latest"}]}}, ["a", "b:latest"]),
        ({"/models": {"data": [{"id": "/m/x.gguf", "owned_by": "llamacpp"}]}}, None),
        ({"/models": {"data": []}}, None),
        ({}, None),
    ],
)
def test_the_models_of_a_server(told: dict[str, Any], names: list[str] | None) -> None:
    with serving(lambda _: (200, b""), told) as heard:
        assert served_models(ModelServerClient("It", heard.url, setting="studio.writer", timeout=5.0)) == names


def test_a_name_without_a_tag_means_the_latest() -> None:
    assert is_served("b", ["a", "b:latest"])
    assert is_served("B:Latest", ["a", "b:latest"])
    assert not is_served("b", ["b:7b"])
