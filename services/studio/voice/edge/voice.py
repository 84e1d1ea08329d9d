"""A client of Microsoft Edge's read-aloud service by the package edge-tts.

The service is not documented and gives no promises; it is never the default, and never without another voice behind it.
"""

import asyncio
import time
from typing import Final, NamedTuple

import aiohttp
from edge_tts import Communicate
from edge_tts.exceptions import EdgeTTSException

from libraries.sound.decode import decode_mono
from schemas.errors import BadInput, ProviderDown
from schemas.script import Line
from schemas.voice import Timing
from services.studio.voice.server_voices import speakable_text
from services.studio.voice.voice_protocol import SpokenPcm

_VOICES: Final = {
    "narrator-1": "ko-KR-SunHiNeural",
    "narrator-2": "ko-KR-InJoonNeural",
    "commenter-1": "ko-KR-InJoonNeural",
    "commenter-2": "ko-KR-HyunsuMultilingualNeural",
    "person-1": "ko-KR-HyunsuMultilingualNeural",
    "person-2": "ko-KR-InJoonNeural",
    "person-3": "ko-KR-SunHiNeural",
}
_TRIES: Final = 4
_PAUSE: Final = 0.5
"""Seconds before the second try; twice as long before each one after it."""
_SECONDS: Final = 60.0
_TICKS: Final = 10_000_000
"""The service counts in units of 100 ns."""


class SpokenStretch(NamedTuple):
    """A stretch of text as the service spoke it, with its times in seconds."""

    text: str
    start: float
    end: float


class EdgeVoice:
    """The voice 'edge'. A request is repeated when the service answers without sound, as it sometimes does."""

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        """The sound of a line. Raises BadInput for an unknown voice, ProviderDown for a silent or absent service."""
        text = speakable_text(line)
        if voice not in _VOICES:
            raise BadInput("voice.unknown", voice=voice, engine="Edge", known=", ".join(_VOICES))
        sound, boundaries = _ask(text, _VOICES[voice], speed)
        samples, rate = decode_mono(sound, "Edge")
        words = word_times(text, boundaries)
        return SpokenPcm(samples, rate, words, Timing.EXACT if words else Timing.ESTIMATED)


def _ask(text: str, voice: str, speed: float) -> tuple[bytes, list[SpokenStretch]]:
    error: Exception | None = None
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE * 2 ** (attempt - 1))
        try:
            return asyncio.run(_received(text, voice, speed))
        except (EdgeTTSException, aiohttp.ClientError, OSError, ValueError, KeyError) as caught:
            # ValueError and KeyError: how the library fails at an unexpected answer. TimeoutError is an OSError.
            error = caught
    raise ProviderDown("voice.no_answer", engine="Edge", tries=_TRIES, why=repr(error)) from error


async def _received(text: str, voice: str, speed: float) -> tuple[bytes, list[SpokenStretch]]:
    # Since 7.2 the library asks for sentence boundaries unless told otherwise.
    asked = Communicate(text, voice, rate=f"{round((speed - 1) * 100):+d}%", boundary="WordBoundary")
    sound = bytearray()
    boundaries: list[SpokenStretch] = []
    async with asyncio.timeout(_SECONDS):
        async for chunk in asked.stream():
            if chunk["type"] == "audio":
                sound += chunk["data"]
            elif chunk["type"] == "WordBoundary":
                start = chunk["offset"] / _TICKS
                boundaries.append(SpokenStretch(chunk["text"], start, start + chunk["duration"] / _TICKS))
    return bytes(sound), boundaries


def word_times(text: str, boundaries: list[SpokenStretch]) -> tuple[tuple[float, float], ...] | None:
    """(start, end) of each 어절 of ``text``; None unless every one of them was spoken and found again in order.

    The service may speak of an 어절 in several pieces, or of several in one: the latter leaves no time for the second.
    """
    owner = [index for index, word in enumerate(text.split(" ")) for _ in (*word, " ")]
    times: dict[int, tuple[float, float]] = {}
    at = 0
    for boundary in boundaries:
        found = text.find(boundary.text, at)
        if found < 0 or not boundary.text:
            return None
        at = found + len(boundary.text)
        index = owner[found]
        if index != owner[at - 1]:
            return None
        start = times[index][0] if index in times else boundary.start
        times[index] = (start, boundary.end)
    words = len(text.split(" "))
    return tuple(times[index] for index in range(words)) if len(times) == words else None
