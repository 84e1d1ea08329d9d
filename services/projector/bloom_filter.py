"""Which posts were met before, in a few megabytes however many there are: of those alone a filler looks for rows."""

from collections.abc import Collection
from typing import Final

_PLACES: Final = 1 << 22
"""Bytes; of 200,000 posts one in twenty is then looked up in vain."""


class BloomFilter:
    """It never forgets a post, but takes now and then a new one for an old one (B. H. Bloom, 1970; with one hash)."""

    def __init__(self) -> None:
        self._places = bytearray()

    def again(self, keys: Collection[str]) -> list[str]:
        """Those met before, in order; all have been met then."""
        self._places = self._places or bytearray(_PLACES)
        places = {key: hash(key) % _PLACES for key in sorted(keys)}
        found = [key for key, place in places.items() if self._places[place]]
        for place in places.values():
            self._places[place] = 1
        return found
