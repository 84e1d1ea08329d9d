"""Clean speech passes its checks, damaged speech does not: by tables, properties and every sample script."""

from collections import defaultdict
from itertools import chain, pairwise
from typing import Final

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.speech import DAMAGE, OTHER, TEXT, clipped, encoded, hissing, said_line, speech, streamed_wav
from fixtures.studio.studio import sample_posts, sample_script
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.sound.decode import decode_mono, resampled_sound
from libraries.sound.estimated_word_times import duration_in_syllables, syllable_count, word_times_by_length
from libraries.sound.line_duration_limits import LineDuration, lines_out_of_pace
from libraries.sound.pcm import PcmSamples
from libraries.sound.speech_level import without_dc_offset
from schemas.errors import FaultySpeech, WaggleError
from schemas.voice import Timing
from services.studio.voice.checks import line as checked_line
from services.studio.voice.checks.line import LineSound, PassedLine, _repeats_itself, check_line
from services.studio.voice.espeak.voice import EspeakVoice
from services.studio.voice.takes import Takes
from services.studio.voice.voice_protocol import SpokenPcm

SPEEDS = (0.8, 1.15, 1.5)
VOICES = ("narrator-1", "narrator-2", "commenter-1", "commenter-2")


EVERY: Final = range(len(sample_posts()))


def lines_of(place: int) -> tuple[str, ...]:
    """The spoken lines of a sample post."""
    return tuple(line.spoken for line in sample_script(place).lines)


def sample_lines() -> st.SearchStrategy[str]:
    """Any line of every fourth of them. They are written when the first is drawn, not when the tests are collected."""
    return st.deferred(lambda: st.sampled_from(tuple(chain.from_iterable(map(lines_of, EVERY[::8])))))


def heard(text: str, samples: PcmSamples, rate: int) -> LineSound:
    return checked_line.line_sound(text, SpokenPcm(samples, rate, None, Timing.ESTIMATED))


def fault(text: str, samples: PcmSamples, rate: int, speed: float = 1.15, before: tuple[PassedLine, ...] = ()) -> str:
    """The code of what is wrong with a line; empty for a good one."""
    try:
        check_line(heard(text, samples, rate), speed, "test", before)
    except FaultySpeech as error:
        return error.code
    return ""


# Clean speech


def refused(place: int, speed: float, voice: str) -> list[str]:
    """What is wrong with the lines of the sample script at ``place``."""
    before: list[PassedLine] = []
    lengths: list[LineDuration] = []
    found = []
    for text in lines_of(place):
        spoken = EspeakVoice().speak(said_line(text), voice, speed)
        one = heard(text, spoken.samples, spoken.sample_rate)
        lengths.append(LineDuration(text, voice, one.seconds * speed))
        try:
            before.append(check_line(one, speed, "espeak", before))
        except FaultySpeech as error:
            found.append(str(error))
    return found + [f"{lengths[index]} {expected}" for index, expected in lines_out_of_pace(lengths).items()]


@pytest.mark.slow
def test_no_clean_line_of_the_sample_scripts_is_refused() -> None:
    """Every eighth script, each in one voice at one speed; the long tests speak all in all voices at all speeds."""
    places = EVERY[::4]
    wrong = [refused(at, SPEEDS[turn % 3], VOICES[turn % 4]) for turn, at in enumerate(places)]
    assert list(chain.from_iterable(wrong)) == []
    assert sum(len(lines_of(at)) for at in places) > 60


@pytest.mark.slow
@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("voice", VOICES)
def test_no_clean_line_in_any_voice_at_any_speed_is_refused(voice: str, speed: float) -> None:
    assert [wrong for at in EVERY for wrong in refused(at, speed, voice)] == []


ODD_LINES = (
    "네.", "쉿!", "아아아아아아악!", "하하하하하하하.", "아니 아니 아니 아니.", "쿵, 쿵, 쿵, 쿵.", "진짜? 진짜? 진짜?",
    "크크크크크크크크.", "스스로 쉬쉬하며 숨죽인 채 살았습니다.", "음.", "어제는... 정말... 아무 말도... 못 했습니다.",
    "구십구억 구천구백구십구만 구천구백구십구 원.",
)  # fmt: skip


@each_row("text", ODD_LINES)
@pytest.mark.slow
def test_odd_lines_are_speech_too(text: str) -> None:
    for voice in VOICES:
        spoken = speech(text, voice)
        assert fault(text, spoken.samples, spoken.sample_rate) == ""


@given(sample_lines(), st.sampled_from((8000, 16_000, 24_000, 44_100, 48_000)))
@settings(max_examples=12)
def test_clean_speech_passes_at_any_rate_loudness_and_offset(text: str, rate: int) -> None:
    spoken = speech(text)
    samples = resampled_sound(spoken.samples, spoken.sample_rate, rate)
    for scale, offset in ((0.05, 0), (1.0, 0), (0.5, 9000)):
        assert fault(text, clipped(samples * scale + offset), rate) == ""


