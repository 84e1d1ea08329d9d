"""The soundtrack of a film, mixed and measured, or from the store where the same was mixed before."""

import json
from hashlib import sha256

from libraries.sound.film_sound_checks import (
    MEASURING,
    SilencesAndVoiceStart,
    VoiceTiming,
    measure_voice_timing,
    silences_and_voice_start,
)
from libraries.sound.loudness import Loudness
from libraries.sound.samples import RATE
from schemas.base import Frozen
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.recipe import canonical_json
from services.studio.digests import file_digest
from services.studio.film.audio import SOUND
from services.studio.film.audio.mix import SoundCue, mix_soundtrack, music_file
from services.studio.film.job import FilmJob
from services.studio.film.stored_results import is_stored, recall_record
from services.studio.film.user_media.own_files import effect_named, probe_asset


class Soundtrack(Frozen):
    """A finished soundtrack (AAC in ADTS), and what was measured on it."""

    media: MediaRef
    lufs: float
    true_peak: float
    profile: SilencesAndVoiceStart
    timing: VoiceTiming

    @property
    def loudness(self) -> Loudness:
        """The loudness that was measured on it."""
        return Loudness(self.lufs, self.true_peak)


def make_soundtrack(job: FilmJob) -> Soundtrack:
    """Mix narration, music and effects of a film. Raises BadInput, Permanent, NoSpace as `mix_soundtrack`."""
    timeline, store = job.timeline, job.store
    if job.music is not None:
        probe_asset(job.music, store)
    bed = job.music.path if job.music else music_file(timeline.mood, job.choice.music, job.choice.seed)
    cues = [SoundCue(mark.frame / FPS, mark.name) for mark in timeline.sounds]
    effects = {name: effect_named(name, job.effects, store) for name in sorted({cue.name for cue in cues})}
    files = [*([bed] if bed else []), *(effect.path for effect in effects.values())]
    gains = [effect.gain for effect in effects.values()]
    digests = [file_digest(path) for path in files]
    parts = [SOUND.key_part, MEASURING, FPS, RATE, canonical_json(job.voice), digests, gains, cues, timeline.frames]
    key = sha256(json.dumps(parts).encode()).hexdigest()
    known = recall_record(store, key, Soundtrack)
    if known is not None and is_stored(store, known.media):
        return known
    out, narration = job.folder / "sound.aac", store.path(job.voice.audio)
    mixed = mix_soundtrack(narration, bed, cues, timeline.duration, out, effects=effects)
    made = Soundtrack(
        media=store.move_in(out, "aac"),
        lufs=mixed.loudness.integrated,
        true_peak=mixed.loudness.true_peak,
        profile=silences_and_voice_start(mixed.played, timeline.duration, narration),
        timing=measure_voice_timing(narration, job.voice),
    )
    store.keep_result(key, made.model_dump_json().encode())
    return made
