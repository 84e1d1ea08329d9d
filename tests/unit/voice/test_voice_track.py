"""The narration, looked at as sound: where words begin, how loud lines are, how long it is silent."""

import ctypes
import subprocess
import sys
import wave
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from fixtures.studio.studio import beginning, sample_posts, sample_script, small_post
from numpy.typing import NDArray

from libraries.film_scripts import pacing
from libraries.korean.text_normalisation import normalise
from libraries.media.store import LocalStore
from libraries.sound.estimated_word_times import word_times_by_length
from libraries.sound.libespeak import _from_wheel, synthesise
from libraries.sound.loudness import integrated_loudness
from libraries.sound.speech_level import even_out_loudness, frame_levels, range_without_silence
from schemas.errors import BadInput, ConfigurationError, Retryable
from schemas.recipe import ScriptChoice, VoiceChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import Timing, VoiceTrack
from services.config import ROOT, Settings
from services.studio.script.stage import write_script
from services.studio.voice.espeak import voice as espeak
from services.studio.voice.espeak.voice import EspeakVoice
from services.studio.voice.stage import narrate
from services.studio.voice.track import make_voice_track
from services.studio.voice.voice_protocol import SpokenPcm

CHOICE = VoiceChoice()


def line(text: str, speaker: Speaker = Speaker.NARRATOR, credit: str = "") -> Line:
    said = normalise(text)
    assert said
    return Line(role=Role.BODY, speaker=speaker, display=said.display, spoken=said.spoken, credit=credit)


def script(*lines: Line) -> Script:
    return Script(title="시험", lines=lines)


@cache
def said(number: int) -> tuple[tuple[Line, SpokenPcm], ...]:
    """The lines of a sample script as espeak says them."""
    return tuple((each, EspeakVoice().speak(each, "narrator-1", 1.15)) for each in sample_script(number).lines)


def samples_of(track: VoiceTrack, store: LocalStore) -> NDArray[np.int16]:
    with wave.open(str(store.path(track.audio))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getframerate() == track.sample_rate
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def onsets(samples: NDArray[np.int16], rate: int, least: float) -> list[float]:
    """Seconds at which sound begins after ``least`` seconds of silence, judged by energy alone."""
    energy = frame_levels(samples, rate)
    hop = round(rate * 0.005) / rate
    loud = energy > energy.max() * 0.02
    found: list[float] = []
    silent = least
    for index, is_loud in enumerate(loud):
        if is_loud and silent >= least - 1e-9:
            found.append(index * hop)
        silent = 0.0 if is_loud else silent + hop
    return found


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


class Narrated(NamedTuple):
    track: VoiceTrack
    samples: NDArray[np.int16]


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Narrated]:
    """The narration of a sample script; made once for all tests here."""
    store = LocalStore(tmp_path_factory.mktemp("narrations"))

    @cache
    def made(number: int) -> Narrated:
        track = narrate(sample_script(number), CHOICE, store, Settings().studio)[0]
        return Narrated(track, samples_of(track, store))

    return made


@pytest.mark.slow
def test_every_word_of_every_sample_post_has_an_exact_time() -> None:
    for number in range(0, len(sample_posts()), 3):
        for each, spoken in said(number):
            assert spoken.timing is Timing.EXACT
            assert spoken.words
            assert len(spoken.words) == len(each.display.split(" "))


@pytest.mark.slow
def test_words_begin_where_the_sound_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """With long pauses between words their onsets can be heard without doubt; reported and heard starts must agree."""
    monkeypatch.setattr(espeak, "_GAP", 60)
    voice = EspeakVoice()
    errors: list[float] = []
    for number in range(0, len(sample_posts()), 4):
        for each in sample_script(number).lines:
            spoken = voice.speak(each, "narrator-1", 1.15)
            heard = onsets(spoken.samples, spoken.sample_rate, 0.14)
            assert spoken.words
            if len(heard) == len(spoken.words):
                errors += [abs(start - onset) for (start, _), onset in zip(spoken.words, heard, strict=True)]
    assert len(errors) > 300
    print(f"reported word starts: p95 {float(np.percentile(errors, 95)) * 1000:.0f} ms of {len(errors)} words")
    assert float(np.percentile(errors, 95)) <= 0.02


def test_estimated_words_are_close_to_the_exact_ones() -> None:
    """What engines without word times get: p95 of the start error."""
    errors: list[float] = []
    for number in range(0, len(sample_posts()), 3):
        for each, spoken in said(number):
            assert spoken.words
            estimated = word_times_by_length(each.spoken, spoken.words[0][0], spoken.words[-1][1])
            errors += [abs(a - b) for (a, _), (b, _) in zip(estimated, spoken.words, strict=True)]
    print(f"estimated word starts: p95 {float(np.percentile(errors, 95)) * 1000:.0f} ms of {len(errors)} words")
    assert float(np.percentile(errors, 95)) <= 0.15