@pytest.mark.parametrize(("kind", "codec", "rate"), [("mp3", "libmp3lame", 22_050), ("ogg", "libopus", 24_000)])
def test_clean_speech_passes_after_a_codec(kind: str, codec: str, rate: int) -> None:
    spoken = speech()
    file = encoded(resampled_sound(spoken.samples, spoken.sample_rate, rate), rate, kind, codec)
    assert fault(TEXT, *decode_mono(file, "test")) == ""


def test_a_little_hiss_is_no_fault() -> None:
    spoken = speech()
    assert fault(TEXT, hissing(spoken.samples, 20), spoken.sample_rate) == ""


# Damaged speech


@each_row("name", DAMAGE)
def test_damage_is_named(name: str) -> None:
    code, damage = DAMAGE[name]
    for voice in ("narrator-1", "commenter-1"):
        spoken = speech(TEXT, voice)
        assert fault(TEXT, damage(spoken.samples, spoken.sample_rate), spoken.sample_rate) == code


@given(sample_lines().filter(lambda text: syllable_count(text) >= 8))
@settings(max_examples=12)
@pytest.mark.slow
def test_any_line_said_twice_or_drowned_in_noise_is_refused(text: str) -> None:
    spoken = speech(text)
    samples, rate = spoken.samples, spoken.sample_rate
    assert fault(text, hissing(samples, 0), rate) == "speech.noise"
    assert fault(text, np.tile(samples, 4), rate) in ("speech.repeated", "speech.too_long")


def test_cut_lines_are_found_by_their_end_or_their_pace() -> None:
    """Of lines cut at 55 % only such are missed as seem to end in a pause, alone; none is among other lines."""
    missed = 0
    lines = [text for text in lines_of(0) if syllable_count(text) >= 8]
    for place, text in enumerate(lines):
        spoken = speech(text)
        cut = spoken.samples[: int(0.55 * len(spoken.samples))]
        lengths = [
            LineDuration(each, "a", heard(each, speech(each).samples, spoken.sample_rate).seconds) for each in lines
        ]
        lengths[place] = LineDuration(text, "a", heard(text, cut, spoken.sample_rate).seconds)
        missed += not fault(text, cut, spoken.sample_rate) and place not in lines_out_of_pace(lengths)
    assert missed == 0


def test_the_same_sound_for_another_text_is_refused_but_not_for_the_same() -> None:
    first, second = speech(TEXT), speech(OTHER)
    rate = first.sample_rate
    before = (check_line(heard(TEXT, first.samples, rate), 1.15, "test"),)
    assert fault(OTHER, second.samples, rate, before=before) == ""
    assert fault(OTHER, first.samples, rate, before=before) == "speech.same"
    assert fault(OTHER, np.concatenate([first.samples, np.zeros(50, np.int16)]), rate, before=before) == "speech.same"
    assert fault(f"{TEXT}!", first.samples, rate, before=before) == ""


@pytest.mark.parametrize(("text", "same"), [("쿵, 쿵, 쿵!", True), ("진짜? 진짜?", True), (TEXT, False), ("네", False)])
def test_a_text_may_repeat_itself(text: str, same: bool) -> None:
    assert _repeats_itself(text) is same


# Pace


def lengths(*seconds: float, voice: str = "a") -> list[LineDuration]:
    """Lines of ten plain syllables."""
    return [LineDuration("가나다라마 바사아자카", voice, each) for each in seconds]


@each_row(
    ("seconds", "found"),
    [
        ((1.5, 1.6, 1.4, 1.5), []),
        ((1.5, 1.6, 1.4, 0.7), [3]),
        ((1.5, 3.0, 1.4, 1.5, 1.6), [1]),
        ((1.5, 1.6, 0.3), []),
        ((1.5, 1.5, 1.5, 1.5, 1.5 * 0.62, 1.5 * 1.7), []),
    ],
)
def test_a_line_far_from_the_others_is_found_once_there_are_four(seconds: tuple[float, ...], found: list[int]) -> None:
    assert sorted(lines_out_of_pace(lengths(*seconds))) == found


def test_each_voice_has_its_own_pace_once_it_has_four_lines() -> None:
    slow, fast = lengths(*[3.0] * 4, voice="slow"), lengths(*[1.4] * 4, voice="fast")
    assert lines_out_of_pace(slow + fast) == {}
    assert sorted(lines_out_of_pace([*slow, *fast, *lengths(1.4, voice="slow")])) == [8]


@given(st.text("가각까나다 ,.", min_size=1, max_size=30).filter(str.strip), st.text("abcdef ", min_size=1))
def test_more_text_takes_longer(one: str, more: str) -> None:
    assert duration_in_syllables(f"{one} {more}") > duration_in_syllables(one)
    assert syllable_count(one + more) >= syllable_count(one)


def test_words_of_other_letters_share_a_line_by_their_length() -> None:
    times = word_times_by_length("I complained yesterday", 0.0, 1.0)
    spans = [end - start for start, end in times]
    assert spans[1] > 2 * spans[0]
    assert all(one[1] == other[0] for one, other in pairwise(times))


# Takes


