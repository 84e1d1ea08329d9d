"""The writer with a language model run by Optimum's ORTModelForCausalLM: for model folders that only it can read.

Optimum and Gradio require different versions of one package, so Optimum has an environment of its own, which
``studio.interpreter`` names for the script stage.
"""

from typing import Final

from schemas.adapters import Adapter, AdapterKind, Extra, ModelFiles
from services.studio.script.llm.settings import SECTION

FILES: Final = ("config.json", "tokenizer.json", "tokenizer_config.json")
PACKAGES: Final = ("torch", "transformers", "optimum.onnxruntime", "llguidance")

WRITER: Final = Adapter(
    kind=AdapterKind.WRITER,
    name="optimum",
    version="1",
    make="services.studio.script.optimum.model:OptimumWriter",
    title_en="Local language model (Optimum)",
    title_ko="내 컴퓨터의 언어 모델 (Optimum)",
    settings=SECTION,
    languages=("ko",),
    gpu=True,
    needs=(
        Extra("optimum", PACKAGES, cure="Run 'make optimum' and name its Python in WAGGLEBOT_STUDIO__INTERPRETER."),
        ModelFiles("folder", FILES, cure="Make it: wagglebot models convert MODEL."),
    ),
    fake="fixtures.studio.toys:hugging_face_model",
)
