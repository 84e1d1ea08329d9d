"""The figures of published films over HTTP: they come from the database, however long ago they were recorded."""

from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.review import App

from schemas.events import (
    ContentMeasured,
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    PostApproved,
    PostCollected,
)
from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics

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
