"""Own narration: recordings are cleaned, cut where their lines are, measured, and as loud as synthetic lines."""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.studio.speech import Samples, encoded, hissing, said_line, speech

from libraries.media.store import LocalStore
from libraries.sound.cut_at_pauses import PAUSE, _divided, cut_into_lines, speech_stretches, word_times_by_pauses
from libraries.sound.decode import resampled_sound
from libraries.sound.denoise import denoised_sound, noise_level
from libraries.sound.loudness import integrated_loudness
from libraries.sound.speech_level import range_without_silence
from schemas.errors import BadInput
from schemas.recipe import VoiceChoice
from schemas.script import Script, Speaker
from services.config import Settings
from services.studio.voice.own.recording import script_with_recording
from services.studio.voice.own.room_tone import room_tone, with_room_tone
from services.studio.voice.stage import narrate

RATE = 22_050
TEXTS = (
    "막내가 퇴사하면서 전 직원한테 메일을 보냈습니다.",
    "다들 처음에는, 평범한 인사인 줄 알았다고 합니다.",
    "그런데 반전이 있었죠.",
    "사실 막내는 사장님의 아들이었던 거죠. 정말 놀랐습니다.",
    "여러분이라면 그 자리에서 어떻게 하셨을까요?",
)
SCRIPT = Script(title="막내의 메일", lines=tuple(said_line(text) for text in TEXTS))


@cache
def said(text: str, voice: str, speed: float = 1.0) -> Samples:
    spoken = speech(text, voice, speed)
    start, end = range_without_silence(spoken.samples, spoken.sample_rate)
    return spoken.samples[start:end] // 2


