"""What a short text of a page is: a time, a number, or the label of one, in Korean and English."""

import re
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from crawlers.parse.dates import parse_date

DATE: Final = r"(?:['’]?\d{2,4}\s*[.\-/년]\s*)?\d{1,2}\s*(?:[.\-/]\s*\d{2}|월\s*\d{1,2})(?!\d)\s*일?\.?"
_IN_WORDS: Final = r"\d{1,2}\s?시\s?\d{1,2}\s?분(?:\s?\d{1,2}\s?초)?"
CLOCK: Final = rf"(?:(?:오전|오후|[AaPp][Mm])\s*)?(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?|{_IN_WORDS})(?:\s*[AaPp][Mm])?"
AGO: Final = r"(?:\d{1,4}\s*(?:초|분|시간|일|주|개월|달|년)\s*전|방금(?:\s*전)?)"
ISO: Final = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[^\s,|·)]*"
_WEEKDAY: Final = r"(?:\(?[월화수목금토일](?:요일)?\)?)?"
_DAY: Final = rf"(?:오늘|어제|그제|그저께)(?:\s*{CLOCK})?"
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_ENGLISH_DAY: Final = (
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\s+{_MONTH})"
    rf"(?!\d)(?:,?\s+\d{{4}})?(?:,?\s+(?:at\s+)?{CLOCK})?"
)
_ENGLISH_AGO: Final = (
    r"(?:\d{1,4}|an?)\s+(?:second|minute|min|hour|day|week|month|year)s?\s+ago|"
    rf"(?:[Tt]oday|[Yy]esterday|TODAY|YESTERDAY)(?:,?\s+(?:at\s+)?{CLOCK})?"
)
MOMENT: Final = rf"{ISO}|{AGO}|{_DAY}|{_ENGLISH_DAY}|{_ENGLISH_AGO}|{DATE}\s*{_WEEKDAY}\s*(?:{CLOCK})?|{CLOCK}"
"""A time as boards write it, as the source of a regular expression."""
NUMBER: Final = r"\d[\d,]*(?:\.\d+)?\s*(?:[만천억]|[kKmM](?![A-Za-z]))?"
"""A number as boards write it, as the source of a regular expression."""
_UNIT: Final = r"\s*(?:개|회|명|번|건|\+)?"
_TIME = re.compile(rf"[└↳ㄴ➥↪⤷]?\s*[(\[]?\s*(?:{MOMENT})\s*[)\]]?")
_NUMBER = re.compile(rf"[\[({{<+]?\s*{NUMBER}{_UNIT}\s*[\])}}>]?")
BRACKETED: Final = re.compile(rf"[\[({{<]\s*{NUMBER}\s*[\])}}>]|\+{NUMBER}")
_SPACE = re.compile(r"\s+")
_ZONE: Final = ZoneInfo("Asia/Seoul")

LABELS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("dislikes", r"비추|비공감|반대|싫어요|dislike|\bdown|nogood|👎|▼"),
        (
            "likes",
            r"추천|공감|좋아요|찬성|\blikes?\b|\bup\b|upvote|\bvote[sd]?\b|recomm?end|\brecom|\bgood\b|👍|▲|♥|❤|\bpoints?\b",
        ),
        ("views", r"조회|읽음|읽은|\beye\b|\bhits?\b|\bviews?\b|\bread\b|\bcount\b"),
        ("comments", r"댓글|덧글|답변|답글|리플|코멘트|의견|comment|\brepl(?:y|ies)\b|\banswers?\b|\bcmts?\b"),
        (
            "author",
            r"글쓴\s*이|작성자|이름|닉네임|^(?:posted |written )?by\b|author|writer|\b(?:nick|user|member|name\b)",
        ),
        ("posted_at", r"날짜|작성일|등록일|시간|일시|\bdate|\btime\b|\bregdate|published"),
        ("board", r"분류|카테고리|말머리|게시판|\bcategory|\bcate\b"),
        ("number", r"번호|\bno\b"),
    )
)
NOTICE: Final = re.compile(r"(?:공지(?:사항)?|필독|광고|AD|Ad|이벤트|EVENT|Sponsored|NOTICE|Notice|고정|알림)")
ANSWER: Final = re.compile(r"[└↳ㄴ➥↪⤷]|^(?:\[?(?:RE|re|Re)\]?:?)$")


def one_line_text(text: str) -> str:
    """``text`` on one line."""
    return _SPACE.sub(" ", text).strip()


def is_time(text: str) -> bool:
    """Whether ``text`` is a time and nothing else."""
    return len(text) <= 40 and bool(_TIME.fullmatch(text)) and parse_moment(text) is not None


def parse_moment(text: str, now: datetime | None = None) -> datetime | None:
    """The time in ``text``, with Korea's clock where it names no zone."""
    return parse_date(text, now or datetime.now(UTC), _ZONE)


def is_number(text: str) -> bool:
    """Whether ``text`` is a number and nothing else, in brackets or with a counting word."""
    return len(text) <= 20 and bool(_NUMBER.fullmatch(text)) and not is_time(text)


def kind_of_label(label: str) -> str:
    """What a label says of its value: ``views``, ``likes``, ``author``, …; empty where it says nothing."""
    if len(label) > 24:
        return ""
    return next((kind for kind, pattern in LABELS if pattern.search(label)), "")


def has_letters(text: str) -> bool:
    """Whether ``text`` has a letter of any script."""
    return any(letter.isalpha() for letter in text)
