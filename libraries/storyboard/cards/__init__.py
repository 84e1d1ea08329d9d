"""The cards that all templates share, and what surrounds a card: captions, headline, progress bar, footer."""

from typing import Final

from libraries.versions import VersionedPart

SURROUNDINGS: Final = VersionedPart("film.surroundings", "1")
"""Raised when captions, headline, progress bar or footer look different, or what cards are painted with."""
COMMENTS: Final = VersionedPart("film.card.comments", "1")
ENDING: Final = VersionedPart("film.card.end", "1")
HOOK: Final = VersionedPart("film.card.hook", "1")
PICTURE: Final = VersionedPart("film.card.picture", "2")
PLACES: Final = VersionedPart("film.card.places", "2")
STORY: Final = VersionedPart("film.card.story", "1")
TITLES: Final = VersionedPart("film.card.titles", "1")
CARDS: Final = (COMMENTS, ENDING, HOOK, PICTURE, PLACES, STORY, TITLES)
"""Raised when cards of a kind look different. A template's own cards go by the version of the template."""
