"""The writer with a 4-bit language model in the stage's own process, run by onnxruntime-genai."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind, Extra, ModelFiles
from services.studio.script.llm.settings import SECTION

FILES: Final = ("genai_config.json", "tokenizer.json", "tokenizer_config.json")

WRITER: Final = Adapter(
    kind=AdapterKind.WRITER,
    name="onnx-genai",
    version="1",
    make="services.studio.script.onnx_genai.model:GenaiWriter",
    title_en="Local language model (onnxruntime-genai)",
    title_ko="내 컴퓨터의 언어 모델 (onnxruntime-genai)",
    settings=SECTION,
    languages=("ko",),
    gpu=True,
    needs=(
        Extra("local-cpu", ("onnxruntime", "onnxruntime_genai")),
        ModelFiles("folder", FILES, cure="Make it: wagglebot models convert MODEL."),
    ),
    fake="fixtures.studio.toys:genai_model",
)
