"""Ages that a sentence tells: 일흔네 살이신데, 39살."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from libraries.story_beats.lexicons import AGES
from libraries.story_beats.persons.mentions import is_before_person
from libraries.story_beats.sentence import Sentence
from schemas.beats import Age

_IS_AGED: Final = re.compile(
    r"^(?:하나|둘|셋|넷|한|두|세|네|다섯|여섯|일곱|여덟|아홉)?(?:[.,]|$"
    r"|[가-힣]* ?(?:이|가)? ?(?:되|된|넘|인 |인데|이다|이신|이세|살|세 |이에|예요|이었|였|입니|임|정도|쯤|의|여자"
    r"|남자))"
)
_YEARS: Final = re.compile(r"(?<![0-9])([0-9]{1,2}) ?(?:살|세(?![가-힣]))")
_THEN: Final = re.compile(r"이면|당시|시절|어릴|어렸")
_BEFORE_AGE: Final = re.compile(r"^[ 가-힣]{0,5}(?:되기|전에|전까지|때)")
_AT_THE_AGE: Final = re.compile(r"^(?:하나|둘|셋|넷|한|두|세|네|다섯|여섯|일곱|여덟|아홉)?(?:에|에도|입니다|인데|임)$")
_OLD: Final = 60


class ToldAge(NamedTuple):
    """An age in a sentence: where it begins and ends."""

    at: int
    end: int
    age: Age


def told_ages(sentence: Sentence) -> Iterator[ToldAge]:
    """Ages that ``sentence`` says somebody has now."""
    if _THEN.search(sentence.told):
        return
    for found in AGES.find_words(sentence):
        behind = found.rest + sentence.told_after(found.end, 10)
        named = sentence.told[found.end : found.end + 1] == " " and is_before_person(sentence, found.end)
        if (named or _IS_AGED.match(behind)) and not _BEFORE_AGE.match(behind):
            counted = len(" 살") if sentence.told.startswith(" 살", found.end) else 0
            yield ToldAge(found.at, found.end + counted, found.value)
    for match in _YEARS.finditer(sentence.told):
        if not _BEFORE_AGE.match(sentence.told_after(match.end(), 8)):
            yield ToldAge(match.start(), match.end(), _of_years(int(match.group(1))))


def age_told_by_title(title: Sentence) -> Age:
    """The age at which a title says that its author did something (예순여섯에 혼자 여행을 갔습니다)."""
    return next((each.value for each in AGES.find_words(title) if _AT_THE_AGE.match(each.rest)), Age.UNKNOWN)


def counts_years_of_age(sentence: Sentence) -> bool:
    """Whether the sentence counts somebody's years."""
    return _YEARS.search(sentence.told) is not None


def _of_years(years: int) -> Age:
    limits = ((2, Age.BABY), (13, Age.CHILD), (20, Age.STUDENT), (30, Age.TWENTIES), (40, Age.THIRTIES))
    return next((age for limit, age in limits if years < limit), Age.MIDDLE_AGED if years < _OLD else Age.OLD)
