"""A whole film, looked at as pictures and measured as a file; made once for all tests here."""

import re
import shutil
import wave
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import numpy.typing as npt
import pytest
from fixtures.studio.film import picture, post, script, store_in, voice_of

from libraries.drawing.canvas.yuv import to_yuv
from libraries.drawing.typography import fonts
from libraries.drawing.typography.design_tokens import CAPTION, Box, theme_named
from libraries.ffmpeg import locate_ffmpeg
from libraries.media.store import LocalStore
from libraries.sound.film_sound_checks import (
    MEASURING,
    SilencesAndVoiceStart,
    measure_voice_timing,
    silences_and_voice_start,
)
from libraries.sound.loudness import Loudness
from libraries.sound.samples import Samples
from libraries.storyboard.cards.caption import ink_box, place_centred_words
from libraries.storyboard.cards.picture import PictureCard
from libraries.storyboard.places.card import PlaceCard
from libraries.storyboard.timeline import Timeline
from libraries.storyboard.traits import perceptual_hash
from libraries.video.choose_encoder import choose_encoder, libav_nvenc_works
from schemas.errors import ConfigurationError, Permanent, Retryable
from schemas.events import Film
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.recipe import FilmChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import VoiceTrack
from services.config import StudioSettings
from services.studio.film import soundtrack
from services.studio.film.encode.segment import segment_key
from services.studio.film.qc.checks import check_film, failed_checks, measure_video_file
from services.studio.film.render import make_film, plan_film

Rgb = npt.NDArray[np.uint8]

LOUD = Loudness(-14.0, -1.5)
"""As a soundtrack should be."""
SHORT = (
    (Role.HOOK, "막내가 남긴 메일 한 통입니다.", "", 0),
    (Role.BODY, "첫 줄부터 분위기가 이상했어요.", "", 0),
    (Role.COMMENT, "완벽했다 ㅋㅋㅋ", "퇴사꿈나무", 3821),
)


