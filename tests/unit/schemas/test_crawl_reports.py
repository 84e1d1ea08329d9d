"""Crawl reports: their reasons in two languages, and those that earlier releases stored as English sentences."""

import json
from datetime import UTC, datetime

import pytest

from schemas.crawls import NO_REASON, CodedReason, CrawlHealth, CrawlReport, short_reason
from schemas.errors import BadInput, ProviderDown, WaggleError

STARTED = datetime(2026, 11, 22, 9, tzinfo=UTC)


def report(**changes: object) -> CrawlReport:
    return CrawlReport.model_validate({"site": "toy", "started": STARTED, "seconds": 1.25} | changes)


def test_a_reason_is_explained_in_both_languages() -> None:
    why = CodedReason.of("crawl.posts_lost", lost=3, posts=9, reason="cut_off")
    assert str(why) == "3 of 9 posts could not be read (mostly: cut_off)."
    assert why.explained("ko").sentence == "글 9개 가운데 3개를 읽지 못했습니다(주된 까닭: cut_off)."
    assert why
    assert not NO_REASON
    assert str(NO_REASON) == ""


def test_a_reason_of_a_newer_release_shows_its_code() -> None:
    assert str(CodedReason.of("crawl.of_a_newer_release", n=1)) == "crawl.of_a_newer_release"


def test_a_report_survives_being_stored() -> None:
    why = CodedReason.of("crawl.stopped.blocked", site="toy", url="https://toy.example/", status=403)
    stopped = report(
        health=CrawlHealth.STOPPED, why=why, skipped={"gone": 2}, new=1, listed=9, unchanged=3, refreshed=3
    )
    assert CrawlReport.model_validate_json(stopped.model_dump_json()) == stopped


@pytest.mark.parametrize("words", ["posts lost: 3 of 9 pages gave no post", "blocked: https://x answers 403"])
def test_a_report_of_the_first_release_is_read(words: str) -> None:
    stored = json.loads(report(health=CrawlHealth.UNHEALTHY).model_dump_json()) | {"why": words}
    read = CrawlReport.model_validate_json(json.dumps(stored))
    assert read.why == CodedReason.of("crawl.earlier_release", why=words)
    assert words in str(read.why)
    assert words in read.why.explained("ko").sentence


def test_a_healthy_report_of_the_first_release_has_no_reason() -> None:
    stored = json.loads(report().model_dump_json()) | {"why": ""}
    assert CrawlReport.model_validate_json(json.dumps(stored)).why == NO_REASON


def test_the_sentence_counts_and_names_the_reason_only_when_there_is_one() -> None:
    counts = {"listed": 9, "new": 1, "refreshed": 2, "unchanged": 3, "skipped": {"gone": 2, "robots": 1}, "images": 4}
    healthy = "toy: 9 posts listed, 1 new, 2 refreshed, 3 unchanged, 3 skipped, 4 images in 1.2 s"
    assert report(**counts).sentence == healthy
    why = CodedReason.of("crawl.empty_posts", faulty=5, posts=6)
    ill = report(**counts, health=CrawlHealth.UNHEALTHY, why=why)
    assert ill.sentence == f"{healthy}; unhealthy: {why}"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (BadInput("page.gone", url="x"), "gone"),
        (BadInput("page.address.port", url="x", port=22), "address"),
        (ProviderDown("crawl.stopped.budget", host="x", requests=3), "stopped"),
        (BadInput("other"), "other"),
    ],
)
def test_a_failure_is_counted_by_the_second_part_of_its_code(error: WaggleError, word: str) -> None:
    assert short_reason(error) == word
