"""The sentences of one failure code, and what a field of a failure may be."""

from typing import NamedTuple

FieldValue = str | int | float | bool
"""A field of a failure as facts and pipes carry it; moments are ISO 8601 text."""


class Sentences(NamedTuple):
    """Templates with the failure's fields in braces: what happened (``en``, ``ko``) and what helps (``cure``)."""

    en: str
    ko: str
    cure: str = ""
    cure_ko: str = ""
