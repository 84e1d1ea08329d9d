"""From a post, its script and its voice to a finished film."""

import json
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from schemas.base import Frozen
from schemas.events import Film
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import FilmChoice, canonical
from schemas.script import Mood, Script
from schemas.voice import VoiceTrack
from services.config import StudioSettings
from services.media.store import MediaStore
from services.studio.digests import file_digest
from services.studio.film import FILM
from services.studio.film.audio import SOUND
from services.studio.film.audio.loudness import Loudness
from services.studio.film.audio.mix import SoundCue, bed_for, mix
from services.studio.film.audio.samples import RATE
from services.studio.film.encode import segment_cache
from services.studio.film.encode.choose import choose_encoder
from services.studio.film.encode.encoder import Encoder
from services.studio.film.encode.mux import join_film
from services.studio.film.encode.pool import make_segments, worker_count
from services.studio.film.encode.segment import SegmentTask, division, pictures, rest_key, segment_key
from services.studio.film.ffmpeg import locate_ffmpeg
from services.studio.film.privacy.blur import cover_private
from services.studio.film.qc.audio import SoundProfile, VoiceTiming, sound_profile, voice_timing
from services.studio.film.qc.checks import PartFindings, check
from services.studio.film.qc.video import SampledFrame, frames_to_sample, sample_segment
from services.studio.film.subtitles import ass, srt
from services.studio.film.templates.auto_select import suited
from services.studio.film.templates.registry import template
from services.studio.film.timeline import Timeline
from services.studio.film.user_media.background import prepare_background
from services.studio.film.user_media.probe import effect_of, own_assets, own_effects, probe
from services.studio.temp_dirs import scratch
from services.studio.user_assets import AssetKind, UserAsset, choose_asset


