"""Failure codes: every error has a code and typed fields, and its sentences in English and Korean are made from those.

The codes stand in the modules of this package, one for each area of the program. A sentence says what happened and
where; its remedy names a command or a setting that exists. Both are templates over the fields. What happens next
(tried again, waits, nothing) follows from the class of the error and is added by `schemas.errors`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages
from string import Formatter
from typing import Final, Literal, NamedTuple, Protocol, runtime_checkable

from schemas.failures.sentences import FieldValue, Sentences

__all__ = [
    "FailureExplanation",
    "FieldValue",
    "Language",
    "Sentences",
    "failure_codes",
    "failure_explanation",
    "fields_as_json",
    "find_sentences",
    "join_sentences",
    "placeholders",
    "register",
    "sentence_fields",
]

Language = Literal["en", "ko"]


class FailureExplanation(NamedTuple):
    """A failure for a person: what happened, and what helps; ``remedy`` is empty where nothing need be done."""

    sentence: str
    remedy: str


_AREAS: Final = sorted(
    area.name
    for area in walk_packages(__path__, f"{__name__}.")
    if not area.ispkg and area.name != Sentences.__module__
)
_CATALOGUE: Final[dict[str, Sentences]] = {
    code: templates for area in _AREAS for code, templates in import_module(area).SENTENCES.items()
}


def register(sentences: Mapping[str, Sentences]) -> None:
    """Add the codes of a plug-in. Raises ValueError for a code that is there with other sentences."""
    for code, templates in sentences.items():
        if _CATALOGUE.setdefault(code, templates) != templates:
            raise ValueError(f"the failure code {code} is taken")


def failure_codes() -> tuple[str, ...]:
    """All codes there are."""
    return tuple(_CATALOGUE)


def find_sentences(code: str) -> Sentences | None:
    """The templates of a code; None for one that is not known here, as of a newer release."""
    return _CATALOGUE.get(code)


def sentence_fields(code: str) -> frozenset[str]:
    """The names of the fields that the sentences of a code use."""
    templates = _CATALOGUE[code]
    return frozenset().union(
        *(placeholders(text) for text in (templates.en, templates.ko, templates.cure, templates.cure_ko))
    )


def placeholders(template: str) -> frozenset[str]:
    """The names in braces in a template."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def failure_explanation(code: str, fields: Mapping[str, object], language: Language) -> FailureExplanation | None:
    """The sentences of a code, filled in; None for a code that is not known here. A missing field reads ``?``."""
    templates = _CATALOGUE.get(code)
    if templates is None:
        return None
    sentence, remedy = (templates.en, templates.cure) if language == "en" else (templates.ko, templates.cure_ko)
    known = {name: _within(value, language) for name, value in fields.items()}
    return FailureExplanation(_filled(sentence, known), _filled(remedy, known))


def fields_as_json(fields: Mapping[str, object]) -> dict[str, FieldValue]:
    """Fields as JSON can carry them: moments as ISO 8601, whatever else is no number as text."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> FieldValue:
    value = _within(value, "en")
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int | float) else str(value)


@runtime_checkable
class _Explains(Protocol):
    """An error that is the reason of another one."""

    def explained(self, language: Language) -> FailureExplanation:
        """What happened and what helps."""


def _within(value: object, language: Language) -> object:
    """A field within a sentence: of an error what happened, without what helps and what follows from it."""
    return value.explained(language).sentence.rstrip(".") if isinstance(value, _Explains) else value


@dataclass(frozen=True, slots=True)
class _Fields:
    """The mapping a template is filled from."""

    given: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        return self.given.get(name, "?")


def _filled(template: str, fields: Mapping[str, object]) -> str:
    try:
        text = template.format_map(_Fields(fields))
    except (ValueError, TypeError):  # a missing field, or a number that came back as text: formats are left out
        known = _Fields(fields)
        parts = Formatter().parse(template)
        text = "".join(literal + (str(known[name]) if name else "") for literal, name, _, _ in parts)
    return " ".join(text.split())


def join_sentences(parts: Iterable[str]) -> str:
    """Sentences behind one another, the empty ones left out."""
    return " ".join(part for part in parts if part)
