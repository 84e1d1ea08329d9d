"""Cuts: a shorter film of the same scenes, which are taken from the store; the story keeps its beginning and end."""

from pathlib import Path

import av
import numpy as np
import pytest
from fixtures.studio.film import TOLD, post, script, store_in, voice_of

from libraries.sound.samples import read_narration_wav
from libraries.storyboard.film_cut import ScenePart, cut_timeline, cut_voice_lines, scene_parts
from libraries.storyboard.timeline import Timeline
from schemas.frames import FPS
from schemas.recipe import CutChoice, FilmChoice, Recipe, Stage
from schemas.script import Role, Script, Speaker
from schemas.voice import VoiceTrack
from services.config import StudioSettings
from services.studio.cache.stage_cache import result_key
from services.studio.film.cut.make_cut import parts_kept_in_cut
from services.studio.film.render import MadeFilm, make_film_and_cut, plan_film
from services.studio.worker.protocol import StageInputs

_BODY = tuple(each for each in TOLD if each[0] is Role.BODY)
LONG = (
    *TOLD[:1],
    *_BODY,
    *((role, f"그리고 {text}", credit, likes) for role, text, credit, likes in _BODY),
    *TOLD[-3:],
)
CUT = CutChoice()
TEMPLATES = ("card", "chat", "toon", "post", "big", "quiz", "battle")


def told() -> Script:
    """A script of about 66 seconds: the host speaks one of its lines."""
    words = script(LONG)
    lines = list(words.lines)
    lines[-5] = lines[-5].model_copy(update={"speaker": Speaker.HOST})
    return words.model_copy(update={"lines": tuple(lines)})


def planned(folder: Path, template: str = "card") -> tuple[Timeline, VoiceTrack]:
    words, store = told(), store_in(folder)
    voice = voice_of(words, store)
    return plan_film(post(), words, voice, FilmChoice(template=template, quality="preview", seed=3)), voice


def kept_of(timeline: Timeline, voice: VoiceTrack, choice: CutChoice = CUT) -> list[ScenePart]:
    return parts_kept_in_cut(timeline, post(), told(), voice, choice)


@pytest.mark.parametrize("template", TEMPLATES)
def test_parts_cover_the_film_and_no_line_is_divided(template: str, tmp_path: Path) -> None:
    timeline, voice = planned(tmp_path, template)
    parts = scene_parts(timeline, voice, {3, 4})
    assert [index for part in parts for index in part.scenes] == list(range(len(timeline.scenes)))
    assert [line for part in parts for line in part.lines] == [line.index for line in voice.lines]
    assert not [part for part in parts if part.lines and part.lines[0] in (3, 4)]
    for part in parts:
        for line in (voice.lines[at] for at in part.lines):
            assert part.start <= line.start * FPS
            assert line.end * FPS <= part.end


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_cut_keeps_opening_host_end_and_question_and_fits_its_time(template: str, tmp_path: Path) -> None:
    timeline, voice = planned(tmp_path, template)
    kept = kept_of(timeline, voice)
    cut, drawn = cut_timeline(timeline, kept)
    lines = [line for part in kept for line in part.lines]
    words = told()
    assert timeline.duration > 61
    assert 35 <= cut.duration <= CUT.seconds
    assert lines == sorted(lines)
    stay = {0, len(words.lines) - 1, *(at for at, line in enumerate(words.lines) if line.speaker is Speaker.HOST)}
    last_told = max(at for at, line in enumerate(words.lines) if line.role is Role.BODY)
    assert {*stay, last_told} <= {*lines}
    assert len(lines) < len(words.lines)
    assert [each.scene for each in drawn] == [index for part in kept for index in part.scenes]


def test_a_shorter_cut_says_less_and_one_that_is_too_short_is_not_made(tmp_path: Path) -> None:
    timeline, voice = planned(tmp_path)
    shorter = kept_of(timeline, voice, CutChoice(seconds=40))
    usual = kept_of(timeline, voice)
    assert sum(part.seconds for part in shorter) <= 40 < sum(part.seconds for part in usual)
    assert kept_of(timeline.model_copy(update={"frames": 57 * FPS}), voice) == []
    assert kept_of(timeline, voice, CutChoice.model_construct(seconds=20.0)) == []


def test_words_and_sound_of_a_cut_stay_together(tmp_path: Path) -> None:
    """Every word of the cut is heard where it is shown: the same samples as in the whole narration."""
    timeline, voice = planned(tmp_path)
    made = make(tmp_path)
    assert made.cut is not None
    whole, rate = read_narration_wav(store_in(tmp_path).path(voice.audio))
    short, _ = read_narration_wav(store_in(tmp_path).path(made.cut.voice.audio))
    for line, before in zip(made.cut.voice.lines, made.cut.lines, strict=True):
        at, was = round(line.start * rate), round(voice.lines[before].start * rate)
        length = round((line.end - line.start) * rate)
        heard = short[0, at + 4 : at + length - 4]
        shifts = [whole[0, was + 4 + by : was + length - 4 + by] for by in range(-3, 4)]  # times have four decimals
        assert any(np.array_equal(heard, each) for each in shifts)
        assert [word.text for word in line.words] == told().lines[before].display.split()
    assert made.cut.voice.lines == cut_voice_lines(voice, kept_of(timeline, voice))


def make(folder: Path) -> MadeFilm:
    words, store = told(), store_in(folder)
    recipe = Recipe(film=FilmChoice(template="card", quality="preview", seed=3), cut=CUT)
    voice = voice_of(words, store)
    return make_film_and_cut(post(), words, voice, recipe, store, StudioSettings(), progress=lambda *_: None)


def test_all_scenes_of_a_cut_come_from_the_store_and_it_is_the_same_each_time(tmp_path: Path) -> None:
    made = make(tmp_path / "one")
    assert made.cut is not None
    film = made.cut.film
    assert made.film.checks["cut_made"] is True
    assert film.traits is not None
    assert float(film.checks["segments_reused"]) >= 0.7 * len(film.traits.shots)
    with av.open(str(store_in(tmp_path / "one").path(film.video))) as video:
        seconds = float((video.duration or 0) / av.time_base)
    assert abs(seconds - film.duration) < 0.1
    assert make(tmp_path / "two").cut == made.cut


def test_a_film_without_a_cut_is_found_as_before() -> None:
    inputs = StageInputs(stage=Stage.FILM, post=post(), recipe=Recipe(), settings=StudioSettings(), script=told())
    cut = inputs.model_copy(update={"recipe": Recipe(cut=CUT)})
    other = inputs.model_copy(update={"recipe": Recipe(cut=CutChoice(seconds=45))})
    assert len({result_key(inputs), result_key(cut), result_key(other)}) == 3
    voice = {"stage": Stage.VOICE}
    assert result_key(inputs.model_copy(update=voice)) == result_key(cut.model_copy(update=voice))
