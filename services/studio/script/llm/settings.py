"""Settings of the writers that run a language model in the script stage's own process."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import SettingsSection


class InProcessSettings(Section):
    """The settings of every writer with a model in the stage's process. ``folder``: where its model lies."""

    folder: Path
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    context: Annotated[
        int, Field(ge=1024, description="Tokens of question and answer together, at most those of the model.")
    ] = 8192
    max_tokens: Annotated[int, Field(ge=256, description="Longest answer, in tokens.")] = 2000
    temperature: Annotated[float, Field(ge=0, le=2, description="0 takes the likeliest word each time.")] = 0.7
    reserve_mb: Annotated[
        int, Field(ge=0, description="Memory of the machine, in MiB, that is left alone: before that it stops.")
    ] = 512


class OnnxModelSettings(InProcessSettings):
    folder: Annotated[
        Path,
        Field(description="Model of the writers 'onnx-genai' and 'optimum': made by `wagglebot models convert MODEL`."),
    ] = HOME / "var/models/llm"


SECTION: Final = SettingsSection("studio", "llm", OnnxModelSettings)
"""Shared by 'onnx-genai' and 'optimum': they read the same folders."""
