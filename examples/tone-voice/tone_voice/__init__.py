"""The voice ``tone``: a beep for every syllable."""

from wagglebot.plugins import Adapter, AdapterKind, Extra, Section, SettingsSection


class ToneSettings(Section):
    pitch: float = 220.0


TONE = Adapter(
    kind=AdapterKind.VOICE,
    name="tone",
    version="1",
    make="tone_voice.voice:ToneVoice",
    title_en="Beeps",
    title_ko="삐 소리",
    languages=("ko",),
    settings=SettingsSection("studio", "tone", ToneSettings),
    needs=(Extra("studio", ("numpy",)),),
)
