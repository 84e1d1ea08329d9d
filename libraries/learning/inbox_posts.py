"""Posts of the inbox as the learner of its order sees them: what was known at collection, and what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log1p
from typing import Final, NamedTuple

from libraries.learning.films import SEOUL, epoch_day_in_seoul
from schemas.events import (
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostReopened,
    PostRetracted,
    RecordedFact,
)
from schemas.posts import Post, PostKey

KINDS: Final = ("post.collected", "post.approved", "post.declined", "post.reopened", "post.retracted")
"""The kinds of facts that are read."""
_PARTS: Final = ("likes", "comments", "views", "pace", "approval")
_UNKNOWN_PART: Final = 0.5
"""Of a figure that the site does not show: the middle of its board."""
_MOST_PICTURES: Final = 5
_HOURS: Final = 6

FEATURE_WORDS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "score": ("high score", "low score", "점수가 높음", "점수가 낮음"),
    "likes": ("many likes on its board", "few likes on its board", "추천이 많음", "추천이 적음"),
    "comments": ("many comments on its board", "few comments on its board", "댓글 수가 많음", "댓글 수가 적음"),
    "views": ("many views on its board", "few views on its board", "조회수가 높음", "조회수가 낮음"),
    "pace": ("fast reactions", "slow reactions", "반응이 빠름", "반응이 느림"),
    "approval": ("hardly disliked", "much disliked", "비추천이 적음", "비추천이 많음"),
    "length": ("long text", "short text", "글이 긺", "글이 짧음"),
    "kept_comments": ("many good comments", "few good comments", "좋은 댓글이 많음", "좋은 댓글이 적음"),
    "pictures": ("many pictures", "no or few pictures", "사진이 많음", "사진이 없거나 적음"),
    "quoted": ("quoted speech", "no quoted speech", "대화가 있음", "대화가 없음"),
    "asks": ("title asks", "title does not ask", "제목이 질문", "제목이 질문이 아님"),
}
"""By feature: what a high and what a low value is called, in English and Korean."""


class InboxPost(NamedTuple):
    """A post with its features. ``worth``: 1 where it was approved, 0 where it was declined, None before."""

    key: str
    day: float
    """Days since 1970 in Seoul at which it was collected."""
    score: float
    features: Mapping[str, float]
    decided: float | None = None
    worth: float | None = None


def features_of_post(post: Post, hour: int) -> dict[str, float]:
    """What is known of a post when it is collected, at an hour of the day in Seoul."""
    found = {"score": post.score, **{name: post.score_parts.get(name, _UNKNOWN_PART) for name in _PARTS}}
    found["length"] = log1p(len(post.content))
    found["kept_comments"] = log1p(len(post.comments))
    found["pictures"] = float(min(_MOST_PICTURES, len(post.images)))
    found["quoted"] = float(any(mark in post.content for mark in '"“”「」'))
    found["asks"] = float("?" in post.title)
    start = hour // _HOURS * _HOURS
    return found | {f"hour.{start:02}-{start + _HOURS:02}": 1.0, f"site.{post.key.site}": 1.0}


def collected_post(event: PostCollected) -> InboxPost:
    """The post as it waits from its collection on."""
    features = features_of_post(event.post, event.time.astimezone(SEOUL).hour)
    return InboxPost(str(event.post_key), epoch_day_in_seoul(event.time), event.post.score, features)


def describe_feature(code: str, *, high: bool) -> tuple[str, str]:
    """A feature in English and Korean: that it is high, or low."""
    if code in FEATURE_WORDS:
        words = FEATURE_WORDS[code]
        return (words[0], words[2]) if high else (words[1], words[3])
    kind, _, name = code.partition(".")
    if kind == "site":
        return (f"from {name}", f"{name} 글") if high else (f"not from {name}", f"{name} 글이 아님")
    return (f"collected {name} h", f"{name}시 수집") if high else (f"not collected {name} h", f"{name}시 수집이 아님")


@dataclass
class _Post:
    """A post without its text, which is not needed any more."""

    score: float
    features: Mapping[str, float]
    at: float
    decided: float | None = None
    approved: bool = False


class InboxFold:
    """The posts of the inbox so far. ``until``: sequence of the last fact that was folded."""

    def __init__(self) -> None:
        self.until = 0
        self._posts: dict[PostKey, _Post] = {}

    def add_facts(self, facts: Iterable[RecordedFact]) -> None:
        """Fold further facts, in the order of the stream; one that was folded already changes nothing."""
        for fact in facts:
            if fact.sequence > self.until:
                self._apply(fact.event)
                self.until = fact.sequence

    def _apply(self, event: Event) -> None:
        known = self._posts.get(event.post_key)
        match event:
            case PostCollected():
                new = collected_post(event)
                self._posts.setdefault(event.post_key, _Post(new.score, new.features, new.day))
            case PostRetracted():
                self._posts.pop(event.post_key, None)
            case PostApproved() | PostDeclined() if known:
                known.decided, known.approved = epoch_day_in_seoul(event.time), isinstance(event, PostApproved)
            case PostReopened() if known:
                known.decided = None
            case _:
                pass

    def posts(self) -> list[InboxPost]:
        """Every post, in order of time."""
        found = [
            InboxPost(
                key=str(key),
                day=one.at,
                score=one.score,
                features=one.features,
                decided=one.decided,
                worth=None if one.decided is None else float(one.approved),
            )
            for key, one in self._posts.items()
        ]
        return sorted(found, key=lambda one: (one.day, one.key))
