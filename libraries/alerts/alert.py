"""Alerts: what a person must hear of, once when it begins and once when it is over."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from schemas.base import Frozen, Moment
from schemas.failures import Language


class AlertKind(StrEnum):
    """What an alert is about."""

    NOTE = "note"
    """Something that happened once and has no end; told at most once a day."""
    DISK = "disk"
    DISK_FORECAST = "disk_forecast"
    STORAGE = "storage"
    """Files cannot be stored, and work waits for that."""
    MEMORY = "memory"
    CARD = "card"
    FAILED = "failed"
    """Posts that were given up at a stage, of one cause."""
    DEAD_LETTER = "dead_letter"
    """Messages that nobody can read as a fact."""
    WAITING = "waiting"
    """More posts than usual wait to be tried again."""
    STATION = "station"
    """Work waits and no process takes it."""
    DATABASE = "database"
    PROJECTION = "projection"
    """The projection stays behind the facts."""
    BACKUP = "backup"
    SITE = "site"
    QUOTA = "quota"
    SIGN_IN = "sign_in"
    PUBLISHING = "publishing"
    """Publishing to an account is stopped, for another reason than the two before."""
    CLOCK = "clock"
    DAMAGE = "damage"


class Alert(Frozen):
    """One thing that a person must hear of. Of one kind, the ``about`` tells one from another."""

    kind: AlertKind
    about: Annotated[str, Field(max_length=500)] = ""
    text: str
    """A sentence: what happened, where, and the remedy."""
    korean: str = ""
    """The same in Korean; empty for notes of stations, which are in English."""

    def text_in(self, language: Language) -> str:
        """The text in a language, or in English."""
        return (self.korean if language == "ko" else "") or self.text

    @classmethod
    def note(cls, text: str) -> Self:
        """A note with this text; of one text there is one a day."""
        return cls(kind=AlertKind.NOTE, about=text[:500], text=text)


class OpenAlert(Frozen):
    """An alert in the ledger. ``told``: a person knows that it began; ``over``: it ended, which was not told yet."""

    alert: Alert
    since: Moment
    told: bool = False
    over: bool = False