@pytest.mark.parametrize("number", [0, 5, 10, 13, 20])
@pytest.mark.quick_cases(1)
def test_a_track_as_a_whole(number: int, narrated: Callable[[int], Narrated]) -> None:
    made = sample_script(number)
    track, samples = narrated(number)
    rate = track.sample_rate
    assert track.duration == pytest.approx(len(samples) / rate)
    assert 20 <= track.duration <= 60
    assert onsets(samples, rate, 0.0)[0] <= 0.3
    assert np.abs(samples.astype(int)).max() < 0.9 * 32768
    levels = []
    for shown, spoken in zip(made.lines, track.lines, strict=True):
        assert [word.text for word in spoken.words] == shown.display.split(" ")
        starts = [word.start for word in spoken.words]
        assert starts == sorted(starts)
        assert all(spoken.start <= word.start <= word.end <= spoken.end for word in spoken.words)
        inside = frame_levels(samples[round(spoken.start * rate) : round(spoken.end * rate)], rate)
        assert inside[:6].max() > 0.001, "a line begins with silence"
        sound = samples[round(spoken.start * rate) : round(spoken.end * rate)].astype(np.float32) / np.float32(32768)
        if len(sound) >= 0.5 * rate:
            levels.append(integrated_loudness(sound[None, :], "a line", rate))
    assert max(levels) - min(levels) < 1.0
    pauses = [after.start - before.end for before, after in zip(track.lines[:-1], track.lines[1:], strict=True)]
    assert all(0.1 <= pause <= 0.25 for pause in pauses)


@pytest.mark.slow
def test_the_same_line_is_said_alike_while_another_keeps_the_library_loaded(store: LocalStore) -> None:
    """As the phonemizer of another voice does."""
    kept = ctypes.CDLL(_from_wheel()[0])
    first = narrate(beginning(0), CHOICE, store, Settings().studio)[0]
    narrate(beginning(3), CHOICE, store, Settings().studio)[0]
    assert narrate(beginning(0), CHOICE, store, Settings().studio)[0] == first
    assert kept.espeak_Info, "it was there all the time"


@pytest.mark.slow
def test_the_same_script_gives_the_same_bytes_whatever_was_said_before(store: LocalStore) -> None:
    first = narrate(beginning(0), CHOICE, store, Settings().studio)[0]
    narrate(beginning(3), CHOICE, store, Settings().studio)[0]
    assert narrate(beginning(0), CHOICE, store, Settings().studio)[0] == first


@pytest.mark.slow
def test_another_process_says_it_the_same_way() -> None:
    code = (
        "from libraries.sound.libespeak import _from_wheel, synthesise; import hashlib;"
        "print(hashlib.sha256(synthesise('안녕하세요 여러분', 'ko+f2', {1: 200}).samples.tobytes()).hexdigest())"
    )
    runs = {subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT) for _ in range(2)}
    assert len(runs) == 1


def test_narrator_and_commenters_have_voices_of_their_own(store: LocalStore) -> None:
    text = "같은 말을 서로 다른 사람이 합니다"
    people = (("", Speaker.NARRATOR), ("가", Speaker.COMMENTER), ("나", Speaker.COMMENTER), ("가", Speaker.COMMENTER))
    track = narrate(script(*(line(text, who, credit) for credit, who in people)), CHOICE, store, Settings().studio)[0]
    samples = samples_of(track, store)
    cut = [samples[round(at.start * track.sample_rate) : round(at.end * track.sample_rate)] for at in track.lines]
    pitches = [_pitch(each, track.sample_rate) for each in cut]
    assert pitches[1] == pytest.approx(pitches[3], abs=2)
    assert min(abs(pitches[a] - pitches[b]) for a, b in ((0, 1), (1, 2), (0, 2))) > 15


def _pitch(samples: NDArray[np.int16], rate: int) -> float:
    """Median fundamental in Hz, by autocorrelation of 40 ms frames between 70 and 400 Hz."""
    size = round(0.04 * rate)
    found = []
    for at in range(0, len(samples) - size, size):
        frame = samples[at : at + size].astype(float)
        if np.abs(frame).max() < 2000:
            continue
        related = np.correlate(frame, frame, "full")[size - 1 :]
        low, high = int(rate / 400), int(rate / 70)
        lag = low + int(related[low:high].argmax())
        if related[lag] > 0.5 * related[0]:
            found.append(rate / lag)
    return float(np.median(found))


@pytest.mark.slow
def test_speed_is_speed(store: LocalStore) -> None:
    slow = narrate(beginning(0), VoiceChoice(speed=0.9), store, Settings().studio)[0]
    fast = narrate(beginning(0), VoiceChoice(speed=1.5), store, Settings().studio)[0]
    assert 1.4 < slow.duration / fast.duration < 1.8


@pytest.mark.parametrize("number", [0, 10, 13, 20])
@pytest.mark.slow
def test_the_pace_is_what_the_writer_counts_on(number: int, narrated: Callable[[int], Narrated]) -> None:
    counted = pacing.script_duration(sample_script(number).lines)
    assert narrated(number).track.duration == pytest.approx(counted, rel=0.08)


