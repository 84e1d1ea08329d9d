"""The word lists of the reading, from words.toml, which says what each is for."""

from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from schemas.base import Frozen


class WordLists(Frozen):
    """The shape of ``words.toml``."""

    native_counters: tuple[str, ...]
    sino_counters: tuple[str, ...]
    letters: dict[str, str]
    latin: dict[str, str]
    units: dict[str, str]
    abbreviations: dict[str, str]
    mixed: dict[str, str]
    greek: dict[str, str]
    jamo: dict[str, str]
    clusters: dict[str, str]
    vowels: dict[str, str]
    consonants: dict[str, str]


WORDS: Final = load_table(WordLists, Path(__file__).with_name("words.toml"))
