"""Pronunciation, word times, trimming and the laying out of a narration: tables and properties."""

import io
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from libraries.korean.pronunciation import respell_as_pronounced
from libraries.media.store import LocalStore
from libraries.sound.estimated_word_times import word_times_by_length
from libraries.sound.libespeak import Phoneme
from libraries.sound.loudness import integrated_loudness
from libraries.sound.speech_level import even_out_loudness, frame_levels, range_without_silence
from schemas.errors import BadInput, FaultySpeech
from schemas.frames import FPS
from schemas.recipe import VoiceChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import Timing, VoiceTrack
from services.studio.voice.espeak.voice import _words
from services.studio.voice.server_voices import speakable_text
from services.studio.voice.track import make_voice_track
from services.studio.voice.voice_protocol import SpokenPcm

RATE = 16_000


# Pronunciation (표준 발음법), by its articles

BY_ARTICLE = """
§8-11 neutral finals
앞=압 부엌=부억 낮=낟 꽃=꼳 옷=옫 닭=닥 값=갑 넋=넉 외곬=외골 삶=삼 읊=읍 여덟=여덜
§12 aspiration
놓다=노타 좋고=조코 쌓지=싸치 맏형=마텽 국화=구콰 법학=버팍 꽂히다=꼬치다 옳지=올치 닿소=다쏘
놓는=논는 낳은=나은 끓어=끄러
§13-14 liaison
깎아=까까 있어=이써 낮이=나지 앉아=안자 닭을=달글 값을=갑쓸 넋이=넉씨 없어=업써 강이=강이 옷을=오슬
§17 palatalisation
미닫이=미다지 해돋이=해도지 밭이=바치 벼훑이=벼훌치 굳히다=구치다
§18-19 nasals
먹는=멍는 닫는=단는 잡는=잠는 앞마당=암마당 값매다=감매다 침략=침냑 강릉=강능 협력=혐녁 백리=뱅니
§20 liquids
난로=날로 천리=철리 칼날=칼랄 물난리=물랄리 의견란=의견난 생산량=생산냥
§23-25 tense consonants
국밥=국빱 깎다=깍따 옷고름=옫꼬름 앉고=안꼬 삼고=삼고 넓게=널께 핥다=할따
§5 vowels
가져=가저 쳐=처 희망=히망 주의하다=주이하다 의의=의에 무늬=무니
"""


def pairs() -> list[tuple[str, str]]:
    rows = [row for row in BY_ARTICLE.splitlines() if row and not row.startswith("§")]
    found = [pair.split("=") for row in rows for pair in row.split()]
    return [(written, sounds) for written, sounds in found]


@each_row(("written", "sounds"), pairs())
def test_standard_pronunciation_by_article(written: str, sounds: str) -> None:
    assert respell_as_pronounced(written) == sounds


HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


@given(st.lists(HANGUL, min_size=1, max_size=5))
def test_words_are_respelled_each_for_itself(words: list[str]) -> None:
    assert respell_as_pronounced(" ".join(words)) == " ".join(respell_as_pronounced(word) for word in words)


@given(HANGUL)
def test_at_the_end_of_a_word_only_seven_finals_are_heard(word: str) -> None:
    final = (ord(respell_as_pronounced(word)[-1]) - 0xAC00) % 28
    assert " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"[final] in " ㄱㄴㄷㄹㅁㅂㅇ"


@given(st.text("abc 12.,?!", max_size=20))
def test_what_is_not_hangul_stays(text: str) -> None:
    assert respell_as_pronounced(text) == text


# Word times


