"""The cards that all templates share, and what surrounds a card: captions, headline, progress bar, footer."""

from typing import Final

from libraries.versions import Versioned

SURROUNDINGS: Final = Versioned("film.surroundings", "1")
"""Raised when captions, headline, progress bar or footer look different, or what cards are painted with."""
COMMENTS: Final = Versioned("film.card.comments", "1")
ENDING: Final = Versioned("film.card.end", "1")
HOOK: Final = Versioned("film.card.hook", "1")
PICTURE: Final = Versioned("film.card.picture", "2")
PLACES: Final = Versioned("film.card.places", "2")
STORY: Final = Versioned("film.card.story", "1")
TITLES: Final = Versioned("film.card.titles", "1")
CARDS: Final = (COMMENTS, ENDING, HOOK, PICTURE, PLACES, STORY, TITLES)
"""Raised when cards of a kind look different. A template's own cards go by the version of the template."""
