"""A language model run by onnxruntime-genai, int4, held to the answer's form by a grammar."""

import json
from typing import Any

from pydantic import JsonValue

from libraries.gpu.onnx import import_local_model_library, import_onnx_runtime
from libraries.language_models.request_options import compact_schema
from services.studio.script.llm.local_model import CHECK_EVERY, LocalModel, LocalWriter
from services.studio.script.llm.retelling import ModelAnswer, context_exceeded_error
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.script.onnx_genai import WRITER


class GenaiModel(LocalModel):
    """A folder of the model builder of onnxruntime-genai."""

    adapter = WRITER

    def __init__(self, settings: OnnxModelSettings) -> None:
        super().__init__(settings)
        config = json.loads((settings.folder / "genai_config.json").read_text(encoding="utf-8"))
        self._context = min(settings.context, config["model"]["context_length"])
        self._tokenizer = self._genai.Tokenizer(self.model)

    def import_runtime(self) -> None:
        import_onnx_runtime()
        self._genai = import_local_model_library("onnxruntime_genai")

    def load(self, *, cuda: bool) -> tuple[Any, str]:
        # The folder's configuration with our device instead of the one it was built for: its weights fit both.
        config = self._genai.Config(str(self.settings.folder))
        config.clear_providers()
        if cuda:
            config.append_provider("cuda")
        model = self._genai.Model(config)
        # The device the weights lie on, not the one that was asked for.
        return model, "cuda" if str(model.device_type).upper() == "CUDA" else "cpu"

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text))

    def answer(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        question = self._tokenizer.apply_chat_template(
            json.dumps(messages, ensure_ascii=False), add_generation_prompt=True
        )
        tokens = self._tokenizer.encode(question)
        longest = len(tokens) + self.settings.max_tokens
        if longest > self._context:
            raise context_exceeded_error(self.name)
        chosen = self._genai.GeneratorParams(self.model)
        sampling = self.sampling_settings()
        chosen.set_search_options(max_length=longest, do_sample=bool(sampling), random_seed=seed % 2**31, **sampling)
        chosen.set_guidance("json_schema", compact_schema(schema))
        generator = self._genai.Generator(self.model, chosen)
        generator.append_tokens(tokens)
        spent = 0
        while not generator.is_done():
            generator.generate_next_token()
            spent += 1
            if spent % CHECK_EVERY == 0:
                self.require_memory()
        answer = self._tokenizer.decode(generator.get_sequence(0)[len(tokens) :])
        return ModelAnswer(answer, "", spent >= self.settings.max_tokens)


class GenaiWriter(LocalWriter):
    model = GenaiModel
