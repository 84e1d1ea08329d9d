"""Openings and closings: every form says its words inside the safe area, moves at once, and stands soon."""

from itertools import pairwise

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio.film import TOLD, picture, post, script, store_in, voice_of
from PIL import Image

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Composition, draw_frame
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.canvas.yuv import Canvas, Plate
from libraries.drawing.typography.design_tokens import HEIGHT, MOOD_THEMES, SAFE, WIDTH
from libraries.drawing.typography.line_breaking import untimed_words
from libraries.media.store import LocalStore
from libraries.storyboard.cards.card import CardScene
from libraries.storyboard.cards.comment_forms import COMMENT_FORMS
from libraries.storyboard.cards.comments import CommentCard, QuotedComment
from libraries.storyboard.cards.header_and_footer import header_plate
from libraries.storyboard.cards.picture import PictureCard
from libraries.storyboard.places.card import PlaceCard
from libraries.storyboard.places.place_frames import FRAMES
from libraries.storyboard.timeline import Header
from libraries.storyboard.titles.card import TitleCard
from libraries.storyboard.titles.entrances import entering_title_sprites
from libraries.storyboard.titles.forms import CLOSINGS, OPENINGS, Entrance
from libraries.storyboard.titles.lettering import TitleText, lettered_title
from libraries.storyboard.titles.questions import closing_question
from libraries.versions import VersionedPart
from schemas.errors import BadInput
from schemas.recipe import FilmChoice
from schemas.script import Mood
from services.studio.film.encode import segment
from services.studio.film.encode.segment import segment_key
from services.studio.film.qc.checks import measure_plan
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named

THEME = MOOD_THEMES["slate"]
BLANK = Canvas.blank(WIDTH, HEIGHT)
TITLE = "우리 아파트 엘리베이터는 새벽마다 4층에 멈춘다"
FORMS = [*(("opening", name) for name in OPENINGS), *(("closing", name) for name in CLOSINGS)]


def at(card: TitleCard | CommentCard, frame: int) -> Canvas:
    sprites = card.draw(CardScene(0, 60, Transition.CUT, THEME, {}))
    return draw_frame(Composition(BLANK, sprites, 60), frame)


def titled(kind: str, form: str, title: str = TITLE) -> TitleCard:
    return TitleCard.model_validate({"kind": kind, "form": form, "title": title, "source": "와글마당 · 공포"})


@each_row(("kind", "form"), FORMS)
@pytest.mark.slow
def test_a_title_stands_inside_the_safe_area_and_says_all_its_words(kind: str, form: str) -> None:
    forms = OPENINGS if kind == "opening" else CLOSINGS
    made = lettered_title(TitleText(untimed_words(TITLE), "와글마당"), forms[form], THEME)
    assert made.plates
    if made.places:
        assert [place.word.text for place in made.places] == TITLE.split()
    (box,) = titled(kind, form).text_boxes(0, 60)
    assert SAFE.holds(box)


@each_row(("kind", "form"), FORMS)
@pytest.mark.slow
def test_a_title_moves_in_the_first_half_second_and_then_stands(kind: str, form: str) -> None:
    card = titled(kind, form, "믿어지시나요?")
    first, second, stands = (at(card, frame) for frame in (0, 4, 40))
    assert (first.y != second.y).any() or (first.y != stands.y).any()
    assert (at(card, 30).y == stands.y).all()


@pytest.mark.slow
def test_openings_of_one_title_are_different_pictures() -> None:
    pictures = [at(titled("opening", name), 20).y[::20, ::20].astype(int) for name in OPENINGS]
    apart = [np.abs(one - other).mean() for i, one in enumerate(pictures) for other in pictures[:i]]
    assert min(apart) > 4


@each_row("form", COMMENT_FORMS)
def test_a_comment_in_each_form_shows_words_and_likes(form: str) -> None:
    comment = QuotedComment(author="느긋한고래", text="어른들이 배워야 할 자세다", likes=1_234, best=True)
    words = untimed_words(comment.text)
    card = CommentCard(comments=(comment,), emoji=(), words=words, form=form)
    liked = at(card, 20)
    bare = at(card.model_copy(update={"comments": (comment.model_copy(update={"likes": 0}),)}), 20)
    assert (liked.y != bare.y).sum() > 200
    said = at(card.model_copy(update={"words": untimed_words("전혀 다른 말입니다")}), 20)
    assert (liked.y != said.y).sum() > 2_000
    assert all(SAFE.holds(box) for box in card.text_boxes(0, 60))


def test_a_form_that_is_unknown_is_refused() -> None:
    with pytest.raises(BadInput, match="There is no form of"):
        titled("opening", "hologram").text_boxes(0, 1)
    with pytest.raises(BadInput, match="There is no form of"):
        at(
            CommentCard(
                comments=(QuotedComment(author="a", text="b", likes=0, best=False),),
                emoji=(),
                words=untimed_words("b"),
                form="x",
            ),
            0,
        )


@pytest.mark.parametrize("what", ["layout", "opening", "closing", "comments"])
def test_a_film_with_an_unknown_form_is_not_planned(store: LocalStore, what: str) -> None:
    words = script(TOLD)
    choice = FilmChoice.model_validate({"template": "card", what: "hologram"})
    with pytest.raises(BadInput) as caught:
        plan_film(post(), words, voice_of(words, store), choice)
    assert (caught.value.code, caught.value.fields["what"]) == ("film.form_unknown", what)


