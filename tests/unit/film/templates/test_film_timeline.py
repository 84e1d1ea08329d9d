"""Properties of plans: for any script and voice, every template covers the film and shows each word when it is said."""

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.film import post
from fixtures.studio.words import SYLLABLES, timed_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.ending import EndCard
from libraries.storyboard.cards.hook import HookCard
from libraries.storyboard.subtitles import _stamp, _time, ass_text, srt_text
from libraries.storyboard.timeline import Scene, Timeline
from schemas.errors import BadInput
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.recipe import FilmChoice
from schemas.script import Line, Mood, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.studio.film.encode.segment import segment_key
from services.studio.film.qc.key_frames import frames_to_sample
from services.studio.film.render import plan_film
from services.studio.film.templates.line_spans import LineSpan, is_quoted_comment, line_shots, line_spans
from services.studio.film.templates.registry import template_names
from services.studio.film.templates.toon.cards import ClosingCard, OpeningCard

AUDIO = MediaRef(key=f"aa/{'a' * 64}.wav", sha256="a" * 64, size=1)
word_texts = st.text(st.sampled_from(SYLLABLES), min_size=1, max_size=6)


@st.composite
def told(draw: st.DrawFn) -> tuple[Script, VoiceTrack]:
    """A script of a hook, a story, comments and perhaps a closing line, and a voice that reads it."""
    roles = [
        Role.HOOK,
        *draw(st.lists(st.sampled_from([Role.BODY, Role.BODY, Role.COMMENT]), min_size=1, max_size=6)),
        *([Role.CLOSER] if draw(st.booleans()) else []),
    ]
    lines, spoken, at = [], [], 0.1
    for index, role in enumerate(roles):
        words = draw(st.lists(word_texts, min_size=1, max_size=9))
        credit = draw(st.sampled_from(["하나", "둘", ""])) if role is Role.COMMENT else ""
        text = " ".join(words)
        speaker = Speaker.COMMENTER if credit else Speaker.NARRATOR
        likes = draw(st.integers(0, 9999)) if credit else 0
        lines.append(Line(role=role, speaker=speaker, display=text, spoken=text, credit=credit, likes=likes))
        timed = []
        for word in words:
            end = round(at + draw(st.floats(0.1, 0.7)), 3)
            timed.append(Word(text=word, start=round(at, 3), end=end))
            at = end
        times = {"start": timed[0].start, "end": timed[-1].end}
        spoken.append(SpokenLine(index=index, words=tuple(timed), timing=Timing.EXACT, **times))
        at = round(at + draw(st.floats(0.05, 0.5)), 3)
    script = Script(title="제목입니다", lines=tuple(lines), mood=draw(st.sampled_from(list(Mood))))
    voice = VoiceTrack(audio=AUDIO, sample_rate=24_000, duration=round(at, 3), lines=tuple(spoken))
    return script, voice


stories = told()


@pytest.mark.parametrize("name", template_names())
@settings(max_examples=8)
@given(story=stories, seed=st.integers(0, 99))
def test_any_story_becomes_a_whole_film(name: str, story: tuple[Script, VoiceTrack], seed: int) -> None:
    script, voice = story
    film = plan_film(post(), script, voice, FilmChoice(theme="ink", template=name, seed=seed))
    assert film.scenes[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(film.scenes))
    assert film.frames == film.scenes[-1].end >= math.ceil(voice.duration * FPS - 1e-6)
    first, last = (OpeningCard, ClosingCard) if name == "toon" else (HookCard, EndCard)
    assert isinstance(film.scenes[0].card, first)
    assert isinstance(film.scenes[-1].card, last)
    assert film.duration == pytest.approx(film.frames / FPS)
    # Sounds come in order, one at a frame, and inside the film.
    marks = [mark.frame for mark in film.sounds]
    assert marks == sorted(set(marks))
    assert marks[-1] < film.frames


@pytest.mark.parametrize("name", template_names())
@settings(max_examples=8)
@given(story=stories)
def test_every_word_is_shown_once_and_while_it_is_said(name: str, story: tuple[Script, VoiceTrack]) -> None:
    script, voice = story
    film = plan_film(post(), script, voice, FilmChoice(template=name))
    # A hook that shows another headline has its line as a caption, so nothing is missing there either.
    shown = "".join(word.text for scene in film.scenes for word in scene.words)
    assert shown == "".join(line.display.replace(" ", "") for line in script.lines)
    for scene in film.scenes:
        for word in scene.words:
            assert scene.start <= word.start < scene.end or scene.start <= word.end - 1 <= scene.end


