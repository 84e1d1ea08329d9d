"""Light, weather and season of each sentence. A night stays night until another day or another hour is told."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from libraries.story_beats.lexicon import Found, Table
from libraries.story_beats.lexicons import SEASONS, TIMES, WEATHERS
from libraries.story_beats.sentence import Sentence
from schemas.beats import Season, TimeOfDay, Weather

T = TimeOfDay
V = TypeVar("V")
_HOURS: Final = {
    name: hour + 1
    for hour, name in enumerate(("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"))
}
_CLOCK: Final = re.compile(
    r"(?:(오전|오후|새벽|아침|낮|점심|저녁|밤) ?)?([0-2]?[0-9]|열한|열두|다섯|여섯|일곱|여덟|아홉"
    r"|[한두세네열]) ?시(?![간험작절도])"
)
_AHEAD: Final = re.compile(r"(?:내일|모레|이따가?|다음번|앞으로|언젠가) ?$")
_FROM_TO: Final = re.compile(r"^(?:\S* ?\S*)(?:에서|부터) .{0,12}(?:로 바|까지|으로 바)")
_NOT_NOW: Final = re.compile(r"^(?:값|상|식사비|메뉴)|^(?:을|를)? ?(?:굶|거르)")
_DENIED: Final = re.compile(r"^[가-힣]* ?(?:안 |않|못 |그치|그쳤|멎|아니|예보|온다고|올 것|올까|오겠|겠)")
_BEGINNING: Final = 5
"""Sentences in which a story tells how it usually is."""
_DARK_HOURS: Final = frozenset((T.NIGHT, T.SMALL_HOURS))


class Told(NamedTuple, Generic[V]):
    """A value that holds for a sentence, and the words and the sentence that decided it."""

    value: V
    words: tuple[str, ...] = ()
    line: int = 0
    again: bool = False
    """Only supposed: it was told as a habit, and now it is another day."""


def time_in(sentence: Sentence, now: TimeOfDay) -> Told[TimeOfDay] | None:
    """The time of day that ``sentence`` tells; ``now`` is what held before it."""
    found = [match for match in _CLOCK.finditer(sentence.told) if not _AHEAD.search(sentence.told[: match.start()])]
    if len(found) > 1 and _FROM_TO.match(sentence.told[found[0].start() :]):
        return None
    if clock := _clock(sentence, found, now):
        return clock
    for word in reversed(TIMES.find(sentence)):
        if _holds(sentence, word):
            return Told(word.value, (word.stem,), sentence.line)
    return None


def _holds(sentence: Sentence, found: Found[TimeOfDay]) -> bool:
    before, behind = sentence.told[: found.at], sentence.after(found.at + len(found.stem), 20)
    return not (_AHEAD.search(before) or _NOT_NOW.match(behind) or _FROM_TO.match(behind))


def _clock(sentence: Sentence, found: Sequence[re.Match[str]], now: TimeOfDay) -> Told[TimeOfDay] | None:
    for match in reversed(found):
        value = _of_hour(match.group(1) or "", _HOURS.get(match.group(2)) or int(match.group(2)), now)
        if value is not T.UNKNOWN:
            return Told(value, (match.group(),), sentence.line)
    return None


def _of_hour(part: str, hour: int, now: TimeOfDay) -> TimeOfDay:
    """The light at an hour of twelve or twenty-four; ``part`` is the word before it."""
    if part == "새벽":
        return T.SMALL_HOURS
    if part in ("밤", "저녁"):
        return (T.SMALL_HOURS if hour in (12, 1, 2, 3) else T.NIGHT) if part == "밤" else T.EVENING
    if part in ("아침", "오전"):
        return T.MORNING if hour >= 5 else T.SMALL_HOURS
    if part in ("낮", "점심"):
        return T.NOON if hour in (11, 12, 1) else T.AFTERNOON
    if part == "오후":
        return T.NOON if hour == 12 else T.AFTERNOON if hour < 6 else T.EVENING if hour < 8 else T.NIGHT
    if hour > 12:
        return T.AFTERNOON if hour < 18 else T.EVENING if hour < 20 else T.NIGHT
    return now if now in _DARK_HOURS else T.UNKNOWN


def _weather(sentence: Sentence) -> Told[Weather] | None:
    return _last(WEATHERS, sentence)


def _season(sentence: Sentence) -> Told[Season] | None:
    return _last(SEASONS, sentence)


def _last(table: Table[V], sentence: Sentence) -> Told[V] | None:
    for found in reversed(table.find(sentence)):
        if not _DENIED.match(sentence.after(found.at + len(found.stem), 10)):
            return Told(found.value, (found.stem,), sentence.line)
    return None


class _Held(Generic[V]):
    """A value that stays until another day; what is told as a habit comes back on the next one."""

    def __init__(self, unknown: V, usual: Told[V] | None, first: Told[V] | None = None) -> None:
        self._unknown: Told[V] = Told(unknown)
        self._usual = usual
        self._now = usual or first or self._unknown
        self._told = False
        """Whether a sentence has told it."""

    @property
    def now(self) -> V:
        return self._now.value

    def step(self, sentence: Sentence, found: Told[V] | None) -> Told[V]:
        if sentence.reported or sentence.earlier:
            return found or self._now
        if sentence.later:
            self._now = self._usual._replace(again=True) if self._usual else self._unknown
        if found is None:
            return self._now
        if sentence.habit and self._usual is not None:
            return found
        begins = not self._told and sentence.line <= _BEGINNING
        self._now, self._told = found, True
        if sentence.habit and begins:
            self._usual = found
        return self._now


class Moment(NamedTuple):
    """Light, weather and season of a sentence."""

    time: Told[TimeOfDay]
    weather: Told[Weather]
    season: Told[Season]

    def elsewhere(self) -> "Moment":
        """The moment without a time that is only supposed."""
        return self._replace(time=Told(T.UNKNOWN)) if self.time.again else self

    def reasons(self) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """For each field that words decided its name, the words, and the sentence they stand in."""
        for name, words, line in (
            ("time", self.time.words, self.time.line),
            ("weather", self.weather.words, self.weather.line),
            ("season", self.season.words, self.season.line),
        ):
            if words:
                yield name, words, line

    def told_at(self, line: int, other: "Moment") -> "Moment":
        """What the sentence ``line`` tells itself, and else what ``other`` has."""
        return Moment(
            _own(self.time, line, other.time),
            _own(self.weather, line, other.weather),
            _own(self.season, line, other.season),
        )


def _own(held: Told[V], line: int, other: Told[V]) -> Told[V]:
    return held if held.words and held.line == line else other


def moments(title: Sentence, told: Sequence[Sentence]) -> list[Moment]:
    """The moment of each sentence. What the title tells as a habit holds from the beginning."""
    usual = title.habit
    headline = time_in(title, T.UNKNOWN)
    times = _Held(T.UNKNOWN, headline if usual else None, headline)
    weathers = _Held(Weather.UNKNOWN, _weather(title) if usual else None)
    seasons = _Held(Season.UNKNOWN, _season(title))
    steps = []
    for sentence in told:
        time = time_in(sentence, times.now)
        steps.append(
            Moment(
                times.step(sentence, time),
                weathers.step(sentence, _weather(sentence)),
                seasons.step(sentence, _season(sentence)),
            )
        )
    return steps
