"""The figures of published films over HTTP: they come from the database, however long ago they were recorded."""

import csv
import io

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.review import App, browser, create_app

from schemas.base import Frozen
from schemas.events import (
    ContentMeasured,
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.insights import DeclineReasonRow, FilmRow, FunnelRow, PeriodOverview, ReviewerRow, StageRow, ViewsOfGroup
from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from services.config import InsightSettings

KEY = PostKey.of("sample", "1")
MADE = {"post_key": KEY, "revision": 1, "stage_key": "e" * 64, "served_by": "t", "seconds": 1.0}


async def test_films_are_shown_with_their_newest_figures(app: App) -> None:
    upload = ContentUploaded(
        post_key=KEY, revision=1, platform="youtube", remote_id="v1", url="https://y.example/v1", video_sha256="a" * 64
    )
    place = {"platform": "youtube", "remote_id": "v1"}
    told = [
        (FilmAge.HOUR, FilmStatistics(views=40, likes=2)),
        (FilmAge.DAY, FilmStatistics(views=900, average_view_percentage=71.5, traffic={"SHORTS": 800})),
    ]
    await app.record(
        PostCollected(post_key=KEY, revision=0, post=post("1")),
        PostApproved(post_key=KEY, revision=1, reviewer="r"),
        ContentScripted(**MADE, script=SCRIPT),
        ContentVoiced(**MADE, voice=VOICE),
        ContentRendered(**MADE, film=FILM),
        upload,
        *(ContentMeasured.caused_by(upload, age, age=age, statistics=said, **place) for age, said in told),
    )
    (film,) = (await app.web.get("/api/insights")).json()["measured"]
    assert film["figures"] == {"views": 900.0, "average_view_percentage": 71.5}
    assert (film["key"], film["platform"], film["title"]) == ({"site": "sample", "id": "1"}, "youtube", post("1").title)
    assert film["time"]


async def told_film(app: App) -> None:
    upload = ContentUploaded(
        post_key=KEY, revision=1, platform="youtube", remote_id="v1", url="https://y.example/v1", video_sha256="a" * 64
    )
    curve = tuple(RetentionPoint(place=place / 10, watching=1.0 - place / 20) for place in range(11))
    said = FilmStatistics(views=900, retention=curve)
    place = {"platform": "youtube", "remote_id": "v1"}
    other = PostKey.of("sample", "2")
    await app.record(
        PostCollected(post_key=KEY, revision=0, post=post("1", title="=HYPERLINK(1)")),
        PostApproved(post_key=KEY, revision=1, reviewer="r"),
        ContentScripted(**MADE, script=SCRIPT),
        ContentVoiced(**MADE, voice=VOICE),
        ContentRendered(**MADE, film=FILM),
        upload,
        ContentMeasured.caused_by(upload, "7d", age=FilmAge.WEEK, statistics=said, **place),
        PostCollected(post_key=other, revision=0, post=post("2")),
        PostDeclined(post_key=other, revision=0, reviewer="r", reason="<b>@광고</b>"),
    )


async def test_every_table_answers_in_its_own_type_as_json_and_as_csv(app: App) -> None:
    await told_film(app)
    tables: dict[str, type[Frozen]] = {
        "days": ViewsOfGroup,
        "choices": ViewsOfGroup,
        "films": FilmRow,
        "funnel": FunnelRow,
        "reviewers": ReviewerRow,
        "reasons": DeclineReasonRow,
        "stages": StageRow,
    }
    for name, kind in tables.items():
        rows = (await app.web.get(f"/api/insights/{name}")).json()
        assert [kind.model_validate(row) for row in rows], name
        told = await app.web.get(f"/api/insights/{name}?format=csv")
        assert told.headers["content-type"] == "text/csv; charset=utf-8"
        assert f'filename="wagglebot-{name}.csv"' in told.headers["content-disposition"]
        head, *lines = csv.reader(io.StringIO(told.content.decode("utf-8-sig"), newline=""))
        assert (head, len(lines)) == (list(kind.model_fields), len(rows))
    assert (await app.web.get("/api/insights/failures")).json() == []
    by_hour = (await app.web.get("/api/insights/choices?by=hour")).json()
    assert [(row["films"], row["median"], row["low"]) for row in by_hour] == [(1, 900.0, None)]
    assert "'=HYPERLINK(1)" in (await app.web.get("/api/insights/films?format=csv")).text
    assert (await app.web.get("/api/insights/reasons")).json() == [{"reason": "<b>@광고</b>", "posts": 1}]


async def test_electricity_is_told_where_the_power_of_the_machine_is_known(app: App) -> None:
    await told_film(app)

    async def stages(**power: float) -> list[StageRow]:
        settings = app.settings.model_copy(update={"insight": InsightSettings(**power)})
        made = create_app(app.bus, app.projection, app.store, settings, app.previews)
        async with browser(made) as web:
            rows = (await web.get("/api/insights/stages")).json()
        return [StageRow.model_validate(row) for row in rows]

    assert [(one.watt_hours, one.won) for one in await stages()] == [(None, None)] * 5
    mean = {one.stage: one.mean for one in await stages()}
    assert mean["script"] is not None
    told = {one.stage: one for one in await stages(watts=180)}
    assert told["script"].watt_hours == pytest.approx(mean["script"] * 180 / 3600)
    assert (told["script"].won, told["publish"].watt_hours) == (None, None)
    priced = {one.stage: one for one in await stages(watts=1000, won_per_kwh=200)}
    assert priced["script"].won == pytest.approx(mean["script"] / 3600 * 200)


async def test_the_overview_stands_beside_the_days_before(app: App) -> None:
    nothing = PeriodOverview.model_validate((await app.web.get("/api/insights/overview")).json())
    assert (nothing.platforms, nothing.now.published, nothing.now.median) == ((), 0, None)
    await told_film(app)
    shown = PeriodOverview.model_validate((await app.web.get("/api/insights/overview")).json())
    assert (shown.platform, shown.queue.cap, shown.queue.waiting) == ("youtube", 2, 0)
    assert (shown.now.collected, shown.now.approved, shown.now.declined, shown.now.published) == (2, 1, 1, 1)
    assert (shown.now.views, shown.before.published, shown.before.views) == (900.0, 0, None)
    long_ago = (await app.web.get("/api/insights/overview?since=2020-01-01&until=2020-02-01")).json()
    assert long_ago["now"]["collected"] == 0
    for wrong in ("since=2026-02-01&until=2026-01-01", "since=2020-01-01&until=2026-01-01", "age=2d", "platform=a b"):
        assert (await app.web.get(f"/api/insights/overview?{wrong}")).status_code in {400, 409, 422}, wrong


async def test_the_script_lies_under_the_curve(app: App) -> None:
    await told_film(app)
    found = (await app.web.get(f"/api/insights/retention/{KEY}?platform=youtube&revision=1")).json()
    assert (found["worst"], found["views"], len(found["points"])) == (0, 900, 11)
    assert [line["text"] for line in found["lines"]] == [SCRIPT.lines[0].display]
    assert (await app.web.get(f"/api/insights/retention/{KEY}?platform=youtube&revision=2")).status_code >= 400
