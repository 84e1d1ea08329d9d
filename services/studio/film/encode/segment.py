"""Segments: one scene each as a piece of video, and the keys they are cached by."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import PIL.Image
from pydantic import JsonValue

from libraries.drawing.canvas import CANVAS
from libraries.drawing.canvas.compositor import Composition, Sprite, draw_frames
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.canvas.yuv import Canvas, to_rgb
from libraries.drawing.typography import TYPOGRAPHY, fonts
from libraries.drawn_world.scenes import SCENES
from libraries.storyboard.cards import PLACES, SURROUNDINGS
from libraries.storyboard.timeline import Timeline
from libraries.vector import VECTOR
from libraries.video.encoder import GOP, Encoder, FrameBuffer, encode_frames, encoder_fingerprint
from schemas.base import Sha256
from schemas.frames import FPS
from schemas.posts import Image
from schemas.recipe import canonical_json
from services.studio.digests import folder_digest
from services.studio.film.encode import ENCODING
from services.studio.film.templates.registry import template_named, template_version
from services.studio.film.user_media import OWN_MEDIA

_POSTER_FRAME: Final = 12
"""Frames in which what a scene begins with comes to its place."""
_WORTHWHILE: Final = FPS // 2
"""So many frames cost more than beginning an encoder anew."""


@dataclass(frozen=True, slots=True)
class SegmentTask:
    """A segment to make: ``files`` are the local paths of the pictures by their store key.

    ``poster`` is the path of a JPEG of the scene after everything in it has come in. Frames from ``divided`` on go into
    ``rest``; without that path they are not made.
    """

    timeline: Timeline
    index: int
    encoder: Encoder
    files: Mapping[str, Path]
    out: Path
    poster: Path | None = None
    divided: int | None = None
    rest: Path | None = None

    @property
    def frame_count(self) -> int:
        """The number of frames to make."""
        frames = self.timeline.scenes[self.index].frames
        return frames if self.divided is None or self.rest else self.divided


def make_segment(task: SegmentTask, stop: threading.Event) -> int:
    """Draw and encode scene ``index`` (H.264, Annex B). Returns the number of frames.

    Once ``stop`` is set it gives up, and the content of ``out`` is useless.
    """
    timeline = task.timeline
    scene = template_named(timeline.template).compose(timeline, task.index, task.files)
    buffer = FrameBuffer(timeline.width, timeline.height)
    at = min(_POSTER_FRAME, scene.frames - 1)

    def drawn(first: int, past: int) -> Iterator[bool]:
        for frame, changed in enumerate(draw_frames(_frames_of(scene, first, past), buffer.canvas), first):
            if stop.is_set():
                return
            if frame == at and task.poster is not None:
                _save_poster(buffer.canvas, (timeline.width, timeline.height), task.poster)
            yield changed

    parts = [(task.out, 0, task.divided or scene.frames)]
    if task.rest is not None and task.divided is not None:
        parts.append((task.rest, task.divided, scene.frames))
    count = 0
    for path, first, past in parts:
        with path.open("wb") as out:
            count += encode_frames(drawn(first, past), buffer, task.encoder, out)
    return count


def _frames_of(scene: Composition, first: int, past: int) -> Composition:
    """Frames ``first`` up to, not including, ``past`` as a scene of their own."""
    return Composition(scene.base, [_shifted(sprite, first) for sprite in scene.sprites], past - first)


def _shifted(sprite: Sprite, first: int) -> Sprite:
    return (lambda frame: sprite(first + frame)) if first else sprite


def _save_poster(canvas: Canvas, size: tuple[int, int], path: Path) -> None:
    picture = PIL.Image.fromarray(to_rgb(canvas))
    if picture.size != size:
        picture = picture.resize(size, PIL.Image.Resampling.LANCZOS)
    picture.save(path, "JPEG", quality=88)


def segment_key(timeline: Timeline, index: int, encoder: Encoder) -> Sha256:
    """sha256 over all that decides the bytes of a segment: code, fonts, encoder, the scene and the one before it.

    Times are taken relative to the scene, so it is found again when only what lies before it became longer.
    """
    return _hashed([*_decisive(timeline, index, encoder), _leaves(timeline, index)])


def keyframe_after_transition(timeline: Timeline, index: int) -> int | None:
    """The frame of a scene from which on nothing is seen of the one before, where that is worth a key of its own.

    All that leaves, and all that makes room, is done by then; it is where the encoder begins anew in any case.
    """
    frames = timeline.scenes[index].frames
    return GOP if frames - GOP >= _WORTHWHILE and _leaves(timeline, index) is not None else None


def tail_key(timeline: Timeline, index: int, encoder: Encoder) -> Sha256:
    """sha256 over all that decides the bytes of a segment's tail: the frames from the scene's division on."""
    return _hashed([*_decisive(timeline, index, encoder), "rest", GOP])


def _hashed(parts: list[JsonValue]) -> Sha256:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _decisive(timeline: Timeline, index: int, encoder: Encoder) -> list[JsonValue]:
    """What decides how a scene looks by itself."""
    scene = timeline.scenes[index]
    return [
        _drawing(),
        encoder_fingerprint(encoder, timeline.height),
        [timeline.template, template_version(timeline.template), scene.card.version],
        timeline.theme,
        timeline.accent,
        timeline.layout,
        timeline.caption_style,
        timeline.background,
        _ground(timeline, scene.start),
        [SCENES.key_part, PLACES.key_part, VECTOR.key_part] if scene.setting or scene.card.fills_frame else None,
        timeline.seed,
        [timeline.width, timeline.height, index, len(timeline.scenes)],
        canonical_json(timeline.header),
        timeline.credit,
        timeline.label,
        # A picture is named by the hash of its content, so the card's own fields stand for its bytes.
        _from_zero(scene.model_dump(mode="json"), scene.start),
    ]


def _ground(timeline: Timeline, start: int) -> JsonValue:
    """A background of one's own, and where in its loop the scene begins."""
    ground = timeline.ground
    if ground is None:
        return None
    return [OWN_MEDIA.key_part, ground.media.sha256, ground.frames, start % max(1, ground.frames)]


def _leaves(timeline: Timeline, index: int) -> JsonValue:
    """What is seen of the scene before: all of its card while this one comes in, after a cut only its background."""
    if index == 0:
        return None
    before, scene = timeline.scenes[index - 1 : index + 1]
    if scene.transition in (Transition.CUT, Transition.POP):
        return before.card.backdrop.model_dump(mode="json") if before.card.backdrop else None
    return [before.card.version, _from_zero(before.model_dump(mode="json", exclude={"captions"}), before.start)]


def scene_pictures(timeline: Timeline, index: int) -> list[Image]:
    """The pictures that are seen in a scene and in the one before, with which it begins."""
    return [image for scene in timeline.scenes[max(0, index - 1) : index + 1] for image in scene.card.images]


def _from_zero(value: JsonValue, origin: int) -> JsonValue:
    """The value with all frame numbers counted from ``origin``."""
    if isinstance(value, list):
        return [_from_zero(each, origin) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: each - origin if name in ("start", "end") and isinstance(each, int) else _from_zero(each, origin)
        for name, each in value.items()
    }


@cache
def _drawing() -> JsonValue:
    """What decides how frames look, whatever they show: the versions of what draws and encodes, frame rate, fonts."""
    parts = (CANVAS, TYPOGRAPHY, SURROUNDINGS, ENCODING)
    return [[part.key_part for part in parts], FPS, folder_digest(fonts.FOLDER)]