@pytest.mark.parametrize("number", [2, 6, 10])
@pytest.mark.slow
def test_a_film_of_the_longest_scripts_stays_within_a_minute(number: int, narrated: Callable[[int], Narrated]) -> None:
    end_card = 1.5
    assert 50 < narrated(number).track.duration + end_card <= 60


def test_an_unknown_voice_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="narrator-1, narrator-2, commenter-1"):
        EspeakVoice().speak(line("안녕하세요"), "somi", 1.0)


def test_a_missing_library_says_what_to_do() -> None:
    with pytest.raises(ConfigurationError, match=r"does not load .*Install the package espeakng-loader again"):
        synthesise("안녕", "ko", {}, lambda: ("/no/such/libespeak-ng.so", "/no/such/data"))
    code = (
        "import sys; sys.modules['espeakng_loader'] = None\n"
        "from libraries.sound.libespeak import _from_wheel, synthesise; synthesise('안녕', 'ko', {})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "espeakng-loader, which is not installed. Run: " in run.stderr


def test_an_unknown_engine_names_the_known_ones(store: LocalStore) -> None:
    with pytest.raises(ConfigurationError, match=r"hal\..*espeak"):
        narrate(sample_script(0), VoiceChoice(chain=("hal",)), store, Settings().studio)[0]


def test_the_engine_that_served_is_named(store: LocalStore) -> None:
    track, served_by, *_ = narrate(
        write_script(small_post(), ScriptChoice(), Settings().studio)[0], CHOICE, store, Settings().studio
    )
    assert served_by == "espeak"
    assert track.duration > 15


class Tone:
    """An engine without word times: a tone of six syllables between silences, as loud as asked."""

    name = "tone"

    def __init__(self, amplitude: float) -> None:
        self.amplitude = amplitude

    def speak(self, line: Line, voice: str, speed: float) -> SpokenPcm:
        rate = 16_000
        swell = np.sin(np.linspace(0, 6 * np.pi, rate)) ** 2
        tone = self.amplitude * np.sin(2 * np.pi * 220 * np.arange(rate) / rate) * swell
        silence = np.zeros(rate // 2)
        samples = np.concatenate([silence, tone, silence]).round().astype(np.int16)
        return SpokenPcm(samples, rate, None, Timing.ESTIMATED)


def test_an_engine_without_word_times_gets_estimated_ones_and_loses_its_silence(store: LocalStore) -> None:
    made = script(line("하나 두울 세에엣"), line("끝입니다"))
    track = make_voice_track(made, CHOICE, Tone(3000), store, lambda *_: None, engine="test")
    assert [each.timing for each in track.lines] == [Timing.ESTIMATED, Timing.ESTIMATED]
    assert track.lines[0].end - track.lines[0].start == pytest.approx(1.04, abs=0.02)
    lengths = [word.end - word.start for word in track.lines[0].words]
    assert lengths == sorted(lengths)
    assert lengths[2] > 1.3 * lengths[0]


def test_an_engine_that_says_nothing_is_not_believed(store: LocalStore) -> None:
    with pytest.raises(Retryable, match="returned silence"):
        make_voice_track(script(line("하나"), line("두울")), CHOICE, Tone(0), store, lambda *_: None, engine="test")


@pytest.mark.parametrize("amplitude", [40, 1000, 32000])
def test_any_loudness_is_levelled_without_clipping(amplitude: int) -> None:
    rate = 16_000
    tone = np.zeros(2 * rate)
    tone[rate // 2 : 3 * rate // 2] = amplitude * np.sin(2 * np.pi * 220 * np.arange(rate) / rate)
    samples = tone.round().astype(np.int16)
    start, end = range_without_silence(samples, rate)
    out = even_out_loudness(samples[start:end], rate).astype(float) / 32768
    assert integrated_loudness(out[None, :].astype(np.float32), "a tone", rate) == pytest.approx(-22.7, abs=0.2)
    assert np.abs(out).max() < 0.85
    assert abs(out[0]) < 0.001


def test_silence_stays_silence() -> None:
    silence = np.zeros(1000, np.int16)
    assert range_without_silence(silence, 16_000) == (0, 0)
    assert not even_out_loudness(silence, 16_000).any()


def test_lines_begin_on_a_frame_and_follow_within_a_quarter_of_a_second(store: LocalStore) -> None:
    """So a reworded line leaves all scenes behind it as they are, and nobody waits."""
    lines = (
        line("문을 열었습니다."),
        line("아무도 없었죠,"),
        line("진짜예요?", Speaker.COMMENTER, "김대리"),
        line("네!"),
    )
    track = narrate(script(*lines), CHOICE, store, Settings().studio)[0]
    spoken = track.lines
    assert all(abs(each.start * 30 - round(each.start * 30)) < 0.01 for each in spoken)
    gaps = [after.start - before.end for before, after in pairwise(spoken)]
    assert min(gaps) > 0.09
    assert max(gaps) <= 0.25
    assert len(samples_of(track, store)) == round(track.duration * track.sample_rate)
