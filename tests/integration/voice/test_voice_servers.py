"""Voices on servers: the adapters as they are, against servers on loopback that really speak."""

import asyncio
import io
import json
import struct
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import edge_tts.communicate
import numpy as np
import pytest
from aiohttp import WSMsgType, web
from av.audio.stream import AudioStream
from fixtures.rows import each_row
from fixtures.studio.models import Asked, serving
from fixtures.studio.odd_servers import head, odd_server
from fixtures.studio.studio import beginning, sample_script
from numpy.typing import NDArray

from libraries.korean.text_normalisation import normalise
from libraries.media.store import LocalStore
from schemas.errors import BadInput, ConfigurationError, ProviderDown, WaggleError
from schemas.recipe import VoiceChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import Timing
from services.config import Settings
from services.studio.voice.edge import voice as edge
from services.studio.voice.edge.voice import EdgeVoice, SpokenStretch, word_times
from services.studio.voice.espeak.voice import EspeakVoice
from services.studio.voice.gpt_sovits import SovitsSettings
from services.studio.voice.gpt_sovits.voice import SovitsVoice
from services.studio.voice.openai_speech import SpeechServerSettings
from services.studio.voice.openai_speech.voice import OpenAISpeechVoice
from services.studio.voice.stage import narrate
from services.studio.voice.track import make_voice_track
from services.studio.voice.voice_protocol import SpokenPcm

RATE = 24_000


def line(text: str, *, spoken: str = "") -> Line:
    said = normalise(text)
    return Line(
        role=Role.BODY,
        speaker=Speaker.NARRATOR,
        display=said.display if said else text,
        spoken=spoken or (said.spoken if said else text),
    )


def encoded(samples: NDArray[np.int16], rate: int, kind: str = "wav", codec: str = "pcm_s16le") -> bytes:
    """Mono samples as a sound file."""
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, AudioStream)
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        for part in resampler.resample(frame) + resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


def robot(text: str, speed: float) -> SpokenPcm:
    """What a server that knows Korean would say."""
    return EspeakVoice().speak(line(text, spoken=text), "narrator-1", speed)


def speech_server(asked: Asked) -> tuple[int, bytes]:
    spoken = robot(asked.body["input"], asked.body["speed"])
    return 200, encoded(spoken.samples, spoken.sample_rate)


@pytest.mark.slow
def test_a_whole_script_over_a_speech_server(tmp_path: Path) -> None:
    script = sample_script(0)
    store = LocalStore(tmp_path)
    with serving(speech_server) as heard:
        voice = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url))
        track = make_voice_track(script, VoiceChoice(), voice, store, lambda _percent, _note: None, engine="test")
    assert [asked.path for asked in heard.asked] == ["/audio/speech"] * len(script.lines)
    assert [asked.body["input"] for asked in heard.asked] == [each.spoken for each in script.lines]
    commenters = any(each.speaker is Speaker.COMMENTER for each in script.lines)
    assert {asked.body["voice"] for asked in heard.asked} >= ({"nova", "echo"} if commenters else {"nova"})
    with wave.open(str(store.path(track.audio))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getnframes() / file.getframerate() == pytest.approx(track.duration)
    for spoken, each in zip(track.lines, script.lines, strict=True):
        assert spoken.timing is Timing.ESTIMATED
        assert [word.text for word in spoken.words] == each.display.split(" ")
        assert spoken.words[0].start == pytest.approx(spoken.start, abs=1e-3)
        assert spoken.words[-1].end == pytest.approx(spoken.end, abs=1e-3)
        assert all(a.end <= b.start + 1e-3 for a, b in zip(spoken.words, spoken.words[1:], strict=False))


@pytest.mark.slow
def test_estimated_words_begin_where_they_are_heard(tmp_path: Path) -> None:
    """Against the times of the voice behind the server, which the adapter is not told."""
    script = beginning(4, 8)
    store = LocalStore(tmp_path)
    with serving(speech_server) as heard:
        voice = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url))
        guessed = make_voice_track(script, VoiceChoice(commenters=()), voice, store, lambda _p, _n: None, engine="test")
    known = make_voice_track(
        script, VoiceChoice(commenters=()), EspeakVoice(), store, lambda _p, _n: None, engine="test"
    )
    off = [
        abs((a.start - left.start) - (b.start - right.start))
        for left, right in zip(guessed.lines, known.lines, strict=True)
        for a, b in zip(left.words, right.words, strict=True)
    ]
    assert len(off) > 40
    assert float(np.percentile(off, 95)) <= 0.15


