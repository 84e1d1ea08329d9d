"""Names of streams and subjects. Every subject of a fact, schedule or live message is built here."""

from typing import Final

from schemas.events import Event
from schemas.posts import PostKey
from schemas.recipe import Stage

FACTS: Final = "WAGGLEBOT"
"""The stream of facts and of scheduled retries."""
STATS: Final = "STATS"
"""The latest sighting of each known post and the latest crawl report of each site: one message per subject."""
CRAWL: Final = "CRAWL"
"""Crawl schedules and the ticks they produce."""
DEAD: Final = "DEAD"
"""Dead letters."""
ADVISORIES: Final = "ADVISORIES"
"""The broker's advisories about messages it stopped delivering."""


def fact_subject(event: Event) -> str:
    """The subject of a fact, for example ``post.collected.<site>.<id>``: four tokens."""
    return f"{event.kind}.{event.post_key}"


def fact_kind_filter(kind: str) -> str:
    """Subject filter of all facts of one kind, of every post."""
    return f"{kind}.*.*"


def post_facts_filter(key: PostKey) -> str:
    """Subject filter of all facts of one post; its expected sequence is over this filter."""
    return f"*.*.{key}"


def retraction_subject(key: PostKey) -> str:
    """Subject of the retraction of a post."""
    return f"post.retracted.{key}"


def retry_schedule_subject(key: PostKey, stage: Stage, platform: str = "") -> str:
    """Subject of a scheduled retry. It has five tokens or more, so the filters of facts do not match it."""
    return f"sched.retry.{_lane(stage, platform)}.{key}"


def stage_retries_filter(stage: Stage, platform: str = "") -> str:
    """Subject filter of all scheduled retries of a stage, and of one platform where the stage has several."""
    return f"sched.retry.{_lane(stage, platform)}.*.*"


def post_retries_filter(key: PostKey) -> str:
    """Subject filter of all scheduled retries of one post."""
    return f"sched.retry.*.{key}"


def _lane(stage: Stage, platform: str) -> str:
    return f"{stage.value}-{platform}" if platform else stage.value


def sighting_subject(key: PostKey) -> str:
    """Subject of the latest sighting of a post."""
    return f"stats.seen.{key}"


def crawl_report_subject(site: str) -> str:
    """Subject of the latest crawl report of a site."""
    return f"stats.crawl.{site}"


def crawl_schedule_subject(site: str) -> str:
    """Subject of the crawl schedule of a site."""
    return f"sched.crawl.{site}"


def crawl_due_subject(site: str) -> str:
    """Subject of a tick: the site is due for a crawl."""
    return f"crawl.due.{site}"


def live_progress_subject(key: PostKey) -> str:
    """Subject of live progress of a post (core NATS, not stored)."""
    return f"live.tick.{key}"


PROJECTED: Final = "live.projected"
"""Subject on which the projector announces each commit (core NATS, not stored)."""

ALERT: Final = "live.alert"
"""Subject of alerts to a person (core NATS, not stored; the log has them too)."""
