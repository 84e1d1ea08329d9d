"""A Bloom filter over post keys: tells a rebuild which posts can have rows already, without asking the database."""

from collections.abc import Collection
from typing import Final

_PLACES: Final = 1 << 22
"""Slots of one byte each (4 MiB). With 200,000 posts about 5 % of new keys are false positives."""


class BloomFilter:
    """A set of keys with false positives but no false negatives, by one hash function.

    Source: B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13 (1970).
    """

    def __init__(self) -> None:
        self._places = bytearray()

    def add_and_list_known(self, keys: Collection[str]) -> list[str]:
        """Add ``keys``; returns, sorted, those that may have been added by an earlier call."""
        self._places = self._places or bytearray(_PLACES)
        places = {key: hash(key) % _PLACES for key in sorted(keys)}
        found = [key for key, place in places.items() if self._places[place]]
        for place in places.values():
            self._places[place] = 1
        return found