@pytest.mark.parametrize(
    ("kind", "codec"), [("wav", "pcm_s16le"), ("wav", "pcm_f32le"), ("mp3", "libmp3lame"), ("flac", "flac")]
)
def test_any_sound_format_is_understood(kind: str, codec: str) -> None:
    tone = (np.sin(np.arange(RATE) * 2 * np.pi * 440 / RATE) * 12_000).astype(np.int16)
    with serving(lambda _: (200, encoded(tone, RATE, kind, codec))) as heard:
        spoken = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url)).speak(
            line("안녕하세요"), "narrator-1", 1.0
        )
    assert spoken.sample_rate == RATE
    assert spoken.samples.dtype == np.int16
    assert len(spoken.samples) == pytest.approx(RATE, rel=0.06)
    spectrum = np.abs(np.fft.rfft(spoken.samples[4000:16_000]))
    assert np.argmax(spectrum) * RATE / 12_000 == pytest.approx(440, abs=4)


def test_a_stereo_stream_without_its_length() -> None:
    """As servers send it that begin to answer before they know how long it will be."""
    pcm = np.repeat(np.full(RATE, 3000, np.int16), 2).tobytes()
    with serving(lambda _: (200, wav_header(2, 0xFFFFFFFF) + pcm)) as heard:
        spoken = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url)).speak(line("안녕"), "narrator-1", 1.0)
    assert len(spoken.samples) == RATE
    assert abs(int(spoken.samples[RATE // 2]) - 3000) <= 1


def wav_header(channels: int, size: int) -> bytes:
    form = struct.pack("<IHHIIHH", 16, 1, channels, RATE, RATE * 2 * channels, 2 * channels, 16)
    return (
        b"RIFF" + struct.pack("<I", min(36 + size, 0xFFFFFFFF)) + b"WAVEfmt " + form + b"data" + struct.pack("<I", size)
    )


SILENT = wav_header(1, 0)

FAULTS: dict[str, tuple[tuple[int, bytes], type[WaggleError]]] = {
    "not a sound": ((200, b'{"error": "voice not found"}'), BadInput),
    "a playlist": ((200, b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"), BadInput),
    "empty": ((200, b""), BadInput),
    "no samples": ((200, SILENT), ProviderDown),
    "unknown voice": ((422, b'{"detail": "voice"}'), BadInput),
    "busy": ((503, b""), ProviderDown),
    "wrong key": ((401, b""), ConfigurationError),
    "no memory": ((400, b'{"message": "tts failed", "Exception": "CUDA out of memory."}'), ProviderDown),
    "wrong path": ((404, b"no such page"), ConfigurationError),
    "an error of its own": ((500, b"Traceback"), ProviderDown),
    "a log-in page": ((200, b"<!doctype html><title>Wi-Fi</title>"), ProviderDown),
}


@each_row(("answer", "error"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named(answer: tuple[int, bytes], error: type[WaggleError]) -> None:
    with serving(lambda _: answer) as heard, pytest.raises(error):
        OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url)).speak(line("안녕하세요"), "narrator-1", 1.0)


def test_a_sound_that_is_cut_on_its_way_is_none() -> None:
    sound = encoded(np.full(RATE, 3000, np.int16), RATE)
    cut = f"{len(sound) // 2} bytes came of the {len(sound)} it announced"
    answer = head(content_length=len(sound)) + sound[: len(sound) // 2]
    with odd_server(lambda _, write: write(answer)) as heard, pytest.raises(ProviderDown, match=cut):
        OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url)).speak(line("안녕하세요"), "narrator-1", 1.0)


def test_nothing_silent_is_ever_asked_for() -> None:
    with serving(speech_server) as heard:
        settings = SovitsSettings.model_validate({"base_url": heard.url, "voices": {"narrator-1": {"audio": "/a.wav"}}})
        for voice in (OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url)), SovitsVoice(settings), EdgeVoice()):
            for nothing in ("…", " ", "?!", "__", "😀"):
                with pytest.raises(BadInput, match="nothing in it to say"):
                    voice.speak(line("가", spoken=nothing), "narrator-1", 1.0)
    assert heard.asked == []


def test_gpt_sovits() -> None:
    def sovits(asked: Asked) -> tuple[int, bytes]:
        spoken = robot(asked.body["text"], asked.body["speed_factor"])
        return 200, encoded(spoken.samples, spoken.sample_rate)

    recording = {"audio": "/voices/가나.wav", "text": "안녕하세요 반갑습니다"}
    with serving(sovits) as heard:
        voice = SovitsVoice(SovitsSettings.model_validate({"base_url": heard.url, "voices": {"narrator-1": recording}}))
        spoken = voice.speak(line("어제 3시에 봤어요"), "narrator-1", 1.15)
        with pytest.raises(ConfigurationError, match="no recording for the voice commenter-1"):
            voice.speak(line("어제"), "commenter-1", 1.0)
        voice.speak(line("어제 3시에 봤어요"), "person-2", 1.15)
    asked, person = heard.asked
    assert person.body["ref_audio_path"] == recording["audio"]
    assert asked.path == "/tts"
    assert asked.body["text"] == "어제 세시에 봤어요"
    assert (asked.body["ref_audio_path"], asked.body["prompt_text"]) == ("/voices/가나.wav", "안녕하세요 반갑습니다")
    assert (asked.body["text_lang"], asked.body["prompt_lang"], asked.body["streaming_mode"]) == ("ko", "ko", False)
    assert len(spoken.samples) > spoken.sample_rate / 2


def test_persons_without_a_voice_speak_as_the_commenters_in_turn_else_as_the_narrator() -> None:
    """Settings of release 0.1.0 name no persons."""
    known = {"narrator-1": "N", "commenter-1": "A", "commenter-2": "B"}
    with serving(speech_server) as heard:
        for voices in (known, {"narrator-1": "N"}):
            voice = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url, voices=voices))
            for name in ("person-1", "person-2", "person-3", "nova"):
                voice.speak(line("안녕하세요"), name, 1.0)
        with pytest.raises(BadInput, match="no voice for person-1"):
            OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url, voices={})).speak(line("가"), "person-1", 1.0)
    assert [asked.body["voice"] for asked in heard.asked] == ["A", "B", "A", "nova", "N", "N", "N", "nova"]


