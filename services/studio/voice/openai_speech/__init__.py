"""The voice behind a server that answers as OpenAI's ``/audio/speech``."""

from typing import Annotated, Final

from pydantic import Field, JsonValue, SecretStr

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, Extra, Server, SettingsSection


class SpeechServerSettings(Section):
    base_url: Annotated[str, Field(description="Server of the voice 'openai-speech', which answers /audio/speech.")] = (
        "http://127.0.0.1:8880/v1"
    )
    model: Annotated[str, Field(description="Model of that server.")] = "tts-1"
    api_key: Annotated[SecretStr, Field(description="Key of that server, if it asks for one.")] = SecretStr("")
    timeout: Annotated[float, Field(gt=0, description="Seconds one line may take.")] = 60.0
    extra: Annotated[
        dict[str, JsonValue],
        Field(description="More fields of a request, as JSON: {'instructions': '차분하게', 'lang': 'ko'}."),
    ] = {}
    voices: Annotated[
        dict[str, str], Field(description="The server's voice for each of the recipe's, as JSON: {'narrator-1': 'F1'}.")
    ] = {
        "narrator-1": "nova",
        "narrator-2": "onyx",
        "commenter-1": "echo",
        "commenter-2": "shimmer",
        "person-1": "fable",
        "person-2": "alloy",
        "person-3": "shimmer",
    }


VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="openai-speech",
    version="1",
    make="services.studio.voice.openai_speech.voice:OpenAISpeechVoice",
    title_en="OpenAI speech",
    title_ko="OpenAI 음성",
    settings=SettingsSection("studio", "speech", SpeechServerSettings),
    needs=(
        Extra("studio", ("av", "numpy")),
        Server(
            "base_url",
            cure="Start the speech server, or set WAGGLEBOT_STUDIO__SPEECH__BASE_URL.",
            ask="services.studio.voice.openai_speech.voice:server_problems",
        ),
    ),
    fake="fixtures.studio.models:serving",
)
