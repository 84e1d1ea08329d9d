"""The video track of a film: one segment per scene, made in parallel or taken from the store."""

from collections.abc import Mapping
from concurrent.futures import Future
from hashlib import sha256
from typing import Any, NamedTuple

from schemas.media import MediaRef
from schemas.progress import ProgressCallback
from services.studio.film.encode import segment_cache
from services.studio.film.encode.parallel_segments import make_segments
from services.studio.film.encode.segment import (
    SegmentTask,
    keyframe_after_transition,
    scene_pictures,
    segment_key,
    tail_key,
)
from services.studio.film.job import FilmJob
from services.studio.film.qc.key_frames import SampledFrame, frames_to_sample, sample_key_frames
from services.studio.film.templates.registry import template_named


class VideoTrack(NamedTuple):
    """The video of a film: its segments in order, its poster, and how many segments were in the store already.

    ``samples`` are the frames sampled of each segment by its index; empty where all segments were in the store.
    """

    segments: list[MediaRef]
    poster: MediaRef
    reused: int
    samples: Mapping[int, Future[list[SampledFrame]]]


def make_video_track(job: FilmJob, sound: Future[Any], progress: ProgressCallback) -> VideoTrack:
    """The video track, its missing segments made now; waits for ``sound``, which is made alongside."""
    store, drawn = job.store, job.drawn
    keys = [segment_key(plan, index, job.encoder) for plan, index in drawn]
    poster_key = sha256(f"poster {keys[0]}".encode()).hexdigest()
    poster = segment_cache.find_stored_file(store, poster_key)
    found = {i: ref for i, key in enumerate(keys) if (ref := segment_cache.find_stored_file(store, key)) is not None}
    if poster is None:
        found.pop(0, None)  # The poster is drawn along with the first scene.
    reused = len(found)
    tail_keys = {
        i: tail_key(plan, index, job.encoder)
        for i, (plan, index) in enumerate(drawn)
        if i not in found and keyframe_after_transition(plan, index) is not None
    }
    tails = {i: segment_cache.find_tail(store, key) for i, key in tail_keys.items()}
    missing = [_task(job, i, tails.get(i)) for i in range(len(keys)) if i not in found]
    places = {each.scene: i for i, each in enumerate(drawn)}
    frames = sum(task.frame_count for task in missing)
    made = 0
    # Where no segment is missing, the film itself may be in the store: then nothing need be sampled.
    samples = {i: job.threads.submit(sampled_frames, job, i, ref) for i, ref in found.items()} if missing else {}

    def done(task: SegmentTask, count: int) -> None:
        nonlocal made, poster
        made += count
        index = places[task.index]
        known = [keys[index], *([tail_keys[index]] if index in tail_keys else [])]
        found[index] = segment_cache.store_segment(task, known, tails.get(index), store)
        samples[index] = job.threads.submit(sampled_frames, job, index, found[index])
        if task.poster is not None:
            poster = store.move_in(task.poster, "jpg")
            store.keep_result(poster_key, poster.model_dump_json().encode())
        progress(2 + 90 * made / frames, f"장면 {len(found)}/{len(keys)}")

    # The longest first, so that no core is left with a long one at the end.
    missing.sort(key=lambda task: -task.frame_count)
    make_segments(job.threads, missing, done, alongside=(sound,))
    assert poster is not None, "the first scene was in the store or has been made"
    return VideoTrack([found[i] for i in range(len(keys))], poster, reused, samples)


def all_sampled_frames(job: FilmJob, picture: VideoTrack) -> list[SampledFrame]:
    """The sampled frames of all segments, in order."""
    futures = (picture.samples.get(i) for i in range(len(picture.segments)))
    parts = (each.result() if each else sampled_frames(job, i, picture.segments[i]) for i, each in enumerate(futures))
    return [frame for part in parts for frame in part]


def sampled_frames(job: FilmJob, index: int, segment: MediaRef) -> list[SampledFrame]:
    """The frames of a segment that the quality checks look at."""
    timeline = job.timeline
    throughout = template_named(timeline.template).throughout(timeline)
    frames = frames_to_sample(timeline)[index]
    return sample_key_frames(job.store.path(segment), timeline.scenes[index].start, frames, throughout)


def _task(job: FilmJob, index: int, tail: segment_cache.SegmentTail | None) -> SegmentTask:
    plan, at = job.drawn[index]
    shown = [image.media for image in scene_pictures(plan, at)]
    if job.timeline.ground is not None:
        shown.append(job.timeline.ground.media)
    files = {media.key: job.store.path(media) for media in shown}
    out = job.folder / f"scene-{at:03}.h264"
    divided = keyframe_after_transition(plan, at)
    rest = out.with_suffix(".rest") if divided is not None and tail is None else None
    poster = None if index else job.folder / "poster.jpg"
    return SegmentTask(plan, at, job.encoder, files, out, poster, divided, rest)