def test_more_fields_reach_the_speech_server() -> None:
    extra = {"instructions": "차분하게 읽어 주세요", "lang": "ko"}
    with serving(speech_server) as heard:
        voice = OpenAISpeechVoice(SpeechServerSettings(base_url=heard.url, extra=extra))
        voice.speak(line("안녕하세요 여러분"), "narrator-1", 1.0)
    (asked,) = heard.asked
    assert {name: asked.body[name] for name in extra} == extra


def test_gpt_sovits_is_asked_again_with_another_seed() -> None:
    """The same seed would give the same fault."""

    def sovits(asked: Asked) -> tuple[int, bytes]:
        spoken = robot(asked.body["text"], 1.0)
        return 200, encoded(spoken.samples, spoken.sample_rate)

    with serving(sovits) as heard:
        settings = SovitsSettings.model_validate({"base_url": heard.url, "voices": {"narrator-1": {"audio": "/a.wav"}}})
        voice = SovitsVoice(settings)
        for text in ("안녕하세요", "안녕하세요", "반갑습니다"):
            voice.speak(line(text), "narrator-1", 1.0)
    assert [asked.body["seed"] for asked in heard.asked] == [1, 2, 1]


def test_a_dead_server_hands_over_to_the_next_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(speech_server) as heard:
        pass
    monkeypatch.setenv("WAGGLEBOT_STUDIO__SPEECH__BASE_URL", heard.url)
    script = Script(title="시험", lines=(line("안녕하세요 여러분"),))
    track, served_by, *_ = narrate(
        script, VoiceChoice(chain=("openai-speech", "espeak")), LocalStore(tmp_path), Settings().studio
    )
    assert served_by == "espeak"
    assert track.lines[0].timing is Timing.EXACT


# Edge: the library itself, talking to a server on loopback that speaks its protocol.

Reader = Callable[[str], tuple[bytes, list[tuple[str, float, float]]]]


