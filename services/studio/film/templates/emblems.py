"""Which emblem stands for a line: a small lexicon of everyday words, and what fits the mood where none is named."""

from collections.abc import Sequence
from typing import Final

from schemas.base import Frozen
from schemas.script import Mood
from services.data_tables import load_table
from services.studio.film.typography.fonts import emoji_coverage


class _Emblems(Frozen):
    words: dict[str, tuple[str, ...]]
    """The beginnings of 어절 that call for an emblem."""
    moods: dict[Mood, tuple[str, ...]]


_EMBLEMS: Final = load_table(_Emblems, __file__, "emblems.toml")


def emblems(text: str, mood: Mood, turn: int, most: int = 3) -> tuple[str, ...]:
    """Up to ``most`` different emblems for a line, those of its own words first; ``turn`` varies the mood's ones."""
    heads = f" {text}"
    named = [emblem for emblem, words in _EMBLEMS.words.items() if any(f" {word}" in heads for word in words)]
    moods = _EMBLEMS.moods[mood]
    rest = [moods[(turn + i) % len(moods)] for i in range(len(moods))]
    return tuple(list(dict.fromkeys(_drawable([*named[: max(1, most - 1)], *rest])))[:most])


def _drawable(characters: Sequence[str]) -> list[str]:
    return [character for character in characters if ord(character) in emoji_coverage()]
