"""Light, weather and season of each sentence. A night stays night until another day or another hour is told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from libraries.story_beats.lexicons import SEASONS, TIMES, WEATHERS
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.told_hours import light_at_hour, told_hours
from libraries.story_beats.word_table import FoundWord, WordTable
from schemas.beats import Season, TextSource, TimeOfDay, Weather

T = TimeOfDay
V = TypeVar("V")
_AHEAD: Final = re.compile(r"(?:내일|모레|이따가?|다음번|앞으로|언젠가) ?$")
_FROM_TO: Final = re.compile(r"^(?:\S* ?\S*)(?:에서|부터) .{0,12}(?:로 바|까지|으로 바)")
_NOT_NOW: Final = re.compile(r"^(?:값|상|식사비|메뉴)|^(?:을|를)? ?(?:굶|거르)")
_DENIED: Final = re.compile(r"^[가-힣]* ?(?:안 |않|못 |그치|그쳤|멎|아니|예보|온다고|올 것|올까|오겠|겠)")
_BEGINNING: Final = 5
"""Sentences in which a story tells how it usually is."""


class ToldValue(NamedTuple, Generic[V]):
    """A value that holds for a sentence, and the words and the sentence that decided it."""

    value: V
    words: tuple[str, ...] = ()
    line: int = 0
    """The sentence of those words; -1 for the title."""
    source: TextSource = TextSource.SCRIPT
    """In which text that sentence stands."""
    again: bool = False
    """Only supposed: it was told as a habit, and now it is another day."""


def time_of_day_in(sentence: Sentence, now: TimeOfDay) -> ToldValue[TimeOfDay] | None:
    """The time of day that ``sentence`` tells; ``now`` is what held before it."""
    told = sentence.told
    found = [each for each in told_hours(sentence) if not _AHEAD.search(told[: each.at])]
    if len(found) > 1 and _FROM_TO.match(told[found[0].at :]):
        return None
    lights = [(light_at_hour(each, sentence, now), each.words) for each in reversed(found)]
    for value, words in lights:
        if value is not None and value is not T.UNKNOWN:
            return ToldValue(value, (words,), sentence.line)
    for word in reversed(TIMES.find_words(sentence)):
        if _holds(sentence, word):
            return ToldValue(word.value, (word.stem,), sentence.line)
    unsure = next((words for value, words in lights if value is T.UNKNOWN), None)
    return None if unsure is None else ToldValue(T.UNKNOWN, (unsure,), sentence.line)


def _holds(sentence: Sentence, found: FoundWord[TimeOfDay]) -> bool:
    before, behind = sentence.told[: found.at], sentence.told_after(found.at + len(found.stem), 20)
    return not (_AHEAD.search(before) or _NOT_NOW.match(behind) or _FROM_TO.match(behind))


def _weather(sentence: Sentence) -> ToldValue[Weather] | None:
    return _last(WEATHERS, sentence)


def _season(sentence: Sentence) -> ToldValue[Season] | None:
    return _last(SEASONS, sentence)


def _last(table: WordTable[V], sentence: Sentence) -> ToldValue[V] | None:
    for found in reversed(table.find_words(sentence)):
        if not _DENIED.match(sentence.told_after(found.at + len(found.stem), 10)):
            return ToldValue(found.value, (found.stem,), sentence.line)
    return None


class _Held(Generic[V]):
    """A value that stays until another day; what is told as a habit comes back on the next one."""

    def __init__(self, unknown: V, usual: ToldValue[V] | None, first: ToldValue[V] | None = None) -> None:
        self._unknown: ToldValue[V] = ToldValue(unknown)
        self._usual = usual
        self._now = usual or first or self._unknown
        self._told = False
        """Whether a sentence has told it."""

    @property
    def now(self) -> V:
        return self._now.value

    def step(self, sentence: Sentence, found: ToldValue[V] | None) -> ToldValue[V]:
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


class SentenceTimeAndWeather(NamedTuple):
    """Light, weather and season of a sentence."""

    time: ToldValue[TimeOfDay]
    weather: ToldValue[Weather]
    season: ToldValue[Season]

    def without_supposed_time(self) -> "SentenceTimeAndWeather":
        """The moment without a time that is only supposed."""
        return self._replace(time=ToldValue(T.UNKNOWN)) if self.time.again else self

    def reasons(self) -> Iterator[tuple[str, tuple[str, ...], int, TextSource]]:
        """For each field that words decided its name, the words, and the sentence and the text they stand in."""
        if self.time.words:
            yield "time", self.time.words, self.time.line, self.time.source
        if self.weather.words:
            yield "weather", self.weather.words, self.weather.line, self.weather.source
        if self.season.words:
            yield "season", self.season.words, self.season.line, self.season.source

    def with_script_lines(self, lines: Mapping[int, int]) -> "SentenceTimeAndWeather":
        """The moment of a sentence of the post as one of the script, which has its sentences at ``lines``."""
        return SentenceTimeAndWeather(
            _placed(self.time, lines), _placed(self.weather, lines), _placed(self.season, lines)
        )

    def with_told_first(self, line: int, other: "SentenceTimeAndWeather") -> "SentenceTimeAndWeather":
        """What the sentence ``line`` tells itself, and else what ``other`` has."""
        return SentenceTimeAndWeather(
            _own(self.time, line, other.time),
            _own(self.weather, line, other.weather),
            _own(self.season, line, other.season),
        )


def _placed(held: ToldValue[V], lines: Mapping[int, int]) -> ToldValue[V]:
    if held.line < 0 or held.line in lines:
        return held._replace(line=lines.get(held.line, held.line))
    return held._replace(source=TextSource.POST)


def _own(held: ToldValue[V], line: int, other: ToldValue[V]) -> ToldValue[V]:
    return held if held.words and held.line == line and held.source is TextSource.SCRIPT else other


def times_and_weather(title: Sentence, told: Sequence[Sentence]) -> list[SentenceTimeAndWeather]:
    """The moment of each sentence. What the title tells as a habit holds from the beginning."""
    usual = title.habit
    headline = time_of_day_in(title, T.UNKNOWN)
    times = _Held(T.UNKNOWN, headline if usual else None, headline)
    weathers = _Held(Weather.UNKNOWN, _weather(title) if usual else None)
    seasons = _Held(Season.UNKNOWN, _season(title))
    steps = []
    for sentence in told:
        time = time_of_day_in(sentence, times.now)
        steps.append(
            SentenceTimeAndWeather(
                times.step(sentence, time),
                weathers.step(sentence, _weather(sentence)),
                seasons.step(sentence, _season(sentence)),
            )
        )
    return steps
