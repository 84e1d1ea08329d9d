"""Emblems: the emoji that stands for a line, by its words or else by the mood of the story."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from schemas.script import Mood
from services.studio.film.typography.design_files import design_table
from services.studio.film.typography.fonts import emoji_coverage


class _Lexicon(NamedTuple):
    """(emblem, beginnings of 어절 that call for it) pairs, and the emblems of each mood."""

    words: tuple[tuple[str, tuple[str, ...]], ...]
    moods: dict[Mood, tuple[str, ...]]


@cache
def _lexicon() -> _Lexicon:
    """The lexicon of assets/design/emblems.toml."""
    tables = design_table("emblems")
    words = tuple((emblem, tuple(f" {word}" for word in words)) for emblem, words in tables["words"].items())
    return _Lexicon(words, {Mood(mood): found for mood, found in tables["moods"].items()})


def emblems(text: str, mood: Mood, turn: int, most: int = 3) -> tuple[str, ...]:
    """Up to ``most`` different emblems for a line, those of its own words first; ``turn`` varies those of the mood."""
    lexicon = _lexicon()
    named = [emblem for emblem, words in lexicon.words if any(word in f" {text}" for word in words)]
    of_mood = lexicon.moods[mood]
    rest = [of_mood[(turn + i) % len(of_mood)] for i in range(len(of_mood))]
    return tuple(list(dict.fromkeys(_drawable([*named[: max(1, most - 1)], *rest])))[:most])


def _drawable(characters: Sequence[str]) -> list[str]:
    return [character for character in characters if ord(character) in emoji_coverage()]
