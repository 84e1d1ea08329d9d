"""The voice Kokoro-82M by kokoro-onnx: small and good, for the languages it speaks. Korean is not among them."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from libraries.paths import HOME
from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Extra, ModelFiles, SettingsSection


class KokoroSettings(Section):
    folder: Annotated[
        Path, Field(description="Model of the voice 'kokoro': a folder with model.onnx and voices.bin in it.")
    ] = HOME / "var/models/kokoro"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="Where it computes; 'auto' takes the CPU when CUDA fails.")
    ] = "auto"
    language: Annotated[
        str, Field(description="Language of the lines, as espeak calls it: en-us, en-gb, es, fr-fr, it, pt-br, hi.")
    ] = "en-us"
    voices: Annotated[
        dict[str, str], Field(description="Voice for each of the recipe's voices, as JSON: {'narrator-1': 'af_heart'}.")
    ] = {
        "narrator-1": "af_heart",
        "narrator-2": "am_michael",
        "commenter-1": "bm_george",
        "commenter-2": "bf_emma",
        "person-1": "af_bella",
        "person-2": "am_fenrir",
        "person-3": "bf_isabella",
    }


VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="kokoro",
    version="1",
    make="services.studio.voice.kokoro.voice:KokoroVoice",
    title_en="Kokoro",
    title_ko="Kokoro",
    settings=SettingsSection("studio", "kokoro", KokoroSettings),
    languages=("en", "es", "fr", "hi", "it", "pt"),
    gpu=True,
    needs=(
        Extra("local-cpu", ("onnxruntime", "kokoro_onnx")),
        ModelFiles("folder", ("model.onnx",), cure="Fetch it: wagglebot models get kokoro."),
    ),
    fake="fixtures.studio.toy_voices:kokoro_model",
)
