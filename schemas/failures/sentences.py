"""The sentences of one failure code."""

from typing import NamedTuple


class Sentences(NamedTuple):
    """Templates with the failure's fields in braces: what happened (``en``, ``ko``) and what helps (``cure``)."""

    en: str
    ko: str
    cure: str = ""
    cure_ko: str = ""