def test_a_vote_asks_what_its_answers_answer() -> None:
    assert {closing_question(mood, seed, vote=True) for mood in Mood for seed in range(3)} == {
        "글쓴이 마음, 공감하시나요?"
    }


@each_row("entrance", ["slide", "drop", "pop"])
@each_row("count", [1, 2, 3, 8])
def test_a_title_of_many_plates_stands_after_half_a_second(entrance: Entrance, count: int) -> None:
    sprites = entering_title_sprites(
        [PlacedPlate(Plate.from_rgba(Image.new("RGBA", (8, 8), "white")), 0, 20)] * count, entrance
    )
    for sprite in sprites:
        early, late = sprite(13), sprite(50)
        assert early is not None
        assert late is not None
        assert (early.left, early.top) == (late.left, late.top)


def test_the_form_of_a_title_decides_the_key_of_a_plain_film_too(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = script(TOLD)
    film = plan_film(post(), words, voice_of(words, store), FilmChoice(template="card", theme="ink", opening="burst"))
    before = [segment_key(film, index, "libx264") for index in (0, 1)]
    monkeypatch.setattr(segment, "PLACES", VersionedPart("film.card.places", "other"))
    after = [segment_key(film, index, "libx264") for index in (0, 1)]
    assert (before[0] != after[0], before[1] == after[1]) == (True, True)


@each_row("mood", Mood)
def test_every_mood_has_questions(mood: Mood) -> None:
    asked = {closing_question(mood, seed) for seed in range(6)}
    assert len(asked) >= 3
    assert all(len(question) <= 20 for question in asked)


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    return store_in(tmp_path_factory.mktemp("titles"))


@pytest.mark.parametrize("name", ["card", "post", "chat"])
@pytest.mark.slow
def test_a_film_without_a_named_theme_is_set_in_its_places(store: LocalStore, name: str) -> None:
    words = script(TOLD, Mood.HORROR)
    film = plan_film(post(), words, voice_of(words, store), FilmChoice(template=name, number=2))
    assert (film.theme, film.layout) == ("abyss", "full")
    opening, closing = film.scenes[0].card, film.scenes[-1].card
    assert isinstance(opening, TitleCard)
    assert isinstance(closing, TitleCard)
    assert opening.form in ("crack", "tiles")
    assert all(scene.setting is not None for scene in film.scenes)
    assert not any("emoji=('" in repr(scene.card) for scene in film.scenes)
    shots = [scene.shot for scene in film.scenes if isinstance(scene.card, PlaceCard)]
    assert all(one != other for one, other in pairwise(shots))
    assert measure_plan(film)["texts_outside_safe_area"] == 0
    picture = draw_frame(template_named(name).compose(film, 1, {}), 20)
    assert picture.y[1500:].std() > 2
    after = plan_film(post(), words, voice_of(words, store), FilmChoice(template=name, number=3))
    assert after.theme != film.theme


@pytest.mark.slow
def test_a_picture_of_the_post_is_seen_in_the_opening(store: LocalStore) -> None:
    image = picture(store, 1200, 800)
    words = script(TOLD, Mood.TOUCHING)
    choice = FilmChoice(template="chat", number=3, opening="postcard")
    film, bare_film = (plan_film(told, words, voice_of(words, store), choice) for told in (post((image,)), post()))
    card = film.scenes[0].card
    assert card.images == (image,)
    bare = titled("opening", "crack").model_copy(update={"image": image})
    assert bare.images == ()
    files = {image.media.key: store.path(image.media)}
    seen, without = (draw_frame(template_named("chat").compose(one, 0, files), 20) for one in (film, bare_film))
    assert isinstance(card, TitleCard)
    box = FRAMES[OPENINGS[card.form].frame].seen
    assert (seen.y[box.top : box.bottom] != without.y[box.top : box.bottom]).mean() > 0.2


def test_a_picture_with_little_height_comes_on_its_own_ground_after_a_place(store: LocalStore) -> None:
    """The plain sky of the theme is in no frame between a place and the blurred copy of a portrait picture."""
    image, words = picture(store, 600, 900), script(TOLD)
    film = plan_film(post((image,)), words, voice_of(words, store), FilmChoice(template="card", number=2))
    index = next(at for at, scene in enumerate(film.scenes) if at and isinstance(scene.card, PictureCard))
    made = template_named("card").compose(film, index, {image.media.key: store.path(image.media)})
    first, later = (draw_frame(made, frame).y[1500:1700].astype(int) for frame in (0, 9))
    assert isinstance(film.scenes[index - 1].card, PlaceCard | TitleCard)
    assert np.abs(first - later).mean() < 3


@each_row("layout", ["page", "full", "band", "arch", "photo", "panel", "slant"])
def test_who_speaks_is_named_in_the_header_of_every_layout(layout: str) -> None:
    plates = [header_plate(Header(source=who, headline=TITLE), THEME, layout, named=True) for who in ("부장님", "막내")]
    assert (plates[0].plate.y != plates[1].plate.y).any()
