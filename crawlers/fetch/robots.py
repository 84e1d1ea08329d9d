"""How to read a server's answer as a polite guest: robots.txt, pauses asked for, doors shut. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from protego import Protego

from crawlers.fetch.http import HttpResponse

PRODUCT = "WaggleBot"
"""The name robots.txt files know us by."""
_ROBOTS_LIMIT = 512 * 1024
_SHUT = {401, 403, 407, 418, 430, 451}
_BUSY = {429, 503}
_GONE = {404, 410}
_CHALLENGE_TITLE = re.compile(
    rb"<title[^>]*>\s*(?:just a moment\.{3}|attention required! \| cloudflare|checking your browser[^<]{0,40}|"
    rb"access denied|pardon our interruption(?:\.{3})?|ddos-guard)\s*</title>",
    re.IGNORECASE,
)
_CHALLENGE_SCRIPT = re.compile(
    rb"<script\b[^>]{0,500}(?:captcha-delivery\.com|_Incapsula_Resource|/orchestrate/chl_)|"
    rb"<script\b[^>]{0,500}>[^<]{0,4000}(?:_cf_chl_opt|/orchestrate/chl_)"
)


class RobotsVerdict(StrEnum):
    """What an answer asks of us."""

    FINE = "fine"
    MOVED = "moved"
    GONE = "gone"
    BUSY = "busy"
    """Come back later: 429 or 503."""
    SHUT = "shut"
    """Do not come back: 403, 430, a challenge page."""
    BROKEN = "broken"


def judge(answer: HttpResponse) -> RobotsVerdict:
    """What ``answer`` asks of us. A challenge counts as a shut door, whatever status it comes with."""
    if is_challenge(answer):
        return RobotsVerdict.SHUT
    status = answer.status
    if 200 <= status < 300:
        return RobotsVerdict.FINE
    if status in (301, 302, 303, 307, 308) and answer.headers.get("location"):
        return RobotsVerdict.MOVED
    for statuses, verdict in ((_SHUT, RobotsVerdict.SHUT), (_BUSY, RobotsVerdict.BUSY), (_GONE, RobotsVerdict.GONE)):
        if status in statuses:
            return verdict
    return RobotsVerdict.BROKEN


def is_challenge(answer: HttpResponse) -> bool:
    """Whether the page wants to know if a human is there.

    Judged by a header, by whole titles and by scripts in their tags: by nothing that a member of a community could
    write into a post to have the site left alone.
    """
    if answer.headers.get("cf-mitigated") == "challenge":
        return True
    head = answer.body[:50_000]
    return _CHALLENGE_TITLE.search(head) is not None or _CHALLENGE_SCRIPT.search(head) is not None


def retry_after(answer: HttpResponse, now: datetime) -> float | None:
    """Seconds the server asks us to wait, from a number or a date (RFC 9110, 10.2.3); None if it does not say."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt lets us do. ``closed`` is the reason when nothing may be fetched; ``delay`` in seconds."""

    closed: str = ""
    rules: tuple[Protego, ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        return not self.closed and all(rules.can_fetch(url, PRODUCT) for rules in self.rules)


def robots(answer: HttpResponse, overlay: str = "") -> Robots:
    """The rules in an answer for /robots.txt. What cannot be understood closes the site (RFC 9309, 2.3.1.4).

    Only 404 and 410 mean that there are no rules. ``overlay`` holds beside the site's own rules: the stricter wins.
    """
    own = [Protego.parse(overlay)] if overlay else []
    if answer.status in _GONE:
        return _ruled(own)
    if answer.status != 200:
        return Robots(closed=f"robots.txt answers {answer.status}")
    text = answer.body[:_ROBOTS_LIMIT].decode("utf-8", "replace")
    if text.lstrip("\ufeff \t\r\n").startswith("<") or is_challenge(answer):
        return Robots(closed="robots.txt is a web page, not rules")
    return _ruled([Protego.parse(text), *own])


def _ruled(rules: list[Protego]) -> Robots:
    delays = [float(rule.crawl_delay(PRODUCT) or 0) for rule in rules]
    return Robots(rules=tuple(rules), delay=max(delays, default=0.0))