SPOKEN = st.lists(st.text("가각나낙하힣,.", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)


@given(SPOKEN, st.floats(0, 50), st.floats(0.1, 20))
def test_shared_times_fill_the_line_without_gaps(spoken: str, start: float, length: float) -> None:
    times = word_times_by_length(spoken, start, start + length)
    assert len(times) == len(spoken.split(" "))
    assert times[0][0] == start
    assert times[-1][1] == pytest.approx(start + length)
    assert all(before[1] == after[0] for before, after in pairwise(times))
    assert all(begin < end for begin, end in times)


def lengths(spoken: str) -> list[float]:
    return [end - begin for begin, end in word_times_by_length(spoken, 0.0, 1.0)]


def test_a_word_takes_time_by_its_syllables_and_their_weight() -> None:
    assert lengths("가나 다라") == pytest.approx([0.5, 0.5])
    one, two = lengths("가 가나")
    assert two / one == pytest.approx(2.5 / 1.5)
    plain, closed = lengths("가 각")
    assert closed / plain == pytest.approx((1.5 + 0.45) / 1.5)
    plain, strong = lengths("가 까")
    assert strong / plain == pytest.approx((1.5 + 0.4) / 1.5)


@pytest.mark.parametrize("sign", [",", ".", "?", "!"])
def test_a_pause_belongs_to_the_word_before_it_but_not_at_the_end(sign: str) -> None:
    first, second = lengths(f"가{sign} 나{sign}")
    assert first / second == pytest.approx((1.5 + 2.2) / 1.5)


def phonemes(*names: str) -> tuple[Phoneme, ...]:
    return tuple(Phoneme(name, at * 100) for at, name in enumerate(names))


@each_row(
    ("names", "words"),
    [
        (("_", "k", "a", "_:", "n", "_"), [(100, 300), (400, 500)]),
        (("k", "a"), [(0, 900)]),
        (("_", "_:"), []),
        ((), []),
        (("a", "_", "_", "b"), [(0, 100), (300, 900)]),
    ],
)
def test_words_are_the_sounds_between_two_pauses(names: tuple[str, ...], words: list[tuple[int, int]]) -> None:
    assert _words(phonemes(*names), 900) == words


# Sound


def tone(seconds: float, amplitude: float = 8000, rate: int = RATE) -> NDArray[np.int16]:
    time = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * 220 * time)).astype(np.int16)


def hum(seconds: float, amplitude: float = 8000, rate: int = RATE) -> NDArray[np.int16]:
    """A tone that swells as syllables do, about seven a second."""
    swell = np.sin(np.linspace(0, np.pi * max(1, round(seconds * 7)), round(seconds * rate))) ** 2
    return np.asarray(tone(seconds, amplitude, rate) * swell, np.int16)


def silence(seconds: float, rate: int = RATE) -> NDArray[np.int16]:
    return np.zeros(round(seconds * rate), np.int16)


@given(st.floats(0, 0.4), st.floats(0.05, 0.4), st.floats(0, 0.4))
@settings(max_examples=40)
def test_silence_is_trimmed_to_a_breath_on_either_side(before: float, sound: float, after: float) -> None:
    samples = np.concatenate([silence(before), tone(sound), silence(after)])
    start, end = range_without_silence(samples, RATE)
    begins, ends = len(silence(before)), len(silence(before)) + len(tone(sound))
    assert 0 <= begins - start <= 0.016 * RATE
    assert -0.005 * RATE <= end - ends <= 0.036 * RATE
    assert end <= len(samples)


def test_frames_are_the_rms_of_five_milliseconds() -> None:
    found = frame_levels(np.full(400, 16384, np.int16), RATE)
    assert found == pytest.approx([0.5] * 5)
    assert frame_levels(np.zeros(79, np.int16), RATE).size == 0


@given(st.integers(200, 32000))
@settings(max_examples=30)
def test_every_line_has_the_same_loudness(amplitude: int) -> None:
    made = even_out_loudness(tone(0.6, amplitude), RATE).astype(np.float32) / np.float32(32768)
    assert integrated_loudness(made[None, :], "a tone", RATE) == pytest.approx(-22.7, abs=0.3)
    assert abs(made[0]) < 1e-3
    assert abs(made[-1]) < 1e-3


def test_a_peak_is_never_clipped() -> None:
    samples = np.concatenate([tone(0.5, 400), np.full(8, 30000, np.int16), tone(0.5, 400)])
    assert np.abs(even_out_loudness(samples, RATE).astype(float)).max() / 32768 <= 10 ** (-1.5 / 20) + 1e-3


# The narration


