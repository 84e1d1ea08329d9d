"""Invented posts with comments: the truth that the boards show and that a reader of their pages must find again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from testbed.unlike_boards.words import ENGLISH, KOREAN, WordLists


@dataclass(frozen=True, slots=True)
class BoardComment:
    """A comment as it was written; ``depth`` 1 answers the last one of depth 0 before it."""

    id: int
    author: str
    text: str
    time: datetime
    depth: int = 0
    likes: int = 0


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post as it was written; ``pictures`` are paths on its board."""

    id: int
    title: str
    author: str
    time: datetime
    paragraphs: tuple[str, ...]
    pictures: tuple[str, ...]
    views: int
    likes: int
    remarks: tuple[BoardComment, ...]


PER_PAGE: Final = 10
_PAGES: Final = 2


def invented_posts(
    seed: int, now: datetime, step: timedelta, *, english: bool = False, round_views: int = 1
) -> list[BoardPost]:
    """Twenty invented posts, newest first, ``step`` apart; ``round_views``: the views of popular ones are multiples of
    it.
    """
    chance, words = random.Random(seed), ENGLISH if english else KOREAN
    titles = _titles(chance, words)
    found: list[BoardPost] = []
    for place in range(PER_PAGE * _PAGES):
        time = now - step * (place + 1)
        views = chance.choice((chance.randrange(60, 999), chance.randrange(1_000, 98_000)))
        views = views // round_views * round_views if views > 10_000 else views
        number = 5_200 + seed * 300 - place * chance.randrange(2, 4)
        found.append(
            BoardPost(
                id=number if not found else min(number, found[-1].id - 1),
                title=titles[place],
                author=chance.choice(words.names),
                time=time,
                paragraphs=() if place == 7 else tuple(chance.sample(words.paragraphs, chance.randrange(2, 5))),
                pictures=tuple(f"/files/{seed}{place}-{n}.png" for n in range(1 if place == 7 else place % 3)),
                views=views,
                likes=chance.randrange(0, 90),
                remarks=_remarks(chance, words, time, step, place),
            )
        )
    return found


def _titles(chance: random.Random, words: WordLists) -> list[str]:
    every = [f"{start} {end}" for start in words.openings for end in words.events]
    titles = chance.sample(every, PER_PAGE * _PAGES)
    titles[2] = f"[{words.tags[0]}] {titles[2]}"
    titles[4] += " (3)"
    titles[9] += "?"
    titles[12] = f"{words.tags[1]}) {titles[12]} 2"
    return titles


def _remarks(
    chance: random.Random, words: WordLists, time: datetime, step: timedelta, place: int
) -> tuple[BoardComment, ...]:
    """None under some posts, one under another, up to fourteen under the rest."""
    count = {3: 0, 5: 1, 7: 2, 14: 0}.get(place, chance.randrange(3, 15))
    texts = chance.sample(words.remarks, count)
    gap = step * 0.9 / (count + 1)
    found: list[BoardComment] = []
    for number, text in enumerate(texts):
        said = time + gap * (number + 1)
        answer = number > 0 and chance.random() < 0.35
        likes = chance.randrange(0, 30)
        found.append(
            BoardComment(9_000 + place * 100 + number, chance.choice(words.names), text, said, int(answer), likes)
        )
    return tuple(found)


def with_rounded_times(posts: Sequence[BoardPost], unit: timedelta, now: datetime) -> list[BoardPost]:
    """The posts with each time a whole number of ``unit`` before ``now``, as boards say "3 hours ago"."""

    def whole(time: datetime) -> datetime:
        return now - max(1, (now - time) // unit) * unit

    return [
        replace(
            post,
            time=whole(post.time),
            remarks=tuple(replace(remark, time=whole(remark.time)) for remark in post.remarks),
        )
        for post in posts
    ]


def with_times_to_the_minute(posts: Sequence[BoardPost]) -> list[BoardPost]:
    """The posts with times of whole minutes."""
    return [
        replace(
            post,
            time=post.time.replace(second=0, microsecond=0),
            remarks=tuple(
                replace(remark, time=remark.time.replace(second=0, microsecond=0)) for remark in post.remarks
            ),
        )
        for post in posts
    ]
