"""A shorter cut of a film: the scenes of some of its lines, joined anew, with nothing in them changed."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from libraries.storyboard.timeline import Timeline
from schemas.frames import FPS
from schemas.voice import SpokenLine, VoiceTrack

Value = TypeVar("Value")


class ScenePart(NamedTuple):
    """A part of a film that is kept or left out as a whole: indexes of its scenes and of the lines heard in them.

    ``start`` up to, not including, ``end``: its frames. The end card is a part without lines.
    """

    scenes: range
    lines: tuple[int, ...]
    start: int
    end: int

    @property
    def seconds(self) -> float:
        """Length of the part in seconds."""
        return (self.end - self.start) / FPS


class DrawnScene(NamedTuple):
    """A scene and the plan that it is drawn by.

    In a cut that is the plan of the whole film, with the scene that now comes before it in its place: so the scene has
    the look and the progress bar that it has in the whole film, and its segment is found in the store.
    """

    plan: Timeline
    scene: int


def drawn_scenes(timeline: Timeline) -> tuple[DrawnScene, ...]:
    """All scenes of a film that is no cut."""
    return tuple(DrawnScene(timeline, index) for index in range(len(timeline.scenes)))


def scene_parts(timeline: Timeline, voice: VoiceTrack, bound: Collection[int]) -> list[ScenePart]:
    """The parts of a film, in order: a cut falls only between scenes, and never inside a line.

    ``bound``: indexes of the lines that stay with the line before them.
    """
    heard = [(round(line.start * FPS, 3), round(line.end * FPS, 3), line.index) for line in voice.lines]
    parts: list[ScenePart] = []
    first = 0
    for index, scene in enumerate(timeline.scenes):
        inside = any(start < scene.end < end for start, end, _ in heard)
        following = next((line for start, _, line in heard if start >= scene.end), None)
        if index < len(timeline.scenes) - 1 and (inside or following in bound):
            continue
        begin = timeline.scenes[first].start
        lines = tuple(line for start, _, line in heard if begin <= start < scene.end)
        parts.append(ScenePart(range(first, index + 1), lines, begin, scene.end))
        first = index + 1
    return parts


def cut_timeline(timeline: Timeline, kept: Sequence[ScenePart]) -> tuple[Timeline, tuple[DrawnScene, ...]]:
    """The plan of a cut, its frames counted from its own start, and what each of its scenes is drawn by."""
    scenes, drawn, sounds, length = [], [], [], 0
    before: int | None = None
    for part in kept:
        moved = length - part.start
        sounds += [
            cue.model_copy(update={"frame": cue.frame + moved})
            for cue in timeline.sounds
            if part.start <= cue.frame < part.end
        ]
        for index in part.scenes:
            scenes.append(_moved(timeline.scenes[index], moved))
            drawn.append(DrawnScene(_plan_behind(timeline, index, before), index))
            before = index
        length += part.end - part.start
    cut = {"scenes": tuple(scenes), "sounds": tuple(sounds), "frames": length}
    return Timeline(**(dict(timeline) | cut)), tuple(drawn)


def _plan_behind(timeline: Timeline, index: int, before: int | None) -> Timeline:
    if before is None or before == index - 1:
        return timeline
    scenes = (*timeline.scenes[: index - 1], timeline.scenes[before], *timeline.scenes[index:])
    return timeline.model_copy(update={"scenes": scenes})


def _moved(value: Value, frames: int) -> Value:
    """The value with all its frame numbers (``start`` and ``end``) moved, at any depth."""
    if isinstance(value, tuple):
        moved: object = tuple(_moved(each, frames) for each in value)
    elif isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        moved = value.model_copy(
            update={
                name: each + frames if name in ("start", "end") and isinstance(each, int) else _moved(each, frames)
                for name, each in fields.items()
            }
        )
    else:
        return value
    return moved  # type: ignore[return-value]


def cut_voice_lines(voice: VoiceTrack, kept: Sequence[ScenePart]) -> tuple[SpokenLine, ...]:
    """The spoken lines of a cut, counted from 0, in seconds from its own start."""
    spoken = {line.index: line for line in voice.lines}
    found: list[SpokenLine] = []
    length = 0
    for part in kept:
        moved = (length - part.start) / FPS
        found += [_line_moved(spoken[line], moved, len(found) + at) for at, line in enumerate(part.lines)]
        length += part.end - part.start
    return tuple(found)


def _line_moved(line: SpokenLine, seconds: float, index: int) -> SpokenLine:
    def at(time: float) -> float:
        return max(0.0, round(time + seconds, 4))

    words = tuple(word.model_copy(update={"start": at(word.start), "end": at(word.end)}) for word in line.words)
    return line.model_copy(update={"index": index, "start": at(line.start), "end": at(line.end), "words": words})
