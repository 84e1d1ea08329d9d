"""Who speaks a line, and how: voices of speakers, quotations, pauses, speed and stress."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.speech import said_line, speech
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from libraries.media.store import LocalStore
from libraries.sound.speech_level import frame_levels, with_louder_words
from schemas.recipe import VoiceChoice
from schemas.script import Line, Script, Speaker
from services.config import Settings
from services.studio.voice.casting import cast_voices, with_single_voice
from services.studio.voice.espeak.voice import _VOICES
from services.studio.voice.stage import narrate
from services.studio.voice.track import make_voice_track
from services.studio.voice.voice_protocol import SpokenPcm

PERSONS = VoiceChoice(quotes="persons")
TEXTS = (
    "막내가 전 직원한테 메일을 보냈습니다.",
    "다들 인사인 줄 알았다고 합니다.",
    "그런데 반전은 마지막 줄에 있었습니다.",
)


def person(text: str, name: str) -> Line:
    return said_line(text, speaker=Speaker.PERSON).model_copy(update={"person": name})


def commenter(text: str, name: str) -> Line:
    return said_line(text, speaker=Speaker.COMMENTER).model_copy(update={"credit": name})


def script(*lines: Line) -> Script:
    return Script(title="시험", lines=lines)


def voices(choice: VoiceChoice, *lines: Line) -> list[str]:
    return [part.voice for part in cast_voices(script(*lines), choice)]


def test_each_kind_of_speaker_has_voices_of_its_own() -> None:
    lines = [
        said_line("가"),
        person("나", "엄마"),
        commenter("다", "김"),
        person("라", "사장"),
        person("마", "엄마"),
        commenter("바", "이"),
    ]
    assert voices(VoiceChoice(), *lines) == [
        "narrator-1",
        "person-1",
        "commenter-1",
        "person-2",
        "person-1",
        "commenter-2",
    ]
    nobody = VoiceChoice(commenters=(), persons=())
    assert set(voices(nobody, *lines)) == {"narrator-1"}


@given(
    some.lists(
        some.tuples(some.sampled_from(list(Speaker)), some.sampled_from(["가", "나", "다", "라"])),
        min_size=1,
        max_size=12,
    )
)
def test_a_speaker_keeps_its_voice_and_a_line_alone_has_it_too(spoken: list[tuple[Speaker, str]]) -> None:
    lines = [said_line("말", speaker=who).model_copy(update={"credit": name, "person": name}) for who, name in spoken]
    parts = cast_voices(script(*lines), PERSONS)
    assert len(
        {
            (who, name if who is not Speaker.NARRATOR else "", part.voice)
            for (who, name), part in zip(spoken, parts, strict=True)
        }
    ) == len({(who, name if who is not Speaker.NARRATOR else "") for who, name in spoken})
    for line, part in zip(lines, parts, strict=True):
        assert cast_voices(script(line), with_single_voice(PERSONS, part))[0].voice == part.voice


@each_row(
    ("texts", "wanted"),
    [
        (("사장님이 조용히 말했습니다.", "“내일부터 나오지 마.”"), ["narrator-1", "person-1"]),
        (("제가 물었습니다.", "“왜요?”"), ["narrator-1", "narrator-1"]),
        (("사장님이 저를 불렀고 제가 물었습니다.", "“왜요?”", "“그냥.”"), ["narrator-1", "narrator-1", "person-1"]),
        (("엄마가 왔습니다.", "“밥은?”", "아빠는 웃었습니다.", '"나가자."', "엄마가 답했습니다.", "‘싫어!’"),
         ["narrator-1", "person-1", "narrator-1", "person-2", "narrator-1", "person-1"]),
        (("“밥은?”", "“먹었어.”", "“거짓말.”"), ["person-1", "person-2", "person-1"]),
        (("그는 “밥은?” 하고 물었습니다.", "“가” 와 “나”"), ["narrator-1", "narrator-1"]),
    ],
)  # fmt: skip
def test_quotations_are_spoken_by_persons_where_the_recipe_says_so(texts: tuple[str, ...], wanted: list[str]) -> None:
    lines = [said_line(text) for text in texts]
    assert voices(PERSONS, *lines) == wanted
    assert set(voices(VoiceChoice(), *lines)) == {"narrator-1"}


def test_espeak_has_distinct_voices_for_everybody_in_a_recipe() -> None:
    choice = VoiceChoice()
    assert {choice.narrator, *choice.commenters, *choice.persons} <= set(_VOICES)
    assert len({_VOICES[name] for name in _VOICES}) == len(_VOICES)


@each_row(
    "wrong",
    [
        {"pause_after": -0.1}, {"pause_after": 2.1}, {"speed": 0.4}, {"speed": 2.5}, {"person": "가" * 41},
        {"emphasis": ["없는말"]}, {"emphasis": ["막내 가"]}, {"emphasis": [""]}, {"speaker": "somebody"},
    ],
)  # fmt: skip
def test_what_no_line_can_have_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Line.model_validate(said_line(TEXTS[0]).model_dump() | wrong)


def test_pauses_and_speeds_are_those_of_the_lines(tmp_path: Path) -> None:
    def told(**more: Any) -> Any:
        lines = [said_line(text) for text in TEXTS]
        lines[1] = lines[1].model_copy(update=more)
        return narrate(script(*lines), VoiceChoice(), LocalStore(tmp_path), Settings().studio).made.lines

    plain, later, faster = told(), told(pause_after=0.8), told(speed=1.4)
    assert later[2].start - later[1].end == pytest.approx(plain[2].start - plain[1].end + 0.8, abs=0.034)
    assert later[1].end == plain[1].end
    shorter = (faster[1].end - faster[1].start) / (plain[1].end - plain[1].start)
    assert shorter == pytest.approx(1 / 1.4, abs=0.06)
    assert faster[2].end - faster[2].start == pytest.approx(plain[2].end - plain[2].start, abs=0.001)


def test_no_voice_is_asked_for_more_than_twice_or_less_than_half_its_pace(tmp_path: Path) -> None:
    asked: list[float] = []

    class Noting:
        def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
            asked.append(speed)
            return speech(line.spoken, voice, speed)

    lines = [
        said_line(text).model_copy(update={"speed": speed}) for text, speed in zip(TEXTS, (0.5, 1.2, 2.0), strict=True)
    ]
    make_voice_track(
        script(*lines), VoiceChoice(speed=1.25), Noting(), LocalStore(tmp_path), lambda *_: None, engine="noting"
    )
    assert asked == [0.625, 1.5, 2.0]


def test_a_stressed_word_is_three_decibels_louder_and_the_others_as_before() -> None:
    spoken = speech()
    assert spoken.words
    samples, rate = spoken.samples // 2, spoken.sample_rate
    start, end = spoken.words[2]
    loud = with_louder_words(samples, rate, [spoken.words[2]])
    inside = slice(round(start * 200) + 1, round(end * 200) - 1)
    gain = 20 * np.log10(frame_levels(loud, rate)[inside].mean() / frame_levels(samples, rate)[inside].mean())
    assert gain == pytest.approx(3, abs=0.1)
    assert np.array_equal(loud[: round((start - 0.04) * rate)], samples[: round((start - 0.04) * rate)])
    assert (
        np.abs(with_louder_words(spoken.samples * 1, rate, list(spoken.words)).astype(int)).max()
        <= 32_768 * 10 ** (-1.5 / 20) + 1
    )
    assert with_louder_words(samples, rate, []) is samples
