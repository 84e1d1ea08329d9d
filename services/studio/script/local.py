"""What the writers with a model in their own process share: its folder, the memory it may use, the form of answers."""

import json
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from schemas.errors import ConfigurationError, ProviderDown
from services.config import LocalModelSettings
from services.studio.gpu.memory import folder_size, free_ram

SETTING: Final = "studio.llm"
TOP_P: Final = 0.95
CHECK_EVERY: Final = 32
"""Tokens between two looks at the free memory."""


def model_folder(settings: LocalModelSettings, needed: tuple[str, ...]) -> Path:
    """The folder, with all the files ``needed``. Raises ConfigurationError when one is missing."""
    for name in needed:
        if not (settings.folder / name).is_file():
            raise ConfigurationError(
                setting=f"{SETTING}.folder",
                why=f"{settings.folder / name} is not there",
                remedy="Make the folder with 'wagglebot models convert'; docs/models.md says which models fit.",
            )
    return settings.folder


def room_for(settings: LocalModelSettings, who: str) -> None:
    """Raises ProviderDown when the machine has no room for the model: better than to be killed half-way."""
    free = free_ram()
    needed = folder_size(settings.folder) + settings.reserve_mb
    if free is not None and free < needed:
        raise out_of_memory(who, f"it needs {needed} MiB of memory and {free} MiB are free")


def enough_left(settings: LocalModelSettings, who: str) -> None:
    """Raises ProviderDown when the memory runs out while it writes."""
    free = free_ram()
    if free is not None and free < settings.reserve_mb:
        raise out_of_memory(who, f"only {free} MiB of memory are left")


def out_of_memory(who: str, why: str) -> ProviderDown:
    return ProviderDown(provider=f"The model of the writer '{who}'", why=why)


def is_about_memory(error: BaseException) -> bool:
    """Whether a runtime's words mean that memory was refused; runtimes have no class of their own for it."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(part in words for part in ("alloc", "out of memory", "oom"))


def compact(schema: dict[str, JsonValue]) -> str:
    """``schema`` for llguidance, which else lets a model spend half its tokens on blanks between the fields."""
    return json.dumps({**schema, "x-guidance": {"whitespace_flexible": False}}, ensure_ascii=False)
