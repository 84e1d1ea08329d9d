"""The template toon: who speaks is seen, nobody changes, no picture comes twice in a row, all looks can be drawn."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.film import script, store_in, voice_of
from fixtures.studio.told import bakery
from fixtures.studio.told import script as bakery_script
from PIL import ImageColor

from libraries.drawing.canvas.compositor import draw_frame, draw_frames
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import SAFE
from libraries.drawn_world.people.person import AgeGroup, Person
from libraries.drawn_world.scenes import ScenePalette as Grade
from libraries.drawn_world.staging.shot import Framing, Shot
from libraries.storyboard.drawn_looks.comment_slips import BELOW, MARGIN, slip_image, slip_inks
from libraries.storyboard.drawn_looks.looks import STYLES, LookName, look_for_mood
from libraries.storyboard.drawn_looks.picture_frames import unframed_box
from libraries.storyboard.drawn_looks.title_tags import title_tag
from libraries.storyboard.timeline import Timeline
from schemas.recipe import FilmChoice
from schemas.script import Mood, Script, Speaker
from services.studio.film.encode.segment import segment_key
from services.studio.film.templates.registry import template_named
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.toon.bubble import BubbleCard
from services.studio.film.templates.toon.cards import ClosingCard, OpeningCard, SceneCard

TOON = template_named("toon")
GREY_BORDER = 12


@pytest.fixture(scope="module")
def told() -> Script:
    return bakery_script()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, told: Script) -> Timeline:
    return planned(told, tmp_path_factory.mktemp("toon"))


def planned(told: Script, folder: Path, seed: int = 3) -> Timeline:
    voice = voice_of(told, store_in(folder))
    return TOON.plan(bakery(), told, voice, FilmChoice(template="toon", seed=seed))


def shots(film: Timeline) -> list[Shot]:
    return [scene.card.shot for scene in film.scenes if isinstance(scene.card, (SceneCard, OpeningCard))]


def test_the_film_opens_with_a_face_and_closes_with_a_question(film: Timeline) -> None:
    first, last = film.scenes[0].card, film.scenes[-1].card
    assert isinstance(first, OpeningCard)
    assert isinstance(last, ClosingCard)
    assert len(first.shot.players) == 1
    assert first.shot.framing in (Framing.CLOSE, Framing.UNDER_TITLE)


def test_the_opening_shows_whom_the_first_line_names(tmp_path: Path, told: Script) -> None:
    first = told.lines[0].model_copy(update={"display": "귤을 두고 간 초등학생", "spoken": "귤을 두고 간 초등학생"})
    opening = planned(told.model_copy(update={"lines": (first, *told.lines[1:])}), tmp_path).scenes[0].card
    assert isinstance(opening, OpeningCard)
    (player,) = opening.shot.players
    assert isinstance(player.person, Person)
    assert player.person.age is AgeGroup.CHILD
    assert not player.talks


def test_no_picture_comes_twice_in_a_row(film: Timeline) -> None:
    for one, other in pairwise(shots(film)):
        assert one.framing is not other.framing or one.players != other.players
        assert (one.framing, one.side) != (other.framing, other.side)


def test_who_speaks_is_in_the_picture(tmp_path: Path, told: Script) -> None:
    lines = list(told.lines)
    lines[6] = lines[6].model_copy(update={"speaker": Speaker.PERSON, "person": "사장님"})
    film = planned(told.model_copy(update={"lines": tuple(lines)}), tmp_path)
    spoken = [scene.card.shot for scene in film.scenes if isinstance(scene.card, SceneCard) and scene.speaker]
    assert spoken
    assert all(any(player.talks for player in shot.players) for shot in spoken)


def test_nobody_changes_in_the_course_of_a_story(film: Timeline) -> None:
    people = {player.person for shot in shots(film) for player in shot.players}
    assert 2 <= len(people) <= 6
    assert any(isinstance(person, Person) and person.age is AgeGroup.CHILD for person in people)


def test_words_are_said_while_they_are_heard(film: Timeline) -> None:
    for scene in film.scenes:
        card = scene.card
        if isinstance(card, SceneCard):
            assert [word.text for word in card.shot.words] == [word.text for word in scene.words]
            assert all(0 <= word.start <= word.end <= scene.frames / 30 + 0.2 for word in card.shot.words)


def test_texts_stay_where_no_button_covers_them(film: Timeline) -> None:
    for index in range(len(film.scenes)):
        boxes = TOON.text_boxes(film, index)
        assert boxes
        assert all(SAFE.holds(box) for box in boxes)


def test_the_same_story_gives_the_same_film(film: Timeline, tmp_path: Path, told: Script) -> None:
    assert planned(told, tmp_path) == film
    one, other = (draw_frame(TOON.compose(each, 2, {}), 9) for each in (film, film))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_twelve_drawings_a_second_are_new_and_the_others_repeat(film: Timeline) -> None:
    index = next(at for at, scene in enumerate(film.scenes) if isinstance(scene.card, SceneCard) and scene.frames > 40)
    scene = film.scenes[index]
    quiet = scene.model_copy(update={"captions": ()})
    scenes = (*film.scenes[:index], quiet, *film.scenes[index + 1 :])
    composed = TOON.compose(film.model_copy(update={"scenes": scenes}), index, {})
    changes = [changed for changed, _ in zip(draw_frames(composed, Canvas.blank(1080, 1920)), range(30), strict=False)]
    assert sum(changes) == 12


def test_comments_are_said_by_people_of_their_own(tmp_path: Path, film: Timeline) -> None:
    story = script()
    made = planned(story, tmp_path)
    bubbles = [scene.card for scene in made.scenes if isinstance(scene.card, BubbleCard)]
    assert bubbles
    own = {player.person for shot in shots(made) for player in shot.players}
    assert all(card.shot.players[0].person not in own for card in bubbles)
    assert [card.left for card in bubbles] == [number % 2 == 0 for number in range(len(bubbles))]


@each_row("mood", Mood)
def test_every_mood_has_a_look_of_its_own(mood: Mood) -> None:
    looks = {look_for_mood(mood, seed) for seed in range(4)}
    assert looks <= set(LookName)
    assert all(STYLES[look].staging_style.grade is not Grade.PLAIN for look in looks)


@pytest.mark.parametrize("mood", [Mood.HORROR, Mood.TOUCHING, Mood.HUMOR, Mood.ANGER, Mood.SHOCK, Mood.SADNESS])
@pytest.mark.quick_cases(2)
def test_every_look_fills_the_frame(mood: Mood, tmp_path: Path, told: Script) -> None:
    film = planned(told.model_copy(update={"mood": mood}), tmp_path)
    canvas = draw_frame(TOON.compose(film, 1, {}), 6)
    blank = Canvas.blank(1080, 1920)
    rows = (canvas.y != blank.y).mean(axis=1)
    assert rows.min() > 0.05
    seen = unframed_box(look_for_mood(mood, film.seed))
    assert canvas.y[seen.top : seen.bottom, seen.left : seen.right].std() > GREY_BORDER


def test_it_is_not_taken_where_the_recipe_leaves_the_template_open() -> None:
    shape = StoryShape(Mood.HORROR, 0, 0, 0, 0, 9, 200.0, 5, asks_viewer=True, characters=900)
    assert TOON.suits(shape) == 0


def test_a_segment_looks_as_its_key_says_whatever_the_mood_of_the_film(film: Timeline) -> None:
    index = next(at for at, scene in enumerate(film.scenes) if scene.captions)
    other = film.model_copy(update={"mood": Mood.HORROR})
    assert film.mood is not other.mood
    assert segment_key(film, index, "libx264") == segment_key(other, index, "libx264")
    one, same = (draw_frame(TOON.compose(each, index, {}), 9) for each in (film, other))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))


@each_row("look", LookName)
@each_row("left", [True, False])
def test_a_slip_covers_what_is_written_on_it(look: LookName, left: bool) -> None:
    image = np.asarray(slip_image(look, 600, 220, left=left))
    assert image.shape[:2] == (220 + BELOW + 2 * MARGIN, 600 + 2 * MARGIN)
    written = image[MARGIN + 40 : MARGIN + 190, MARGIN + 44 : MARGIN + 556]
    assert written[..., 3].min() > 200
    dark = written[..., :3].mean() < 100
    words = ImageColor.getrgb(slip_inks(look).words)
    assert (sum(words[:3]) > 500) == dark  # Light words in the dark, dark words on paper.


def test_tags_tell_how_far_the_story_has_come(film: Timeline) -> None:
    for look in LookName:
        first, last = (title_tag(look, "빵집의 귤", index, 20).placed.plate for index in (1, 18))
        assert isinstance(first, Plate)
        assert isinstance(last, Plate)
        assert not np.array_equal(first.y, last.y) or not np.array_equal(first.u, last.u), look
        assert SAFE.holds(title_tag(look, "아주 " * 40, 3, 20).text)
    scene = next(at for at, each in enumerate(film.scenes) if isinstance(each.card, SceneCard))
    assert len(TOON.text_boxes(film, scene)) == len(film.scenes[scene].captions) + 1
