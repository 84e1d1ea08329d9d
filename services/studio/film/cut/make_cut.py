"""The shorter cut of a film: its narration cut out of the film's own, its scenes taken from the store."""

from collections.abc import Sequence

import numpy as np

from libraries.film_scripts.joined_lines import lines_bound_to_the_one_before
from libraries.media.store import MediaStore
from libraries.sound.samples import read_narration_wav
from libraries.sound.wav import wav_bytes
from libraries.storyboard.film_cut import ScenePart, cut_timeline, cut_voice_lines, scene_parts
from libraries.storyboard.timeline import Timeline
from schemas.frames import FPS
from schemas.posts import Post
from schemas.recipe import CutChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.studio.film.cut.parts_of_cut import parts_of_cut
from services.studio.film.job import FilmJob


def parts_kept_in_cut(
    timeline: Timeline, post: Post, script: Script, voice: VoiceTrack, choice: CutChoice
) -> list[ScenePart]:
    """The parts that the cut of a film keeps; none where it is short enough as it is, or cannot be made shorter."""
    if timeline.duration <= choice.seconds:
        return []
    parts = scene_parts(timeline, voice, lines_bound_to_the_one_before(script.lines))
    return parts_of_cut(parts, script, post, choice.seconds)


def cut_job(job: FilmJob, kept: Sequence[ScenePart]) -> FilmJob:
    """The inputs of the cut's film. Raises what the store raises."""
    timeline, drawn = cut_timeline(job.timeline, kept)
    return job._replace(timeline=timeline, drawn=drawn, voice=_cut_narration(job.voice, kept, job.store))


def _cut_narration(voice: VoiceTrack, kept: Sequence[ScenePart], store: MediaStore) -> VoiceTrack:
    """The narration of the parts that are kept: the same samples, so no voice speaks again."""
    samples, rate = read_narration_wav(store.path(voice.audio))
    parts = [samples[0, round(part.start * rate / FPS) : round(part.end * rate / FPS)] for part in kept]
    sound = (np.concatenate(parts) * 32_768).round().astype(np.int16)
    return VoiceTrack(
        audio=store.put(wav_bytes(sound, rate), "wav"),
        sample_rate=rate,
        duration=len(sound) / rate,
        lines=cut_voice_lines(voice, kept),
    )
