"""The audience of fake platforms: how often a film was watched by when, as a stated model without chance.

Views until an age t are ⌊N · (1 − e^(−t/τ))⌋, with τ of two days and N between 1,000 and 99,999 by the film's hash. Of
the views, fixed shares are engaged, liked, commented and shared. Of those who began, e^(−k·x) still watch at the place
x of the film, with k between 0.2 and 1.2 by the hash.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

SECONDS: Final = 30.0
"""Length of every film, as the audience watches it."""
_TAU: Final = 2 * 86_400.0
_SHARES: Final[Mapping[str, float]] = {
    "engaged": 0.62,
    "likes": 0.04,
    "dislikes": 0.001,
    "comments": 0.006,
    "shares": 0.003,
    "saves": 0.002,
    "reach": 0.83,
    "gained": 0.002,
    "lost": 0.0005,
}


class ViewingFigures(NamedTuple):
    """How a film was watched in a span of time. ``places``: share of viewers at each hundredth of the film."""

    views: int
    engaged: int
    likes: int
    dislikes: int
    comments: int
    shares: int
    saves: int
    reach: int
    gained: int
    lost: int
    seconds: float
    percentage: float
    places: tuple[float, ...]


def views_until(sha256: str, age_seconds: float) -> int:
    """Views of a film until an age."""
    total = 1_000 + int(sha256[:8], 16) % 99_000
    return math.floor(total * (1 - math.exp(-max(0.0, age_seconds) / _TAU)))


def viewing_figures(sha256: str, published: datetime, begin: datetime, end: datetime) -> ViewingFigures:
    """How a film that was published at a moment was watched from ``begin`` to ``end``."""
    ages = [(moment - published).total_seconds() for moment in (begin, end)]
    views = max(0, views_until(sha256, ages[1]) - views_until(sha256, ages[0]))
    steepness = 0.2 + int(sha256[8:10], 16) / 255
    places = tuple(math.exp(-steepness * place / 100) for place in range(1, 101))
    mean = sum(places) / len(places)
    counts = {name: int(views * share) for name, share in _SHARES.items()}
    return ViewingFigures(views=views, **counts, seconds=SECONDS * mean, percentage=100 * mean, places=places)
