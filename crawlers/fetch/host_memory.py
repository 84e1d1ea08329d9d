"""What is known of hosts beyond one crawl: their budget of today, and the robots.txt that was read before."""

from typing import Protocol

from crawlers.fetch.http import HttpResponse


class HostMemory(Protocol):
    """What is known of hosts beyond one crawl."""

    async def budget(self, host: str) -> int:
        """Requests that may still be made of ``host`` (`Address.server`) today; asked once a crawl."""
        ...

    async def robots(self, origin: str) -> HttpResponse | None:
        """The answer for robots.txt of an earlier crawl, as long as it may be used; ``origin``: `Address.origin`."""
        ...

    def keep_robots(self, origin: str, answer: HttpResponse) -> None: ...
