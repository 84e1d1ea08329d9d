"""Why publishing to an account is stopped, as the ledger keeps it."""

from collections.abc import Mapping
from typing import Final

from pydantic import Field

from schemas.base import Frozen, Moment
from schemas.failures import FieldValue, Language, failure_explanation, join_sentences

PUBLISHING_STOP_KEY: Final = "lane."
"""Beginning of the ledger's keys of stops; the account stands behind it."""


class PublishingStop(Frozen):
    """Why publishing to an account is stopped; ``until`` is None when a person must resume it.

    ``why`` and ``remedy`` are the English sentences that release 0.1.0 stored in place of a failure code.
    """

    code: str = ""
    fields: Mapping[str, FieldValue] = Field(default_factory=dict)
    why: str = ""
    remedy: str = ""
    until: Moment | None = None

    @property
    def sentence(self) -> str:
        """The reason of the stop and its remedy in English."""
        return self.sentence_in("en")

    def sentence_in(self, language: Language) -> str:
        """The reason of the stop and its remedy; in English where it has no code."""
        explained = failure_explanation(self.code, self.fields, language)
        return join_sentences(explained if explained is not None else (self.why, self.remedy))