class Played:
    """A voice that gives what is prepared for a line, take after take; then, and for others, what espeak says."""

    def __init__(self, prepared: dict[str, list[SpokenPcm | WaggleError]]) -> None:
        self.prepared = prepared
        self.asked: dict[str, int] = defaultdict(int)

    def speak(self, line: object, voice: str, speed: float) -> SpokenPcm:
        text = getattr(line, "spoken", "")
        self.asked[text] += 1
        answers = self.prepared.get(text, [])
        if not answers:
            return speech(text, voice, speed)
        answer = answers.pop(0)
        if isinstance(answer, WaggleError):
            raise answer
        return answer


def damaged(name: str, text: str = TEXT) -> SpokenPcm:
    spoken = speech(text)
    return spoken._replace(samples=DAMAGE[name][1](spoken.samples, spoken.sample_rate))


def test_a_faulty_line_is_asked_for_once_more_and_that_is_kept() -> None:
    voice = Played({TEXT: [damaged("white noise")], OTHER: [FaultySpeech("speech.cut_file", source="x")]})
    takes = Takes(voice, "test")
    for text in (TEXT, OTHER, "네, 맞습니다."):
        takes.speak_line(said_line(text), "narrator-1", 1.15)
    assert len(takes.finish_takes()) == 3
    assert dict(voice.asked) == {TEXT: 2, OTHER: 2, "네, 맞습니다.": 1}
    figures = takes.speech_figures()
    assert [(each.index, each.code) for each in figures.retaken] == [(0, "speech.noise"), (1, "speech.cut_file")]
    assert figures.retaken[0].fields["line"] == repr(TEXT)
    assert 0.1 < figures.fastest <= figures.median <= figures.slowest < 0.3


def test_a_line_that_is_faulty_twice_is_the_voices_fault() -> None:
    takes = Takes(Played({TEXT: [damaged("a tone"), damaged("said twice")]}), "test")
    with pytest.raises(FaultySpeech) as caught:
        takes.speak_line(said_line(TEXT), "narrator-1", 1.15)
    assert caught.value.code == "speech.repeated"


SLOW = 0.85


def shortened(text: str) -> SpokenPcm:
    """Half of a slow line that ends softly: alone no check can know."""
    spoken = speech(text, speed=SLOW)
    half = spoken.samples[: len(spoken.samples) // 2]
    return spoken._replace(samples=clipped(half * np.minimum(1, np.linspace(4, 0, len(half)))), words=None)


def spoken_slowly(voice: Played, texts: list[str]) -> Takes:
    takes = Takes(voice, "test")
    for text in texts:
        takes.speak_line(said_line(text), "narrator-1", SLOW)
    return takes


@pytest.mark.slow
def test_a_line_that_is_shorter_than_the_others_is_asked_for_once_more() -> None:
    texts = [text for text in lines_of(1) if syllable_count(text) >= 9][:8]
    alone = [not fault(text, shortened(text).samples, shortened(text).sample_rate, SLOW) for text in texts]
    short = texts[alone.index(True)]
    voice = Played({short: [shortened(short)]})
    takes = spoken_slowly(voice, texts)
    assert voice.asked[short] == 1
    whole = takes.finish_takes()[texts.index(short)]
    assert voice.asked[short] == 2
    assert [each.code for each in takes.speech_figures().retaken] == ["speech.out_of_pace"]
    spoken = speech(short, speed=SLOW)
    assert whole.seconds == pytest.approx(heard(short, spoken.samples, spoken.sample_rate).seconds, abs=0.05)
    with pytest.raises(FaultySpeech) as caught:
        spoken_slowly(Played({short: [shortened(short), shortened(short)]}), texts).finish_takes()
    assert caught.value.code == "speech.out_of_pace"
    assert caught.value.fields["expected"] > 1.4 * caught.value.fields["seconds"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda words, n: words[: n // 2],
        lambda words, n: tuple((a / 2, b / 2) for a, b in words),
        lambda words, n: words[::-1],
        lambda words, n: (*words[:-1], (float("nan"), float("nan"))),
    ],
)
def test_word_times_that_cannot_be_right_are_estimated_and_counted(wrong: object) -> None:
    spoken = speech()
    assert spoken.words is not None
    assert callable(wrong)
    takes = Takes(Played({TEXT: [spoken._replace(words=wrong(spoken.words, len(spoken.words)))]}), "test")
    takes.speak_line(said_line(TEXT), "narrator-1", 1.15)
    takes.speak_line(said_line(OTHER), "narrator-1", 1.15)
    first, second = takes.finish_takes()
    assert (first.timing.value, second.timing.value) == ("estimated", "exact")
    assert first.words == word_times_by_length(TEXT, 0.0, first.seconds)
    assert takes.speech_figures().mistimed == 1


def test_a_constant_part_is_taken_away() -> None:
    spoken = speech()
    moved = without_dc_offset(clipped(spoken.samples * 0.5 + 8000))
    assert abs(float(moved.mean())) < 1
    assert without_dc_offset(spoken.samples) is spoken.samples
    assert len(streamed_wav(moved, 22_050, 0)) == 44 + 2 * len(moved)
