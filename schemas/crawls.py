"""What a crawl of a site did, and whether its result can be relied on."""

from enum import StrEnum
from typing import Annotated, Final, Protocol, Self

from pydantic import BeforeValidator, Field

from schemas.base import Frozen, Moment, Token
from schemas.errors import WaggleError
from schemas.failures import (
    FailureExplanation,
    FieldValue,
    Language,
    failure_explanation,
    fields_as_json,
    join_sentences,
)
from schemas.posts import PostKey

Count = Annotated[int, Field(ge=0)]


class CrawlHealth(StrEnum):
    """Whether the result of a crawl can be relied on."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    """It ended, but its result cannot be relied on."""
    STOPPED = "stopped"
    """The site, its robots.txt or we ended it early."""


class CodedReason(Frozen):
    """A failure code and its fields (`schemas.failures`); false without a code, where there is nothing to say."""

    code: str = ""
    fields: dict[str, FieldValue] = Field(default_factory=dict)

    @classmethod
    def of(cls, code: str, **fields: object) -> Self:
        """The reason with that failure code, its fields as JSON can carry them."""
        return cls(code=code, fields=fields_as_json(fields))

    def __bool__(self) -> bool:
        return bool(self.code)

    def __str__(self) -> str:
        """What happened and what helps, in English."""
        return join_sentences(self.explained("en"))

    def explained(self, language: Language) -> FailureExplanation:
        """What happened and what helps; both empty without a code."""
        return failure_explanation(self.code, self.fields, language) or FailureExplanation(self.code, "")


NO_REASON: Final = CodedReason()


def _from_words(value: object) -> object:
    """Releases before 0.2 kept a reason as an English sentence."""
    if isinstance(value, str):
        return CodedReason.of("crawl.earlier_release", why=value) if value else NO_REASON
    return value


CodedReasonField = Annotated[CodedReason, BeforeValidator(_from_words)]


def short_reason(error: WaggleError) -> str:
    """The one word that crawl reports count a failure by: the second part of its code, such as ``gone``."""
    return error.code.split(".")[1] if "." in error.code else "other"


class CrawlReport(Frozen):
    """One crawl of one site; the newest report of a site replaces the one before.

    ``listed`` posts stood on the lists; each of them is new, refreshed, unchanged or skipped (by `short_reason`).
    ``why`` is the reason of a health that is not HEALTHY; ``notes`` say what else a person should know, such as limits
    that were reached and comments that cannot be read.
    """

    site: Token
    started: Moment
    seconds: Annotated[float, Field(ge=0)]
    pages: Count = 0
    listed: Count = 0
    parsed: Count = 0
    new: Count = 0
    refreshed: Count = 0
    unchanged: Count = 0
    skipped: dict[str, int] = Field(default_factory=dict)
    images: Count = 0
    images_left_out: dict[str, int] = Field(default_factory=dict)
    health: CrawlHealth = CrawlHealth.HEALTHY
    why: CodedReasonField = NO_REASON
    notes: tuple[CodedReason, ...] = ()

    @property
    def english_texts(self) -> dict[str, object]:
        """``why`` and ``notes`` in English."""
        return {"why": str(self.why), "notes": [str(note) for note in self.notes]}

    @property
    def sentence(self) -> str:
        """The report in one line, without its notes."""
        skipped = sum(self.skipped.values())
        counts = f"{self.site}: {self.listed} posts listed, {self.new} new, {self.refreshed} refreshed"
        counts += f", {self.unchanged} unchanged, {skipped} skipped, {self.images} images in {self.seconds:.1f} s"
        return counts if self.health is CrawlHealth.HEALTHY else f"{counts}; {self.health.value}: {self.why}"


class PostPresence(StrEnum):
    """Whether a post is still on its site."""

    THERE = "there"
    GONE = "gone"
    """The fact ``post.gone`` is recorded: nothing is made or published of it."""
    UNKNOWN = "unknown"
    """Its site does not answer, or may not be asked."""


class PostPresenceCheck(Protocol):
    """Checks whether posts are still on their sites, and records what it finds."""

    async def check_post(self, key: PostKey) -> PostPresence:
        """Ask the post's site once, as politely as a crawl: it may take a minute. Raises ProviderDown (broker)."""
        ...
