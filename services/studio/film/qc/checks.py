"""The checks that every film must pass: of its plan, of the parts it is joined from, and of its file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import av
from pydantic import JsonValue

from libraries.drawing.typography.captions import LIMIT, WEIGHT
from libraries.drawing.typography.design_tokens import SAFE
from libraries.drawing.typography.text import text_width, undrawable_characters
from libraries.drawing.typography.words import joined_words
from libraries.sound.film_sound_checks import SilencesAndVoiceStart, VoiceTiming, silences_and_voice_start
from libraries.sound.loudness import MAX_TRUE_PEAK, TARGET, TOLERANCE, Loudness, measure_loudness
from libraries.storyboard.timeline import Timeline
from libraries.video.container import MeasuredValue, measure_container
from schemas.errors import Permanent, Retryable
from schemas.frames import FPS, SAMPLE_RATE
from services.studio.film.qc.key_frames import SampledFrame, key_frame_values, measure_key_frames
from services.studio.film.templates.registry import template_named


class MeasuredValueLimit(NamedTuple):
    """The limit of a measured value: its name, the condition it must meet, and that condition in words."""

    name: str
    holds: Callable[[float], bool]
    wanted: str


_REQUIRED: Final[Mapping[str, MeasuredValue]] = {
    "video_codec": "h264",
    "pixel_format": "yuv420p",
    "rate": f"{FPS}/{FPS}",
    "bt709": True,
    "moov_first": True,
    "no_edit_list": True,
    "start": 0.0,
    "audio_codec": "aac",
    "audio_rate": float(SAMPLE_RATE),
    "channels": 2.0,
}
_LIMITS: Final = (
    MeasuredValueLimit("audio_minus_video", lambda v: abs(v) <= 1 / FPS, "at most one frame either way"),
    MeasuredValueLimit("lufs", lambda v: abs(v - TARGET) <= TOLERANCE, f"{TARGET} ± {TOLERANCE} LUFS"),
    MeasuredValueLimit("true_peak", lambda v: v <= MAX_TRUE_PEAK, f"at most {MAX_TRUE_PEAK} dBTP"),
    MeasuredValueLimit("darkest_picture", lambda v: v >= 20, "no black picture (mean luma of at least 20)"),
    MeasuredValueLimit("first_contrast", lambda v: v >= 8, "something to see and read at once"),
    MeasuredValueLimit("frozen_s", lambda v: v <= 3, "no picture for longer than 3 s"),
    MeasuredValueLimit("longest_silence_s", lambda v: v <= 1, "no silence of more than 1 s"),
    MeasuredValueLimit("last_silence_s", lambda v: v <= 2.2, "an end of at most 2.2 s"),
    # Distinguished from music by its level, the voice is found up to half a second late; in the narration exactly.
    MeasuredValueLimit("voice_onset_s", lambda v: v <= 1.5, "a voice soon after the start"),
    MeasuredValueLimit("first_voice_s", lambda v: v <= 0.5, "a voice within 0.5 s"),
    MeasuredValueLimit("plates_missing", lambda v: v == 0, "source and label of the voice in every picture"),
    MeasuredValueLimit("texts_outside_safe_area", lambda v: v == 0, "none"),
    MeasuredValueLimit("captions_overflowing", lambda v: v == 0, "none"),
    MeasuredValueLimit("undrawable_characters", lambda v: v == 0, "none"),
    MeasuredValueLimit("first_text_s", lambda v: v <= 0.1, "a text within 0.1 s"),
    MeasuredValueLimit("caption_late_s", lambda v: abs(v) <= 0.2, "captions within 0.2 s of the voice"),
)


class PartMeasurements(NamedTuple):
    """What was measured on the segments and the soundtrack of a film before they were joined."""

    frames: Sequence[SampledFrame]
    sound: SilencesAndVoiceStart


def check_film(
    path: Path,
    timeline: Timeline,
    loudness: Loudness,
    timing: VoiceTiming | None = None,
    parts: PartMeasurements | None = None,
) -> dict[str, MeasuredValue]:
    """Check a film made from ``timeline``; its measured values. ``loudness`` and ``timing`` are of its soundtrack.

    What is known of its ``parts`` is not measured on the file again. Raises Permanent with every value that is wrong;
    Retryable when the file is cut off, as making it again may help.
    """
    values = _values_of_file(path, timeline) if parts is None else _values_of_parts(path, timeline, parts)
    values |= {"lufs": round(loudness.integrated, 1), "true_peak": round(loudness.true_peak, 1)}
    if values["size"] != f"{timeline.width}x{timeline.height}":
        _raise_for([f"size is {values['size']}"])
    if values["frames"] != timeline.frames:
        raise Retryable("film.frame_count", frames=values["frames"], planned=timeline.frames)
    values |= measure_plan(timeline)
    if timing is not None:
        values |= {"first_voice_s": round(timing.begins, 3), "caption_late_s": round(timing.late, 3)}
    _raise_for(failed_checks(values))
    return values


def measure_video_file(binary: Path, path: Path) -> dict[str, MeasuredValue]:
    """The measured values of any video file, as far as they can be measured without its plan.

    Raises BadInput when there is no sound in it, Permanent, and Retryable when it is cut off.
    """
    values = _values_of_file(path)
    loudness = measure_loudness(binary, path)
    return values | {"lufs": loudness.integrated, "true_peak": loudness.true_peak}


def failed_checks(values: Mapping[str, MeasuredValue]) -> list[str]:
    """The checks that a film's measured values fail, each in words with the value."""
    wrong = [f"{name} is {values[name]}, not {value}" for name, value in _REQUIRED.items() if values[name] != value]
    for name, holds, wanted in _LIMITS:
        value = values.get(name)
        if value is not None and not holds(float(value)):
            wrong.append(f"{name} is {value}, wanted: {wanted}")
    return wrong


