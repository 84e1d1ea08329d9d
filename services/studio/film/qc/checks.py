"""The checks every film passes before it counts as one: of its plan, of the parts it is joined of, and of its file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import av
from pydantic import JsonValue

from schemas.errors import Permanent, Retryable
from schemas.frames import FPS, SAMPLE_RATE
from services.studio.film.audio.loudness import MAX_TRUE_PEAK, TARGET, TOLERANCE, Loudness, measure
from services.studio.film.qc.audio import Heard, Kept, listen
from services.studio.film.qc.container import Value, conformity
from services.studio.film.qc.video import Glimpse, reckoned, watch
from services.studio.film.templates.registry import template
from services.studio.film.timeline import Timeline
from services.studio.film.typography.captions import LIMIT, WEIGHT
from services.studio.film.typography.design_tokens import SAFE
from services.studio.film.typography.text import undrawable, width
from services.studio.film.typography.words import spaced


class Limit(NamedTuple):
    """A value by its name, whether it will do, and what is wanted."""

    name: str
    holds: Callable[[float], bool]
    wanted: str


_EXACT: Final[Mapping[str, Value]] = {
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
    Limit("audio_minus_video", lambda v: abs(v) <= 1 / FPS, "at most one frame either way"),
    Limit("lufs", lambda v: abs(v - TARGET) <= TOLERANCE, f"{TARGET} ± {TOLERANCE} LUFS"),
    Limit("true_peak", lambda v: v <= MAX_TRUE_PEAK, f"at most {MAX_TRUE_PEAK} dBTP"),
    Limit("darkest_picture", lambda v: v >= 20, "no black picture (mean luma of at least 20)"),
    Limit("first_contrast", lambda v: v >= 8, "something to see and read at once"),
    Limit("frozen_s", lambda v: v <= 3, "no picture for longer than 3 s"),
    Limit("longest_silence_s", lambda v: v <= 1, "no silence of more than 1 s"),
    Limit("last_silence_s", lambda v: v <= 2.2, "an end of at most 2.2 s"),
    # Told from the music by its level, the voice of a film is found up to half a second late; the narration is exact.
    Limit("voice_onset_s", lambda v: v <= 1.5, "a voice soon after the start"),
    Limit("first_voice_s", lambda v: v <= 0.5, "a voice within 0.5 s"),
    Limit("plates_missing", lambda v: v == 0, "source and label of the voice in every picture"),
    Limit("texts_outside_safe_area", lambda v: v == 0, "none"),
    Limit("captions_overflowing", lambda v: v == 0, "none"),
    Limit("undrawable_characters", lambda v: v == 0, "none"),
    Limit("first_text_s", lambda v: v <= 0.1, "a text within 0.1 s"),
    Limit("caption_late_s", lambda v: abs(v) <= 0.2, "captions within 0.2 s of the voice"),
)


class Beforehand(NamedTuple):
    """What was found in the parts of a film while others were still being made: in its segments and its soundtrack."""

    glimpses: Sequence[Glimpse]
    heard: Heard


def check(
    path: Path,
    timeline: Timeline,
    sound: Loudness,
    kept: Kept | None = None,
    before: Beforehand | None = None,
) -> dict[str, Value]:
    """Measured values of a film that was made by ``timeline``; ``sound`` is what was measured on its soundtrack.

    ``kept`` is how the voice keeps to its times. What is known ``before`` is not looked for in the file again.
    Raises Permanent with every value that is wrong; Retryable when the file is cut off, as making it again may help.
    """
    values = _of_file(path, timeline) if before is None else _of_parts(path, timeline, before)
    values |= {"lufs": round(sound.integrated, 1), "true_peak": round(sound.true_peak, 1)}
    if values["size"] != f"{timeline.width}x{timeline.height}":
        _refuse([f"size is {values['size']}"])
    if values["frames"] != timeline.frames:
        raise Retryable(what="The film", why=f"it has {values['frames']:.0f} frames, planned were {timeline.frames}")
    values |= planned_values(timeline)
    if kept is not None:
        values |= {"first_voice_s": round(kept.begins, 3), "caption_late_s": round(kept.late, 3)}
    _refuse(failures(values))
    return values


def inspected(binary: Path, path: Path) -> dict[str, Value]:
    """The same values of any file, as far as they can be known without its plan.

    Raises BadInput when there is no sound in it, Permanent, and Retryable when it is cut off.
    """
    values = _of_file(path)
    loudness = measure(binary, path, what=f"the sound of {path.name}")
    return values | {"lufs": loudness.integrated, "true_peak": loudness.true_peak}


def failures(values: Mapping[str, Value]) -> list[str]:
    """What is wrong with a film, each with the measured value."""
    wrong = [f"{name} is {values[name]}, not {value}" for name, value in _EXACT.items() if values[name] != value]
    for name, holds, wanted in _LIMITS:
        value = values.get(name)
        if value is not None and not holds(float(value)):
            wrong.append(f"{name} is {value}, wanted: {wanted}")
    return wrong


def _of_parts(path: Path, timeline: Timeline, before: Beforehand) -> dict[str, Value]:
    """Segments and sound are joined bit by bit, so of the file itself only its boxes, streams and lengths are new."""
    return conformity(path) | reckoned(before.glimpses, timeline.frames / FPS) | _told(before.heard)


def _of_file(path: Path, timeline: Timeline | None = None) -> dict[str, Value]:
    throughout = template(timeline.template).throughout(timeline) if timeline else ()
    try:
        values = conformity(path)
        with ThreadPoolExecutor(1) as aside:
            heard_of = aside.submit(listen, path, float(values["duration"]))
            values |= watch(path, throughout)
            heard = heard_of.result()
    except av.FFmpegError as error:
        raise Retryable(what=f"Checking {path.name}", why=f"it cannot be read ({error})") from error
    return values | _told(heard)


def _told(heard: Heard) -> dict[str, Value]:
    return {
        "longest_silence_s": round(heard.longest_silence, 2),
        "last_silence_s": round(heard.last_silence, 2),
        "voice_onset_s": round(heard.voice_onset, 2),
    }


def planned_values(timeline: Timeline) -> dict[str, Value]:
    """Whether texts stand where no interface covers them, and can be drawn at all."""
    of = template(timeline.template)
    boxes = [box for index in range(len(timeline.scenes)) for box in of.text_boxes(timeline, index)]
    captions = [block for scene in timeline.scenes for block in scene.captions]
    over = sum(width(spaced(line), WEIGHT, block.size) > LIMIT for block in captions for line in block.lines)
    first = timeline.scenes[0]
    texts = first.captions[0].start if first.captions else 0 if first.words or boxes else timeline.frames
    return {
        "texts_outside_safe_area": float(sum(not SAFE.holds(box) for box in boxes)),
        "captions_overflowing": float(over),
        "undrawable_characters": float(len(undrawable("".join(_texts(timeline.model_dump(mode="json")))))),
        "first_text_s": round(texts / FPS, 3),
        "credited": bool(timeline.credit and timeline.label),
    }


def _texts(value: JsonValue) -> Iterator[str]:
    """All that may be written in a film: every text of its plan but what tells where pictures are from."""
    match value:
        case str():
            yield value
        case list():
            yield from (text for each in value for text in _texts(each))
        case dict():
            yield from (text for name, each in value.items() if name != "source_url" for text in _texts(each))


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise Permanent(
            what="The check of the film",
            why="; ".join(wrong),
            remedy="Look at the film; another template, voice or shorter text may do.",
        )
