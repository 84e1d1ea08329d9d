"""Numbers with what they count, in figures (``30만 원``) and in Korean words (``삼십만 원``, ``세 명``, ``사흘``)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from libraries.data_tables import load_table
from libraries.korean.counters import COUNTERS, PAIRS
from libraries.korean.numbers import parse_sino_korean
from schemas.base import Frozen

_SMALL: Final = {"십": 10, "백": 100, "천": 1000}
_LARGE: Final = {"만": 10**4, "억": 10**8, "조": 10**12}


class _Table(Frozen):
    units: tuple[str, ...]
    ones: dict[str, int]
    tens: dict[str, int]
    days: dict[str, int]
    seconds: dict[str, int]
    kinds: dict[str, tuple[str, ...]]


_TABLE: Final = load_table(_Table, Path(__file__).with_name("quantities.toml"))
_KINDS: Final = {unit: kind for kind, units in _TABLE.kinds.items() for unit in units}
_DURATION: Final = "duration"
_THINGS: Final = "things"
_RANK: Final = "rank"
_BARE: Final = ""
_TENS: Final = 10
_MANY: Final = 100
_FLOOR: Final = 0.05
"""Numbers from which people leave off the rest without a word, and how much of them."""
_ROUND: Final = 0.1
"""Numbers from which people round, and by how much."""
_EQUAL: Final = 0.07
"""By how much two durations may differ that people call the same: four weeks are a month."""


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BEHIND: Final = (
    "[은는이가을를의에로도만과와씩쯤째뿐짜께들였전후뒤간]|까지|부터|보다|마다|동안|정도|"
    "이나|이라|입니|이었|예요|처럼|하고|하나|더라"
)
"""What may stand behind a unit: particles and the like. 세수: no three 수."""
_UNIT: Final = rf"(?:{_either({*COUNTERS, *_TABLE.units})})(?=$|[^가-힣]|[나여](?: |$)|{_BEHIND})"
_COUNTED: Final = ("하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_SINO: Final = r"(?:[일이삼사오육칠팔구]?[십백천만억])+[일이삼사오육칠팔구]?|[일이삼사오육칠팔구영공]"
_NATIVE: Final = rf"(?:{_either(_TABLE.tens)})(?:{_either(_TABLE.ones)})?|{_either(_TABLE.ones)}"
_QUANTITY: Final = re.compile(
    rf"(?P<figures>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<scale>(?: ?[0-9]*[십백천만억](?:(?![가-힣]{{2}})|(?={_UNIT})))*)"
    rf"(?P<about>여)? ?(?P<unit1>{_UNIT})?"
    rf"|(?<![가-힣])(?P<days>{_either(_TABLE.days)})"
    rf"|(?<![가-힣])(?!{_either(PAIRS.values())})(?P<native>{_NATIVE}) ?(?!월)(?P<unit2>{_UNIT})"
    rf"|(?<![가-힣])(?P<sino>(?:{_SINO})(?: (?:{_SINO}))*)(?P<tenths> ?점 ?[일이삼사오육칠팔구영](?![가-힣]))?"
    rf"(?P<about3>여|몇)?(?P<gap> ?)(?P<unit3>{_UNIT})"
    rf"|(?<![가-힣])(?P<count>(?:{_either(_TABLE.tens)})(?:{_either(_COUNTED)})?|{_either(_COUNTED)})"
    r"(?=[이을은도만의과째.,!? ]|에(?![가-힣])|$)"
)
_NO_NUMBER: Final = frozenset("이일사오구만천백조공영")
"""Syllables that are a word of their own as often as a number: 이 (this), 일 (work), 만 (only)."""
_SURE: Final = re.compile(
    r"년|개월|학년|월|퍼센트|킬로|키로|센티|미터|인분|주일|주년|원|점|도|째|명|마리|개|일(?:째|만에|동안|쯤)"
)
_GLUED: Final = re.compile(r"월|년|층|등|학년|개월|주일")
_DAYS: Final = re.compile(r" [일이삼사오육칠팔구십]{1,3}일(?![가-힣]{2})")
_MORE: Final = re.compile(r" ?(?:[가-힣]{1,2} )?(?:넘|남짓|여|이상|훌쩍|조금|가까|가량|쯤|정도|안팎|못 ?[되미])")
_LESS: Final = re.compile(r"(?:거의|무려|약|한) ?$")


class Quantity(NamedTuple):
    """A number in a text. ``size`` is its value, or its seconds for a duration; ``about`` when it is a rounded one."""

    value: float
    kind: str
    size: float
    text: str
    about: bool = False


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every number in ``text`` that is certainly one, in order."""
    for found in _QUANTITY.finditer(text):
        value = _value(found)
        if value is None:
            continue
        unit = "일" if found["days"] else found["unit1"] or found["unit2"] or found["unit3"] or ""
        persons = unit == "분" and found["unit2"]  # 두 분: persons, 이 분: minutes
        ordinal = found["count"] and text.startswith("째", found.end())
        kind = _RANK if ordinal else _THINGS if persons else _kind(unit)
        size = value * _TABLE.seconds[unit] if kind == _DURATION else value
        about = bool(
            found["about"] or found["about3"] or _MORE.match(text, found.end()) or _LESS.search(text[: found.start()])
        )
        yield Quantity(value, kind, size, found.group().strip(), about)


