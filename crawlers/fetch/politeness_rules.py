"""Rules of polite crawling as pure functions: robots.txt, statuses, challenge pages, Retry-After."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from crawlers.fetch.http import PAGE_LIMIT, HttpResponse
from crawlers.fetch.page_address import PageAddress
from crawlers.fetch.robots_file import RuleGroup, decode_robots_file, is_robots_file, rules_for_user_agent
from schemas.crawls import NO_REASON, CodedReason

PRODUCT = "WaggleBot"
"""Our name in robots.txt files and in the user agent."""
ROBOTS_LIMIT = PAGE_LIMIT
"""Bytes of robots.txt that are read: ten times what RFC 9309, 2.5, asks for. Of a longer one, the whole lines."""
_REFUSAL = {401, 403, 407, 418, 430, 451}
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


class FetchVerdict(StrEnum):
    """What an answer asks a crawler to do."""

    OK = "ok"
    MOVED = "moved"
    GONE = "gone"
    BUSY = "busy"
    """Come back later: 429 or 503."""
    REFUSED = "refused"
    """Do not come back: 403, 430, a challenge page."""
    BROKEN = "broken"


def verdict_on_answer(answer: HttpResponse) -> FetchVerdict:
    """What ``answer`` asks of us. A challenge page is a refusal, whatever its status."""
    if is_challenge_page(answer):
        return FetchVerdict.REFUSED
    status = answer.status
    if 200 <= status < 300:
        return FetchVerdict.OK
    if status in (301, 302, 303, 307, 308) and answer.headers.get("location"):
        return FetchVerdict.MOVED
    for statuses, verdict in ((_REFUSAL, FetchVerdict.REFUSED), (_BUSY, FetchVerdict.BUSY), (_GONE, FetchVerdict.GONE)):
        if status in statuses:
            return verdict
    return FetchVerdict.BROKEN


def is_challenge_page(answer: HttpResponse) -> bool:
    """Whether the page is a bot check of a protection service (Cloudflare, DataDome, Imperva, DDoS-Guard).

    Judged by a header, by whole titles and by scripts in their tags: by nothing that a member of a community could
    write into a post to stop the crawl.
    """
    if answer.headers.get("cf-mitigated") == "challenge":
        return True
    head = answer.body[:50_000]
    return _CHALLENGE_TITLE.search(head) is not None or _CHALLENGE_SCRIPT.search(head) is not None


def retry_after_seconds(answer: HttpResponse, now: datetime) -> float | None:
    """Seconds the server asks us to wait, from a number or a date (RFC 9110, 10.2.3); None if it does not say."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What robots.txt allows. ``closed`` is the reason when nothing may be fetched; ``delay`` in seconds."""

    closed: CodedReason = NO_REASON
    rules: tuple[RuleGroup, ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be requested, judged by the spelling in which it is. Raises BadInput for no address."""
        return self.allows_address(PageAddress.parse(url))

    def allows_address(self, address: PageAddress) -> bool:
        """Whether an address may be requested, judged by the spelling in which it is."""
        return not self.closed and all(rules.allows(address.path_and_query) for rules in self.rules)


def parse_robots(answer: HttpResponse, overlay: str = "") -> RobotsRules:
    """The rules in an answer for /robots.txt. An answer that holds no rules closes the site.

    Only 404 and 410 mean that there are no rules, which is stricter than RFC 9309, 2.3.1.3: there 401 and 403 do too.
    ``overlay`` applies beside the site's own rules: the stricter wins.
    """
    own = [rules_for_user_agent(PRODUCT, overlay)] if overlay else []
    if answer.status in _GONE:
        return _combined(own)
    if answer.status != 200:
        return RobotsRules(closed=CodedReason.of("crawl.stopped.robots", url=answer.url, status=answer.status))
    body = answer.body
    text = decode_robots_file(body if len(body) < ROBOTS_LIMIT else body[: body.rfind(b"\n", 0, ROBOTS_LIMIT) + 1])
    if is_challenge_page(answer) or not is_robots_file(text):
        return RobotsRules(closed=CodedReason.of("crawl.stopped.robots_page", url=answer.url))
    return _combined([rules_for_user_agent(PRODUCT, text), *own])


def _combined(rules: list[RuleGroup]) -> RobotsRules:
    return RobotsRules(rules=tuple(rules), delay=max((rule.delay for rule in rules), default=0.0))
