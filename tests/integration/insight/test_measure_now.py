"""What the platforms say of films now, for a person; and whether they may say it, by `wagglebot doctor`."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures.insight.place import Place
from fixtures.platform import Clock
from fixtures.publishers import rigs

from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.posts import PostKey
from services.cli.channel import film_statistics
from services.cli.shared import resource_checks
from services.config import PublishSettings, Settings
from services.insight.measure_now import FilmStats, measure_post, measure_recent_films
from services.publish.registry import measured_platforms
from testbed.fake_platforms.youtube import YoutubePlatform


@pytest.fixture(params=["youtube"])
def place(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, sqlite_url: str) -> Iterator[Place]:
    for rig in rigs(bus, tmp_path, request.param, Clock()):
        made = Place(rig, sqlite_url)
        yield made
        made.engine.dispose()


async def now(place: Place, key: PostKey) -> FilmStats:
    (film,) = await measure_post(place.bus, key, measured_platforms([place.rig.make()]), place.clock.now)
    return film


async def test_totals_and_reports_are_shown_and_nothing_is_recorded(place: Place) -> None:
    key = await place.online()
    place.clock.move(hours=3)
    young = await now(place, key)
    assert young.totals is not None
    assert (young.by_date, young.counted_until, young.code) == (None, None, "")
    place.clock.move(days=6)
    older = await now(place, key)
    assert older.totals is not None
    assert older.by_date is not None
    assert older.counted_until is not None
    assert timedelta(days=3) <= place.clock.now - older.counted_until <= timedelta(days=4, hours=1)
    assert (young.totals.views or 0) < (older.by_date.views or 0) < (older.totals.views or 0)
    assert await place.measured(key) == []
    rows = [film_statistics._row(older, told, until) for told, until in film_statistics._told(older)]
    assert [row[3] for row in rows] == [older.totals.views, older.by_date.views]
    assert (rows[0][5], str(rows[1][5])[-1]) == ("", "%")


async def test_what_a_platform_does_not_say_is_said_with_its_cure(place: Place) -> None:
    key = await place.online()
    assert isinstance(place.rig.history, YoutubePlatform)
    place.rig.history.grants_reports = False
    place.clock.move(days=6)
    film = await now(place, key)
    assert film.totals is not None
    assert (film.code, film.by_date) == ("insight.not_permitted", None)
    assert "wagglebot auth youtube" in film.why


async def test_a_post_without_a_film_on_such_a_platform_is_named(place: Place) -> None:
    key = (await place.rig.rendered(7)).post_key
    with pytest.raises(BadInput, match=str(key)):
        await now(place, key)


async def test_all_films_of_the_last_weeks_are_asked_about_and_older_ones_are_not(place: Place) -> None:
    keys = [await place.online(number) for number in (1, 2)]
    await place.rig.rendered(7)
    platforms = measured_platforms([place.rig.make()])
    place.clock.move(days=2)
    found = await measure_recent_films(place.bus, platforms, place.clock.now)
    assert [film.post for film in found] == keys
    place.clock.move(days=90)
    assert await measure_recent_films(place.bus, platforms, place.clock.now) == []


def test_the_doctor_names_a_permission_without_statistics(tmp_path: Path) -> None:
    token = tmp_path / "token.json"
    known = {"refresh_token": "r", "client_id": "c", "client_secret": "s", "token_uri": "https://x.example/"}
    publish = PublishSettings.model_validate({"platforms": ("export", "youtube"), "youtube": {"token_file": token}})
    loaded = Settings().model_copy(update={"publish": publish})
    nobody = resource_checks._film_statistics(loaded)
    assert (nobody.state, nobody.found) == ("ok", "no platform in use that says how films are watched")
    token.write_text(json.dumps(known), encoding="utf-8")
    before = resource_checks._film_statistics(loaded)
    assert (before.state, before.found) == ("warn", "not permitted: youtube")
    assert before.remedy.endswith("wagglebot auth youtube")
    scope = {"scope": "https://www.googleapis.com/auth/yt-analytics.readonly"}
    token.write_text(json.dumps(known | scope), encoding="utf-8")
    assert (resource_checks._film_statistics(loaded).state, resource_checks._film_statistics(loaded).found) == (
        "ok",
        "youtube",
    )
