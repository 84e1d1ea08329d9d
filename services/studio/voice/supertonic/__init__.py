"""The local neural voice Supertonic 3: about 400 MB of ONNX, on the CPU or on CUDA."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Extra, ModelFiles, SettingsSection

GRAPHS: Final = ("duration_predictor", "text_encoder", "vector_estimator", "vocoder")


class SupertonicSettings(Section):
    folder: Annotated[
        Path, Field(description="Model of the voice 'supertonic': a folder with onnx/ and voice_styles/ in it.")
    ] = HOME / "var/models/supertonic"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    steps: Annotated[int, Field(ge=1, le=50, description="Refinements of a line; more sound better, take longer.")] = 8
    voices: Annotated[
        dict[str, str], Field(description="Voice style for each of the recipe's voices, as JSON: {'narrator-1': 'F1'}.")
    ] = {
        "narrator-1": "F1",
        "narrator-2": "M1",
        "commenter-1": "M2",
        "commenter-2": "F2",
        "person-1": "F3",
        "person-2": "M3",
        "person-3": "F4",
    }


VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="supertonic",
    version="2",
    make="services.studio.voice.supertonic.voice:SupertonicVoice",
    title_en="Supertonic",
    title_ko="Supertonic",
    settings=SettingsSection("studio", "supertonic", SupertonicSettings),
    languages=("ko",),
    gpu=True,
    needs=(
        Extra("local-cpu", ("onnxruntime", "numpy")),
        ModelFiles(
            "folder",
            ("onnx/tts.json", "onnx/unicode_indexer.json", *(f"onnx/{name}.onnx" for name in GRAPHS)),
            cure="Fetch it: wagglebot models get supertonic-3.",
        ),
    ),
    fake="fixtures.studio.toy_voices:supertonic_model",
)
