"""A board of invented posts: the truth that its pages are drawn from, and its web server in UTF-8 or code page 949."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from fixtures_collect import OPEN, Answering, Reply

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 21, 45, 30, tzinfo=SEOUL)
SECRET_WORDS = "아무도보면안되는말"
PAGE_POSTS, PAGE_COMMENTS = 15, 50

_OPENINGS = ("오늘 아침에", "어제 퇴근길에", "주말에 시골집에서", "점심시간에 회사 앞에서", "늦은 밤 편의점에서")
_EVENTS = (
    "우산을 잃어버렸는데 옆자리 분이 챙겨 두셨어요",
    "고양이가 가방 안에 들어가서 안 나옵니다",
    "십 년 만에 동창을 만났는데 서로 못 알아봤네요",
    "김치찌개를 끓였는데 온 가족이 말이 없습니다",
    "버스 기사님이 노래를 틀어 주셔서 다 같이 따라 불렀어요",
)
_ENDINGS = ("이런 날도 있네요.", "다들 어떻게 생각하세요?", "똠양꿍이 먹고 싶은 밤입니다.", "아직도 웃음이 나요 ㅋㅋㅋ")
_REPLIES = (
    "저도 비슷한 일이 있었어요",
    "ㅋㅋㅋㅋ 상상하니까 웃기네요",
    "그분 복 받으실 거예요",
    "글 읽다가 펲시 뿜었습니다",
    "다음 이야기도 부탁드려요 <3",
    "이건 좀 아닌 듯 & 반대합니다",
)
_NAMES = ("느림보", "초코송이", "밤산책", "감자전", "꿀떡이", "모과차", "새벽달", "뷁구름")


@dataclass(frozen=True)
class Said:
    """A comment as it was written."""

    id: str
    author: str
    text: str
    created_at: datetime
    depth: int = 0
    parent_id: str | None = None
    likes: int = 0
    dislikes: int = 0
    secret: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class Written:
    """A post as it was written. ``images`` are paths of the originals."""

    id: str
    title: str
    author: str
    text: tuple[str, ...]
    created_at: datetime
    category: str = ""
    views: int = 0
    likes: int = 0
    dislikes: int = 0
    images: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()
    comments: tuple[Said, ...] = ()
    secret: bool = False
    notice: bool = False
    video: bool = False


@dataclass
class Truth:
    """All that stands on a board, newest first."""

    posts: list[Written] = field(default_factory=list)

    @property
    def public(self) -> dict[str, Written]:
        return {post.id: post for post in self.posts if not post.secret and not post.notice}


def invented(count: int = 40, seed: int = 7, most_comments: int = 120) -> Truth:
    """A board with notices, secret posts and comments, answers to answers, pictures, and one long discussion."""
    chance = random.Random(seed)
    truth = Truth()
    for number in range(count):
        created = (NOW - timedelta(hours=5 * number, minutes=chance.randrange(60))).replace(second=0)
        truth.posts.append(_post(chance, 1000 + count - number, created, most_comments if number == 4 else None))
    return truth


def _post(chance: random.Random, number: int, created: datetime, comments: int | None) -> Written:
    identity = str(number)
    title = f"{chance.choice(_OPENINGS)} {chance.choice(_EVENTS)} {number}"
    if number % 9 == 0:
        title += " " + "정말로 아주 길고 긴 제목이라서 스킨이 뒤를 잘라 버립니다 " * 2 + "끝"
    pictures = chance.choice((0, 0, 1, 3))
    return Written(
        id=identity,
        title=title,
        author=chance.choice(_NAMES),
        text=(chance.choice(_EVENTS) + ".", chance.choice(_ENDINGS), f"{number}번째 이야기 <끝> & 안녕"),
        created_at=created,
        category=chance.choice(("", "유머", "질문")),
        views=chance.randrange(40_000),
        likes=chance.choice((0, 3, 1200)),
        dislikes=chance.choice((0, 1, 17)),
        images=tuple(f"/data/editor/2611/{identity}_{n}.png" for n in range(pictures)),
        uploads=(f"/data/file/free/{identity}_up.jpg",) if number % 7 == 0 else (),
        comments=_comments(chance, number, created, chance.randrange(12) if comments is None else comments),
        secret=number % 11 == 0,
        notice=number % 17 == 0,
        video=number % 8 == 0,
    )


def _comments(chance: random.Random, number: int, created: datetime, count: int) -> tuple[Said, ...]:
    said: list[Said] = []
    branch: list[Said] = []
    for place in range(count):
        deepest = min(len(branch), 4)
        depth = chance.choice([0, 0, *range(1, deepest + 1)]) if branch else 0
        del branch[depth:]
        secret, deleted = chance.random() < 0.08, chance.random() < 0.05
        comment = Said(
            id=str(number * 1000 + place),
            author=chance.choice(_NAMES),
            text=SECRET_WORDS if secret or deleted else f"{chance.choice(_REPLIES)}\n{place}번째 댓글",
            created_at=(created + timedelta(minutes=place + 1)),
            depth=depth,
            parent_id=branch[-1].id if depth else None,
            likes=chance.choice((0, 0, 2, 45)),
            dislikes=chance.choice((0, 0, 1)),
            secret=secret,
            deleted=deleted and not secret,
        )
        branch.append(comment)
        said.append(comment)
    return tuple(said)


Drawing = Callable[[str, dict[str, str]], str | Reply]


def served(draw: Drawing, encoding: str) -> Answering:
    """Answers as a web server with the board's encoding would."""

    def answer(path: str, _: dict[str, str]) -> Reply:
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return Reply(OPEN)
        drawn = draw(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
        if isinstance(drawn, Reply):
            return drawn
        charset = "euc-kr" if encoding == "cp949" else encoding
        page = f'<!doctype html><html lang="ko"><head><meta charset="{charset}">{drawn}</body></html>'
        return Reply(page.encode(encoding), headers={"Content-Type": f"text/html; charset={charset}"})

    return answer
