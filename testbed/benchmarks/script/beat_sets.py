"""The hand-written labels in ``testbed/beat_sets/`` of what a reader imagines at each sentence of a story."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, NamedTuple, TypeVar

import yaml
from pydantic import StringConstraints

from crawlers.sample.sample_posts import read_sample_post
from schemas.base import Frozen
from schemas.beats import Age, Place, Sex, TimeOfDay, Weather
from testbed.benchmarks.script.script_sets import ScriptSets

SETS: Final = Path(__file__).parents[2] / "beat_sets"
V = TypeVar("V", Place, TimeOfDay, Weather)
_ANY: Final = "."


class LabelledCastMember(Frozen):
    """The label of a member of the cast: the sex and age that a reader imagines, and what it is called."""

    sex: Sex
    age: Age
    called: tuple[str, ...] = ()


class _Row(Frozen):
    place: str
    time: str
    weather: str
    persons: str


class _File(Frozen):
    post: str
    title: str = ""
    board: str = ""
    """Of a post that was written for these labels; else those of the post are read."""
    cast: dict[str, LabelledCastMember]
    sentences: tuple[str, ...]
    lines: dict[Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)?$")], _Row]


class SentenceLabel(NamedTuple):
    """The label of one sentence: what a reader imagines there. Empty: it cannot be known, or any will do."""

    places: frozenset[Place]
    times: frozenset[TimeOfDay]
    weathers: frozenset[Weather]
    must: frozenset[str]
    """Members of the cast who must be seen."""
    may: frozenset[str]
    """Members who may be seen too."""


class LabelledPost(NamedTuple):
    """A post with the labels of its cast and of those of its sentences that are labelled."""

    post: str
    title: str
    board: str
    sentences: tuple[str, ...]
    cast: dict[str, LabelledCastMember]
    seen: dict[int, SentenceLabel]


def labelled_posts(folder: str) -> Iterator[LabelledPost]:
    """The labelled posts of ``seen``, ``tuning``, ``aside`` or ``further``. Raises ValueError for a bad label."""
    for path in sorted((SETS / folder).glob("*.yaml")):
        yield read_labels(path)


def read_labels(path: Path) -> LabelledPost:
    """Read the labels of one file. Raises ValueError."""
    file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    title, board = (file.title, file.board) if file.title else _heading(file.post)
    seen = {at: _seen(row, file) for span, row in file.lines.items() for at in _range(span)}
    return LabelledPost(file.post, title, board, file.sentences, file.cast, seen)


def _heading(post: str) -> tuple[str, str]:
    source = read_sample_post(ScriptSets().post_file(post))
    return source.title, source.board


def _range(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first), int(last or first) + 1)


def _seen(row: _Row, file: _File) -> SentenceLabel:
    persons = [name.strip() for name in row.persons.split(",") if name.strip() != _ANY]
    must = frozenset(name for name in persons if not name.endswith("?"))
    may = frozenset(name.rstrip("?") for name in persons) - must
    if strange := (must | may) - set(file.cast):
        raise ValueError(f"{sorted(strange)} are not in the cast of {file.post}")
    return SentenceLabel(
        _values(row.place, Place), _values(row.time, TimeOfDay), _values(row.weather, Weather), must, may
    )


def _values(text: str, kind: type[V]) -> frozenset[V]:
    """The values a label allows. With ``.`` among them any is right, so there is nothing to measure."""
    named = text.split("|")
    return frozenset() if _ANY in named else frozenset(kind(name) for name in named)
