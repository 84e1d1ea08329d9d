"""From a post, its script and its voice to a finished film."""

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image

from schemas.base import Frozen
from schemas.events import Film
from schemas.media import MediaRef
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import FPS, Timeline
from schemas.voice import VoiceTrack
from services.media.store import MediaMissing, MediaStore
from services.studio.film.check import check
from services.studio.film.compose import still
from services.studio.film.encode import Encoder
from services.studio.film.encoders import choose
from services.studio.film.ffmpeg import locate
from services.studio.film.join import join
from services.studio.film.loudness import Loudness
from services.studio.film.plate import to_rgb
from services.studio.film.pool import make_segments
from services.studio.film.segment import SegmentTask, pictures, segment_key
from services.studio.film.sound import SoundCue, bed_for, mix
from services.studio.film.subtitles import srt
from services.studio.film.templates.choose import suited
from services.studio.film.templates.registry import template
from services.studio.scratch import scratch

Tick = Callable[[float, str], None]
_HOOK_FRAME: Final = 12
"""The thumbnail: the opening once everything has come to its place."""


def plan(post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
    """The film, frame by frame, before anything is drawn. Equal inputs give equal timelines.

    Raises BadInput for an unknown template or theme, and where voice and script do not belong together.
    """
    name = suited(post, script) if choice.template == "auto" else choice.template
    return template(name).plan(post, script, voice, choice)


class _Sound(Frozen):
    """A finished soundtrack as it is remembered."""

    media: MediaRef
    lufs: float
    true_peak: float


class _Inputs(NamedTuple):
    """What making a film goes by."""

    timeline: Timeline
    voice: VoiceTrack
    choice: FilmChoice
    store: MediaStore
    binary: Path
    folder: Path


def make_film(
    post: Post,
    script: Script,
    voice: VoiceTrack,
    choice: FilmChoice,
    store: MediaStore,
    *,
    ffmpeg: str = "",
    tick: Tick,
) -> Film:
    """Make a film and put video, thumbnail and captions into the store. Blocking; starts threads and ffmpeg.

    Scenes and soundtracks made before are taken from the store. ``tick`` is told percent and what is being done.
    Raises Permanent for inputs that cannot become a film or one that fails its checks, ConfigurationError, and
    Retryable (NoSpace among them) for what may work another time.
    """
    timeline = plan(post, script, voice, choice)
    encoder = choose(choice.encoder)
    with scratch("film") as folder:
        inputs = _Inputs(timeline, voice, choice, store, locate(ffmpeg), folder)
        with ThreadPoolExecutor(1) as aside:
            sound: Future[_Sound] = aside.submit(_soundtrack, inputs)
            segments, reused = _segments(inputs, encoder, tick)
            soundtrack = sound.result()
        tick(92, "합치는 중")
        joined = folder / "film.mp4"
        join(inputs.binary, [store.path(ref) for ref in segments], store.path(soundtrack.media), joined)
        tick(96, "검사하는 중")
        heard = Loudness(soundtrack.lufs, 0.0, soundtrack.true_peak)
        checks = check(joined, timeline, heard, (store.path(voice.audio), voice)) | {"segments_reused": reused}
        film = Film(
            video=store.adopt(joined, "mp4"),
            thumbnail=store.put(_thumbnail(inputs), "jpg"),
            captions=store.put(srt(timeline).encode(), "srt"),
            duration=timeline.duration,
            width=timeline.width,
            height=timeline.height,
            fps=FPS,
            encoder=encoder,
            checks=checks,
        )
    tick(100, "완성")
    return film


def _segments(inputs: _Inputs, encoder: Encoder, tick: Tick) -> tuple[list[MediaRef], int]:
    """The scenes as stored segments in order, and how many of them were there already."""
    timeline, store = inputs.timeline, inputs.store
    keys = [segment_key(timeline, i, encoder) for i in range(len(timeline.scenes))]
    found = {i: ref for i, key in enumerate(keys) if (ref := _recalled(store, key)) is not None}
    reused = len(found)
    missing = [_task(inputs, i, encoder) for i in range(len(keys)) if i not in found]
    frames = sum(timeline.scenes[task.index].frames for task in missing)
    made = 0

    def done(task: SegmentTask, count: int) -> None:
        nonlocal made
        made += count
        ref = store.adopt(task.out, "h264")
        store.remember(keys[task.index], ref.model_dump_json().encode())
        found[task.index] = ref
        tick(2 + 90 * made / frames, f"장면 {len(found)}/{len(keys)}")

    # The longest first, so that no core is left with a long one at the end.
    missing.sort(key=lambda task: -timeline.scenes[task.index].frames)
    make_segments(missing, done)
    return [found[i] for i in range(len(keys))], reused


def _recalled(store: MediaStore, key: str) -> MediaRef | None:
    """A segment made before, if it is still there: a store may be cleared of what can be made again."""
    remembered = store.recall(key)
    if remembered is None:
        return None
    ref = MediaRef.model_validate_json(remembered)
    return ref if _there(store, ref) else None


def _there(store: MediaStore, ref: MediaRef) -> bool:
    try:
        return store.path(ref).stat().st_size == ref.size
    except MediaMissing:
        return False


def _task(inputs: _Inputs, index: int, encoder: Encoder) -> SegmentTask:
    files = {image.media.key: inputs.store.path(image.media) for image in pictures(inputs.timeline, index)}
    return SegmentTask(inputs.timeline, index, encoder, files, inputs.folder / f"scene-{index:03}.h264")


def _soundtrack(inputs: _Inputs) -> _Sound:
    timeline, store = inputs.timeline, inputs.store
    bed = bed_for(timeline.mood, inputs.choice.music)
    cues = [SoundCue(mark.frame / FPS, mark.name) for mark in timeline.sounds]
    bed_hash = sha256(bed.read_bytes()).hexdigest() if bed else ""
    parts = [_sound_version(), inputs.voice.audio.sha256, bed_hash, cues, timeline.frames]
    key = sha256(json.dumps(parts).encode()).hexdigest()
    remembered = store.recall(key)
    if remembered is not None:
        sound = _Sound.model_validate_json(remembered)
        if _there(store, sound.media):
            return sound
    out = inputs.folder / "sound.aac"
    mixed = mix(inputs.binary, store.path(inputs.voice.audio), bed, cues, timeline.duration, out)
    sound = _Sound(media=store.adopt(mixed.path, "aac"), lufs=mixed.lufs, true_peak=mixed.true_peak)
    store.remember(key, sound.model_dump_json().encode())
    return sound


def _sound_version() -> str:
    folder = Path(__file__).parent
    return sha256((folder / "sound.py").read_bytes() + (folder / "loudness.py").read_bytes()).hexdigest()


def _thumbnail(inputs: _Inputs) -> bytes:
    """The opening as JPEG."""
    timeline = inputs.timeline
    files = {image.media.key: inputs.store.path(image.media) for image in pictures(timeline, 0)}
    opening = template(timeline.template).compose(timeline, 0, files)
    canvas = still(opening, min(_HOOK_FRAME, opening.frames - 1))
    out = BytesIO()
    picture = Image.fromarray(to_rgb(canvas))
    if picture.size != (timeline.width, timeline.height):
        picture = picture.resize((timeline.width, timeline.height), Image.Resampling.LANCZOS)
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