@settings(max_examples=15)
@given(stories)
def test_spans_follow_each_other_and_begin_a_little_before_their_words(story: tuple[Script, VoiceTrack]) -> None:
    spans = line_spans(*story)
    assert len(spans) == len(story[0].lines)
    assert spans[0].start == 0
    for one, other in pairwise(spans):
        assert one.end == max(one.start + 1, other.start)
        assert 0 <= other.words[0].start - other.start <= 3


@settings(max_examples=30)
@given(timed_lines(most=20), st.integers(0, 30))
def test_shots_divide_a_line_where_captions_change(words: TextLine, tail: int) -> None:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="가", spoken="가")
    span = LineSpan(line, words, words[0].start, words[-1].end + tail)
    made = line_shots(span)
    assert made[0].start == span.start
    assert made[-1].end >= span.end
    assert all(one.end == other.start for one, other in pairwise(made))
    assert "".join(word.text for shot in made for word in shot.words) == "".join(word.text for word in words)
    if span.end - span.start <= 96:
        assert len(made) == 1


def test_a_quote_needs_somebody_who_said_it() -> None:
    line = Line(role=Role.COMMENT, speaker=Speaker.COMMENTER, display="가", spoken="가", credit="하나")
    assert is_quoted_comment(line)
    assert not is_quoted_comment(line.model_copy(update={"credit": ""}))
    assert not is_quoted_comment(line.model_copy(update={"role": Role.BODY}))


END = EndCard(question="?", source="원문", address="", emoji="🤔")


def film_of(*cuts: tuple[int, int], frames: int) -> Timeline:
    base = plan_film(post(), *simple(), FilmChoice())
    scenes = tuple(Scene(start=start, end=end, card=END) for start, end in cuts)
    return Timeline.model_validate({**dict(base), "scenes": scenes, "frames": frames, "sounds": ()})


def simple() -> tuple[Script, VoiceTrack]:
    line = Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display="하나 둘", spoken="하나 둘")
    words = (Word(text="하나", start=0.1, end=0.5), Word(text="둘", start=0.5, end=0.9))
    spoken = SpokenLine(index=0, start=0.1, end=0.9, words=words, timing=Timing.EXACT)
    voice = VoiceTrack(audio=AUDIO, sample_rate=24_000, duration=1.0, lines=(spoken,))
    return Script(title="제목", lines=(line,), mood=Mood.DAILY), voice


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_scenes_that_follow_each_other_are_a_film(lengths: list[int]) -> None:
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    film = film_of(*zip([0, *ends[:-1]], ends, strict=True), frames=ends[-1])
    assert sum(scene.frames for scene in film.scenes) == film.frames


@each_row(
    ("cuts", "frames"),
    [
        (((0, 10), (11, 20)), 20),  # a gap
        (((0, 10), (9, 20)), 20),  # an overlap
        (((1, 10),), 10),  # a late beginning
        (((0, 10), (10, 10)), 10),  # an empty scene
        (((0, 10),), 12),  # an early end
    ],
)
def test_scenes_with_gaps_or_overlaps_are_none(cuts: tuple[tuple[int, int], ...], frames: int) -> None:
    with pytest.raises(ValidationError):
        film_of(*cuts, frames=frames)


def test_a_voice_of_another_script_is_refused() -> None:
    script, voice = simple()
    stranger = voice.model_copy(update={"lines": (voice.lines[0].model_copy(update={"index": 3}),)})
    with pytest.raises(BadInput) as caught:
        plan_film(post(), script, stranger, FilmChoice())
    assert (caught.value.code, caught.value.fields) == ("film.voice_line_unknown", {"line": 4})
    mute = script.model_copy(update={"lines": (script.lines[0].model_copy(update={"display": "\u200b \u200b"}),)})
    with pytest.raises(BadInput) as caught:
        plan_film(post(), mute, voice, FilmChoice())
    assert caught.value.code == "film.nothing_to_draw"


@settings(max_examples=10)
@given(stories)
def test_side_files_tell_every_caption_in_order(story: tuple[Script, VoiceTrack]) -> None:
    film = plan_film(post(), *story, FilmChoice(template="card"))
    blocks = srt_text(film).strip().split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [str(i + 1) for i in range(len(blocks))]
    times = [block.splitlines()[1].split(" --> ") for block in blocks]
    assert times == sorted(times)
    assert all(start < end for start, end in times)
    assert ass_text(film).count("Dialogue:") == len(blocks)


