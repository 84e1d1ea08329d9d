"""The voice behind a server of GPT-SoVITS (its ``api_v2.py``), which imitates a recording that lies on that server."""

from typing import Annotated, Final

from pydantic import Field

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Extra, Server, SettingsSection


class SovitsReference(Section):
    """A voice of GPT-SoVITS: a recording it imitates, by its path on the server, and the words spoken in it."""

    audio: str
    text: str = ""
    language: str = "ko"


class SovitsSettings(Section):
    base_url: Annotated[str, Field(description="Server of the voice 'gpt-sovits' (api_v2).")] = "http://127.0.0.1:9880"
    timeout: Annotated[float, Field(gt=0, description="Seconds one line may take.")] = 120.0
    voices: Annotated[
        dict[str, SovitsReference],
        Field(description="Recording behind each voice, as JSON: {'narrator-1': {'audio': '/a.wav', 'text': '…'}}."),
    ] = {}


VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="gpt-sovits",
    version="1",
    make="services.studio.voice.gpt_sovits.voice:SovitsVoice",
    title_en="GPT-SoVITS",
    title_ko="GPT-SoVITS",
    settings=SettingsSection("studio", "sovits", SovitsSettings),
    languages=("ko",),
    imitates_people=True,
    needs=(
        Extra("studio", ("av", "numpy")),
        Server(
            "base_url",
            cure="Start GPT-SoVITS ('python api_v2.py'), or set WAGGLEBOT_STUDIO__SOVITS__BASE_URL.",
            ask="services.studio.voice.gpt_sovits.voice:server_problems",
        ),
    ),
    fake="fixtures.studio.models:serving",
)