def read_out(
    texts: tuple[str, ...], seed: int = 1, voice: str = "narrator-2"
) -> tuple[Samples, list[tuple[float, float]]]:
    """The texts with pauses of 0.25 to 0.8 s, and where each is."""
    chance, parts, places, at = random.Random(seed), [], [], 0
    for text in texts:
        gap, line = np.zeros(round(chance.uniform(0.25, 0.8) * RATE), np.int16), said(text, voice)
        places.append(((at + len(gap)) / RATE, (at + len(gap) + len(line)) / RATE))
        parts += [gap, line]
        at += len(gap) + len(line)
    return np.concatenate([*parts, np.zeros(RATE // 4, np.int16)]), places


@pytest.mark.parametrize("below", [None, 30, 25])
@pytest.mark.parametrize("voice", ["narrator-1", "narrator-2", "person-2", "commenter-2"])
@pytest.mark.quick_cases(1)
def test_lines_behind_one_another_are_cut_within_80_ms(voice: str, below: float | None) -> None:
    for seed in range(3):
        texts = tuple(random.Random(seed).sample(TEXTS, 2 + seed))
        samples, places = read_out(texts, seed, voice)
        if below:
            samples = denoised_sound(hissing(samples, below), RATE)
        for text, (start, end), (first, past) in zip(texts, cut_into_lines(samples, RATE, texts), places, strict=True):
            assert start <= first + 0.08, text
            assert end >= past - 0.08, text
            assert first - start <= 0.18, text
            assert end - past <= 0.18, text


def test_a_recording_without_enough_pauses_is_refused_and_one_of_another_text_names_the_line() -> None:
    samples, _ = read_out(TEXTS[:2])
    with pytest.raises(BadInput) as few:
        cut_into_lines(samples, RATE, TEXTS)
    assert (few.value.code, few.value.fields["lines"]) == ("recording.few_pauses", 5)
    samples, _ = read_out(("그렇죠.", TEXTS[0], TEXTS[4]))
    with pytest.raises(BadInput) as unlike:
        cut_into_lines(samples, RATE, (TEXTS[1], TEXTS[0], "네."))
    assert unlike.value.code == "recording.line_unlike"
    assert unlike.value.fields["line"] in (1, 3)


def test_silence_has_no_stretches_and_a_click_is_none() -> None:
    assert speech_stretches(np.zeros(RATE, np.int16), RATE) == []
    assert speech_stretches(np.zeros(0, np.int16), RATE) == []
    clicked = np.zeros(RATE, np.int16)
    clicked[1000:1100] = 20_000
    assert speech_stretches(clicked, RATE) == []
    assert word_times_by_pauses(clicked, RATE, "한 마디") == ((0.0, 0.0), (0.0, 0.0))


def test_lengths_are_divided_in_the_best_of_all_ways() -> None:
    assert _divided([1, 1, 2, 4], [2, 2, 4], [0] * 4) == [(0, 2), (2, 3), (3, 4)]
    assert _divided([3, 3, 3], [9], [0] * 3) == [(0, 3)]
    assert _divided([1, 1, 1], [1.5, 1.5], [0, 0.5, 0]) == [(0, 2), (2, 3)]


def test_pauses_inside_a_line_lie_between_its_words() -> None:
    first, second = "막내가 메일을 보냈는데", "모두가 깜짝 놀랐습니다."
    parts = [said(first, "narrator-1"), np.zeros(round(0.4 * RATE), np.int16), said(second, "narrator-1")]
    times = word_times_by_pauses(np.concatenate(parts), RATE, f"{first} {second}")
    pause = len(parts[0]) / RATE
    assert len(times) == 6
    assert times[2][1] == pytest.approx(pause, abs=0.08)
    assert times[3][0] == pytest.approx(pause + 0.4, abs=0.08)
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(times))
    assert PAUSE < 0.4


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_noise_is_taken_away_and_nothing_is_moved(rate: int) -> None:
    clean = np.pad(resampled_sound(speech().samples, RATE, rate), (rate // 2, rate // 2))
    noisy = hissing(clean, 30)
    made = denoised_sound(noisy, rate)
    assert len(made) == len(noisy)
    assert noise_level(made, rate) <= noise_level(noisy, rate) - 15
    size = 1 << 18
    heard, true = (np.fft.rfft(each.astype(float), size) for each in (made, clean))
    lag = int(np.argmax(np.fft.irfft(heard * np.conj(true), size)))
    assert min(lag, size - lag) <= rate // 1000
    silent = np.zeros(rate, np.int16)
    assert denoised_sound(silent, rate) is silent


def recording(texts: tuple[str, ...], kind: str = "wav", codec: str = "pcm_s16le", rate: int = 48_000) -> bytes:
    return encoded(resampled_sound(hissing(read_out(texts)[0] // 3, 28), RATE, rate), rate, kind, codec)


@pytest.mark.parametrize(
    ("kind", "codec", "rate"),
    [
        ("wav", "pcm_s16le", 16_000), ("mp3", "libmp3lame", 44_100), ("flac", "flac", 48_000),
        ("ogg", "libopus", 48_000), ("mp4", "aac", 44_100),
    ],
)  # fmt: skip
@pytest.mark.quick_cases(1)
def test_own_lines_of_any_format_are_as_loud_as_the_others(tmp_path: Path, kind: str, codec: str, rate: int) -> None:
    store = LocalStore(tmp_path)
    script = script_with_recording(SCRIPT, recording(TEXTS[1:2], kind, codec, rate), store, 1)
    track = narrate(script, VoiceChoice(), store, Settings().studio).made
    assert track.speech is not None
    assert track.speech.recorded == 1
    samples = np.frombuffer(store.path(track.audio).read_bytes()[44:], np.int16).astype(np.float32) / np.float32(32_768)
    own, rate = track.lines[1], track.sample_rate
    loud = [
        integrated_loudness(samples[None, round(each.start * rate) : round(each.end * rate)], "a line", rate)
        for each in track.lines
    ]
    assert max(loud) - min(loud) <= 1.0
    assert [word.text for word in own.words] == TEXTS[1].split(" ")
    assert own.end - own.start == pytest.approx(len(said(TEXTS[1], "narrator-2")) / RATE, abs=0.12)


def test_a_recording_of_the_host_narrates_the_hosts_lines_alone(tmp_path: Path) -> None:
    own = [at in (1, 2) for at in range(len(TEXTS))]
    lines = [
        line.model_copy(update={"speaker": Speaker.HOST}) if host else line
        for line, host in zip(SCRIPT.lines, own, strict=True)
    ]
    script = SCRIPT.model_copy(update={"lines": tuple(lines)})
    told = script_with_recording(script, recording(TEXTS[1:3]), LocalStore(tmp_path), speaker=Speaker.HOST)
    assert [line.recording is not None for line in told.lines] == own
    with pytest.raises(BadInput) as refused:
        script_with_recording(SCRIPT, recording(TEXTS[:1]), LocalStore(tmp_path), speaker=Speaker.HOST)
    assert refused.value.code == "recording.no_such_line"


@pytest.mark.slow
def test_a_recording_of_all_lines_narrates_the_whole_script(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    script = script_with_recording(SCRIPT, recording(TEXTS), store)
    assert all(line.recording for line in script.lines)
    assert Script.model_validate_json(script.model_dump_json()) == script
    track = narrate(script, VoiceChoice(), store, Settings().studio).made
    for text, line in zip(TEXTS, track.lines, strict=True):
        assert line.end - line.start == pytest.approx(len(said(text, "narrator-2")) / RATE, abs=0.2)


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"nothing" * 40, 0, "recording.no_sound"),
        (recording(TEXTS[:1])[:30_000], 0, "recording.damaged"),
        (encoded(np.zeros(48_000, np.int16), 48_000), 0, "recording.silent"),
        (recording(("네.",)), 0, "recording.unfit"),
        (recording(TEXTS), 2, "recording.unfit"),
        (recording(TEXTS[:1]), 9, "recording.no_such_line"),
        (recording(TEXTS[:2]), None, "recording.few_pauses"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, data: bytes, line: int | None, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        script_with_recording(SCRIPT, data, LocalStore(tmp_path), line)
    assert refused.value.code == code


def test_the_tone_of_the_room_goes_on_beside_recorded_lines() -> None:
    own = np.concatenate([said(TEXTS[0], "narrator-2"), np.zeros(RATE, np.int16)]) // 4
    own = hissing(own, 40)
    track = np.concatenate([np.zeros(RATE, np.int16), own, np.zeros(RATE, np.int16)])
    past = RATE + len(own)
    filled = with_room_tone(track, RATE, [(RATE, past)])
    assert np.array_equal(filled[RATE:past], track[RATE:past])
    assert noise_level(filled[: RATE * 3 // 4], RATE) == pytest.approx(noise_level(own, RATE), abs=2.5)
    assert not np.any(room_tone([np.zeros(100, np.int16)], 50))
