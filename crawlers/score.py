"""The score of a post: how much it stands out on its own board. The inbox is sorted by it.

Each number counts by its percentile among posts of the same board and about the same age, seen in the last fourteen
days, so the best posts of small and of large boards score alike, and an hour-old post is not compared with
yesterday's. A number that a site does not show is left out and the weights of the others grow: it never counts as
zero. A score does not decay with time; readers apply that (`services.projector.ranking`).
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log2, sqrt

from schemas.posts import Stats

_WEIGHTS = {"likes": 0.35, "comments": 0.25, "views": 0.15}
_ALL_WEIGHTS = {**_WEIGHTS, "pace": 0.15, "approval": 0.10}
_BUCKETS = (1, 3, 6, 12, 24, 72)
"""Upper bounds, in hours, of the age buckets within which posts are compared."""
_LEAST = 10
"""Posts that a bucket needs; with fewer the whole board is used, and else the whole site."""
_YOUNGEST = 0.25
"""Hours: a shorter time is too short to measure likes per hour."""
_Z = 1.96
"""Quantile of the normal distribution for 95 % confidence."""
_COPIES = 0.15
"""Added per doubling of the sites that have a copy, as a share of the score."""
_ROLLING = timedelta(days=14)
_KEPT = 600


@dataclass(frozen=True, slots=True)
class PostToScore:
    """A post to be scored: its numbers, board and age. ``age`` in hours, None where its list does not show it."""

    stats: Stats = field(default_factory=Stats)
    board: str = ""
    age: float | None = None
    before: Stats | None = None
    """Its stats when it was last seen, ``since`` hours ago."""
    since: float = 0.0

    @property
    def reactions_per_hour(self) -> float | None:
        """Likes and comments per hour since it was last seen, or else since it was posted; None when not known."""
        now = _reactions(self.stats)
        if now is None:
            return None
        before = _reactions(self.before) if self.before is not None and self.since >= _YOUNGEST else None
        if before is not None:
            return max(0, now - before) / self.since
        return now / max(self.age, _YOUNGEST) if self.age is not None else None


def age_in_hours(posted_at: datetime | None, now: datetime) -> float | None:
    """Hours since a post was written; None when its time is not known."""
    return None if posted_at is None else max(0.0, (now - posted_at).total_seconds() / 3600)


def _reactions(stats: Stats) -> int | None:
    shown = [figure for figure in (stats.likes, stats.comments) if figure is not None]
    return sum(shown) if shown else None


def score_with_copies(score: float, sites: int) -> float:
    """A score of 0 to 1, raised for a post of which ``sites`` sites have a copy."""
    return min(1.0, round(score * (1 + _COPIES * log2(max(1, sites))), 4))


class RecentPosts:
    """The posts of each site seen in the last fourteen days, at most the newest 600 of a site."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[tuple[datetime, PostToScore]]] = {}

    def add(self, site: str, seen: Iterable[PostToScore], at: datetime) -> None:
        """Remember posts that were seen on the lists of a site."""
        kept = self._seen.setdefault(site, deque(maxlen=_KEPT))
        kept.extend((at, candidate) for candidate in seen)

    def make_scale(self, site: str, listed: Iterable[PostToScore], now: datetime) -> "ScoreScale":
        """A scale of the posts on the site's lists and those of the fourteen days before."""
        oldest = now - _ROLLING
        return ScoreScale([*listed, *(post for at, post in self._seen.get(site, ()) if at >= oldest)])


class ScoreScale:
    """Scores posts by comparing their numbers with those of other posts of their site."""

    def __init__(self, listed: Iterable[PostToScore]) -> None:
        self._groups: dict[tuple[str, int | None] | str | None, list[PostToScore]] = {}
        for post in listed:
            for group in (None, post.board, (post.board, _bucket(post.age))):
                self._groups.setdefault(group, []).append(post)
        self._sorted = {group: _columns(posts) for group, posts in self._groups.items()}

    def score(self, post: PostToScore) -> float:
        """The score, 0 to 1; 0.5 for the middle of the board, and for a post without any number."""
        parts = self._parts(post)
        total = sum(_ALL_WEIGHTS[name] for name in parts)
        return round(sum(_ALL_WEIGHTS[name] * part for name, part in parts.items()) / total, 4) if total else 0.5

    def score_parts(self, post: PostToScore) -> dict[str, float]:
        """The parts of the score: likes, comments, views, pace, approval; each 0 to 1."""
        return {name: round(part, 4) for name, part in self._parts(post).items()}

    def _parts(self, post: PostToScore) -> dict[str, float]:
        ranked = self._comparable(post)
        values = _values(post)
        parts = {
            name: _percentile(ranked[name], value)
            for name in (*_WEIGHTS, "pace")
            if (value := values[name]) is not None and ranked.get(name)
        }
        likes, dislikes = post.stats.likes, post.stats.dislikes
        if likes is not None and dislikes is not None and likes + dislikes > 0:
            parts["approval"] = wilson_lower_bound(likes, likes + dislikes)
        return parts

    def _comparable(self, post: PostToScore) -> dict[str, list[float]]:
        for group in ((post.board, _bucket(post.age)), post.board):
            if len(self._groups.get(group, ())) >= _LEAST:
                return self._sorted[group]
        return self._sorted.get(None, {})


def _bucket(hours: float | None) -> int | None:
    """The age bucket of a post; posts of unknown age have one of their own."""
    return None if hours is None else bisect_right(_BUCKETS, hours)


def _values(post: PostToScore) -> dict[str, float | None]:
    return {**{name: getattr(post.stats, name) for name in _WEIGHTS}, "pace": post.reactions_per_hour}


def _columns(posts: Iterable[PostToScore]) -> dict[str, list[float]]:
    rows = [_values(post) for post in posts]
    return {name: sorted(value for row in rows if (value := row[name]) is not None) for name in (*_WEIGHTS, "pace")}


def _percentile(ranked: list[float], value: float) -> float:
    """Share of the posts below ``value``, ties counting half."""
    return (bisect_left(ranked, value) + bisect_right(ranked, value)) / (2 * len(ranked))


def wilson_lower_bound(positive: int, total: int) -> float:
    """Lower bound of the share of positive votes at 95 % confidence (Wilson 1927): 2 of 2 is less than 180 of 200."""
    share, square = positive / total, _Z * _Z
    centre = share + square / (2 * total)
    spread = _Z * sqrt((share * (1 - share) + square / (4 * total)) / total)
    bound = (centre - spread) / (1 + square / total)
    return min(share, max(0.0, bound))  # without votes for it, rounding may leave 1e-19 instead of 0