@given(st.integers(0, 400_000))
def test_times_of_side_files_are_those_of_their_frames(frame: int) -> None:
    hours, minutes, rest = _stamp(frame).split(":")
    seconds, millis = rest.split(",")
    told_at = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(millis) / 1000
    assert 0 <= frame / FPS - told_at < 0.001
    hours, minutes, rest = _time(frame).split(":")
    told_at = int(hours) * 3600 + int(minutes) * 60 + float(rest)
    assert -1e-6 <= frame / FPS - told_at < 0.0101


@settings(max_examples=10)
@given(stories)
def test_sampled_frames_are_key_frames_and_far_enough_apart(story: tuple[Script, VoiceTrack]) -> None:
    film = plan_film(post(), *story, FilmChoice())
    chosen = frames_to_sample(film)
    assert len(chosen) == len(film.scenes)
    assert chosen[0][0] == 0
    times = [(scene.start + frame) / FPS for scene, frames in zip(film.scenes, chosen, strict=True) for frame in frames]
    assert all(frame % 60 == 0 for frames in chosen for frame in frames)
    # A difference of two times may be rounded to a hair less than their distance.
    assert all(other - one >= 2.5 - 1e-9 for one, other in pairwise(times))


@settings(max_examples=8)
@given(stories, st.integers(1, 40))
def test_a_scene_that_only_comes_later_keeps_its_key(story: tuple[Script, VoiceTrack], later: int) -> None:
    """Keys count frames from the scene's start: what lies before a scene may become longer."""
    film = plan_film(post(), *story, FilmChoice())
    by = 60 * later
    moved = [shifted(scene, by) for scene in film.scenes]
    first = film.scenes[0].model_copy(update={"end": film.scenes[0].end + by})
    longer = film.model_copy(update={"scenes": (first, *moved[1:]), "frames": film.frames + by})
    for index in range(2, len(film.scenes)):
        assert segment_key(film, index, "libx264") == segment_key(longer, index, "libx264")
    assert segment_key(film, 0, "libx264") != segment_key(longer, 0, "libx264")


def shifted(scene: Scene, by: int) -> Scene:
    """The scene ``by`` frames later, with all its words."""

    def later(value: object) -> object:
        if isinstance(value, dict):
            return {
                name: each + by if name in ("start", "end") and isinstance(each, int) else later(each)
                for name, each in value.items()
            }
        return [later(each) for each in value] if isinstance(value, list) else value

    card = type(scene.card).model_validate(later(scene.card.model_dump(mode="json")))
    data = later(scene.model_dump(mode="json", exclude={"card"}))
    assert isinstance(data, dict)
    return Scene.model_validate({**data, "card": card})


def test_the_hook_is_read_where_it_is_the_headline_itself(tmp_path: Path) -> None:
    script, voice = simple()
    headline = script.model_copy(update={"title": "하나, 둘!"})
    read = plan_film(post(), headline, voice, FilmChoice(theme="ink")).scenes[0]
    assert [word.text for word in read.card.spoken] == ["하나", "둘"]
    assert not read.captions
    captioned = plan_film(post(), script, voice, FilmChoice(theme="ink")).scenes[0]
    assert not captioned.card.spoken
    assert captioned.captions
    assert not list(tmp_path.iterdir())


@each_row("name", template_names())
def test_a_person_of_the_story_is_named_while_it_speaks_and_stressed_words_are_known(name: str) -> None:
    def line(text: str, speaker: Speaker = Speaker.NARRATOR, **more: Any) -> Line:
        return Line(role=Role.BODY, speaker=speaker, display=text, spoken=text, recording=AUDIO, **more)

    lines = (
        line("처음 말", emphasis=("처음",)),
        line("당장 지워", Speaker.PERSON, person="사장님", emphasis=("지워",)),
        line("끝난 말"),
    )
    spoken = []
    for index, each in enumerate(lines):
        words = [
            Word(text=text, start=index + at / 2, end=index + at / 2 + 0.4)
            for at, text in enumerate(each.display.split())
        ]
        spoken.append(SpokenLine(index=index, start=index, end=index + 0.9, words=tuple(words), timing=Timing.EXACT))
    voice = VoiceTrack(audio=AUDIO, sample_rate=24_000, duration=3.0, lines=tuple(spoken))
    script = Script(title="제목입니다", lines=lines)
    film = plan_film(post(), script, voice, FilmChoice(template=name))
    named = [scene for scene in film.scenes if scene.speaker]
    assert named
    assert {scene.speaker for scene in named} == {"사장님"}
    assert {word.text for scene in named for word in scene.words if word.stressed} == {"지워"}
    assert film.label == "직접 녹음"
    mixed = script.model_copy(update={"lines": (lines[0].model_copy(update={"recording": None}), *lines[1:])})
    assert plan_film(post(), mixed, voice, FilmChoice(template=name)).label == "AI 음성"
