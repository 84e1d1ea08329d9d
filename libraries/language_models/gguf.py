"""A language model in a GGUF file, run in this process by llama.cpp, which the package xllamacpp holds.

It is the server of llama.cpp called as a function. The server listens on loopback too; nobody is told its key.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from pydantic import JsonValue

from libraries.language_models.completion import AnswerReader, ModelReply
from libraries.language_models.request_options import RequestOptions, compact_schema

MAGIC: Final = b"GGUF"
_FIRST_PART: Final = re.compile(r".*-0*1-of-\d+\.gguf")
_PART: Final = re.compile(r".*-\d+-of-\d+\.gguf")
_ERRORS_ONLY: Final = 1
"""Verbosity of llama.cpp's log."""
_CONTEXT_EXCEEDED: Final = "exceed_context_size_error"
_loaded: Final[list[Any]] = []
"""Servers stay until the process ends. The grammars of llama.cpp (common/llguidance.cpp) remember the tokenizer of the
last model by its address: another model that came to lie there would be read by the wrong one, or end the process.
"""
_REASON: Final = re.compile(
    r"error loading model: (?!llama_model_loader)(.+)|gguf_init\w*: (.+)|(unknown model arch.+)"
)


class ModelQuestion(NamedTuple):
    """What a model is asked. ``schema``: of the JSON object that it answers; ``longest``: tokens of the answer.

    A ``temperature`` of 0 takes the likeliest token each time. The same question with the same ``seed`` gets the same
    answer.
    """

    messages: list[JsonValue]
    schema: dict[str, JsonValue]
    seed: int
    longest: int
    temperature: float


def find_model_file(place: Path) -> Path | None:
    """The GGUF file that ``place`` is, or the only model in that folder, of parts the first; None where there is none.

    Of several models in a folder none is taken: which one was meant is not known.
    """
    if place.is_file():
        return place
    found = sorted(each for each in place.glob("*.gguf") if not each.name.startswith("mmproj"))
    whole = [each for each in found if _FIRST_PART.fullmatch(each.name) or not _PART.fullmatch(each.name)]
    return whole[0] if len(whole) == 1 else None


class GgufModel:
    """A loaded model. ``device``: ``cuda`` when llama.cpp sees a card it was built for, else ``cpu``."""

    def __init__(self, llama: Any, file: Path, *, context: int, threads: int, cuda: bool) -> None:
        """``llama``: the module xllamacpp; ``context`` in tokens, of question and answer together.

        Raises RuntimeError with the reason that llama.cpp gives.
        """
        self._llama = llama
        self.device = "cuda" if cuda and is_built_for_graphics_card(llama) else "cpu"
        with file.open("rb") as beginning:
            if beginning.read(len(MAGIC)) != MAGIC:
                raise RuntimeError("it does not begin with the letters GGUF")
        with _stderr_kept() as said:
            try:
                self._server = llama.Server(self._wanted(file, context, threads))
            except RuntimeError as error:
                raise RuntimeError(_reason(said) or str(error)) from error
        _loaded.append(self._server)

    def ask(self, question: ModelQuestion, heard: Callable[[], bool]) -> ModelReply:
        """The answer. ``heard`` is called after each piece; True ends the answer there.

        An answer that repeats itself is ended (``looped``). ``error`` says what llama.cpp refused.
        """
        said = self._asked(question, RequestOptions(), heard)
        if isinstance(said.error, dict) and not exceeds_context(said, question.longest):
            bare = RequestOptions().options_after_refusal(str(said.error.get("message")))
            if bare is not None and not bare.system:
                return self._asked(question, bare, heard)
        return said

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``."""
        read = self._server.handle_completions({"prompt": text, "max_tokens": 0})
        return int(read["usage"]["prompt_tokens"])

    def _asked(self, question: ModelQuestion, form: RequestOptions, heard: Callable[[], bool]) -> ModelReply:
        reader = AnswerReader("llama.cpp", question.longest)
        asked = {
            "messages": form.messages_as_sent(question.messages),
            "grammar": self._llama.json_schema_to_grammar(compact_schema(question.schema)),
            "chat_template_kwargs": {"enable_thinking": False},
            "max_tokens": question.longest,
            "seed": question.seed % 2**31,
            "temperature": question.temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        try:
            self._server.handle_chat_completions(asked, lambda piece: reader.feed_event(piece) or heard())
        except (ValueError, RuntimeError) as error:
            return ModelReply("", error={"message": str(error)})
        return reader.reply_so_far

    def _wanted(self, file: Path, context: int, threads: int) -> Any:
        wanted = self._llama.CommonParams()
        wanted.model.path = str(file)
        wanted.n_ctx, wanted.n_parallel = context, 1
        wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
        wanted.api_keys, wanted.n_threads_http, wanted.ui = [secrets.token_hex()], 1, False
        wanted.cache_ram_mib = 0  # else the states of finished questions are kept, up to 8 GiB
        wanted.verbosity = _ERRORS_ONLY
        if self.device == "cpu":
            wanted.n_gpu_layers, wanted.no_op_offload, wanted.no_kv_offload, wanted.fit_params = 0, True, True, False
        return wanted


def exceeds_context(said: ModelReply, longest: int) -> bool:
    """Whether question and answer are longer than the context; ``longest`` was asked for."""
    refused = isinstance(said.error, dict) and said.error.get("type") == _CONTEXT_EXCEEDED
    return refused or (said.finish == "length" and (said.answer_tokens or longest) < longest)


def is_built_for_graphics_card(llama: Any) -> bool:
    """Whether llama.cpp, the module xllamacpp, was built for a card that is here."""
    return any("GPU" in str(each["type"]) for each in llama.get_device_info())


def _reason(said: BinaryIO) -> str:
    said.seek(0)
    found = _REASON.findall(said.read().decode("utf-8", "replace"))
    return next((part.strip() for parts in found for part in parts if part), "")


@contextmanager
def _stderr_kept() -> Iterator[BinaryIO]:
    """A file that holds what is written to stderr meanwhile, below Python too; then it is written there."""
    with tempfile.TemporaryFile() as kept:
        real = os.dup(2)
        os.dup2(kept.fileno(), 2)
        try:
            yield kept
        finally:
            os.dup2(real, 2)
            os.close(real)
            kept.seek(0)
            os.write(2, kept.read())