def plan(post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
    """The film, frame by frame, before anything is drawn. Equal inputs give equal timelines.

    Raises BadInput for an unknown template or theme, and where voice and script do not belong together.
    """
    name = suited(post, script) if choice.template == "auto" else choice.template
    return template(name).plan(post, script, voice, choice)


class _Soundtrack(Frozen):
    """A finished soundtrack as it is remembered."""

    media: MediaRef
    lufs: float
    true_peak: float
    heard: SoundProfile
    kept: VoiceTiming


class _Picture(NamedTuple):
    """The picture of a film: its segments in order, how many of them were there already, and its poster.

    ``looks`` holds what is seen in a segment, by its index, unless all of them were there.
    """

    segments: list[MediaRef]
    poster: MediaRef
    reused: int
    looks: Mapping[int, Future[list[SampledFrame]]]


class _Job(NamedTuple):
    """What making a film goes by."""

    timeline: Timeline
    voice: VoiceTrack
    choice: FilmChoice
    store: MediaStore
    binary: Path
    folder: Path
    music: UserAsset | None
    effects: dict[str, UserAsset]
    threads: Executor


def make_film(
    post: Post,
    script: Script,
    voice: VoiceTrack,
    choice: FilmChoice,
    store: MediaStore,
    settings: StudioSettings,
    *,
    tick: ProgressCallback,
) -> Film:
    """Make a film and put video, thumbnail and captions into the store. Blocking; starts threads and ffmpeg.

    Scenes and soundtracks made before are taken from the store. ``tick`` is told percent and what is being done.
    Raises Permanent for inputs that cannot become a film or one that fails its checks, ConfigurationError, and
    Retryable (NoSpace among them) for what may work another time.
    """
    encoder, binary = choose_encoder(choice.encoder), locate_ffmpeg(settings.ffmpeg)
    post, covered = cover_private(post, choice.blur, settings.faces, store)
    bed = _own_asset(settings.assets, "music", choice.music, script.mood, choice.seed)
    behind = _own_asset(settings.assets, "backgrounds", choice.background, script.mood, choice.seed)
    with scratch("film") as folder:
        if behind is None:
            timeline = plan(post, script, voice, choice)
        else:
            plain = choice.model_copy(update={"background": "auto"})
            ground = prepare_background(behind, choice.seed, store, binary, folder, tick)
            timeline = plan(post, script, voice, plain).model_copy(update={"ground": ground})
        # As many threads as there are cores: one more, and all wait for each other's interpreter. What is finished is
        # looked at behind the scenes, so that nothing is left but joining.
        with ThreadPoolExecutor(worker_count(encoder), "film") as threads:
            sounds = own_effects(settings.assets)
            inputs = _Job(timeline, voice, choice, store, binary, folder, bed, sounds, threads)
            sound: Future[_Soundtrack] = threads.submit(_make_soundtrack, inputs)
            scenes = _make_picture(inputs, encoder, sound, tick)
            soundtrack = sound.result()
        film = _joined_film(inputs, encoder, scenes, soundtrack, tick)
    told = film.checks | covered | {"segments_reused": scenes.reused}
    tick(100, "완성")
    return film.model_copy(update={"checks": told})


def _joined_film(
    inputs: _Job, encoder: Encoder, scenes: _Picture, soundtrack: _Soundtrack, tick: ProgressCallback
) -> Film:
    """The film of these very parts: joined and checked, or as it was when they were last joined."""
    timeline, voice, store = inputs.timeline, inputs.voice, inputs.store
    parts = [ref.sha256 for ref in (*scenes.segments, scenes.poster, soundtrack.media)]
    code = [FILM.state, file_digest(inputs.binary), FPS]
    key = sha256(json.dumps([code, encoder, canonical(timeline), canonical(voice), parts]).encode())
    film = _cached_film(store, key.hexdigest())
    if film is None:
        tick(92, "합치는 중")
        joined = inputs.folder / "film.mp4"
        join_film(inputs.binary, [store.path(ref) for ref in scenes.segments], store.path(soundtrack.media), joined)
        tick(96, "검사하는 중")
        loudness = Loudness(soundtrack.lufs, soundtrack.true_peak)
        before = PartFindings(_all_glimpses(inputs, scenes), soundtrack.heard)
        checks = check(joined, timeline, loudness, soundtrack.kept, before)
        film = Film(
            video=store.adopt(joined, "mp4"),
            thumbnail=scenes.poster,
            captions=store.put(srt(timeline).encode(), "srt"),
            styled_captions=store.put(ass(timeline).encode(), "ass"),
            duration=timeline.duration,
            width=timeline.width,
            height=timeline.height,
            fps=FPS,
            encoder=encoder,
            checks=checks,
        )
        store.remember(key.hexdigest(), film.model_dump_json().encode())
    return film


def _all_glimpses(inputs: _Job, scenes: _Picture) -> list[SampledFrame]:
    """What is seen in all segments, those not looked at yet looked at now."""
    looks = (scenes.looks.get(i) for i in range(len(scenes.segments)))
    seen = (look.result() if look else _inspect(inputs, i, scenes.segments[i]) for i, look in enumerate(looks))
    return [glimpse for each in seen for glimpse in each]


def _inspect(inputs: _Job, index: int, segment: MediaRef) -> list[SampledFrame]:
    timeline = inputs.timeline
    throughout = template(timeline.template).throughout(timeline)
    return sample_segment(
        inputs.store.path(segment), timeline.scenes[index].start, frames_to_sample(timeline)[index], throughout
    )


def _cached_film(store: MediaStore, key: str) -> Film | None:
    """A film that was joined of the same parts and passed its checks, if all of it is still there."""
    film = segment_cache.recall(store, key, Film)
    if film is None:
        return None
    media = (film.video, film.thumbnail, film.captions, film.styled_captions)
    return film if all(segment_cache.is_stored(store, ref) for ref in media if ref is not None) else None


def _make_picture(inputs: _Job, encoder: Encoder, sound: Future[_Soundtrack], tick: ProgressCallback) -> _Picture:
    """The scenes as stored segments in order, those that are not there yet made now."""
    timeline, store = inputs.timeline, inputs.store
    keys = [segment_key(timeline, i, encoder) for i in range(len(timeline.scenes))]
    poster_key = sha256(f"poster {keys[0]}".encode()).hexdigest()
    poster = segment_cache.find_segment(store, poster_key)
    found = {i: ref for i, key in enumerate(keys) if (ref := segment_cache.find_segment(store, key)) is not None}
    if poster is None:
        found.pop(0, None)  # It is drawn along with the first scene.
    reused = len(found)
    rest_keys = {
        i: rest_key(timeline, i, encoder)
        for i in range(len(keys))
        if i not in found and division(timeline, i) is not None
    }
    rests = {i: segment_cache.find_rest(store, key) for i, key in rest_keys.items()}
    missing = [_segment_task(inputs, i, encoder, rests.get(i)) for i in range(len(keys)) if i not in found]
    frames = sum(task.frames for task in missing)
    made = 0
    # A film whose scenes are all there may be there itself.
    looks = {i: inputs.threads.submit(_inspect, inputs, i, ref) for i, ref in found.items()} if missing else {}

    def done(task: SegmentTask, count: int) -> None:
        nonlocal made, poster
        made += count
        index = task.index
        known = [keys[index], *([rest_keys[index]] if index in rest_keys else [])]
        ref = segment_cache.store_segment(task, known, rests.get(index), store)
        found[task.index] = ref
        looks[task.index] = inputs.threads.submit(_inspect, inputs, task.index, ref)
        if task.poster is not None:
            poster = store.adopt(task.poster, "jpg")
            store.remember(poster_key, poster.model_dump_json().encode())
        tick(2 + 90 * made / frames, f"장면 {len(found)}/{len(keys)}")

    # The longest first, so that no core is left with a long one at the end.
    missing.sort(key=lambda task: -task.frames)
    make_segments(inputs.threads, missing, done, alongside=(sound,))
    assert poster is not None, "the first scene was there or has been made"
    return _Picture([found[i] for i in range(len(keys))], poster, reused, looks)


def _segment_task(inputs: _Job, index: int, encoder: Encoder, found: segment_cache.SegmentTail | None) -> SegmentTask:
    seen = [image.media for image in pictures(inputs.timeline, index)]
    if inputs.timeline.ground is not None:
        seen.append(inputs.timeline.ground.media)
    files = {media.key: inputs.store.path(media) for media in seen}
    out = inputs.folder / f"scene-{index:03}.h264"
    divided = division(inputs.timeline, index)
    rest = out.with_suffix(".rest") if divided is not None and found is None else None
    poster = None if index else inputs.folder / "poster.jpg"
    return SegmentTask(inputs.timeline, index, encoder, files, out, poster, divided, rest)


def _own_asset(root: Path, kind: AssetKind, choice: str, mood: Mood, seed: int) -> UserAsset | None:
    """What the recipe means among the creator's own files. Names of ours are never theirs."""
    return choose_asset(own_assets(root, kind), choice, mood, seed)


def _make_soundtrack(inputs: _Job) -> _Soundtrack:
    timeline, store = inputs.timeline, inputs.store
    own = inputs.music
    if own is not None:
        probe(own, store)
    bed = own.path if own else bed_for(timeline.mood, inputs.choice.music, inputs.choice.seed)
    cues = [SoundCue(mark.frame / FPS, mark.name) for mark in timeline.sounds]
    effects = {name: effect_of(name, inputs.effects, store) for name in sorted({cue.name for cue in cues})}
    files = [*([bed] if bed else []), *(each.path for each in effects.values())]
    used = [file_digest(path) for path in files]
    gains = [each.gain for each in effects.values()]
    parts = [SOUND.state, FPS, RATE, canonical(inputs.voice), used, gains, cues, timeline.frames]
    key = sha256(json.dumps(parts).encode()).hexdigest()
    known = segment_cache.recall(store, key, _Soundtrack)
    if known is not None and segment_cache.is_stored(store, known.media):
        return known
    out = inputs.folder / "sound.aac"
    narration = store.path(inputs.voice.audio)
    mixed = mix(narration, bed, cues, timeline.duration, out, effects=effects)
    heard, kept = sound_profile(mixed.played, timeline.duration), voice_timing(narration, inputs.voice)
    media, (lufs, true_peak) = store.adopt(out, "aac"), mixed.loudness
    sound = _Soundtrack(media=media, lufs=lufs, true_peak=true_peak, heard=heard, kept=kept)
    store.remember(key, sound.model_dump_json().encode())
    return sound
