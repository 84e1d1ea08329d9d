"""What is wrong now, found in what the broker keeps: failed posts, sites, stopped accounts, work that nobody takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from libraries.alerts.alert import Alert, AlertKind
from libraries.bus.consumer.durable_work import DurableWork
from libraries.bus.dead_letters import DeadLetterKind, FailedPost
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.failures import failure_explanation, join_sentences
from schemas.recipe import Stage

_CRAWLED: Final = timedelta(days=2)
"""A report that is older says nothing of the site any more: nobody crawls it."""


def failed_post_alerts(failed: Iterable[FailedPost]) -> Iterator[Alert]:
    """One alert for each stage and cause of posts that were given up, and for each durable with unreadable messages."""
    by_cause: dict[tuple[AlertKind, str], list[FailedPost]] = defaultdict(list)
    for one in failed:
        if one.kind is DeadLetterKind.UNREADABLE:
            by_cause[AlertKind.DEAD_LETTER, one.durable].append(one)
        elif one.open:
            stage = one.stage.value if one.stage else one.durable
            by_cause[AlertKind.FAILED, f"{stage} {one.code or one.error}"].append(one)
    for (kind, about), group in by_cause.items():
        yield Alert(kind=kind, about=about[:500], text=_given_up(group), korean=_given_up_korean(group))


def _given_up(group: Sequence[FailedPost]) -> str:
    newest, more = group[-1], len(group) - 1
    others = f" {more} more failed so." if more else ""
    what = newest.post or f"A message of {newest.durable}"
    where = f" at {newest.stage.value}" if newest.stage else ""
    return f"{what} was given up{where}: {newest.reason}{others} See: wagglebot dead list"


def _given_up_korean(group: Sequence[FailedPost]) -> str:
    newest, more = group[-1], len(group) - 1
    others = f" 같은 이유로 {more}건이 더 실패했습니다." if more else ""
    if newest.post is None:
        return f"'{newest.durable}'의 메시지를 읽을 수 없습니다.{others} 확인: wagglebot dead list"
    explained = failure_explanation(newest.code, newest.fields, "ko")
    reason = join_sentences(explained) if explained else newest.reason
    stage = f" {_STAGES[newest.stage]} 단계에서" if newest.stage else ""
    return f"{newest.post}:{stage} 더 시도하지 않습니다. {reason}{others} 확인: wagglebot dead list"


def site_alerts(reports: Mapping[str, CrawlReport], now: datetime) -> Iterator[Alert]:
    """One alert for each site whose last crawl cannot be relied on."""
    for site, report in reports.items():
        if report.health is CrawlHealth.UNHEALTHY and now - report.started < _CRAWLED:
            text = f"The site {site} is not read as it should be. {report.why} See: wagglebot sites mend {site}"
            why = join_sentences(report.why.explained("ko"))
            korean = f"{site} 사이트를 제대로 읽지 못합니다. {why} 바로잡기: wagglebot sites mend {site}"
            yield Alert(kind=AlertKind.SITE, about=site, text=text, korean=korean)


def waiting_alerts(waiting: int, limit: int) -> Iterator[Alert]:
    """An alert where more than ``limit`` posts wait to be tried again."""
    if waiting > limit:
        text = f"{waiting} posts wait to be tried again, more than {limit}. See why: wagglebot status"
        korean = f"다시 시도하기를 기다리는 글이 {waiting}건으로, {limit}건을 넘었습니다. 이유 보기: wagglebot status"
        yield Alert(kind=AlertKind.WAITING, text=text, korean=korean)


def station_alerts(durables: Iterable[DurableWork]) -> Iterator[Alert]:
    """One alert for each durable consumer that has work, and no process that takes or does it."""
    for one in durables:
        if one.pending and not one.in_work and not one.asking:
            station = one.name.partition("-")[0]
            text = f"{one.pending} messages wait and no station '{station}' takes them. Run: wagglebot run {station}"
            korean = f"일감 {one.pending}건이 기다리는데 '{station}'이(가) 없습니다. 실행: wagglebot run {station}"
            yield Alert(kind=AlertKind.STATION, about=one.name, text=text, korean=korean)


_STAGES: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        Stage.SCRIPT: "대본",
        Stage.VOICE: "음성",
        Stage.PICTURE: "그림",
        Stage.FILM: "영상",
        Stage.PUBLISH: "게시",
    }
)
