"""The ranks in a sorted sample that its median, its interval and its upper decile stand at.

The interval needs no assumption about how views are distributed: the k-th value from either end bounds the median,
by the binomial distribution with one half (Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2).
"""

from functools import lru_cache
from math import comb, sqrt
from typing import Final, NamedTuple

_OUTSIDE: Final = 0.025
_NORMAL: Final = 1.959964
_EXACT: Final = 200
"""Up to so many values the binomial distribution is summed; beyond, the normal one is as good."""


class QuantileRanks(NamedTuple):
    """Ranks from 1 on. The median is the mean of ``median``; None for an interval that so few values do not have."""

    median: tuple[int, int]
    interval: tuple[int, int] | None
    ninth: int
    """Nine of ten values are not above it."""


@lru_cache(maxsize=4096)
def quantile_ranks(values: int) -> QuantileRanks:
    """The ranks among so many values, at least one."""
    rank = _rank(values)
    return QuantileRanks(
        median=((values + 1) // 2, values // 2 + 1),
        interval=(rank, values + 1 - rank) if rank > 0 else None,
        ninth=max(1, -(-9 * values // 10)),
    )


def _rank(values: int) -> int:
    """The largest k for which fewer than k of the values lie below the median with at most 2.5 %; 0: there is none."""
    if values > _EXACT:
        return int((values - _NORMAL * sqrt(values)) / 2)
    below, rank = 0, 0
    while (below := below + comb(values, rank)) <= _OUTSIDE * 2**values:
        rank += 1
    return rank