class Scripted:
    """A voice that speaks what it was given, line after line, and keeps what it was asked."""

    def __init__(self, *spoken: SpokenPcm) -> None:
        self.spoken = list(spoken)
        self.asked: list[tuple[str, str, float]] = []

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        self.asked.append((line.spoken, voice, speed))
        return self.spoken[len(self.asked) - 1]


def pcm(seconds: float = 0.5, words: tuple[tuple[float, float], ...] | None = None, rate: int = RATE) -> SpokenPcm:
    samples = np.concatenate([silence(0.2, rate), hum(seconds, rate=rate), silence(0.2, rate)])
    return SpokenPcm(samples, rate, words, Timing.EXACT if words else Timing.ESTIMATED)


def line(text: str, speaker: Speaker = Speaker.NARRATOR, credit: str = "") -> Line:
    return Line(role=Role.BODY, speaker=speaker, display=text, spoken=text, credit=credit)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def narration(store: LocalStore, lines: list[Line], voice: Scripted, **choice: object) -> VoiceTrack:
    script = Script(title="시험", lines=tuple(lines))
    return make_voice_track(script, VoiceChoice.model_validate(choice), voice, store, lambda *_: None, engine="test")


LAYOUTS = st.lists(
    st.tuples(st.floats(0.3, 0.42), st.sampled_from(["예.", "둘", "셋?", "넷,"]), st.sampled_from(["", "김", "이"])),
    min_size=1,
    max_size=5,
)


@given(LAYOUTS, st.sampled_from([8000, 16_000, 22_050, 44_100]))
@settings(max_examples=25, deadline=None)
def test_every_line_begins_on_a_frame_and_the_wav_is_as_long_as_it_says(
    tmp_path_factory: pytest.TempPathFactory, layout: list[tuple[float, str, str]], rate: int
) -> None:
    store = LocalStore(tmp_path_factory.mktemp("media"))
    lines = [line(text, Speaker.COMMENTER if who else Speaker.NARRATOR, who) for _, text, who in layout]
    track = narration(store, lines, Scripted(*(pcm(seconds, rate=rate) for seconds, _, _ in layout)))
    with wave.open(io.BytesIO(store.path(track.audio).read_bytes())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (rate, 1, 2)
        assert file.getnframes() == round(track.duration * rate)
    for spoken in track.lines:
        assert abs(spoken.start * FPS - round(spoken.start * FPS)) < FPS / rate + 1e-2
        assert spoken.words[0].start == pytest.approx(spoken.start, abs=1e-3)
        assert spoken.words[-1].end <= spoken.end + 1e-3
    for before, after in pairwise(track.lines):
        assert 0.09 < after.start - before.end < 0.26
    assert track.duration - track.lines[-1].end >= 0.09


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        (line("하나"), line("둘"), 0.1),
        (line("하나."), line("둘"), 0.16),
        (line("하나?"), line("둘"), 0.16),
        (line("하나!"), line("둘"), 0.16),
        (line("하나,"), line("둘"), 0.1),
        (line("하나"), line("둘", Speaker.COMMENTER, "김"), 0.21),
        (line("하나", Speaker.COMMENTER, "김"), line("둘", Speaker.COMMENTER, "이"), 0.21),
        (line("하나", Speaker.COMMENTER, "김"), line("둘", Speaker.COMMENTER, "김"), 0.1),
    ],
)
def test_the_pause_between_two_lines(store: LocalStore, first: Line, second: Line, gap: float) -> None:
    track = narration(store, [first, second], Scripted(pcm(), pcm()))
    measured = track.lines[1].start - track.lines[0].end
    assert gap - 1e-3 <= measured <= gap + 1 / FPS + 1e-3


def test_commenters_take_turns_and_keep_their_voice(store: LocalStore) -> None:
    people = ["", "김", "이", "박", "김", "", "이"]
    lines = [line("말", Speaker.COMMENTER if who else Speaker.NARRATOR, who) for who in people]
    voice = Scripted(*(pcm(0.1) for _ in people))
    narration(store, lines, voice, narrator="n", commenters=("a", "b"), speed=1.3)
    assert [asked[1] for asked in voice.asked] == ["n", "a", "b", "a", "a", "n", "b"]
    assert {asked[2] for asked in voice.asked} == {1.3}


