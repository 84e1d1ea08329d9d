"""Names of persons, places, companies and products in a text, by the tables of names.toml and by what stands around
them. Only what is certainly a name is found: a script without a strange name here may still have one."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from schemas.base import Frozen


class _Names(Frozen):
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    words_too: frozenset[str]
    clear_surnames: tuple[str, ...]
    first: str
    second: str
    persons: tuple[str, ...]
    no_names: frozenset[str]
    pets: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[str, ...]
    brands: tuple[str, ...]
    institutions: tuple[str, ...]
    kinds: tuple[str, ...]
    no_places: tuple[str, ...]


_NAMES: Final = load_table(_Names, Path(__file__).with_name("names.toml"))


GIVEN_NAMES: Final = frozenset(_NAMES.given) - frozenset(_NAMES.words_too) - frozenset(_NAMES.no_names)
"""Given names that are no other word."""
SURNAMES: Final = frozenset(_NAMES.surnames)
"""The most frequent family names; many are words of their own too."""
CLEAR_SURNAMES: Final = frozenset(_NAMES.clear_surnames)
"""Family names that are no other word before a title."""


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PARTICLE: Final = (
    r"(?:이(?:네|가|는|를|랑|한테|라는)?|가|은|는|을|를|의|에|에서|에서는|에게|한테|께|께서|와|과|랑|도|만|로|으로|까지|부터|네|"
    r"라는|이라는|이라며|라며|였[가-힣]*|이었[가-힣]*|인데|입니다|이에요|예요|임|제|표|판|산)?(?![가-힣])"
)
_TITLE: Final = rf"(?:{_either(_NAMES.titles)})(?:님|들)?{_PARTICLE}"
_GIVEN: Final = _either(_NAMES.given)
_PERSON: Final = re.compile(
    rf"(?<![가-힣])(?P<full>(?:{_either(_NAMES.surnames)})(?:{_GIVEN}))(?={_PARTICLE}| ?{_TITLE})"
    rf"|(?<![가-힣])(?P<called>[가-힣]{{2,4}})(?= 씨{_PARTICLE})"
    rf"|(?<![가-힣])(?P<family>(?:{_either(_NAMES.clear_surnames)}) ?(?:{_either(_NAMES.titles)}))(?=님|{_PARTICLE})"
    rf"|(?<![가-힣])(?P<titled>{_GIVEN})(?= {_TITLE})"
    rf"|(?<![가-힣])(?P<given>{_GIVEN})(?=이?{_PARTICLE})"
    rf"|(?<![가-힣])(?:{_either(_NAMES.persons)}) (?P<beside>[{_NAMES.first}][{_NAMES.second}])"
    r"(?=(?:이|가|은|는|를|을|의|에게|한테|와|과|도|네|이가|이는|이를|이네|이와)(?![가-힣]))"
    rf"|(?<![가-힣])(?P<fond>[{_NAMES.first}][{_NAMES.second}])(?=이(?:가|는|를|도|네|랑|한테|에게)(?![가-힣]))"
    rf"|(?<=강아지 |고양이 |반려견 |반려묘 )(?P<pet>{_either(_NAMES.pets)})(?={_PARTICLE})"
)
_ONE_WORD: Final = re.compile(rf"(?:{_either(_NAMES.surnames)})(?:{_either(_NAMES.titles)})")
_AT: Final = "으로|에|에서|에는|의|로|행|까지|쪽|시내|시|사람|여행|출신|도|이|가|을|를"
_PLACE: Final = re.compile(
    rf"(?<![가-힣])(?:(?:{_either(_NAMES.places)})(?:특별시|광역시|시|군|구|동|역|대|항)?|[가-힣]{{2}}[동역])(?=(?:{_AT})?(?![가-힣]))"
)
_BRAND: Final = re.compile(rf"(?<![가-힣])(?:{_either(_NAMES.brands)})(?=[가-힣]{{0,4}})")
_INSTITUTION: Final = re.compile(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,5}})(?P<kind>{_either(_NAMES.institutions)})(?={_PARTICLE}| )"
)


def names_not_in_source(text: str, source: str) -> Iterator[str]:
    """The names in ``text`` that do not stand in ``source``; white space makes no difference."""
    known = source.replace(" ", "")
    for name in _all(text, known):
        if name.replace(" ", "") not in known:
            yield name


def _all(text: str, known: str) -> Iterator[str]:
    for found in _PERSON.finditer(text):
        name = found["beside"] or found.group()
        if found["called"]:
            yield name  # nothing but a name stands before 씨
            continue
        if name in _NAMES.no_names:
            continue
        if (found["given"] or found["full"]) in _NAMES.words_too or (found["family"] and _ONE_WORD.fullmatch(name)):
            continue  # 지우는, 이사: words of their own
        yield name
    for found in _PLACE.finditer(text):
        if not found.group().endswith(_NAMES.no_places):
            yield found.group()
    for found in _BRAND.finditer(text):
        yield found.group()
    for found in _INSTITUTION.finditer(text):
        if found["name"] not in known and not found["name"].endswith(_NAMES.kinds):
            yield found.group()
