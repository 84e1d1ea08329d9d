"""The voice 'edge': Microsoft Edge's read-aloud service, over the internet, with the time of every word.

The service has no documentation and gives no promises: it is never the default, and never alone in a chain.
"""

from typing import Final

from schemas.adapters import Adapter, AdapterKind, Extra, Server

VOICE: Final = Adapter(
    kind=AdapterKind.VOICE,
    name="edge",
    version="2",
    make="services.studio.voice.edge.voice:EdgeVoice",
    title_en="Edge (online)",
    title_ko="Edge (온라인)",
    languages=("ko",),
    needs=(Extra("studio", ("edge_tts", "aiohttp", "av")), Server("", cure="It needs the internet.")),
)
