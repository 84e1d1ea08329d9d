"""The writer with a language model in its own process: onnxruntime-genai, int4, held to the form by a grammar."""

import json
from functools import cache
from typing import Any, Final

import structlog
from pydantic import JsonValue

from schemas.errors import ConfigurationError, ProviderDown
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.config import LocalModelSettings, Settings
from services.studio.gpu.onnx import has_driver, no_cuda, optional, ran_on, runtime
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

_FILES: Final = ("genai_config.json", "tokenizer.json", "tokenizer_config.json")
log = structlog.get_logger(__name__)


class GenaiWriter:
    """A retelling in new words, checked. The model is loaded once for each process of the script stage."""

    name = "onnx-genai"

    def __init__(self, settings: LocalModelSettings | None = None) -> None:
        self._settings = settings or Settings().studio.llm

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """Raises as `retell`; ConfigurationError when the model or its runtime is not there."""
        return retell(loaded(self._settings), post, choice)


@cache
def loaded(settings: LocalModelSettings) -> "GenaiModel":
    """The model, loaded once in a process."""
    return GenaiModel(settings)


class GenaiModel:
    """A folder of the model builder of onnxruntime-genai, on CPU or CUDA."""

    name = GenaiWriter.name

    def __init__(self, settings: LocalModelSettings) -> None:
        """Raises ConfigurationError; ProviderDown when there is no memory for it."""
        runtime()
        self._settings = settings
        self._genai = optional("onnxruntime_genai")
        folder = model_folder(settings, _FILES)
        config = json.loads((folder / "genai_config.json").read_text(encoding="utf-8"))
        self._context = min(settings.context, config["model"]["context_length"])
        self._model = self._opened()
        self._tokenizer = self._genai.Tokenizer(self._model)
        # The device the weights lie on, not the one that was asked for.
        place = "cuda" if str(self._model.device_type).upper() == "CUDA" else "cpu"
        log.info("model loaded", folder=str(folder), device=place)
        ran_on(place)

    def count(self, text: str) -> int:
        """Tokens of ``text``."""
        return len(self._tokenizer.encode(text))

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> Said:
        """As `Teller.ask`; what it says is an object of ``schema`` unless it was cut."""
        try:
            return self._asked(messages, schema, seed)
        except RuntimeError as error:  # all that the library raises
            if is_about_memory(error):
                loaded.cache_clear()
                raise out_of_memory(self.name, str(error)[:200]) from error
            raise ProviderDown(provider="The language model", why=str(error)[:300]) from error

    def _asked(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> Said:
        question = self._tokenizer.apply_chat_template(
            json.dumps(messages, ensure_ascii=False), add_generation_prompt=True
        )
        tokens = self._tokenizer.encode(question)
        longest = len(tokens) + self._settings.max_tokens
        if longest > self._context:
            raise TooLong
        chosen = self._genai.GeneratorParams(self._model)
        sampling = {"temperature": self._settings.temperature, "top_p": TOP_P} if self._settings.temperature else {}
        chosen.set_search_options(max_length=longest, do_sample=bool(sampling), random_seed=seed % 2**31, **sampling)
        chosen.set_guidance("json_schema", compact(schema))
        generator = self._genai.Generator(self._model, chosen)
        generator.append_tokens(tokens)
        spent = 0
        while not generator.is_done():
            generator.generate_next_token()
            spent += 1
            if spent % CHECK_EVERY == 0:
                enough_left(self._settings, self.name)
        answer = self._tokenizer.decode(generator.get_sequence(0)[len(tokens) :])
        return Said(answer, "", spent >= self._settings.max_tokens)

    def _opened(self) -> Any:
        if self._settings.device != "cpu" and has_driver():
            try:
                return self._genai.Model(self._config("cuda"))
            except RuntimeError as error:
                if self._settings.device == "cuda":
                    raise no_cuda(SETTING, str(error)) from error
                log.warning("model runs on the CPU", folder=str(self._settings.folder), error=str(error)[:200])
        elif self._settings.device == "cuda":
            raise no_cuda(SETTING, "there is no NVIDIA driver")
        room_for(self._settings, self.name)
        try:
            return self._genai.Model(self._config(""))
        except RuntimeError as error:
            if is_about_memory(error):
                raise out_of_memory(self.name, str(error)[:200]) from error
            raise ConfigurationError(
                setting=f"{SETTING}.folder",
                why=f"{self._settings.folder} is no usable model ({str(error)[:200]})",
                remedy="Convert it again.",
            ) from error

    def _config(self, provider: str) -> Any:
        """The folder's configuration with our device instead of the one it was built for: its weights fit both."""
        config = self._genai.Config(str(self._settings.folder))
        config.clear_providers()
        if provider:
            config.append_provider(provider)
        return config
