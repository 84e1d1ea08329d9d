"""Looks: two films in a row share nothing, every name stands for something, and a recipe may name its own."""

from itertools import pairwise, product

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.drawing.typography.design_tokens import MOOD_THEMES, THEMES, lightness, theme_with_styles
from libraries.storyboard.cards.comment_forms import COMMENT_FORMS
from libraries.storyboard.film_looks import (
    LOOKS,
    PLAIN_LOOK,
    FilmLook,
    Genre,
    GenreLooks,
    choose_film_look,
    film_choice_with_look,
    genre_of,
)
from libraries.storyboard.places.place_frames import FRAMES
from libraries.storyboard.titles.forms import CLOSINGS, OPENINGS
from schemas.recipe import ChannelIdentity, FilmChoice
from schemas.script import Mood

KNOWN = {
    "theme": {*THEMES, *MOOD_THEMES},
    "layout": set(FRAMES),
    "opening": set(OPENINGS),
    "closing": set(CLOSINGS),
    "comments": set(COMMENT_FORMS),
    "captions": {"box", "line", "colour"},
    "transition": {"cut", "push", "crossfade", "zoom"},
}
GENRES = st.sampled_from(list(Genre))


def test_there_are_enough_forms_and_all_of_them_are_used() -> None:
    assert len(OPENINGS) >= 12
    assert len(CLOSINGS) >= 8
    assert len(COMMENT_FORMS) >= 5
    for kind, known in KNOWN.items():
        used = {name for looks in LOOKS.values() for half in getattr(looks, kind) for name in half}
        assert used <= known, kind
        if kind in ("opening", "closing"):
            assert used == known


@each_row("kind", GenreLooks.model_fields)
def test_no_name_stands_in_both_halves_of_a_kind(kind: str) -> None:
    first, second = ({name for looks in LOOKS.values() for name in getattr(looks, kind)[half]} for half in (0, 1))
    assert first & second == set()


@given(GENRES, GENRES, st.integers(1, 500), st.integers(0, 70_000), st.integers(0, 70_000))
def test_two_films_in_a_row_share_no_part_of_their_look(
    one: Genre, other: Genre, number: int, seed: int, another: int
) -> None:
    before, after = choose_film_look(one, number, seed), choose_film_look(other, number + 1, another)
    assert all(getattr(before, kind) != getattr(after, kind) for kind in FilmLook.model_fields)
    assert choose_film_look(one, number, seed) == before


def test_the_choices_of_a_genre_take_turns() -> None:
    for kind in ("opening", "closing"):
        seen = [getattr(choose_film_look(Genre.PLAIN, number, 7), kind) for number in range(1, 17)]
        assert set(seen) == {name for half in getattr(LOOKS[Genre.PLAIN], kind) for name in half}
        assert all(one != other for one, other in pairwise(seen))


def test_horror_is_dark_and_romance_is_light_or_warm() -> None:
    for half in (0, 1):
        (horror,) = LOOKS[Genre.HORROR].theme[half]
        assert max(lightness(colour) for colour in MOOD_THEMES[horror].sky) < 0.12
    assert lightness(MOOD_THEMES["rose"].sky[0]) > 0.9
    red, _, blue = (int(MOOD_THEMES["blood"].sky[1][at : at + 2], 16) for at in (1, 3, 5))
    assert red > 3 * blue


@each_row("name", MOOD_THEMES)
def test_the_words_of_a_palette_can_be_read(name: str) -> None:
    theme = MOOD_THEMES[name]
    pairs = [
        (theme.headline, theme.caption_edge),
        (theme.caption, theme.caption_edge),
        (theme.marker_text, theme.marker),
        (theme.pill_text, theme.pill),
        *((theme.ink, paper) for paper, _ in theme.pages),
        *((text, ground) for ground, text, _, _ in theme.posters),
        *((text, marker) for _, _, marker, text in theme.posters),
    ]
    for text, ground in pairs:
        assert abs(lightness(text) - lightness(ground)) > 0.28, (text, ground)


@each_row(
    ("mood", "board", "genre"),
    [
        (Mood.HORROR, "공포", Genre.HORROR),
        (Mood.HUMOR, "직장", Genre.OFFICE),
        (Mood.DAILY, "연애상담", Genre.ROMANCE),
        (Mood.ANGER, "연애상담", Genre.REVENGE),
        (Mood.SADNESS, "직장", Genre.SAD),
        (Mood.TOUCHING, "가족", Genre.WARM),
        (Mood.DAILY, "", Genre.PLAIN),
    ],
)
def test_a_board_names_the_genre_of_mild_stories(mood: Mood, board: str, genre: Genre) -> None:
    assert genre_of(mood, board) is genre


def test_every_mood_and_genre_has_a_look() -> None:
    for mood, half in product(Mood, (1, 2)):
        assert choose_film_look(genre_of(mood, ""), half, 3)
    assert set(LOOKS) == set(Genre)


def test_a_recipe_that_names_its_theme_keeps_the_plain_forms() -> None:
    plain = film_choice_with_look(FilmChoice(theme="ink", number=3), Mood.HORROR, "")
    assert (plain.layout, plain.opening, plain.closing, plain.comments) == ("page", "post", "page", "cards")
    assert (plain.theme, plain.caption_style, plain.transition) == ("ink", "box", "auto")
    assert plain.opening == PLAIN_LOOK.opening
    own = film_choice_with_look(FilmChoice(theme="ink", opening="burst", comments="notes"), Mood.HORROR, "")
    assert (own.opening, own.comments, own.closing) == ("burst", "notes", "page")


def test_what_is_named_is_kept_and_the_rest_is_chosen() -> None:
    choice = film_choice_with_look(FilmChoice(layout="arch", transition="push", number=3), Mood.HORROR, "")
    assert (choice.layout, choice.transition, choice.theme) == ("arch", "push", "crypt")
    assert film_choice_with_look(choice, Mood.TOUCHING, "") == choice


def test_a_channel_s_palettes_are_taken_where_they_suit() -> None:
    mine = ChannelIdentity(themes=("plum",))
    chosen = {
        film_choice_with_look(FilmChoice(number=3, seed=seed, identity=mine), Mood.HUMOR, "").theme for seed in range(9)
    }
    assert chosen == {"plum"}
    assert film_choice_with_look(FilmChoice(number=4, identity=mine), Mood.HUMOR, "").theme == "plum"
    assert film_choice_with_look(FilmChoice(number=3, identity=mine), Mood.HORROR, "").theme == "crypt"


@pytest.mark.parametrize(("accent", "text"), [("#ffe14a", "#15121a"), ("#1a3c9c", "#ffffff")])
def test_a_channel_s_colour_is_in_all_palettes(accent: str, text: str) -> None:
    for name in ("ink", "abyss", "rose"):
        theme = theme_with_styles(name, "box", "lights", accent)
        assert (theme.accent, theme.marker, theme.pill) == (accent, accent, accent)
        assert theme.marker_text == theme.pill_text == text
    assert theme_with_styles("rose", "box", "lights") != theme_with_styles("rose", "box", "lights", accent)