@contextmanager
def edge_service(read: Reader, silent: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Stays ``silent`` so many times, then says what ``read`` makes of the text. Yields the texts it was sent."""
    said: list[str] = []

    async def handle(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is not WSMsgType.TEXT or "Path:ssml" not in message.data:
                asked.append(message.data)
                continue
            said.append(message.data)
            if len(said) > silent:
                text = message.data.split("'>")[-1].split("</prosody>")[0]
                await _answer(socket, *read(text))
            await socket.send_str("Path:turn.end\r\n\r\n{}")
        return socket

    asked: list[str] = []
    ready: list[Any] = []
    loop = asyncio.new_event_loop()

    async def start() -> None:
        app = web.Application()
        app.router.add_get("/edge", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.extend((runner, runner.addresses[0][1]))

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(edge_tts.communicate, "WSS_URL", f"ws://127.0.0.1:{ready[1]}/edge?T=1")
    monkeypatch.setattr(edge, "_PAUSE", 0.01)
    try:
        yield said
        assert all('"wordBoundaryEnabled":"true"' in config for config in asked)
    finally:
        asyncio.run_coroutine_threadsafe(ready[0].cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _answer(socket: web.WebSocketResponse, sound: bytes, words: list[tuple[str, float, float]]) -> None:
    for text, start, end in words:
        data = {"Offset": int(start * 1e7), "Duration": int((end - start) * 1e7), "text": {"Text": text}}
        body = json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]})
        await socket.send_str(f"Path:audio.metadata\r\n\r\n{body}")
    header = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    for at in range(0, len(sound), 4096):
        await socket.send_bytes(len(header).to_bytes(2, "big") + header + sound[at : at + 4096])


def read_aloud(text: str) -> tuple[bytes, list[tuple[str, float, float]]]:
    spoken = robot(text, 1.0)
    assert spoken.words
    words = [word.strip(".,?!") for word in text.split(" ")]
    times = [(word, start, end) for word, (start, end) in zip(words, spoken.words, strict=True)]
    return encoded(spoken.samples, spoken.sample_rate, "mp3", "libmp3lame"), times


@pytest.mark.slow
def test_edge_words_are_where_they_are_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = beginning(2, 8)
    store = LocalStore(tmp_path)
    with edge_service(read_aloud, 0, monkeypatch) as said:
        track = make_voice_track(script, VoiceChoice(), EdgeVoice(), store, lambda _p, _n: None, engine="test")
    assert len(said) == len(script.lines)
    assert "SunHiNeural" in said[0]
    assert "rate='+15%'" in said[0]
    known = make_voice_track(
        script, VoiceChoice(commenters=(), speed=1.0), EspeakVoice(), store, lambda _p, _n: None, engine="test"
    )
    off = []
    for left, right in zip(track.lines, known.lines, strict=True):
        assert left.timing is Timing.EXACT
        off += [
            abs((a.start - left.start) - (b.start - right.start)) for a, b in zip(left.words, right.words, strict=True)
        ]
    assert float(np.percentile(off, 95)) <= 0.08


def test_edge_asks_again_and_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with edge_service(read_aloud, 3, monkeypatch) as said:
        spoken = EdgeVoice().speak(line("안녕하세요 여러분"), "commenter-1", 1.0)
    assert len(said) == 4
    assert spoken.timing is Timing.EXACT
    assert len(spoken.words or ()) == 2
    with edge_service(read_aloud, 99, monkeypatch) as said, pytest.raises(ProviderDown, match="4 tries"):
        EdgeVoice().speak(line("안녕하세요"), "narrator-1", 1.0)
    assert len(said) == 4
    with pytest.raises(ProviderDown, match="Edge does not answer"):
        EdgeVoice().speak(line("안녕하세요"), "narrator-1", 1.0)
    with pytest.raises(BadInput, match="Edge has no voice for alloy"):
        EdgeVoice().speak(line("안녕하세요"), "alloy", 1.0)


def test_boundaries_become_words() -> None:
    text = "세시 반에, 만났어요."
    pieces = [
        SpokenStretch("세시", 0.1, 0.4),
        SpokenStretch("반", 0.5, 0.6),
        SpokenStretch("에", 0.6, 0.7),
        SpokenStretch("만났어요", 0.9, 1.4),
    ]
    assert word_times(text, pieces) == ((0.1, 0.4), (0.5, 0.7), (0.9, 1.4))
    assert word_times(text, pieces[:3]) is None
    assert word_times(text, [SpokenStretch("세시 반에", 0.1, 0.7), *pieces[3:]]) is None
    assert word_times(text, [SpokenStretch("다섯시", 0.1, 0.7), *pieces[1:]]) is None
    assert word_times("또 또 또", [SpokenStretch("또", at, at + 0.5) for at in (0.0, 1.0, 2.0)]) == (
        (0.0, 0.5), (1.0, 1.5), (2.0, 2.5),
    )  # fmt: skip
    assert word_times(text, []) is None
    assert word_times(text, [SpokenStretch("", 0.0, 0.1)]) is None
