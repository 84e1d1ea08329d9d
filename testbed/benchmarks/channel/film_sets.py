"""Sets of fifty described films: of one recipe, of varied recipes, and one film each of fifty unlike channels.

Nothing in them is copied: forms and sentences are our own, drawn by a seed.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from libraries.channel.film_description import FilmDescription, LineWithoutWords
from schemas.base import Frozen

FORMS_FILE: Final = Path(__file__).parent / "forms.toml"
_TURNS: Final = {
    "H": ("hook", "narrator"),
    "B": ("body", "narrator"),
    "C": ("comment", "commenter"),
    "P": ("body", "person"),
    "A": ("body", "person"),
    "X": ("closer", "narrator"),
}
_THINGS: Final = (
    "축의금",
    "도시락",
    "주차 자리",
    "월세",
    "택배",
    "반지",
    "우산",
    "김치통",
    "보증금",
    "에어컨",
    "명함",
    "자전거",
)
_PEOPLE: Final = (
    "시누이",
    "팀장님",
    "룸메이트",
    "동창",
    "사촌 형",
    "옆집 아저씨",
    "신입",
    "사장님",
    "전 남친",
    "담임",
    "후배",
    "이모",
)
_LOOKS: Final[Mapping[str, Sequence[str]]] = {
    "template": ("card", "post", "chat", "toon", "big", "battle", "quiz"),
    "theme": ("ink", "dawn", "moss", "plum", "sand", "slate", "coral", "night"),
    "layout": ("page", "window", "strip", "inset"),
    "opening": ("post", "headline", "question", "quote"),
    "closing": ("page", "vote", "slip"),
    "comments": ("cards", "bubbles", "slips"),
    "captions": ("box", "line", "colour"),
    "transition": ("cut", "push", "zoom", "crossfade"),
    "background": ("lights", "paper", "grid"),
    "music": ("piano", "strings", "pulse", "bells", "none"),
}


class ChannelFilmForm(Frozen):
    """The form of a kind of channel; see ``forms.toml``."""

    lines: str
    syllables: tuple[int, int]
    shots: tuple[float, float]
    hooks: tuple[str, ...]
    closers: tuple[str, ...]


def channel_film_forms() -> dict[str, ChannelFilmForm]:
    """The forms of channels by name."""
    read = tomllib.loads(FORMS_FILE.read_text(encoding="utf-8"))
    return {name: ChannelFilmForm.model_validate(form) for name, form in read.items()}


def films_of_one_recipe(seed: int, count: int = 50) -> list[FilmDescription]:
    """Films of one recipe: the same look, voice and music; stories, cuts and first frames of the same kind."""
    chance = _chance(seed)
    form = channel_film_forms()["read_aloud"]
    look, page, voice = _look(chance), _frame(chance), _voice(chance)
    return [
        _film(f"one.{number}", form, chance)._replace(
            **look, voices=voice, first_frame=_near(page, chance, 6), colours=_colours(page)
        )
        for number in range(count)
    ]


def films_of_varied_recipes(seed: int, count: int = 50) -> list[FilmDescription]:
    """Films of one channel that vary: another look and other music each time, one of two voices, one of three forms of
    telling."""
    chance = _chance(seed)
    forms = [channel_film_forms()[name] for name in ("read_aloud", "vote", "revenge")]
    voices = [_voice(chance), _voice(chance)]
    films = []
    for number in range(count):
        page = _frame(chance)
        film = _film(f"varied.{number}", forms[number % 3], chance)
        look = _look(chance)
        films.append(
            film._replace(**look, voices=chance.choice(voices), first_frame=f"{page:016x}", colours=_colours(page))
        )
    return films


def films_of_unlike_channels(seed: int, count: int = 50) -> list[FilmDescription]:
    """One film each of unlike channels: every form in turn, each channel with a voice and a look of its own."""
    chance = _chance(seed)
    forms = list(channel_film_forms().items())
    films = []
    for number in range(count):
        name, form = forms[number % len(forms)]
        page = _frame(chance)
        look: dict[str, Any] = {part: f"{value} {number}" for part, value in _look(chance).items()}
        film = _film(f"{name}.{number}", form, chance)
        films.append(
            film._replace(**look, voices=(f"voice {number}",), first_frame=f"{page:016x}", colours=_colours(page))
        )
    return films


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - it guards nothing


def _film(name: str, form: ChannelFilmForm, chance: Random) -> FilmDescription:
    lines = tuple(
        LineWithoutWords(*_TURNS[turn], chance.randint(*form.syllables))
        for turn, times in re.findall(r"([A-Z])(\d*)", form.lines)
        for _ in range(max(1, int(times or 1) + (chance.randint(-1, 1) if int(times or 1) > 2 else 0)))
    )
    words = {"thing": chance.choice(_THINGS), "person": chance.choice(_PEOPLE)}
    shots = tuple(round(chance.uniform(*form.shots), 2) for _ in lines)
    return FilmDescription(
        name, lines, chance.choice(form.hooks).format(**words), chance.choice(form.closers), shots=shots
    )


def _look(chance: Random) -> dict[str, Any]:
    return {part: chance.choice(values) for part, values in _LOOKS.items()}


def _voice(chance: Random) -> tuple[str, ...]:
    return (f"supertonic/{chance.choice(('F1', 'M1', 'F2', 'M2'))}", "commenter-1", "commenter-2")


def _frame(chance: Random) -> int:
    return chance.getrandbits(64)


def _near(frame: int, chance: Random, bits: int) -> str:
    for _ in range(bits):
        frame ^= 1 << chance.randrange(64)
    return f"{frame:016x}"


def _colours(frame: int) -> tuple[float, ...]:
    """Shares of colours that go with a first frame."""
    parts = [(frame >> at & 0xF) + 1 for at in range(0, 54, 2)]
    return tuple(part / sum(parts) for part in parts)
