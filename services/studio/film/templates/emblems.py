"""Emblems: the emoji that stands for a line, by its words or else by the mood of the story."""

from collections.abc import Sequence
from typing import Final

from libraries.data_tables import load_table
from libraries.drawing.typography.fonts import emoji_coverage
from schemas.base import Frozen
from schemas.script import Mood
from services.config import DATA


class _Lexicon(Frozen):
    words: dict[str, tuple[str, ...]]
    """The beginnings of 어절 that call for an emblem."""
    moods: dict[Mood, tuple[str, ...]]


_LEXICON: Final = load_table(_Lexicon, DATA / "assets/design/emblems.toml")


def emblems_of_line(text: str, mood: Mood, turn: int, most: int = 3) -> tuple[str, ...]:
    """Up to ``most`` different emoji for a line, those of its own words first; ``turn`` varies those of the mood."""
    named = [emblem for emblem, words in _LEXICON.words.items() if any(f" {word}" in f" {text}" for word in words)]
    of_mood = _LEXICON.moods[mood]
    rest = [of_mood[(turn + i) % len(of_mood)] for i in range(len(of_mood))]
    return tuple(list(dict.fromkeys(_drawable([*named[: max(1, most - 1)], *rest])))[:most])


def _drawable(characters: Sequence[str]) -> list[str]:
    return [character for character in characters if ord(character) in emoji_coverage()]
