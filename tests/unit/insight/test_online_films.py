"""Films on platforms as their facts tell them: since when they are seen, and which are not asked about."""

from datetime import datetime, timedelta
from typing import Literal

from fixtures.facts import NOW
from fixtures.rows import each_row

from libraries.film_statistics.online_film import online_film
from schemas.events import ContentReleased, ContentUploaded, ContentWithdrawn, Event, PostRetracted, RecordedFact
from schemas.posts import PostKey

KEY = PostKey.of("sample", "1")
UPLOAD = ContentUploaded(
    post_key=KEY, revision=2, platform="youtube", remote_id="v1", url="https://y.example/v1", video_sha256="a" * 64
)


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def facts(*events: tuple[float, Event]) -> list[RecordedFact]:
    return [RecordedFact(place, hours(at), event) for place, (at, event) in enumerate(events, 1)]


def release(
    revision: int = 2,
    platform: str = "youtube",
    at: float | None = None,
    privacy: Literal["private", "unlisted", "public"] = "public",
) -> ContentReleased:
    return ContentReleased(
        privacy=privacy,
        post_key=KEY,
        revision=revision,
        reviewer="r",
        platform=platform,
        seal="b" * 64,
        publish_at=None if at is None else hours(at),
    )


WITHDRAWN = ContentWithdrawn(post_key=KEY, revision=2, platform="youtube", remote_id="v1", reason="요청")


@each_row(
    ("events", "seen"),
    [
        ([(1, UPLOAD)], None),
        ([(1, UPLOAD), (5, release())], 5),
        ([(1, release()), (3, UPLOAD)], 3),
        ([(1, UPLOAD), (5, release(at=30))], 30),
        ([(1, UPLOAD), (5, release(at=2))], 5),
        ([(1, release(at=30)), (3, UPLOAD)], 30),
        ([(1, UPLOAD), (5, release(revision=1))], None),
        ([(1, UPLOAD), (5, release(platform="tiktok"))], None),
        ([(1, UPLOAD), (5, release(at=30)), (6, release(at=9))], 9),
        ([(1, UPLOAD), (5, release()), (6, release(at=40))], 5),
        ([(1, UPLOAD), (5, release(privacy="unlisted"))], 5),
        ([(1, UPLOAD), (5, release(at=30)), (6, release(privacy="private"))], None),
        ([(1, UPLOAD), (5, release(at=30)), (6, release(privacy="private")), (9, release())], 9),
        ([(1, UPLOAD), (5, release()), (6, release(privacy="private"))], 5),
    ],
)
def test_a_film_is_seen_from_its_upload_or_its_release(events: list[tuple[float, Event]], seen: float | None) -> None:
    found = online_film(facts(*events), "youtube", "v1")
    assert found is not None
    assert found.uploaded == UPLOAD
    assert found.visible_since == (None if seen is None else hours(seen))


@each_row(
    "events",
    [
        [],
        [(1, release())],
        [(1, UPLOAD.model_copy(update={"remote_id": "v2"}))],
        [(1, UPLOAD.model_copy(update={"platform": "tiktok"}))],
        [(1, UPLOAD), (2, WITHDRAWN)],
        [(1, UPLOAD), (2, PostRetracted(post_key=KEY, revision=2, by="글쓴이", reason="삭제 요청"))],
    ],
)
def test_what_is_not_there_is_not_asked_about(events: list[tuple[float, Event]]) -> None:
    assert online_film(facts(*events), "youtube", "v1") is None


def test_another_film_that_was_withdrawn_leaves_this_one() -> None:
    other = WITHDRAWN.model_copy(update={"remote_id": "v0"})
    assert online_film(facts((1, UPLOAD), (2, other)), "youtube", "v1") is not None


def test_of_two_releases_at_one_moment_the_first_counts() -> None:
    film = online_film(facts((0, UPLOAD), (1, release()), (1, release(at=9))), "youtube", "v1")
    assert film is not None
    assert film.visible_since == hours(1)
