"""Hours that a sentence tells (새벽 3시, 7시에 퇴근), and the light at them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from libraries.story_beats.sentence import Sentence
from schemas.beats import TimeOfDay

T = TimeOfDay
_HOURS: Final = {
    name: hour + 1
    for hour, name in enumerate(("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"))
}
_CLOCK: Final = re.compile(
    r"(?<![0-9가-힣])(?:(오전|오후|새벽|아침|낮|점심|저녁|밤) ?)?([0-2]?[0-9]|열한|열두|다섯|여섯|일곱|여덟|아홉"
    r"|[한두세네열])(?: ?시(?![간험작절도])|:[0-5][0-9](?![0-9:]))"
)
_ANOTHER_DAY: Final = re.compile(r"(?:내일|모레|어제) \S+")
_BESIDE: Final = 9
"""Characters before an hour that tell what is done then, and half of those behind it that do."""
_BY_DAY: Final = ((6, None), (12, T.MORNING), (13, T.NOON))
_MORNING: Final = ((5, T.SMALL_HOURS), (6, T.DAWN), (12, T.MORNING), (13, T.NOON))
_NOON: Final = ((1, T.NOON), (2, T.NOON), (5, T.AFTERNOON), (11, None), (13, T.NOON))
_AFTERNOON: Final = ((6, T.AFTERNOON), (8, T.EVENING), (12, T.NIGHT), (13, T.NOON))
_LATE: Final = ((4, T.SMALL_HOURS), (5, None), (8, T.EVENING), (12, T.NIGHT), (13, T.SMALL_HOURS))
_HOME_TIME: Final = ((3, T.SMALL_HOURS), (6, T.AFTERNOON), (8, T.EVENING), (12, T.NIGHT), (13, T.SMALL_HOURS))
_ASLEEP: Final = ((5, T.SMALL_HOURS), (6, T.DAWN), (9, None), (12, T.NIGHT), (13, T.SMALL_HOURS))
_OF_DAY: Final = ((5, T.SMALL_HOURS), (6, T.DAWN), (12, T.MORNING), (13, T.NOON))
"""Tables of lights: each row holds for hours below its first value; None: the hour may be of either half of the day."""
_PARTS: Final = {
    "새벽": ((13, T.SMALL_HOURS),),
    "아침": _MORNING,
    "오전": _OF_DAY,
    "낮": _NOON,
    "점심": _NOON,
    "오후": _AFTERNOON,
    "저녁": ((13, T.EVENING),),
    "밤": ((4, T.SMALL_HOURS), (12, T.NIGHT), (13, T.SMALL_HOURS)),
}
"""The light at an hour behind the word for a part of the day."""
_SENSES: Final = (
    (re.compile(r"점심"), _NOON),
    (re.compile(r"낮잠|하교|하굣|방과 ?후|학교가 끝|학교 끝|수업이 끝|수업 끝|유치원|어린이집"), _AFTERNOON),
    (re.compile(r"야근|회식|막차|야식|술자리|술을|심야|밤늦|불이 꺼|가게 문을 닫|마감"), _LATE),
    (re.compile(r"퇴근|저녁|학원|과외"), _HOME_TIME),
    (
        re.compile(
            r"출근|등교|기상|조회|첫차|아침|(?<!벌떡 )(?<!에서 )(?:일어났|일어나니|일어나서|일어나 보니)|오픈|개점"
        ),
        _MORNING,
    ),
    (
        re.compile(r"깼|깨어|깨서|깨 |잠들|잠이|잠을|자다가|자고 있|자는데|눈을 떴|눈이 떠|불침번|가위"),
        _ASLEEP,
    ),
)
"""What is done at an hour tells which half of the day it is of."""
_HELD: Final = {
    T.DAWN: _BY_DAY,
    T.MORNING: _BY_DAY,
    T.NOON: _NOON,
    T.AFTERNOON: _AFTERNOON,
    T.EVENING: _LATE,
    T.NIGHT: _ASLEEP,
    T.SMALL_HOURS: _ASLEEP,
}
"""The light at an hour that is told while a part of the day holds already."""


class ToldHour(NamedTuple):
    """An hour in a sentence, as it is written."""

    part: str
    """The word for the part of the day before it; empty without one."""
    hour: int
    at: int
    words: str


def told_hours(sentence: Sentence) -> Iterator[ToldHour]:
    """The hours that are told in ``sentence``, in order."""
    for found in _CLOCK.finditer(sentence.told):
        yield ToldHour(found[1] or "", _HOURS.get(found[2]) or int(found[2]), found.start(), found.group())


def light_at_hour(hour: ToldHour, sentence: Sentence, now: TimeOfDay) -> TimeOfDay | None:
    """The light at ``hour``, after ``now`` held; unknown: of either half; None: nothing tells."""
    if hour.hour > 12 or hour.hour == 0:
        return _of_24(hour.hour)
    if hour.part:
        return _in(_PARTS[hour.part], hour.hour)
    beside = _ANOTHER_DAY.sub(" ", sentence.told[max(hour.at - _BESIDE, 0) : hour.at + len(hour.words) + 2 * _BESIDE])
    for sense, table in _SENSES:
        if sense.search(beside):
            return _in(table, hour.hour)
    return _in(_HELD[now], hour.hour) if now in _HELD else None


def _in(table: tuple[tuple[int, TimeOfDay | None], ...], hour: int) -> TimeOfDay:
    return next((value for below, value in table if hour < below), None) or T.UNKNOWN


def _of_24(hour: int) -> TimeOfDay:
    limits = ((5, T.SMALL_HOURS), (12, T.MORNING), (13, T.NOON), (18, T.AFTERNOON), (20, T.EVENING), (24, T.NIGHT))
    return next((value for below, value in limits if hour < below), T.SMALL_HOURS)
