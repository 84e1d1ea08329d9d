"""The same model by Optimum's ORTModelForCausalLM: for folders that only it can read, in an environment of its own.

Optimum and Gradio want two versions of the same package and cannot live together; the script stage is given another
Python by ``studio.interpreter``.
"""

from functools import cache
from importlib import import_module
from typing import Any, Final

import structlog
from pydantic import JsonValue

from schemas.errors import ConfigurationError, ProviderDown
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.config import LocalModelSettings, Settings
from services.studio.gpu.onnx import failures, has_driver, no_cuda, ran_on, runtime
from services.studio.script.local import (
    CHECK_EVERY,
    SETTING,
    TOP_P,
    compact,
    enough_left,
    is_about_memory,
    model_folder,
    out_of_memory,
    room_for,
)
from services.studio.script.retelling import Said, TooLong, retell

_FILES: Final = ("config.json", "tokenizer.json", "tokenizer_config.json")
_CPU, _CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
log = structlog.get_logger(__name__)


class OptimumWriter:
    """A retelling in new words, checked. The model is loaded once for each process of the script stage."""

    name = "optimum"

    def __init__(self, settings: LocalModelSettings | None = None) -> None:
        self._settings = settings or Settings().studio.llm

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """Raises as `retell`; ConfigurationError when the model or its packages are not there."""
        return retell(loaded(self._settings), post, choice)


@cache
def loaded(settings: LocalModelSettings) -> "OptimumModel":
    """The model, loaded once in a process."""
    return OptimumModel(settings)


class OptimumModel:
    """A causal language model in ONNX beside the configuration and tokenizer of its Hugging Face folder."""

    name = OptimumWriter.name

    def __init__(self, settings: LocalModelSettings) -> None:
        """Raises ConfigurationError; ProviderDown when there is no memory for it."""
        self._failures: tuple[type[Exception], ...] = (*failures(runtime()), OSError)
        self._settings = settings
        self._torch, self._hf, self._optimum, self._grammar = (
            _package(name) for name in ("torch", "transformers", "optimum.onnxruntime", "llguidance")
        )
        _package("llguidance.hf")
        _package("llguidance.numpy")
        self._folder = model_folder(settings, _FILES)
        self._model = self._opened()
        self._tokenizer = self._hf.AutoTokenizer.from_pretrained(self._folder)
        self._spelling = self._grammar.hf.from_tokenizer(self._tokenizer, n_vocab=self._model.config.vocab_size)
        self._context = min(settings.context, self._model.config.max_position_embeddings)

    def count(self, text: str) -> int:
        """Tokens of ``text``."""
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> Said:
        """As `Teller.ask`; what it says is an object of ``schema`` unless it was cut."""
        question = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")
        asked = int(question.shape[1])
        if asked + self._settings.max_tokens > self._context:
            raise TooLong
        held = self._hf.LogitsProcessorList([self._held_to(compact(schema), asked)])
        sampling = {"temperature": self._settings.temperature, "top_p": TOP_P} if self._settings.temperature else {}
        self._torch.manual_seed(seed)
        try:
            said = self._model.generate(
                question,
                attention_mask=self._torch.ones_like(question),
                max_new_tokens=self._settings.max_tokens,
                do_sample=bool(sampling),
                logits_processor=held,
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
                **sampling,
            )
        except self._failures as error:
            if is_about_memory(error):
                loaded.cache_clear()
                raise out_of_memory(self.name, str(error)[:200]) from error
            raise ProviderDown(provider="The language model", why=str(error)[:300]) from error
        answer = said[0, asked:]
        text = self._tokenizer.decode(answer, skip_special_tokens=True)
        return Said(text, "", len(answer) >= self._settings.max_tokens)

    def _held_to(self, schema: str, asked: int) -> Any:
        """A processor of logits that leaves only the tokens the form allows next, and looks at the memory."""
        matcher = self._grammar.LLMatcher(self._spelling, self._grammar.LLMatcher.grammar_from_json_schema(schema))
        numbers = self._grammar.numpy
        mask = numbers.allocate_token_bitmask(1, self._spelling.vocab_size)

        def hold(tokens: Any, scores: Any) -> Any:
            spent = int(tokens.shape[1]) - asked
            if spent:
                matcher.consume_token(int(tokens[0, -1]))
            if spent % CHECK_EVERY == 0:
                enough_left(self._settings, self.name)
            numbers.fill_next_token_bitmask(matcher, mask)
            allowed = scores.detach().cpu().numpy().copy()
            numbers.apply_token_bitmask_inplace(allowed, mask)
            return self._torch.from_numpy(allowed).to(scores.device)

        return hold

    def _opened(self) -> Any:
        wants = self._settings.device
        if wants != "cpu" and has_driver():
            runtime().preload_dlls()
            try:
                return self._from(_CUDA)
            except self._failures as error:
                if wants == "cuda":
                    raise no_cuda(SETTING, str(error)) from error
                log.warning("model runs on the CPU", folder=str(self._folder), error=str(error)[:200])
        elif wants == "cuda":
            raise no_cuda(SETTING, "there is no NVIDIA driver")
        room_for(self._settings, self.name)
        try:
            return self._from(_CPU)
        except self._failures as error:
            if is_about_memory(error):
                raise out_of_memory(self.name, str(error)[:200]) from error
            why = f"{self._folder} is no usable model ({str(error)[:200]})"
            raise ConfigurationError(setting=f"{SETTING}.folder", why=why, remedy="Convert it again.") from error

    def _from(self, provider: str) -> Any:
        model = self._optimum.ORTModelForCausalLM.from_pretrained(
            self._folder, provider=provider, use_io_binding=provider == _CUDA
        )
        place = "cuda" if model.providers[0] == _CUDA else "cpu"
        if place == "cpu" and self._settings.device == "cuda":
            raise no_cuda(SETTING, "the session runs on the CPU")
        log.info("model loaded", folder=str(self._folder), providers=model.providers)
        ran_on(place)
        return model


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigurationError(
            setting="studio.interpreter",
            why=f"the writer 'optimum' needs {name.split('.', maxsplit=1)[0]}, which this Python lacks",
            remedy="Run 'make optimum' and name its Python for the script stage; docs/models.md says how.",
        ) from error
