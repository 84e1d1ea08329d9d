"""What is known of hosts beyond one crawl: their budget of today, and the robots.txt that was read before."""

from typing import Protocol

from crawlers.fetch.http import HttpResponse


class HostRecords(Protocol):
    """What is known of hosts beyond one crawl."""

    async def requests_left(self, host: str) -> int:
        """Requests that may still be made of ``host`` (`PageAddress.host_and_port`) today; asked once a crawl."""
        ...

    async def kept_robots_answer(self, origin: str) -> HttpResponse | None:
        """The answer for robots.txt of an earlier crawl, None when it may be used no more (`PageAddress.origin`)."""
        ...

    def keep_robots_answer(self, origin: str, answer: HttpResponse) -> None:
        """Remember the answer for robots.txt for later crawls."""
        ...
