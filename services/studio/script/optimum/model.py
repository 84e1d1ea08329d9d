"""A language model run by Optimum's ORTModelForCausalLM, held to the answer's form by llguidance."""

from importlib import import_module
from typing import Any, Final

from pydantic import JsonValue

from libraries.gpu.onnx import import_onnx_runtime, onnx_errors
from libraries.language_models.request_options import compact_schema
from schemas.errors import ConfigurationError
from services.studio.script.llm.local_model import CHECK_EVERY, LocalModel, LocalWriter
from services.studio.script.llm.retelling import ModelAnswer, context_exceeded_error
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.script.optimum import PACKAGES, WRITER

_CPU, _CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
_PARTS: Final = ("llguidance.hf", "llguidance.numpy")
"""Modules that llguidance does not import by itself."""


class OptimumModel(LocalModel):
    """A causal language model in ONNX beside the configuration and tokenizer of its Hugging Face folder."""

    adapter = WRITER

    def __init__(self, settings: OnnxModelSettings) -> None:
        super().__init__(settings)
        self._tokenizer = self._hf.AutoTokenizer.from_pretrained(settings.folder)
        self._spelling = self._grammar.hf.from_tokenizer(self._tokenizer, n_vocab=self.model.config.vocab_size)
        self._context = min(settings.context, self.model.config.max_position_embeddings)

    def import_runtime(self) -> None:
        self.failures = (*onnx_errors(import_onnx_runtime()), OSError)
        self._torch, self._hf, self._optimum, self._grammar = (_package(name) for name in PACKAGES)
        for name in _PARTS:
            _package(name)

    def load(self, *, cuda: bool) -> tuple[Any, str]:
        model = self._optimum.ORTModelForCausalLM.from_pretrained(
            self.settings.folder, provider=_CUDA if cuda else _CPU, use_io_binding=cuda
        )
        return model, "cuda" if model.providers[0] == _CUDA else "cpu"

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def answer(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        question = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")
        asked = int(question.shape[1])
        if asked + self.settings.max_tokens > self._context:
            raise context_exceeded_error(self.name)
        sampling = self.sampling_settings()
        self._torch.manual_seed(seed)
        sequences = self.model.generate(
            question,
            attention_mask=self._torch.ones_like(question),
            max_new_tokens=self.settings.max_tokens,
            do_sample=bool(sampling),
            logits_processor=self._hf.LogitsProcessorList([self._constraint(compact_schema(schema), asked)]),
            pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
            **sampling,
        )
        answer = sequences[0, asked:]
        text = self._tokenizer.decode(answer, skip_special_tokens=True)
        return ModelAnswer(text, "", len(answer) >= self.settings.max_tokens)

    def _constraint(self, schema: str, asked: int) -> Any:
        """A processor of logits that leaves only the tokens the schema allows next, and checks the memory."""
        matcher = self._grammar.LLMatcher(self._spelling, self._grammar.LLMatcher.grammar_from_json_schema(schema))
        numbers = self._grammar.numpy
        mask = numbers.allocate_token_bitmask(1, self._spelling.vocab_size)

        def constrain(tokens: Any, scores: Any) -> Any:
            spent = int(tokens.shape[1]) - asked
            if spent:
                matcher.consume_token(int(tokens[0, -1]))
            if spent % CHECK_EVERY == 0:
                self.require_memory()
            numbers.fill_next_token_bitmask(matcher, mask)
            allowed = scores.detach().cpu().numpy().copy()
            numbers.apply_token_bitmask_inplace(allowed, mask)
            return self._torch.from_numpy(allowed).to(scores.device)

        return constrain


class OptimumWriter(LocalWriter):
    model = OptimumModel


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        package = name.split(".", maxsplit=1)[0]
        raise ConfigurationError("script.package_missing", package=package) from error
