"""Trials of a writer or voice before films are made with it: a dozen posts through the gate, ten lines measured."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from crawlers.sample.collected_posts import collected_post
from crawlers.sample.sample_posts import all_sample_posts
from libraries.gpu.onnx import devices_in_use
from libraries.korean.text_normalisation import spoken_form
from libraries.model_store.speech_recognition import Hear
from libraries.model_store.trials import (
    ENGLISH_LINES,
    KOREAN_LINES,
    VOICE_FLOOR,
    WRITER_FLOOR,
    TrialFailure,
    VoiceTrialResult,
    WriterTrialResult,
    character_error_rate,
)
from libraries.sound.estimated_word_times import syllable_count
from libraries.sound.loudness import integrated_loudness
from libraries.sound.speech_measures import measure_speech
from schemas.adapters import AdapterKind
from schemas.errors import FaultySpeech, WaggleError
from schemas.recipe import ScriptChoice, VoiceChoice
from schemas.script import Line
from services.config import StudioSettings
from services.studio.adapters import require_usable_adapters
from services.studio.script.stage import examined_script
from services.studio.voice.checks.line import PassedLine, check_line, line_sound
from services.studio.voice.voice_protocol import SpokenPcm, Voice

Watch = Callable[[str], None]


def try_writer(
    name: str, choice: ScriptChoice, settings: StudioSettings, watch: Watch, count: int
) -> WriterTrialResult:
    """Have a writer tell ``count`` posts. Raises ConfigurationError when it cannot be used at all."""
    require_usable_adapters(AdapterKind.WRITER, (name,), settings, setting="models try")
    choice = choice.model_copy(update={"chain": (name,)})
    failures, seconds = [], []
    for post in map(collected_post, all_sample_posts()[:count]):
        began = time.perf_counter()
        try:
            examined_script(post, choice, settings)
        except WaggleError as error:
            failures.append(TrialFailure(of=post.title, code=error.code, why=error.explained("en").sentence))
        seconds.append(time.perf_counter() - began)
        watch(f"{post.title}: {failures[-1].code if failures and failures[-1].of == post.title else 'passed'}")
    passed = len(seconds) - len(failures)
    return WriterTrialResult(
        adapter=name,
        device=devices_in_use(),
        posts=len(seconds),
        passed=passed,
        pass_rate=round(passed / len(seconds), 3),
        below_floor=passed / len(seconds) < WRITER_FLOOR,
        seconds_a_post=round(median(seconds), 2),
        failures=tuple(failures),
    )


def try_voice(name: str, settings: StudioSettings, watch: Watch, hear: Hear | None = None) -> VoiceTrialResult:
    """Have a voice speak ten lines, Korean ones if it can. Raises what the voice raises before its first line."""
    chosen = require_usable_adapters(AdapterKind.VOICE, (name,), settings, setting="models try")[0]
    korean = not chosen.adapter.languages or "ko" in chosen.adapter.languages
    texts, language = (KOREAN_LINES, "ko") if korean else (ENGLISH_LINES, "en")
    voice = chosen.instantiate()
    _spoken(voice, texts[0])  # loads it
    measured, failures, before = [], [], list[PassedLine]()
    for text in texts:
        try:
            one = _measured(voice, text, language, hear)
            measured.append(one)
            before.append(check_line(line_sound(text, one.spoken), 1.0, name, before))
        except WaggleError as error:
            failures.append(TrialFailure(of=text, code=error.code, why=error.explained("en").sentence))
        watch(f"{text} {failures[-1].code if failures and failures[-1].of == text else 'good'}")
    faultless = len(texts) - len(failures)
    errors = [one.errors for one in measured if one.errors is not None]
    sound = sum(one.seconds for one in measured)
    wrong = median(errors) if errors else None
    return VoiceTrialResult(
        adapter=name,
        device=devices_in_use(),
        lines=len(texts),
        faultless=faultless,
        below_floor=faultless / len(texts) < VOICE_FLOOR,
        seconds_a_syllable=round(sound / max(1.0, sum(one.syllables for one in measured)), 3),
        work_a_second=round(sum(one.work for one in measured) / max(0.01, sound), 3),
        lufs=_loudness([one.spoken for one in measured]),
        clipped=round(max((one.clipped for one in measured), default=0.0), 4),
        cut_ends=sum(failure.code == "speech.cut_end" for failure in failures),
        character_errors=None if wrong is None else round(wrong, 3),
        failures=tuple(failures),
    )


class _Measured(NamedTuple):
    """A spoken line: seconds of sound and of work, its syllables, the share of distorted samples and of errors."""

    spoken: SpokenPcm
    seconds: float
    work: float
    syllables: float
    clipped: float
    errors: float | None


def _spoken(voice: Voice, text: str) -> SpokenPcm:
    line = Line.model_validate({"role": "body", "speaker": "narrator", "display": text, "spoken": spoken_form(text)})
    return voice.speak(line, VoiceChoice().narrator, 1.0)


def _measured(voice: Voice, text: str, language: str, hear: Hear | None) -> _Measured:
    began = time.perf_counter()
    spoken = _spoken(voice, text)
    work = time.perf_counter() - began
    sound = line_sound(text, spoken)
    if sound.end <= sound.start:
        raise FaultySpeech("voice.silent", engine="trial", line=repr(text))
    found = measure_speech(sound.samples, sound.rate, sound.start, sound.end)
    errors = None if hear is None else character_error_rate(text, hear(spoken.samples, spoken.sample_rate, language))
    return _Measured(spoken, sound.seconds, work, syllable_count(text), found.clipped, errors)


def _loudness(lines: Sequence[SpokenPcm]) -> float | None:
    rates = {line.sample_rate for line in lines}
    if len(rates) != 1:
        return None
    samples = np.concatenate([line.samples for line in lines]).astype(np.float32) / np.float32(32768)
    return round(integrated_loudness(samples[np.newaxis], "the trial", rates.pop()), 1)
