"""How much a post stands out on its own board: the order of the inbox.

Each figure counts by its percentile among the posts of the same crawl, so a quiet board's best is worth a loud one's.
The percentile of a figure is that of its logarithm; ranks do not change by it. A figure that a site does not show is
left out and the weights of the others grow: it never counts as zero.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from math import sqrt

from schemas.posts import Stats

_WEIGHTS = {"likes": 0.35, "comments": 0.25, "views": 0.15}
_APPROVAL = 0.10
_Z = 1.96


class Scale:
    """The figures of one crawl's lists, against which its posts are scored."""

    def __init__(self, listed: Iterable[Stats]) -> None:
        figures = [stats.model_dump() for stats in listed]
        self._sorted = {name: sorted(row[name] for row in figures if row[name] is not None) for name in _WEIGHTS}

    def score(self, stats: Stats) -> float:
        """0 to 1; 0.5 for the middle of the board, and for a post without any figure."""
        parts: list[tuple[float, float]] = []
        for name, weight in _WEIGHTS.items():
            value = getattr(stats, name)
            if value is not None and self._sorted[name]:
                parts.append((weight, self._percentile(name, value)))
        if stats.likes is not None and stats.dislikes is not None and stats.likes + stats.dislikes > 0:
            parts.append((_APPROVAL, wilson(stats.likes, stats.likes + stats.dislikes)))
        total = sum(weight for weight, _ in parts)
        return round(sum(weight * part for weight, part in parts) / total, 4) if total else 0.5

    def _percentile(self, name: str, value: int) -> float:
        """Share of the listed posts below ``value``, ties counting half."""
        ranked = self._sorted[name]
        return (bisect_left(ranked, value) + bisect_right(ranked, value)) / (2 * len(ranked))


def wilson(positive: int, total: int) -> float:
    """Lower bound of the share of positive votes at 95 % confidence (Wilson 1927): 2 of 2 is less than 180 of 200."""
    share, square = positive / total, _Z * _Z
    centre = share + square / (2 * total)
    spread = _Z * sqrt((share * (1 - share) + square / (4 * total)) / total)
    return max(0.0, (centre - spread) / (1 + square / total))