class Made(NamedTuple):
    film: Film
    path: Path
    timeline: Timeline
    store: LocalStore
    voice: VoiceTrack
    script: Script
    ticks: list[tuple[float, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    store = store_in(tmp_path_factory.mktemp("film"))
    words = script(SHORT)
    voice = voice_of(words, store)
    story = post((picture(store, 1600, 1000),))
    ticks: list[tuple[float, str]] = []
    film = make_film(
        story,
        words,
        voice,
        FilmChoice(template="card", encoder="libx264"),
        store,
        StudioSettings(),
        progress=lambda p, n: ticks.append((p, n)),
    )
    timeline = plan_film(story, words, voice, FilmChoice(template="card", encoder="libx264"))
    return Made(film, store.path(film.video), timeline, store, voice, words, ticks)


def again(made: Made, choice: FilmChoice, words: Script | None = None) -> Film:
    story = post((picture(made.store, 1600, 1000),))
    used = words or made.script
    voice = made.voice if words is None else voice_of(used, made.store)
    return make_film(story, used, voice, choice, made.store, StudioSettings(), progress=lambda _p, _n: None)


def segments(made: Made) -> set[str]:
    """Names, which are content hashes, of the segments of the film."""
    return {made.store.path(ref).name for ref in in_order(made)}


def in_order(made: Made) -> list[MediaRef]:
    keys = [segment_key(made.timeline, i, "libx264") for i in range(len(made.timeline.scenes))]
    return [MediaRef.model_validate_json(made.store.kept_result(key) or b"") for key in keys]


def frames(path: Path, wanted: set[int]) -> dict[int, Rgb]:
    with av.open(str(path)) as file:
        return {
            i: np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            for i, frame in enumerate(islice(file.decode(video=0), max(wanted) + 1))
            if i in wanted
        }


def share_of(colour: str, picture: Rgb, box: Box) -> float:
    """Share of the pixels of a box that look like a colour."""
    rgb = np.array([[[int(colour[i : i + 2], 16) for i in (1, 3, 5)]]], np.uint8)
    part = picture[box.top : box.bottom, box.left : box.right]
    distance = np.abs(to_yuv(part) - to_yuv(rgb)).max(axis=-1)
    return float((distance < 24).mean())


def test_the_file_conforms(made: Made) -> None:
    with av.open(str(made.path)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.width, video.height, video.codec_context.pix_fmt) == (1080, 1920, "yuv420p")
        assert video.average_rate == video.base_rate == FPS
        assert video.start_time == audio.start_time == 0
        assert (audio.codec_context.name, audio.codec_context.sample_rate) == ("aac", 48_000)
        assert audio.codec_context.layout.nb_channels == 2
        stamps = sorted(packet.pts for packet in file.demux(video) if packet.pts is not None)
    step = stamps[1] - stamps[0]
    assert stamps == [i * step for i in range(made.timeline.frames)]


def test_segments_and_sound_lie_in_the_film_bit_by_bit(made: Made) -> None:
    """So what was seen and heard in them before they were joined is what is in the film."""
    parts = [made.store.path(ref).read_bytes() for ref in in_order(made)]
    units = [unit for part in parts for unit in re.split(rb"\x00{2,}\x01", part)[1:]]
    with av.open(str(made.path)) as file:
        packets = [(packet.stream.type, bytes(packet)) for packet in file.demux() if packet.size]
    picture = b"".join(data for kind, data in packets if kind == "video")
    assert picture == b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
    stream = next(made.store.root.glob("*/*.aac"))
    with av.open(str(stream)) as file:
        frames = [bytes(packet) for packet in file.demux() if packet.size]
    assert [data for kind, data in packets if kind == "audio"] == [frame[7:] for frame in frames[1:]]  # ADTS


@pytest.mark.slow
def test_sound_and_picture_are_equally_long(made: Made) -> None:
    with av.open(str(made.path)) as file:
        picture_seconds = sum(1 for _ in file.decode(video=0)) / FPS
    with av.open(str(made.path)) as file:
        sound_seconds = sum(frame.samples for frame in file.decode(audio=0)) / 48_000
    assert picture_seconds == made.timeline.duration
    assert abs(sound_seconds - picture_seconds) <= 1 / FPS


def test_the_marker_stands_on_the_word_being_spoken_and_not_before(made: Made) -> None:
    theme = theme_named(made.timeline.theme)
    block = made.timeline.scenes[0].captions[0]
    places = place_centred_words(block.lines, block.size, CAPTION)
    seen = frames(made.path, {frame for place in places for frame in (place.word.start - 1, place.word.start)})
    for place in places:
        box = ink_box([place], block.size)
        if place.word.start > 0:
            assert share_of(theme.marker, seen[place.word.start - 1], box) < 0.05, place.word.text
        assert share_of(theme.marker, seen[place.word.start], box) > 0.35, place.word.text


def test_the_traits_say_what_was_chosen_and_where_it_cuts(made: Made) -> None:
    traits = made.film.traits
    assert traits is not None
    assert (traits.template, traits.theme) == ("card", made.timeline.theme)
    assert abs(sum(traits.shots) - made.timeline.duration) < 0.01 * len(traits.shots)
    assert int(traits.first_frame, 16).bit_count() > 8
    assert traits.first_frame == perceptual_hash(made.store.path(made.film.thumbnail).read_bytes())
    assert traits.music != "auto"


def test_the_first_frame_has_picture_and_text_and_moves(made: Made) -> None:
    seen = frames(made.path, {0, 1, 15})
    block = made.timeline.scenes[0].captions[0]
    box = ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size)
    assert share_of(theme_named(made.timeline.theme).caption, seen[0], box) > 0.08
    assert np.abs(seen[0].astype(int) - seen[1]).mean() > 0.01
    assert np.abs(seen[0].astype(int) - seen[15]).mean() > 0.5


def test_a_picture_of_the_post_is_seen(made: Made) -> None:
    shown = (PictureCard, PlaceCard)
    scene = next(scene for scene in made.timeline.scenes if isinstance(scene.card, shown) and scene.card.images)
    seen = frames(made.path, {scene.start + 30})[scene.start + 30]
    green = seen[760:1080, 120:960].astype(int)
    assert (green[..., 1] > green[..., 0]).mean() > 0.5


def test_what_was_measured_is_in_the_film(made: Made) -> None:
    film = made.film
    assert (film.width, film.height, film.fps, film.encoder) == (1080, 1920, FPS, "libx264")
    assert film.duration == pytest.approx(made.timeline.duration)
    assert film.checks["texts_outside_safe_area"] == 0
    assert film.checks["moov_first"] is True
    assert film.checks["no_edit_list"] is True
    assert film.checks["plates_missing"] == 0
    assert film.checks["credited"] is True
    assert abs(float(film.checks["caption_late_s"])) <= 0.2
    # What publishing looks for: a check that says no.
    assert not [name for name, value in film.checks.items() if value is False]
    assert -14.5 <= float(film.checks["lufs"]) <= -13.5
    percents = [percent for percent, _ in made.ticks]
    assert percents == sorted(percents)
    assert percents[-1] == 100


def test_thumbnail_and_captions_are_stored(made: Made) -> None:
    with av.open(str(made.store.path(made.film.thumbnail))) as file:
        assert (file.streams.video[0].width, file.streams.video[0].height) == (1080, 1920)
    assert "막내가" in made.store.path(made.film.captions).read_text()


def test_the_same_again_encodes_nothing_and_gives_the_same_bytes(made: Made) -> None:
    film = again(made, FilmChoice(template="card", encoder="libx264"))
    assert film.checks["segments_reused"] == len(made.timeline.scenes)
    assert film.video == made.film.video


def test_a_film_that_is_gone_is_joined_and_checked_again_to_the_same_bytes(made: Made) -> None:
    made.store.delete(made.film.video.key)
    film = again(made, FilmChoice(template="card", encoder="libx264"))
    assert film == made.film.model_copy(update={"checks": film.checks})
    assert film.checks == made.film.checks | {"segments_reused": len(made.timeline.scenes)}
    assert made.path.stat().st_size == film.video.size


def test_what_was_measured_in_another_way_is_measured_again(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a film that a check refused by mistake would be refused for ever, by the kept measure."""
    measured: list[float] = []

    def profile(film: Samples, duration: float, narration: Path) -> SilencesAndVoiceStart:
        measured.append(duration)
        return silences_and_voice_start(film, duration, narration)

    monkeypatch.setattr(soundtrack, "silences_and_voice_start", profile)
    again(made, FilmChoice(template="card", encoder="libx264"))
    assert measured == []
    monkeypatch.setattr(soundtrack, "MEASURING", MEASURING + 1)
    assert again(made, FilmChoice(template="card", encoder="libx264")).video == made.film.video
    assert len(measured) == 1


@pytest.mark.slow
def test_segments_made_afresh_have_the_same_bytes(made: Made, tmp_path: Path) -> None:
    fresh = made._replace(store=store_in(tmp_path))
    (fresh.store.root / made.voice.audio.key).parent.mkdir(parents=True)
    shutil.copy(made.store.path(made.voice.audio), fresh.store.root / made.voice.audio.key)
    film = again(fresh, FilmChoice(template="card", encoder="libx264"))
    assert film.checks["segments_reused"] == 0
    assert {path.name for path in fresh.store.root.rglob("*.h264")} == segments(made)
    assert film.video == made.film.video


@pytest.mark.slow
def test_a_changed_line_makes_only_its_scenes_again(made: Made) -> None:
    last = made.script.lines[-1]
    changed = Line(
        role=Role.COMMENT, speaker=Speaker.COMMENTER, display="대단했다 ㅋㅋㅋ", spoken="대단했다", credit=last.credit
    )
    film = again(
        made,
        FilmChoice(template="card", encoder="libx264"),
        made.script.model_copy(update={"lines": (*made.script.lines[:-1], changed)}),
    )
    assert film.checks["segments_reused"] == len(made.timeline.scenes) - 2


@pytest.mark.slow
def test_a_preview_is_the_same_film_at_half_the_size(made: Made) -> None:
    film = again(made, FilmChoice(template="card", encoder="libx264", quality="preview"))
    assert (film.width, film.height, film.checks["size"]) == (540, 960, "540x960")
    assert film.duration == made.film.duration
    assert film.checks["segments_reused"] == 0
    assert film.video.size < made.film.video.size / 2
    small = frames(made.store.path(film.video), {40})[40].astype(int)
    large = frames(made.path, {40})[40].astype(int)
    halved = large.reshape(960, 2, 540, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - halved).mean() < 3
    with av.open(str(made.store.path(film.thumbnail))) as file:
        assert (file.streams.video[0].width, file.streams.video[0].height) == (540, 960)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["post", "chat"])
def test_the_other_templates_make_films_that_pass_their_checks(made: Made, name: str) -> None:
    film = again(made, FilmChoice(encoder="libx264", quality="preview", template=name))
    assert film.checks["texts_outside_safe_area"] == 0
    assert float(film.checks["audio_minus_video"]) <= 1 / FPS
    assert "이상했어요" in made.store.path(film.captions).read_text()
    assert again(made, FilmChoice(encoder="libx264", quality="preview", template=name)).video == film.video


@pytest.mark.slow
def test_a_cleared_store_is_filled_again(made: Made) -> None:
    for segment in made.store.root.rglob("*.h264"):
        segment.unlink()
    film = again(made, FilmChoice(template="card", encoder="libx264"))
    assert film.checks["segments_reused"] == 0
    assert film.video == made.film.video


def test_a_film_that_is_cut_off_is_noticed(made: Made, tmp_path: Path) -> None:
    longer = made.timeline.model_copy(update={"frames": made.timeline.frames + 30})
    with pytest.raises(Retryable, match=f"instead of {longer.frames}"):
        check_film(made.path, longer, LOUD)
    broken = tmp_path / "broken.mp4"
    whole = made.path.read_bytes()
    for length in (2_000, len(whole) - 1_000):
        broken.write_bytes(whole[:length])
        with pytest.raises(Retryable, match="cut off"):
            measure_video_file(locate_ffmpeg(), broken)


def test_any_film_can_be_inspected_and_ours_has_no_fault(made: Made) -> None:
    values = measure_video_file(locate_ffmpeg(), made.path)
    assert failed_checks(values) == []
    assert values["voice_onset_s"] == pytest.approx(0.1, abs=0.15)
    assert values["frozen_s"] == 0
    # What is found in its parts while it is made is what is found in the file. Loudness is that of the stream before
    # its priming is dropped, rounded to 0.1.
    apart = {"lufs": 0.11, "true_peak": 0.11, "voice_onset_s": 0.15}  # found by the narration, in the file by level
    assert {name: made.film.checks[name] for name in values if name not in apart} == {
        name: value for name, value in values.items() if name not in apart
    }
    assert all(made.film.checks[name] == pytest.approx(values[name], abs=by) for name, by in apart.items())


def test_a_film_is_refused_that_does_not_show_source_and_label(made: Made) -> None:
    other = made.timeline.model_copy(update={"credit": "출처 어딘가 다른 곳의 게시판"})
    with pytest.raises(Permanent, match=r"plates_missing is 1\.0"):
        check_film(made.path, other, LOUD)


def test_a_film_is_refused_whose_captions_leave_their_place_or_cannot_be_drawn(made: Made) -> None:
    scenes = list(made.timeline.scenes)
    block = scenes[0].captions[0]
    huge = block.model_copy(update={"size": 190})
    strange = huge.lines[0][0].model_copy(update={"text": "\u0e01\u0e02"})
    for lines, fault in ((huge.lines, "texts_outside_safe_area"), (((strange,),), "undrawable_characters is 2")):
        caption = huge.model_copy(update={"lines": lines})
        scenes[0] = scenes[0].model_copy(update={"captions": (caption,)})
        with pytest.raises(Permanent, match=fault):
            check_film(made.path, made.timeline.model_copy(update={"scenes": tuple(scenes)}), LOUD)


def test_a_film_is_refused_whose_first_text_comes_late(made: Made) -> None:
    scenes = list(made.timeline.scenes)
    late = scenes[0].captions[0].model_copy(update={"start": 12})
    scenes[0] = scenes[0].model_copy(update={"captions": (late,)})
    with pytest.raises(Permanent, match=r"first_text_s is 0\.4"):
        check_film(made.path, made.timeline.model_copy(update={"scenes": tuple(scenes)}), LOUD)


@pytest.mark.parametrize("seconds", [-0.6, 0.6])
def test_a_film_is_refused_whose_voice_is_not_where_its_captions_are(
    made: Made, tmp_path: Path, seconds: float
) -> None:
    with wave.open(str(made.store.path(made.voice.audio))) as file:
        rate, samples = file.getframerate(), file.readframes(file.getnframes())
    shift = 2 * round(abs(seconds) * rate)
    moved = bytes(shift) + samples if seconds > 0 else samples[shift:]
    narration = tmp_path / "moved.wav"
    with wave.open(str(narration), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(moved)
    fault = "first_voice_s is 0.6" if seconds > 0 else "caption_late_s is -0"
    with pytest.raises(Permanent, match=re.escape(fault)):
        check_film(made.path, made.timeline, LOUD, measure_voice_timing(narration, made.voice))


def test_a_missing_font_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(ConfigurationError, match=r"Pretendard-Bold\.otf is missing\. Restore it with"):
        fonts.font_path(fonts.Weight.BOLD)


def test_an_encoder_that_does_not_work_is_not_taken_silently() -> None:
    if libav_nvenc_works():
        assert choose_encoder("auto") == "h264_nvenc"
        return
    assert choose_encoder("auto") == "libx264"
    with pytest.raises(ConfigurationError, match="h264_nvenc does not work on this machine"):
        choose_encoder("h264_nvenc")
