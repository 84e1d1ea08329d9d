"""The writer with a language model in a GGUF file, run in the stage's own process by llama.cpp."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from libraries.paths import HOME
from schemas.adapters import Adapter, AdapterKind, Extra, ModelFiles, SettingsSection
from schemas.script import SecondQuestionPolicy
from services.studio.script.llm.settings import InProcessSettings


class GgufSettings(InProcessSettings):
    folder: Annotated[
        Path, Field(description="Model of the writer 'gguf': a GGUF file, or the folder that it alone lies in.")
    ] = HOME / "var/models/gguf"
    max_tokens: Annotated[int, Field(ge=256, description="Longest answer, in tokens.")] = 1200
    threads: Annotated[
        int,
        Field(ge=0, description="Threads it computes with; 0 takes half of the cores. More than are idle: far slower."),
    ] = 0
    second_question: Annotated[
        SecondQuestionPolicy,
        Field(description="When it is asked which line of its script does not follow from the post."),
    ] = SecondQuestionPolicy.AUTO


WRITER: Final = Adapter(
    kind=AdapterKind.WRITER,
    name="gguf",
    version="1",
    make="services.studio.script.gguf.model:GgufWriter",
    title_en="Local language model (llama.cpp)",
    title_ko="내 컴퓨터의 언어 모델 (llama.cpp)",
    settings=SettingsSection("studio", "gguf", GgufSettings),
    languages=("ko",),
    gpu=True,
    needs=(
        Extra("local-cpu", ("xllamacpp",)),
        ModelFiles("folder", cure="Fetch one: wagglebot models list, wagglebot models get NAME."),
    ),
    fake="fixtures.studio.toy_gguf:gguf_model",
)
