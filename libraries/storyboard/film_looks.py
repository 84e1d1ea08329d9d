"""Looks of films, chosen by genre, so that films of one channel differ and two in a row always do."""

import hashlib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from libraries import paths
from libraries.data_tables import load_table
from libraries.drawing.typography.design_tokens import theme_named
from libraries.drawn_world.scenes import ScenePalette as Grade
from libraries.storyboard.cards.comments import comment_form_named
from libraries.storyboard.places.place_frames import place_frame_named
from libraries.storyboard.titles.forms import CLOSINGS, OPENINGS, title_form_named
from schemas.base import Frozen
from schemas.recipe import FilmChoice
from schemas.script import Mood


class Genre(StrEnum):
    """The genre of a story, by which its look is chosen."""

    HORROR = "horror"
    MYSTERY = "mystery"
    SAD = "sad"
    WARM = "warm"
    ROMANCE = "romance"
    OFFICE = "office"
    COMIC = "comic"
    REVENGE = "revenge"
    PLAIN = "plain"


Names = Annotated[tuple[str, ...], Field(min_length=1)]
Halves = tuple[Names, Names]
"""What films of even and of odd number are chosen from."""


class GenreLooks(Frozen):
    """The looks of a genre: the parts that its films may have."""

    theme: Halves
    layout: Halves
    opening: Halves
    closing: Halves
    comments: Halves
    captions: Halves
    transition: Halves


class FilmLook(Frozen):
    """The look of one film: names of its parts."""

    theme: str
    layout: str
    opening: str
    closing: str
    comments: str
    captions: str
    transition: str


LOOKS: Final = load_table(dict[Genre, GenreLooks], paths.DATA / "assets/design/looks.toml")
PLAIN_LOOK: Final = FilmLook(
    theme="ink", layout="page", opening="post", closing="page", comments="cards", captions="box", transition="auto"
)
"""The look without a drawn place, of films that were made before there were others."""
_BY_MOOD: Final = {
    Mood.HUMOR: Genre.COMIC,
    Mood.TOUCHING: Genre.WARM,
    Mood.ANGER: Genre.REVENGE,
    Mood.SADNESS: Genre.SAD,
    Mood.HORROR: Genre.HORROR,
    Mood.INFO: Genre.OFFICE,
    Mood.CONTROVERSY: Genre.REVENGE,
    Mood.DAILY: Genre.PLAIN,
    Mood.SHOCK: Genre.MYSTERY,
}
_BY_BOARD: Final = {
    "연애": Genre.ROMANCE,
    "소개팅": Genre.ROMANCE,
    "직장": Genre.OFFICE,
    "회사": Genre.OFFICE,
    "공포": Genre.HORROR,
}
"""Words in the names of boards."""
_MILD: Final = (Mood.HUMOR, Mood.TOUCHING, Mood.DAILY, Mood.INFO, Mood.SHOCK)
"""Moods that leave the genre to the board where that names one."""
GRADES: Final = {
    Genre.HORROR: Grade.HORROR,
    Genre.MYSTERY: Grade.MYSTERY,
    Genre.SAD: Grade.SAD,
    Genre.WARM: Grade.WARM,
    Genre.ROMANCE: Grade.ROMANCE,
    Genre.OFFICE: Grade.PLAIN,
    Genre.COMIC: Grade.COMIC,
    Genre.REVENGE: Grade.REVENGE,
    Genre.PLAIN: Grade.PLAIN,
}
"""How drawn places of a genre are graded."""


def genre_of(mood: Mood, board: str) -> Genre:
    """The genre of a story: that of its mood, or of the board it stood on."""
    named = next((genre for word, genre in _BY_BOARD.items() if word in board), None)
    return named if named is not None and mood in _MILD else _BY_MOOD[mood]


def choose_film_look(genre: Genre, number: int, seed: int, themes: Collection[str] = ()) -> FilmLook:
    """A look for a film. ``number``: its running number, 0 where none is known; then the seed decides in its place.

    With numbers, two films in a row share no name of any kind. ``themes``: the only palettes that may be chosen, where
    one of them is among those of the genre; then two films in a row may share theirs.
    """
    turn = number or seed
    half = turn % 2
    found = {kind: _turn(names[half], turn // 2, seed, kind) for kind, names in _kinds(LOOKS[genre]).items()}
    palettes = LOOKS[genre].theme
    allowed = [name for name in palettes[half] if name in themes]
    allowed = allowed or [name for name in palettes[1 - half] if name in themes]
    if allowed:
        found["theme"] = _turn(allowed, turn // 2, seed, "theme")
    return FilmLook.model_validate(found)


def film_choice_with_look(choice: FilmChoice, mood: Mood, board: str) -> FilmChoice:
    """``choice`` with every part of its look named: see `FilmChoice.theme`."""
    look = PLAIN_LOOK
    if choice.theme == "auto":
        look = choose_film_look(genre_of(mood, board), choice.number, choice.seed, choice.identity.themes)
    parts = look.model_dump() | {"caption_style": look.captions}
    named = {name: parts[name] for name in _PARTS if getattr(choice, name) == "auto"}
    return choice.model_copy(update=named)


def require_known_look(choice: FilmChoice) -> None:
    """Raises BadInput when the palette, the layout or a form that a choice names is not known."""
    theme_named(choice.theme)
    if choice.layout != PLAIN_LOOK.layout:
        place_frame_named(choice.layout)
    if choice.opening != PLAIN_LOOK.opening:
        title_form_named(choice.opening, OPENINGS, "opening")
    if choice.closing != PLAIN_LOOK.closing:
        title_form_named(choice.closing, CLOSINGS, "closing")
    comment_form_named(choice.comments)


_PARTS: Final = ("theme", "layout", "opening", "closing", "comments", "caption_style", "transition")


def _kinds(looks: GenreLooks) -> Mapping[str, Halves]:
    return {kind: getattr(looks, kind) for kind in GenreLooks.model_fields}


def _turn(names: "tuple[str, ...] | list[str]", turn: int, seed: int, kind: str) -> str:
    """One of the names, another each time; where a kind begins is the seed's."""
    return names[(turn + hashlib.sha256(f"{kind} {seed}".encode()).digest()[0]) % len(names)]
