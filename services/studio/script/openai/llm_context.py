"""The context of a model on a server, in tokens: what servers say of it, and whether a question was cut to fit."""

import re
from typing import Final

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient
from services.studio.served_models import is_served, model_entries, server_json_or_none

_EXCEEDED: Final = re.compile(
    # OpenAI, vLLM, SGLang, LM Studio; "context_length_exceeded"
    r"context[ _-]?(?:length|window|size|the overflows|overflows?)|maximum model length|max_model_len|"
    # llama.cpp, llama-cpp-python, LM Studio
    r"exceed\w* (?:the )?(?:available )?context|exceed_context|n_keep|n_ctx|"
    # Ollama, Anthropic, Mistral, TGI, Gemini
    r"(?:input|prompt)[^.]{0,40}(?:too long|too large|exceeds|longer than)|inputs?`? tokens \+|"
    r"input token count|max_tokens must be at least 1, got -|reduce (?:the length|your (?:message|prompt))|"
    r"request (?:entity )?too large",
    re.IGNORECASE,
)
_BYTES_OF_TOKEN: Final = 9
"""Bytes of UTF-8 that a token covers at most on average: three syllables. Tokenizers made for Korean come to two."""
_RUN: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_CLOSE: Final = 8


def is_context_exceeded(status: int, message: str) -> bool:
    """Whether a server's refusal means that question and answer are longer than the model's context."""
    return status == 413 or _EXCEEDED.search(message) is not None


def question_size(messages: list[JsonValue]) -> int:
    """The size of a question in bytes; a row of equal letters counts as two, as tokenizers have tokens for laughing."""
    words = (str(each.get("content")) for each in messages if isinstance(each, dict))
    return sum(len(_RUN.sub(r"\1\1", text).encode()) for text in words)


def was_question_cut(tokens: int, size: int, context: int | None, rate: float | None) -> bool:
    """Whether a server dropped a part of a question of ``size`` bytes, of which it read ``tokens``.

    ``context`` is the model's, ``rate`` the fewest tokens per byte of whole questions; None where they are not known.
    Ollama drops what does not fit and says nothing: it reads the context full, or, since it runs llama.cpp's server,
    half of it and 2 (ollama/ollama#17427). Fewer tokens alone prove nothing there: some of its releases do not count
    what they remember of the question before (#16428).
    """
    if context is None:
        return tokens < size / _BYTES_OF_TOKEN
    at_half = abs(tokens - context // 2 - 2) <= 2
    return tokens >= context - _CLOSE or (at_half and (rate is None or tokens < 0.9 * rate * size))


def context_size(server: ModelServerClient, root: ModelServerClient, model: str) -> int | None:
    """Tokens of the context that ``model`` has now on a server; None where it does not say.

    ``server`` answers the OpenAI protocol, ``root`` the server's own, beside it.
    """
    places = (
        (root, "/api/ps", ("context_length",)),  # Ollama
        (server, "/models", ("max_model_len", "n_ctx", "loaded_context_length", "context_length", "context_window")),
        (root, "/props", ("n_ctx",)),  # llama.cpp
        (root, "/api/v0/models", ("loaded_context_length",)),  # LM Studio
    )
    for asked, path, names in places:
        found = server_json_or_none(asked, path)
        for entry in _entries(found, model):
            for name in names:
                size = _find(entry, name)
                if size:
                    return size
    return None


def _entries(found: JsonValue, model: str) -> list[JsonValue]:
    """The entry of ``model`` in a list of models, or of the only one; all of what is no list."""
    entries = model_entries(found)
    if entries is None:
        return [found]
    named = [entry for entry in entries if is_served(model, [str(entry.get("id") or entry.get("name") or "")])]
    return [*(named or (entries if len(entries) == 1 else []))]


def _find(found: JsonValue, name: str) -> int | None:
    """The first whole number called ``name`` in ``found``."""
    if not isinstance(found, dict):
        return None
    value = found.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return next((size for each in found.values() if (size := _find(each, name))), None)
