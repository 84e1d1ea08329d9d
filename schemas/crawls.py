"""What a crawl of a site did, and whether it was well."""

from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from schemas.base import Frozen, Moment, Token
from schemas.posts import PostKey

Count = Annotated[int, Field(ge=0)]


class Health(StrEnum):
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    """It ended, but what it brought cannot be relied on."""
    STOPPED = "stopped"
    """The site, its robots.txt or we ended it early."""


class CrawlReport(Frozen):
    """One crawl of one site. ``listed`` posts stood on the lists; of those each is new, refreshed, unchanged, held
    back or skipped. ``why`` names the reason of a health that is not HEALTHY. The newest of a site replaces the last.
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
    health: Health = Health.HEALTHY
    why: str = ""

    @property
    def sentence(self) -> str:
        """The report in one line."""
        left = sum(self.skipped.values())
        said = f"{self.site}: {self.listed} posts listed, {self.new} new, {self.refreshed} refreshed"
        said += f", {self.unchanged} unchanged, {left} skipped, {self.images} images in {self.seconds:.1f} s"
        return said if self.health is Health.HEALTHY else f"{said}; {self.health.value}: {self.why}"


class Presence(StrEnum):
    """Whether a post still stands where it was read."""

    THERE = "there"
    GONE = "gone"
    """The fact ``post.gone`` is recorded: nothing is made or published of it."""
    UNKNOWN = "unknown"
    """Its site does not answer, or may not be asked."""


class SourceWatch(Protocol):
    """Looks after the sources of posts. What a look finds out is recorded before it is told."""

    async def look(self, key: PostKey) -> Presence:
        """Ask the post's site once, with all manners, so it may take a minute. Raises ProviderDown: the broker."""
        ...
