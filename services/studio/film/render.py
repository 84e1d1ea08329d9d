"""Films: from a post, its script and its voice to a finished, checked MP4 with thumbnail and captions."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from libraries.ffmpeg import locate_ffmpeg
from libraries.log import get_logger
from libraries.media.store import MediaStore
from libraries.own_assets import AssetKind, UserAsset, choose_asset
from libraries.storyboard.film_cut import drawn_scenes
from libraries.storyboard.subtitles import ass_text, srt_text
from libraries.storyboard.timeline import Timeline
from libraries.storyboard.traits import film_traits
from libraries.temp_dirs import temporary_folder
from libraries.video.choose_encoder import choose_encoder
from libraries.video.mux import join_film
from schemas.events import Film, FilmCut
from schemas.frames import FPS
from schemas.pictures import NO_PICTURES, Pictures
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import FilmChoice, Recipe, canonical_json
from schemas.script import Mood, Script
from schemas.voice import VoiceTrack
from services.config import StudioSettings
from services.studio.digests import file_digest
from services.studio.film import FILM
from services.studio.film.audio.mix import music_file
from services.studio.film.cut.make_cut import cut_job, parts_kept_in_cut
from services.studio.film.encode.parallel_segments import parallel_segment_count
from services.studio.film.job import FilmJob
from services.studio.film.privacy.blur import cover_faces_and_plates, with_covered_pictures
from services.studio.film.qc.checks import PartMeasurements, check_film
from services.studio.film.soundtrack import Soundtrack, make_soundtrack
from services.studio.film.stored_results import is_stored, recall_record
from services.studio.film.templates.auto_select import template_of_film
from services.studio.film.templates.registry import template_named
from services.studio.film.user_media.background import converted_background
from services.studio.film.user_media.own_files import own_assets, own_effects
from services.studio.film.video_track import VideoTrack, all_sampled_frames, make_video_track

log = get_logger(__name__)


def plan_film(
    post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice, pictures: Pictures = NO_PICTURES
) -> Timeline:
    """The plan of a film, frame by frame, before it is drawn. Equal inputs give equal timelines.

    Raises BadInput for an unknown theme, and where voice and script do not belong together, ConfigurationError for an
    unknown template.
    """
    return template_named(template_of_film(post, script, choice)).plan(post, script, voice, choice, pictures)


class MadeFilm(NamedTuple):
    """A film, and its shorter cut where one was asked for and made."""

    film: Film
    cut: FilmCut | None


def make_film(
    post: Post,
    script: Script,
    voice: VoiceTrack,
    choice: FilmChoice,
    store: MediaStore,
    settings: StudioSettings,
    *,
    pictures: Pictures = NO_PICTURES,
    progress: ProgressCallback,
) -> Film:
    """Make a film without a cut, as `make_film_and_cut` does."""
    recipe = Recipe(film=choice)
    return make_film_and_cut(post, script, voice, recipe, store, settings, pictures=pictures, progress=progress).film


def make_film_and_cut(
    post: Post,
    script: Script,
    voice: VoiceTrack,
    recipe: Recipe,
    store: MediaStore,
    settings: StudioSettings,
    *,
    pictures: Pictures = NO_PICTURES,
    progress: ProgressCallback,
) -> MadeFilm:
    """Make a film and put video, thumbnail and captions into the store. Blocking; starts threads and ffmpeg.

    Where the recipe asks for a cut and the film is longer than that, a shorter one is made too; the film's check
    ``cut_made`` says whether there is one.

    Scenes and soundtracks made before are taken from the store. ``progress`` is called with percent and the current
    step. Raises Permanent for inputs that cannot become a film or one that fails its checks, ConfigurationError, and
    Retryable (NoSpace among them) for what may work another time.
    """
    choice, cut = recipe.film, recipe.cut
    encoder, binary = choose_encoder(choice.encoder), locate_ffmpeg(settings.ffmpeg)
    shown = post.images
    post, covered = cover_faces_and_plates(post, choice.blur, settings.faces, store)
    pictures = with_covered_pictures(pictures, shown, post.images)
    music = _own_asset(settings.assets, "music", choice.music, script.mood, choice.seed)
    background = _own_asset(settings.assets, "backgrounds", choice.background, script.mood, choice.seed)
    effects = own_effects(settings.assets)
    with temporary_folder("film") as folder:
        if background is None:
            timeline = plan_film(post, script, voice, choice, pictures)
        else:
            plain = choice.model_copy(update={"background": "auto"})
            ground = converted_background(background, choice.seed, store, binary, folder, progress)
            timeline = plan_film(post, script, voice, plain, pictures).model_copy(update={"ground": ground})
        # One thread per core: with more they wait for each other. Finished segments are sampled for the checks
        # meanwhile, so that only joining is left in the end.
        with ThreadPoolExecutor(parallel_segment_count(encoder), "film") as threads:
            drawn = drawn_scenes(timeline)
            job = FilmJob(timeline, voice, choice, store, encoder, binary, folder, music, effects, threads, drawn)
            film = _finished_film(job, post, covered, progress)
            if cut is None or timeline.duration <= cut.seconds:
                return MadeFilm(film, None)
            kept = parts_kept_in_cut(timeline, post, script, voice, cut)
            made = None
            if kept:
                shorter = cut_job(job, kept)
                made = FilmCut(
                    film=_finished_film(shorter, post, covered, progress),
                    lines=tuple(line for part in kept for line in part.lines),
                    voice=shorter.voice,
                )
            else:
                log.warning("the film has no shorter cut", post=str(post.key), seconds=cut.seconds)
    return MadeFilm(film.model_copy(update={"checks": film.checks | {"cut_made": made is not None}}), made)


def _finished_film(job: FilmJob, post: Post, covered: Mapping[str, float], progress: ProgressCallback) -> Film:
    """The film of a job, with what was measured and chosen for it."""
    sound = job.threads.submit(make_soundtrack, job)
    picture = make_video_track(job, sound, progress)
    film = _joined_film(job, picture, sound.result(), progress)
    bed = job.music.path if job.music else music_file(job.timeline.mood, job.choice.music, job.choice.seed)
    poster = job.store.path(film.thumbnail).read_bytes()
    traits = film_traits(job.timeline, job.choice, post.board, bed.stem if bed else "none", poster)
    progress(100, "완성")
    measured = {**film.checks, **covered, "segments_reused": float(picture.reused)}
    return film.model_copy(update={"checks": measured, "traits": traits})


def _joined_film(job: FilmJob, picture: VideoTrack, sound: Soundtrack, progress: ProgressCallback) -> Film:
    """The film of these parts: joined and checked now, or from the store where they were joined before."""
    timeline, store = job.timeline, job.store
    parts = [ref.sha256 for ref in (*picture.segments, picture.poster, sound.media)]
    code = [FILM.key_part, file_digest(job.ffmpeg), FPS]
    key_parts = [code, job.encoder, canonical_json(timeline), canonical_json(job.voice), parts]
    key = sha256(json.dumps(key_parts).encode()).hexdigest()
    known = recall_record(store, key, Film)
    if known is not None and _is_whole(known, store):
        return known
    progress(92, "합치는 중")
    joined = job.folder / "film.mp4"
    join_film(job.ffmpeg, [store.path(ref) for ref in picture.segments], store.path(sound.media), joined)
    progress(96, "검사하는 중")
    findings = PartMeasurements(all_sampled_frames(job, picture), sound.profile)
    checks = check_film(joined, timeline, sound.loudness, sound.timing, findings)
    film = Film(
        video=store.move_in(joined, "mp4"),
        thumbnail=picture.poster,
        captions=store.put(srt_text(timeline).encode(), "srt"),
        styled_captions=store.put(ass_text(timeline).encode(), "ass"),
        duration=timeline.duration,
        width=timeline.width,
        height=timeline.height,
        fps=FPS,
        encoder=job.encoder,
        checks=checks,
    )
    store.keep_result(key, film.model_dump_json().encode())
    return film


def _is_whole(film: Film, store: MediaStore) -> bool:
    media = (film.video, film.thumbnail, film.captions, film.styled_captions)
    return all(is_stored(store, ref) for ref in media if ref is not None)


def _own_asset(root: Path, kind: AssetKind, choice: str, mood: Mood, seed: int) -> UserAsset | None:
    """The creator's own file that a recipe means, or None for a bundled one."""
    return choose_asset(own_assets(root, kind), choice, mood, seed)
