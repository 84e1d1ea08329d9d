"""Names on the wire: streams, subjects, lanes. Built here and nowhere else."""

from typing import Final

from schemas.events import Event
from schemas.posts import PostKey
from schemas.recipe import Stage

FACTS: Final = "WAGGLEBOT"
"""The stream of facts and of scheduled retries."""
STATS: Final = "STATS"
"""Latest figures of known posts: one message a subject."""
CRAWL: Final = "CRAWL"
"""Crawl schedules and the ticks they give."""
DEAD: Final = "DEAD"
"""Dead letters."""
ADVISORIES: Final = "ADVISORIES"
"""What the broker says about messages it gave up on."""


def subject(event: Event) -> str:
    """``post.collected.<site>.<id>``: four tokens."""
    return f"{event.TOPIC}.{event.NAME}.{event.post_key}"


def kind_filter(kind: str) -> str:
    """All facts of one kind, of every post."""
    return f"{kind}.*.*"


def post_filter(key: PostKey) -> str:
    """All facts of one post: the subject filter of its expected sequence."""
    return f"*.*.{key}"


def retraction(key: PostKey) -> str:
    """The subject of the fact that ends a post."""
    return f"post.retracted.{key}"


def retry_schedule(key: PostKey, stage: Stage, platform: str = "") -> str:
    """Where a scheduled retry waits. Five tokens or more, so it is no fact of the post."""
    return f"sched.retry.{_lane(stage, platform)}.{key}"


def waiting_filter(stage: Stage, platform: str = "") -> str:
    """All scheduled retries of a stage, on one platform where the stage has several."""
    return f"sched.retry.{_lane(stage, platform)}.*.*"


def waiting_of(key: PostKey) -> str:
    """All scheduled retries of one post."""
    return f"sched.retry.*.{key}"


def _lane(stage: Stage, platform: str) -> str:
    return f"{stage.value}-{platform}" if platform else stage.value


def stats(key: PostKey) -> str:
    return f"stats.seen.{key}"


def crawl_report(site: str) -> str:
    """The newest report of a site; beside the figures of posts, which are as short-lived."""
    return f"stats.crawl.{site}"


def crawl_schedule(site: str) -> str:
    return f"sched.crawl.{site}"


def crawl_due(site: str) -> str:
    return f"crawl.due.{site}"


def tick(key: PostKey) -> str:
    """Live progress; core NATS, never stored."""
    return f"live.tick.{key}"


PROJECTED: Final = "live.projected"
"""Said by the projector after each commit; core NATS, never stored."""

ALERT: Final = "live.alert"
"""Something a person must see to; core NATS, never stored: the log has it too."""