def quantity_occurs_among(quantity: Quantity, source: Iterable[Quantity]) -> bool:
    """Whether one of ``source`` has the value of ``quantity`` and counts the same kind of thing."""
    return any(_same(quantity, other) for other in source)


def _kind(unit: str) -> str:
    if not unit:
        return _BARE
    return _DURATION if unit in _TABLE.seconds else _KINDS.get(unit, _THINGS)


def _same(told: Quantity, known: Quantity) -> bool:
    kinds = {told.kind, known.kind}
    if _in_ten_thousands(told, known):
        return True
    if kinds == {_DURATION}:
        return abs(told.size - known.size) <= _EQUAL * max(told.size, known.size)
    if len(kinds) > 1 and not kinds & {_BARE}:
        ranked = kinds == {_RANK, "age"} or (told.kind, known.kind) in ((_RANK, _DURATION), (_RANK, _THINGS))
        return ranked and told.value == known.value  # 둘째 날 for 2일 차
    if kinds != {"age"} and _is_floor(told.value, known.value):
        return True
    return told.value == known.value or (
        told.about and (told.value in _rounded(known.value) or _nearly(told.value, known.value))
    )


def _in_ten_thousands(told: Quantity, known: Quantity) -> bool:
    """Whether ``known`` is a sum of money without its 만 원, as people write of rents and shares: 4,300 들어감."""
    return told.kind == "money" and known.kind == _BARE and known.value > 0 and told.value == known.value * 10**4


def _is_floor(told: float, known: float) -> bool:
    """Whether ``told`` is a large number, ``known``, without what is behind its first digit: 300 for 312."""
    return known >= _MANY and told == _rounded(known)[0] and known - told <= _FLOOR * known


def _nearly(told: float, known: float) -> bool:
    """Whether ``told`` is a round number near ``known``: nearly fifty for 48."""
    unit = 10 ** (len(str(int(told))) - 1)
    return told >= _TENS and told % (unit / 2) == 0 and abs(told - known) <= _ROUND * known


def _rounded(value: float) -> tuple[float, float]:
    """``value`` with its first digit only, and with its first two: 12,400 is ten thousand and some."""
    unit = 10 ** (len(str(int(value))) - 1)
    return float(value // unit * unit), float(value // max(1, unit // 10) * max(1, unit // 10))


def _value(found: re.Match[str]) -> float | None:
    """The number that was found; None for what may as well be no number."""
    if found["figures"]:
        return _scaled(float(found["figures"].replace(",", "")), found["scale"])
    if found["days"]:
        return float(_TABLE.days[found["days"]])
    if found["native"] or found["count"]:
        return float(_native(found["native"] or found["count"]))
    words, unit = found["sino"], found["unit3"]
    if len(words) == 1 and not _of_nights(found):
        if not found["gap"] and not _GLUED.match(unit):
            return None  # 구조, 이건: syllables of a word
        if words in _NO_NUMBER and not _SURE.match(unit + found.string[found.end() :]):
            return None
        if words in "이일" and unit in ("원", "점", "도", "개", "명", "마리"):
            return None
    elif words.endswith("일") and unit == "일":
        return None
    tenths = found["tenths"]
    return parse_sino_korean(words.replace(" ", "")) + (parse_sino_korean(tenths.strip()[-1]) / 10 if tenths else 0)


def _of_nights(found: re.Match[str]) -> bool:
    """Whether it is one of the numbers of 사박 오일, neither of which is surely a number by itself."""
    return bool(
        (found["unit3"] == "박" and _DAYS.match(found.string, found.end()))
        or (found["unit3"] == "일" and found.string[: found.start()].endswith("박 "))
    )


def _native(words: str) -> int:
    for tens, value in _TABLE.tens.items():
        if words.startswith(tens):
            return value + _TABLE.ones.get(words[len(tens) :], 0)
    return _TABLE.ones[words]


def _scaled(number: float, scale: str) -> float:
    """``number`` with the Korean scale words behind it: 1, "만 2천" is 12,000."""
    total, group = 0.0, number
    for figures, word in re.findall(r"([0-9]*)([십백천만억])", scale):
        if figures:
            total, group = total + group, float(figures)
        if word in _LARGE:
            total, group = (total + group) * _LARGE[word], 0.0
        else:
            group *= _SMALL[word]
    return total + group
