"""Names and numbers that the post does not have."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import prod
from typing import Any, Final

from libraries.film_scripts.checks.post.quantities import Quantity, find_quantities, quantity_occurs_among
from libraries.film_scripts.checks.script_and_post import ScriptAndPost, SpokenSentence, fault_of_whole_script
from libraries.korean.names import names_not_in_source
from schemas.script import Fault, Role, ScriptFault

_WEEKDAY: Final = re.compile(r"[월화수목금토일]요일")
_WEEK: Final = 7
_COUNTED: Final = "things"
_YEARS: Final = range(1900, 2100)
_CENTURY: Final = 100
_FEW: Final = frozenset(("things", "times", ""))
"""Kinds of which two may be told without a number in the post: both, twice."""


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``invented_name`` and ``invented_number``; in the first sentence ``false_hook`` too."""
    if told.quotes_post:
        return
    named = [(Fault.INVENTED_NUMBER, *found) for found in _numbers(told)]
    named += [(Fault.INVENTED_NAME, *found) for found in _names(told)]
    for fault, sentence, excerpt in named:
        yield sentence.fault_here(fault, excerpt) if sentence else fault_of_whole_script(fault, excerpt)
        if sentence and sentence.role is Role.HOOK:
            yield sentence.fault_here(Fault.FALSE_HOOK, excerpt)


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figures of facts: the names and numbers of the script that the post does not have."""
    return {
        "strange_names": tuple(dict.fromkeys(name for _, name in _names(told))),
        "strange_numbers": tuple(dict.fromkeys(number for _, number in _numbers(told))),
    }


def invented_numbers(text: str, source: list[Quantity], *, weekdays: int = 0) -> Iterator[str]:
    """The numbers in ``text`` that do not follow from those of ``source``.

    One and two of anything may be told without a number, differences of two numbers of a kind, and days of a week
    whose days the post names (``weekdays`` of them).
    """
    for quantity in find_quantities(text):
        if quantity.value <= 1 or (quantity.value == 2 and quantity.kind in _FEW):
            continue
        if quantity.kind == "duration" and quantity.value <= _WEEK and weekdays >= 3:
            continue
        if not quantity_occurs_among(quantity, source) and not _follows(quantity, source):
            yield quantity.text


def _follows(quantity: Quantity, source: list[Quantity]) -> bool:
    return _difference(quantity, source) or _since(quantity, source) or _product(quantity, source)


def _product(quantity: Quantity, source: list[Quantity]) -> bool:
    """Whether it is a sum of money of which the post tells the price of one and, right beside it, how many: 만 원짜리
    열다섯 장."""
    beside = {frozenset((one, other)) for one, other in pairwise(source)}
    kinds = ({"money", _COUNTED}, {"money", "times"})
    return quantity.kind == "money" and any(
        {each.kind for each in pair} in kinds and prod(each.value for each in pair) == quantity.value for pair in beside
    )


def _since(quantity: Quantity, source: list[Quantity]) -> bool:
    """Whether it is a year that the post names by two digits, or a rounded number of years that may be those since one
    that it names: 1999년, 이십여 년."""
    if not quantity.text.endswith("년"):
        return False
    named = [other.value for other in source if other.text.endswith("년")]
    short = quantity.value in _YEARS and quantity.value % _CENTURY in named  # 09년도
    return short or (quantity.about and any(value in _YEARS for value in named))


def _difference(quantity: Quantity, source: list[Quantity]) -> bool:
    same = {other.value for other in source if other.kind == quantity.kind != "duration"}
    if quantity.kind == "age":
        same |= {other.value for other in source if not other.kind or other.text.endswith(("남자", "여자"))}
    return quantity.kind in ("rank", "measure", "age") and any(
        abs(a - b) == quantity.value for a, b in combinations(same, 2)
    )


def _numbers(told: ScriptAndPost) -> Iterator[tuple[SpokenSentence | None, str]]:
    stats = told.post.stats
    counts = [float(count) for count in (stats.views, stats.likes, stats.dislikes, stats.comments) if count]
    source = [
        *find_quantities(told.post_words_with_comments),
        *(Quantity(n, kind, n, "") for n in counts for kind in ("things", "times")),
    ]
    weekdays = len(set(_WEEKDAY.findall(told.post_title_and_text)))
    for sentence, text in _texts(told):
        for number in invented_numbers(text, source, weekdays=weekdays):
            yield sentence, number


def _names(told: ScriptAndPost) -> Iterator[tuple[SpokenSentence | None, str]]:
    for sentence, text in _texts(told):
        for name in names_not_in_source(text, told.post_words_with_site):
            yield sentence, name


def _texts(told: ScriptAndPost) -> Iterator[tuple[SpokenSentence | None, str]]:
    """What is said of the story: not the last line, which asks the viewer something."""
    yield None, told.film_title
    for sentence in told.sentences:
        if sentence.role is not Role.CLOSER:
            yield sentence, sentence.text
