"""A language model run by llama.cpp, held to the answer's form by a grammar."""

from typing import Any

from pydantic import JsonValue

from libraries.cpu_cores import usable_cores
from libraries.gpu.onnx import import_local_model_library
from libraries.language_models.gguf import GgufModel, ModelQuestion, exceeds_context, find_model_file
from schemas.errors import ProviderDown
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.studio.script.gguf import WRITER, GgufSettings
from services.studio.script.llm.local_model import CHECK_EVERY, LocalModel, LocalWriter, load_model_once
from services.studio.script.llm.retelling import ModelAnswer, retell
from services.studio.script.llm.retelling import context_exceeded_error as too_long


class LlamaCppModel(LocalModel):
    """A GGUF file in llama.cpp."""

    adapter = WRITER
    settings: GgufSettings

    def import_runtime(self) -> None:
        self._llama = import_local_model_library("xllamacpp")

    def load(self, *, cuda: bool) -> tuple[Any, str]:
        file = find_model_file(self.settings.folder)
        if file is None:
            raise self.missing_file_error(self.settings.folder / "*.gguf")
        threads = self.settings.threads or max(1, usable_cores() // 2)
        model = GgufModel(self._llama, file, context=self.settings.context, threads=threads, cuda=cuda)
        return model, model.device

    def count_tokens(self, text: str) -> int:
        return int(self.model.count_tokens(text))

    def answer(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        longest, heard = self.settings.max_tokens, 0
        out_of_memory: list[ProviderDown] = []

        def hear() -> bool:
            # What is raised in here would end the answer without a word: it is called by C++.
            nonlocal heard
            heard += 1
            try:
                if heard % CHECK_EVERY == 0:
                    self.require_memory()
            except ProviderDown as error:
                out_of_memory.append(error)
            return bool(out_of_memory)

        said = self.model.ask(ModelQuestion(messages, schema, seed, longest, self.settings.temperature), hear)
        if out_of_memory:
            raise out_of_memory[0]
        if exceeds_context(said, longest):
            raise too_long(self.name)
        if said.error is not None:
            raise RuntimeError(str(said.error))
        return ModelAnswer(said.text, "", said.capped or said.looped or said.finish == "length", said.looped)


class GgufWriter(LocalWriter):
    model = LlamaCppModel

    def __init__(self, settings: GgufSettings) -> None:
        super().__init__(settings)
        self._second_question = settings.second_question
        self.second_answer = ""
        """What the model said of the last script when it was asked the second question."""

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """The script of ``post``. Raises as `LocalWriter.write`."""
        retold = retell(load_model_once(self.model, self._settings), post, choice, self._second_question)
        self.second_answer = retold.second_answer
        return retold.script