def test_without_voices_for_them_commenters_speak_as_the_narrator(store: LocalStore) -> None:
    voice = Scripted(pcm(0.1), pcm(0.1))
    narration(store, [line("말"), line("말", Speaker.COMMENTER, "김")], voice, narrator="n", commenters=())
    assert [asked[1] for asked in voice.asked] == ["n", "n"]


def test_exact_word_times_are_shifted_by_the_trimmed_silence(store: LocalStore) -> None:
    track = narration(store, [line("하나 둘")], Scripted(pcm(0.6, words=((0.2, 0.5), (0.5, 0.8)))))
    (spoken,) = track.lines
    assert spoken.timing is Timing.EXACT
    shift = spoken.start - 0.2 + 0.01
    assert [word.start for word in spoken.words] == pytest.approx([0.2 + shift, 0.5 + shift], abs=0.006)


def test_word_times_outside_the_sound_are_moved_to_its_edge(store: LocalStore) -> None:
    track = narration(store, [line("하나 둘")], Scripted(pcm(0.3, words=((0.0, 0.3), (0.3, 2.0)))))
    (spoken,) = track.lines
    assert spoken.words[0].start == spoken.start
    assert spoken.words[1].end == spoken.end


def test_times_for_another_number_of_words_are_not_believed(store: LocalStore) -> None:
    track = narration(store, [line("하나 둘 셋")], Scripted(pcm(0.6, words=((0.2, 0.5), (0.5, 0.8)))))
    assert track.lines[0].timing is Timing.ESTIMATED
    assert len(track.lines[0].words) == 3


def test_the_progress_goes_from_line_to_line(store: LocalStore) -> None:
    seen: list[tuple[float, str]] = []
    script = Script(title="시험", lines=(line("하나"), line("둘"), line("셋"), line("넷")))
    make_voice_track(
        script, VoiceChoice(), Scripted(*[pcm(0.3)] * 4), store, lambda *told: seen.append(told), engine="test"
    )
    assert seen == [(0.0, "1/4"), (25.0, "2/4"), (50.0, "3/4"), (75.0, "4/4")]


@pytest.mark.parametrize("rates", [(RATE, 8000), (8000, RATE), (RATE, 44_100)])
def test_lines_of_several_rates_are_joined_at_the_highest(store: LocalStore, rates: tuple[int, int]) -> None:
    track = narration(store, [line("하나"), line("둘")], Scripted(*(pcm(rate=rate) for rate in rates)))
    assert track.sample_rate == max(rates)
    first, second = ((each.end - each.start) for each in track.lines)
    assert first == pytest.approx(second, abs=0.012)
    with wave.open(io.BytesIO(store.path(track.audio).read_bytes())) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    for spoken in track.lines:
        part = samples[round(spoken.start * max(rates)) : round(spoken.end * max(rates))]
        assert np.abs(np.fft.rfft(part, max(rates))).argmax() == pytest.approx(220, abs=3)
    assert track.speech is not None
    assert track.speech.resampled == 1


def test_silence_for_a_line_with_words_is_refused_and_named(store: LocalStore) -> None:
    with pytest.raises(FaultySpeech) as caught:
        narration(store, [line("하나")], Scripted(*[SpokenPcm(silence(0.5), RATE, None, Timing.ESTIMATED)] * 2))
    assert (caught.value.code, caught.value.fields) == ("voice.silent", {"engine": "test", "line": "'하나'"})


# What is sent to a server


@pytest.mark.parametrize("text", ["하나", "a", "1", "...하나"])
def test_a_line_with_letters_is_sent_as_it_is_spoken(text: str) -> None:
    assert speakable_text(line("보이는 말").model_copy(update={"spoken": text})) == text


@each_row("text", ["", "...", "?!", "_", " , "])
def test_a_line_without_letters_is_not_sent(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        speakable_text(line("보이는 말").model_copy(update={"spoken": text}))
    assert caught.value.code == "voice.nothing_to_say"
