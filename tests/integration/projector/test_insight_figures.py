"""Figures over the projection: counted by both databases as Python counts them, and the same after a rebuild."""

import asyncio
import random
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Any

from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.projection import recorded

from libraries.bus import Bus
from schemas.events import (
    ContentFailed,
    ContentMeasured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostReopened,
    PostRetracted,
    RecordedFact,
)
from schemas.events.film_traits import FilmTraits
from schemas.insights import FilmFilter, GroupBy, Period, ViewMeasure
from schemas.posts import PostKey
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.statistics import FilmAge, FilmStatistics
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.rebuild import rebuild_projection
from services.projector.writer import ProjectionWriter

DAY = (datetime(2026, 11, 1) - datetime(1970, 1, 1)).days  # noqa: DTZ001 (a day, not a moment)
ASKED = FilmFilter(period=Period(first=DAY, last=DAY), platform="youtube")
TRAITS = dict.fromkeys(("layout", "closing", "comments", "captions", "transition", "background", "music"), "x")


def film_story(number: int, template: str, views: int | None, site: str = "sample") -> list[Event]:
    """A post that becomes a film, with one reading after a week."""
    key = PostKey.of(site, str(number))
    made: dict[str, Any] = {"post_key": key, "revision": 1, "stage_key": "e" * 64, "served_by": "tone"}
    traits = FilmTraits(
        template=template, theme="dusk", opening="card", shots=(1.0,), first_frame="", colours=(), **TRAITS
    )
    said = FilmStatistics(views=views, engaged_views=None if views is None else views // 2)
    place = {"post_key": key, "revision": 1, "platform": "youtube", "remote_id": f"v{number}"}
    shown = post(str(number), site).model_copy(update={"score": (number % 10) / 10 + 0.05})
    return [
        PostCollected(post_key=key, revision=0, post=shown),
        PostApproved(post_key=key, revision=1, reviewer="지기", recipe=Recipe(film=FilmChoice(template="auto"))),
        ContentScripted(**made, seconds=2.0 + number, script=SCRIPT),
        ContentVoiced(**made, seconds=3.0, cached=number % 2 == 1, voice=VOICE),
        ContentRendered(**made, seconds=9.0, film=FILM.model_copy(update={"traits": traits})),
        ContentUploaded(**place, url="https://y.example/v", video_sha256="a" * 64),
        ContentMeasured(**place, age=FilmAge.WEEK, statistics=said),
    ]


def declined(number: int, reason: str) -> list[Event]:
    key = PostKey.of("other", str(number))
    return [
        PostCollected(post_key=key, revision=0, post=post(str(number), "other")),
        PostDeclined(post_key=key, revision=0, reviewer="지기", reason=reason),
    ]


def shown(database_url: str, facts: list[RecordedFact]) -> SqlProjection:
    engine = open_upgraded_database(database_url)
    writer = ProjectionWriter(engine)
    writer.claim_stream(writer.checkpoint(), "s", facts[-1].sequence)
    writer.fold_facts(facts, 0)
    return SqlProjection(engine)


def test_groups_are_counted_as_python_counts_them(database_url: str) -> None:
    chance = random.Random(3)
    films = [(n, chance.choice("abc"), chance.choice([None, chance.randrange(10_000)])) for n in range(60)]
    events = [event for number, template, views in films for event in film_story(number, template, views)]
    projection = shown(database_url, recorded(events))
    for one in projection.views_by_choice(ASKED, GroupBy.TEMPLATE):
        views = [views for _, template, views in films if template == one.value and views is not None]
        assert (one.films, one.measured) == (sum(template == one.value for _, template, _ in films), len(views))
        assert one.mean is not None
        assert abs(one.mean - fmean(views)) < 0.01  # MariaDB's AVG of whole numbers has four digits
        assert one.median == median(views)
        assert one.low is not None
        assert one.low in views
        assert one.low < one.median < (one.high or 0)
    told = [views for _, _, views in films if views is not None]
    figures = projection.period_figures(ASKED)
    assert (figures.collected, figures.approved, figures.declined, figures.published) == (60, 60, 0, 60)
    assert (figures.measured, figures.median) == (len(told), median(told))
    assert figures.views is not None
    assert abs(figures.views - sum(told)) < 1
    halved = projection.period_figures(ASKED.model_copy(update={"measure": ViewMeasure.ENGAGED}))
    assert halved.median == median(views // 2 for views in told)
    best = projection.film_rows(ASKED, limit=5)
    assert [row.views_7d for row in best] == sorted(told, reverse=True)[:5]
    assert {row.title for row in best} == {post("1").title}
    elsewhere = ASKED.model_copy(update={"period": ASKED.period.preceding})
    assert projection.views_by_choice(elsewhere, GroupBy.TEMPLATE) == []
    assert projection.period_figures(elsewhere).median is None
    assert projection.views_by_choice(ASKED.model_copy(update={"platform": "-"}), GroupBy.SITE) == []
    assert projection.published_platforms() == ["youtube"]
    projection.close()


def test_the_funnel_counts_posts_and_the_views_of_their_films(database_url: str) -> None:
    events = [*film_story(1, "a", 100), *film_story(2, "a", 300), *declined(3, "광고"), *declined(4, "광고")]
    events += [PostCollected(post_key=PostKey.of("other", "5"), revision=0, post=post("5", "other"))]
    projection = shown(database_url, recorded(events))
    by_site = {row.value: row for row in projection.funnel(ASKED, GroupBy.SITE)}
    assert by_site["sample"].model_dump(exclude={"value"}) == {
        "collected": 2,
        "approved": 2,
        "declined": 0,
        "published": 2,
        "measured": 2,
        "median": 200.0,
    }
    other = by_site["other"]
    assert (other.collected, other.declined, other.published, other.median) == (3, 2, 0, None)
    assert [row.value for row in projection.funnel(ASKED, GroupBy.BAND)] == ["0", "1", "2"]
    (reviewer,) = projection.reviewers(ASKED.period)
    assert (reviewer.reviewer, reviewer.approved, reviewer.declined) == ("지기", 2, 2)
    assert reviewer.median_seconds is not None
    assert 0 <= reviewer.median_seconds < 1
    assert [(row.reason, row.posts) for row in projection.decline_reasons(ASKED.period)] == [("광고", 2)]
    projection.close()


def test_stages_say_what_was_made_and_what_failed(database_url: str) -> None:
    failed: dict[str, Any] = {"failure": FailureKind.RETRYABLE, "error": "NoSpace", "message": "full", "attempt": 1}
    events: list[Event] = []
    for number in range(3):
        events += film_story(number, "a", 5)
    key = PostKey.of("sample", "9")
    events += [
        *film_story(8, "a", 5)[:2],
        *film_story(9, "a", 5)[:2],
        ContentFailed(post_key=key, revision=1, stage=Stage.SCRIPT, code="broker.no_answer", **failed),
        ContentFailed(post_key=key, revision=1, stage=Stage.SCRIPT, code="broker.no_answer", **failed),
    ]
    projection = shown(database_url, recorded(events))
    stages = {row.stage: row for row in projection.stages(ASKED.period)}
    script = stages["script"]
    assert (script.films, script.median, script.most, script.failures, script.tries) == (3, 3.0, 4.0, 2, 5)
    assert (stages["voice"].films, stages["voice"].median) == (2, 3.0)
    assert (stages["picture"].films, stages["picture"].median) == (0, None)
    assert [(row.stage, row.code, row.failures, row.last) for row in projection.failure_codes(ASKED.period)] == [
        ("script", "broker.no_answer", 2, 2)
    ]
    assert projection.count_unpublished_films() == 1
    projection.close()


def test_a_remake_a_release_and_a_decision_taken_back(database_url: str) -> None:
    """What was not made anew comes from the film before; a film is as old as its release; the last decision counts."""
    key = PostKey.of("sample", "1")
    later = datetime.fromisoformat("2026-11-03T20:30:00+09:00")
    place = {"post_key": key, "revision": 2, "platform": "youtube"}
    events = [
        *film_story(1, "a", 10),
        ContentRequested(post_key=key, revision=2, from_stage=Stage.FILM, recipe=Recipe(film=FilmChoice(template="b"))),
        ContentUploaded(**place, remote_id="w", url="https://y.example/w", video_sha256="b" * 64),
        ContentReleased(**place, reviewer="지기", seal="c" * 64, publish_at=later),
        *declined(2, "성의 없음"),
        PostReopened(post_key=PostKey.of("other", "2"), revision=0, reviewer="지기"),
        *film_story(7, "a", 10, "gone"),
        PostRetracted(post_key=PostKey.of("gone", "7"), revision=1, by="글쓴이", reason="삭제"),
    ]
    projection = shown(database_url, recorded(events))
    days = FilmFilter(period=Period(first=DAY, last=DAY + 5), platform="youtube")
    remade = next(row for row in projection.views_by_choice(days, GroupBy.TEMPLATE) if row.value == "b")
    assert (remade.films, remade.measured) == (1, 0)
    assert {row.value for row in projection.views_by_choice(days, GroupBy.HOUR)} == {"18", "20"}
    assert [row.value for row in projection.views_by_day(days)] == [str(DAY), str(DAY + 2)]
    assert {row.value for row in projection.views_by_choice(days, GroupBy.VOICE)} == {"tone"}
    assert {row.value for row in projection.funnel(days, GroupBy.SITE)} == {"sample", "other"}
    assert projection.decline_reasons(days.period) == []
    projection.close()


async def test_a_rebuilt_projection_gives_the_same_figures(bus: Bus, database_url: str) -> None:
    chance = random.Random(8)
    for number in range(12):
        for event in film_story(number, chance.choice("ab"), chance.randrange(900)):
            await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)
    head = await bus.facts_head()
    engine = open_upgraded_database(database_url)
    writer = ProjectionWriter(engine)
    writer.claim_stream(writer.checkpoint(), head.identity, head.last_sequence)
    position = 0
    for fact in [fact async for batch in bus.facts() for fact in batch]:  # one by one, as they come in life
        position = writer.fold_facts([fact], position).position
    projection = SqlProjection(engine)
    today = Period(first=DAY, last=DAY + int(timedelta(days=36_500).days))
    asked = ASKED.model_copy(update={"period": today})

    def figures() -> list[object]:
        choices = [projection.views_by_choice(asked, choice) for choice in GroupBy]
        funnel = [projection.funnel(asked, by) for by in (GroupBy.SITE, GroupBy.BAND)]
        work = [projection.reviewers(today), projection.stages(today), projection.film_rows(asked)]
        return [*choices, *funnel, *work, projection.period_figures(asked), projection.views_by_day(asked)]

    before = figures()
    assert before[0]
    await rebuild_projection(bus, database_url)
    assert await asyncio.to_thread(figures) == before
    projection.close()
