"""The voice of espeak-ng, which comes with its package and needs nothing else."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind, Extra

VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="espeak",
    version="2",
    make="services.studio.voice.espeak.voice:EspeakVoice",
    title_en="eSpeak (robotic)",
    title_ko="eSpeak (기계음)",
    languages=("ko", "en"),
    needs=(Extra("studio", ("espeakng_loader", "numpy")),),
)
