"""What speech servers send when they go wrong: refused, asked for again, or left to the next voice; never used."""

import struct
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.models import Asked, serving
from fixtures.studio.odd_servers import head, odd_server
from fixtures.studio.speech import DAMAGE, Samples, encoded, said_line, speech, streamed_wav

from libraries.failover import ServedResult
from libraries.media.store import LocalStore
from libraries.sound.decode import resampled_sound
from schemas.recipe import VoiceChoice
from schemas.script import Script, Speaker
from schemas.voice import VoiceTrack
from services.config import Settings
from services.studio.voice.stage import narrate

LINES = (
    "막내가 퇴사하면서 전 직원한테 메일을 보냈습니다.",
    "다들 처음에는 평범한 인사인 줄 알았다고 합니다.",
    "그런데 진짜 반전은 메일의 마지막 줄에 있었습니다.",
    "사실 막내는 사장님의 하나뿐인 아들이었던 거죠.",
    "여러분이라면 그 자리에서 어떻게 하셨을까요?",
)
CHAIN = VoiceChoice(chain=("openai-speech", "espeak"))
Bytes = Callable[[Samples, int], bytes]


def narrated(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> ServedResult[VoiceTrack]:
    monkeypatch.setenv("WAGGLEBOT_STUDIO__SPEECH__BASE_URL", url)
    monkeypatch.setenv("WAGGLEBOT_STUDIO__SPEECH__TIMEOUT", "5")
    script = Script(title="막내의 메일", lines=tuple(said_line(text) for text in LINES))
    return narrate(script, CHAIN, LocalStore(folder), Settings().studio)


def good(text: str) -> bytes:
    spoken = speech(text)
    return encoded(spoken.samples, spoken.sample_rate)


def cut(file: bytes, share: float = 0.6) -> bytes:
    return file[: int(share * len(file))]


FILES: dict[str, tuple[str, Bytes]] = {
    "WAV cut off": ("speech.cut_file", lambda x, r: cut(encoded(x, r))),
    "WAV that promises more": ("speech.cut_file", lambda x, r: streamed_wav(x, r, 2 * len(x) + 40_000)),
    "second of two WAVs cut off": (
        "speech.cut_file",
        lambda x, r: encoded(x[: r // 2], r) + cut(encoded(x[r // 2 :], r)),
    ),
    "MP3 cut off": ("speech.cut_file", lambda x, r: cut(encoded(x, 24_000, "mp3", "libmp3lame"))),
    "Ogg cut off": ("speech.cut_file", lambda x, r: cut(encoded(x, 48_000, "ogg", "libopus"))),
    "FLAC cut off": ("speech.damaged_file", lambda x, r: cut(encoded(x, r, "flac", "flac"))),
    "ADTS damaged": ("speech.damaged_file", lambda x, r: cut(encoded(x, r, "adts", "aac"))),
    "no samples": ("voice.empty_sound", lambda x, r: streamed_wav(x[:0], r, 0)),
    "JSON": ("voice.no_sound_file", lambda x, r: b'{"error": "voice not found"}'),
}


def in_a_file(change: Callable[[Samples, int], Samples]) -> Bytes:
    return lambda samples, rate: encoded(change(samples, rate), rate)


DAMAGED = {name: (code, in_a_file(change)) for name, (code, change) in DAMAGE.items()}
PASSING = ("WAV cut off", "white noise", "said twelve times", "0.15 s a line", "half its length, softly ended")


BROKEN = {**FILES, **DAMAGED}
FIRST_OF_ITS_CODE = {code: name for name, (code, _) in reversed(BROKEN.items())}


# The unit tests know which damage has which code: one of each code with every change, all with the long tests.
@pytest.mark.parametrize(
    ("code", "broken"),
    [
        pytest.param(*case, id=name, marks=[] if name == FIRST_OF_ITS_CODE[case[0]] else [pytest.mark.slow])
        for name, case in BROKEN.items()
    ],
)
@pytest.mark.quick_cases(6)
def test_the_next_voice_serves_and_the_fact_says_why(
    code: str, broken: Bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that goes wrong in its third line each time it is asked."""

    def answer(asked: Asked) -> tuple[int, bytes]:
        text = asked.body["input"]
        spoken = speech(text)
        return 200, broken(spoken.samples, spoken.sample_rate) if text == LINES[2] else good(text)

    with serving(answer) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert served.by == "espeak"
    assert [(each.name, each.code) for each in served.passed_over] == [("openai-speech", code)]
    assert len(served.made.lines) == len(LINES)
    times = [asked.body["input"] for asked in heard.asked].count(LINES[2])
    assert times == (2 if code.startswith("speech.") or code == "voice.silent" else 1)


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.quick_cases(2)
def test_a_fault_that_passes_costs_one_more_question(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, broken = BROKEN[name]
    failed: list[str] = []

    def answer(asked: Asked) -> tuple[int, bytes]:
        text = asked.body["input"]
        spoken = speech(text)
        if text == LINES[1] and not failed:
            failed.append(text)
            return 200, broken(spoken.samples, spoken.sample_rate)
        return 200, good(text)

    with serving(answer) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert (served.by, served.passed_over) == ("openai-speech", ())
    assert len(heard.asked) == len(LINES) + 1
    assert served.made.speech is not None
    assert [(each.index, each.code) for each in served.made.speech.retaken] == [(1, code)]


def test_a_server_that_says_the_line_before_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda asked: (200, good(LINES[0]))) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert served.by == "espeak"
    assert served.passed_over[0].code == "speech.same"


def test_a_body_shorter_than_its_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = good(LINES[0])
    with odd_server(lambda _, write: write(head(content_length=len(file)) + file[:20_000])) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert served.by == "espeak"
    assert len(served.passed_over) == 1


# What is odd, but whole


def pieces(samples: Samples, count: int) -> list[Samples]:
    return np.array_split(samples, count)


ODD: dict[str, Bytes] = {
    "four WAVs behind one another": lambda x, r: b"".join(encoded(part, r) for part in pieces(x, 4)),
    "two WAVs of two rates": lambda x, r: (
        encoded(x[: r // 2], r) + encoded(resampled_sound(x[r // 2 :], r, 16_000), 16_000)
    ),
    "WAVs of unknown lengths": lambda x, r: b"".join(streamed_wav(part, r, 0xFFFFFFFF) for part in pieces(x, 3)),
    "a header of length 0, then all": lambda x, r: streamed_wav(x, r, 0),
    "a header alone, then a file": lambda x, r: streamed_wav(x[:0], r, 0) + encoded(x, r),
    "FLACs behind one another": lambda x, r: b"".join(encoded(part, r, "flac", "flac") for part in pieces(x, 2)),
    "MP3s behind one another": lambda x, r: b"".join(encoded(part, r, "mp3", "libmp3lame") for part in pieces(x, 2)),
    "Oggs behind one another": lambda x, r: b"".join(
        encoded(resampled_sound(part, r, 48_000), 48_000, "ogg", "libopus") for part in pieces(x, 2)
    ),
    "a WAV with a list of names before and behind its sound": lambda x, r: listed(encoded(x, r)),
}


def listed(file: bytes) -> bytes:
    names = b"LIST" + struct.pack("<I", 11) + b"INFOIART\0\0\0\0"[:11] + b"\0"
    return file[:36] + names + file[36:] + names


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> VoiceTrack:
    """The same lines without a server."""
    script = Script(title="막내의 메일", lines=tuple(said_line(text) for text in LINES))
    store = LocalStore(tmp_path_factory.mktemp("plain"))
    return narrate(script, VoiceChoice(chain=("espeak",)), store, Settings().studio).made


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.quick_cases(4)
def test_all_of_what_a_server_sends_is_heard(
    odd: Bytes, plain: VoiceTrack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> tuple[int, bytes]:
        spoken = speech(asked.body["input"])
        return 200, odd(spoken.samples, spoken.sample_rate)

    with serving(answer) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert (served.by, served.passed_over) == ("openai-speech", ())
    assert served.made.duration == pytest.approx(plain.duration, abs=0.5)


def test_lines_of_three_rates_are_one_track(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = (16_000, 24_000, 48_000)

    def answer(asked: Asked) -> tuple[int, bytes]:
        spoken = speech(asked.body["input"])
        rate = rates[LINES.index(asked.body["input"]) % 3]
        return 200, encoded(resampled_sound(spoken.samples, spoken.sample_rate, rate), rate)

    with serving(answer) as heard:
        served = narrated(tmp_path, heard.url, monkeypatch)
    assert served.by == "openai-speech"
    assert (served.made.sample_rate, served.made.speech and served.made.speech.resampled) == (48_000, 4)
    with wave.open(str(LocalStore(tmp_path).path(served.made.audio))) as file:
        assert (file.getframerate(), file.getnframes()) == (48_000, round(served.made.duration * 48_000))


def test_clean_speech_of_several_voices_is_used_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(asked: Asked) -> tuple[int, bytes]:
        spoken = speech(asked.body["input"], "commenter-1" if asked.body["voice"] == "echo" else "narrator-2")
        return 200, encoded(spoken.samples, spoken.sample_rate, "mp3", "libmp3lame")

    lines = [said_line(text) for text in LINES]
    lines[1] = said_line(LINES[1], speaker=Speaker.COMMENTER).model_copy(update={"credit": "김"})
    with serving(answer) as heard:
        monkeypatch.setenv("WAGGLEBOT_STUDIO__SPEECH__BASE_URL", heard.url)
        served = narrate(Script(title="메일", lines=tuple(lines)), CHAIN, LocalStore(tmp_path), Settings().studio)
    assert (served.by, len(heard.asked)) == ("openai-speech", len(LINES))
    figures = served.made.speech
    assert figures is not None
    assert (figures.retaken, figures.resampled, figures.mistimed) == ((), 0, 0)
    assert 0.1 < figures.fastest < figures.median < figures.slowest < 0.25