def _values_of_parts(path: Path, timeline: Timeline, parts: PartMeasurements) -> dict[str, MeasuredValue]:
    """Segments and sound are joined unchanged, so only boxes, streams and durations are measured on the file."""
    return measure_container(path) | key_frame_values(parts.frames, timeline.frames / FPS) | _sound_values(parts.sound)


def _values_of_file(path: Path, timeline: Timeline | None = None) -> dict[str, MeasuredValue]:
    throughout = template_named(timeline.template).throughout(timeline) if timeline else ()
    try:
        values = measure_container(path)
        with ThreadPoolExecutor(1) as threads:
            sound = threads.submit(silences_and_voice_start, path, float(values["duration"]))
            values |= measure_key_frames(path, throughout)
            return values | _sound_values(sound.result())
    except av.FFmpegError as error:
        raise Retryable("film.unreadable", name=path.name, why=str(error)) from error


def _sound_values(sound: SilencesAndVoiceStart) -> dict[str, MeasuredValue]:
    return {
        "longest_silence_s": round(sound.longest_silence, 2),
        "last_silence_s": round(sound.last_silence, 2),
        "voice_onset_s": round(sound.voice_onset, 2),
    }


def measure_plan(timeline: Timeline) -> dict[str, MeasuredValue]:
    """The values of a film's plan: whether texts stand where no interface covers them, and can be drawn at all."""
    kind = template_named(timeline.template)
    boxes = [box for index in range(len(timeline.scenes)) for box in kind.text_boxes(timeline, index)]
    captions = [block for scene in timeline.scenes for block in scene.captions]
    over = sum(text_width(joined_words(line), WEIGHT, block.size) > LIMIT for block in captions for line in block.lines)
    shown = "".join(_all_texts(timeline.model_dump(mode="json")))
    lost = sum(map(str.isalnum, timeline.left_out))
    first = timeline.scenes[0]
    texts = first.captions[0].start if first.captions else 0 if first.words or boxes else timeline.frames
    return {
        "texts_outside_safe_area": float(sum(not SAFE.holds(box) for box in boxes)),
        "captions_overflowing": float(over),
        "undrawable_characters": float(len(undrawable_characters(shown)) + lost),
        "letters_by_sound": float(timeline.by_sound),
        "signs_left_out": float(len(timeline.left_out) - lost),
        "first_text_s": round(texts / FPS, 3),
        "credited": bool(timeline.credit and timeline.label),
    }


_NOT_DRAWN: Final = frozenset(("source_url", "left_out"))


def _all_texts(value: JsonValue) -> Iterator[str]:
    """Every text of a plan that may be drawn: all but the addresses of pictures and what was left out."""
    match value:
        case str():
            yield value
        case list():
            yield from (text for each in value for text in _all_texts(each))
        case dict():
            yield from (text for name, each in value.items() if name not in _NOT_DRAWN for text in _all_texts(each))


def _raise_for(wrong: list[str]) -> None:
    if wrong:
        raise Permanent("film.check_failed", wrong="; ".join(wrong))
