"""A language model in the script stage's own process: where it is loaded, the memory it may use, how it fails."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import JsonValue

from libraries.gpu.onnx import cuda_unusable_error, has_nvidia_driver, no_driver_error, note_device, ran_on_cpu_error
from libraries.gpu.ram_and_folder_sizes import folder_size_mib, free_ram_mib
from libraries.http_client.reply import reports_memory_shortage
from libraries.log import get_logger
from schemas.adapters import Adapter, ModelFiles
from schemas.errors import ConfigurationError, ProviderDown
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script
from services.studio.script.llm.retelling import ModelAnswer, retell
from services.studio.script.llm.settings import InProcessSettings

TOP_P: Final = 0.95
CHECK_EVERY: Final = 32
"""Tokens between two checks of the free memory."""
log = get_logger(__name__)


class LocalModel(ABC):
    """A language model loaded from the place in the settings, on the CPU or on CUDA. Each subclass is one runtime."""

    adapter: ClassVar[Adapter]
    failures: tuple[type[Exception], ...] = (RuntimeError,)
    """What the runtime raises."""

    def __init__(self, settings: InProcessSettings) -> None:
        """Raises ConfigurationError; ProviderDown when there is no memory for it."""
        self.settings = settings
        self.name = self.adapter.name
        section = self.adapter.settings
        self._setting = f"{section.station}.{section.name}" if section else ""
        self.import_runtime()
        self._require_files()
        self.model = self._placed()

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """As `LanguageModel.ask`; the answer is an object of ``schema`` unless it was cut."""
        try:
            return self.answer(messages, schema, seed)
        except self.failures as error:
            if is_memory_refusal(error):
                load_model_once.cache_clear()
                raise self._memory_refused(error) from error
            raise ProviderDown("script.model_failed", writer=self.name, why=str(error)[:300]) from error

    @abstractmethod
    def import_runtime(self) -> None:
        """Import what the runtime needs. Raises ConfigurationError when something is missing."""

    @abstractmethod
    def load(self, *, cuda: bool) -> tuple[Any, str]:
        """The model and the place where it really computes, ``cuda`` or ``cpu``. Raises one of `failures`."""

    @abstractmethod
    def answer(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        """The answer, held to the JSON schema ``schema``.

        Raises BadInput from `context_exceeded_error`, ProviderDown, one of `failures`.
        """

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` has for this model."""

    def sampling_settings(self) -> dict[str, float]:
        """The settings by which the next token is drawn; empty when the likeliest one is taken each time."""
        temperature = self.settings.temperature
        return {"temperature": temperature, "top_p": TOP_P} if temperature else {}

    def require_memory(self) -> None:
        """Check the memory while the model writes. Raises ProviderDown when the machine's runs out."""
        free = free_ram_mib()
        if free is not None and free < self.settings.reserve_mb:
            raise ProviderDown("script.memory_runs_out", writer=self.name, free=free)

    def missing_file_error(self, file: Path) -> ConfigurationError:
        """The error for a ``file`` of the model that is not there."""
        return ConfigurationError("script.no_model_file", setting=self._setting, file=file)

    def _require_files(self) -> None:
        folder = self.settings.folder
        needed = [name for need in self.adapter.needs if isinstance(need, ModelFiles) for name in need.names]
        missing = next((folder / name for name in needed if not (folder / name).is_file()), None)
        if missing is not None:
            raise self.missing_file_error(missing)

    def _placed(self) -> Any:
        wants = self.settings.device
        if wants != "cpu" and has_nvidia_driver():
            try:
                return self._loaded(cuda=True)
            except self.failures as error:
                if wants == "cuda":
                    raise cuda_unusable_error(self._setting, error) from error
                log.warning("model runs on the CPU", folder=str(self.settings.folder), error=str(error)[:200])
        elif wants == "cuda":
            raise no_driver_error(self._setting)
        self._require_room()
        try:
            return self._loaded(cuda=False)
        except self.failures as error:
            if is_memory_refusal(error):
                raise self._memory_refused(error) from error
            folder, why = self.settings.folder, str(error)[:200]
            raise ConfigurationError("script.unusable_model", setting=self._setting, folder=folder, why=why) from error

    def _loaded(self, *, cuda: bool) -> Any:
        model, device = self.load(cuda=cuda)
        if device == "cpu" and self.settings.device == "cuda":
            raise ran_on_cpu_error(self._setting)
        log.info("model loaded", folder=str(self.settings.folder), device=device)
        note_device(device)
        return model

    def _require_room(self) -> None:
        """Raises ProviderDown when the machine has no room for the model: better than to be killed half-way."""
        free = free_ram_mib()
        needed = folder_size_mib(self.settings.folder) + self.settings.reserve_mb
        if free is not None and free < needed:
            raise ProviderDown("script.no_memory", writer=self.name, needed=needed, free=free)

    def _memory_refused(self, error: Exception) -> ProviderDown:
        return ProviderDown("script.memory_refused", writer=self.name, why=str(error)[:200])


class LocalWriter:
    """A writer whose model is loaded in this process, once."""

    model: ClassVar[type[LocalModel]]

    def __init__(self, settings: InProcessSettings) -> None:
        self._settings = settings

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """The script of ``post``. Raises as `retell`; ConfigurationError when the model or its runtime is not there."""
        return retell(load_model_once(self.model, self._settings), post, choice).script


@cache
def load_model_once(model: Callable[[InProcessSettings], LocalModel], settings: InProcessSettings) -> LocalModel:
    """The local model of these settings, loaded once in a process."""
    return model(settings)


def is_memory_refusal(error: BaseException) -> bool:
    """Whether an error of a runtime means that memory was refused: runtimes have no class of their own for that."""
    return isinstance(error, MemoryError) or reports_memory_shortage(str(error))
