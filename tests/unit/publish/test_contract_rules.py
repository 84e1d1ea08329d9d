"""What a film must be for a platform, and what identifies it there."""

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, post
from fixtures.rows import each_row

from libraries.media.store import LocalStore
from schemas.errors import BadInput
from schemas.events import Film
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import (
    Capabilities,
    UploadHandle,
    mark_of,
    require_fit,
    require_unchanged_file,
    require_within_limits,
)

LIMITS = Capabilities(
    description_bytes=10,
    min_seconds=3.0,
    max_seconds=60.0,
    max_bytes=5000,
    label_field="x",
    idempotent_by="y",
    absence_is_proof=True,
)
GOOD: dict[str, Any] = {"duration": 30.0, "width": 1080, "height": 1920, "fps": 30, "checks": {"loudness": True}}


def film(**changes: object) -> Film:
    return FILM.model_copy(update=GOOD | changes)


def sized(size: int) -> Film:
    return film(video=FILM.video.model_copy(update={"size": size}))


@each_row(
    "fitting",
    [
        film(),
        film(duration=3.0),
        film(duration=60.0),
        film(fps=23),
        film(fps=60),
        sized(1),
        sized(5000),
        film(width=1919),
        film(checks={"peak": -1.5, "frames": 0}),
    ],
    ids=["plain", "shortest", "longest", "slowest", "fastest", "smallest", "largest", "hardly upright", "figures"],
)
def test_a_film_within_the_limits_is_taken(fitting: Film) -> None:
    require_within_limits(fitting, "somewhere", LIMITS)


@each_row(
    ("unfit", "code", "fields"),
    [
        (film(duration=2.9), "publish.film_length", {"seconds": 3, "shortest": 3, "longest": 60}),
        (film(duration=60.1), "publish.film_length", {"seconds": 60}),
        (film(width=1920), "publish.film_not_upright", {"width": 1920, "height": 1920}),
        (sized(0), "publish.film_bytes", {"size": 0, "limit": 5000}),
        (sized(5001), "publish.film_bytes", {"size": 5001}),
        (film(fps=22), "publish.film_frame_rate", {"fps": 22}),
        (film(fps=61), "publish.film_frame_rate", {"fps": 61}),
        (film(checks={"a": False, "b": True, "c": False}), "publish.film_checks", {"checks": "a, c"}),
    ],
)
def test_one_beyond_them_is_refused_with_the_figures(unfit: Film, code: str, fields: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        require_within_limits(unfit, "somewhere", LIMITS)
    assert caught.value.code == code
    assert caught.value.fields.items() >= (fields | {"platform": "somewhere"}).items()
    assert "somewhere" in str(caught.value)
    assert "somewhere" in caught.value.explained("ko").sentence


async def test_the_file_must_be_the_film_that_was_made(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    made = film(video=store.put(b"the film", "mp4"))
    wanted = build_publication(post(), SCRIPT, made, 1)
    await require_fit(store, wanted, "somewhere", LIMITS)
    path = store.path(made.video)
    require_unchanged_file(path, made)
    path.write_bytes(b"the Film")
    with pytest.raises(BadInput) as caught:
        require_unchanged_file(path, made)
    assert caught.value.code == "publish.film_changed"
    with pytest.raises(BadInput):
        await require_fit(store, wanted, "somewhere", LIMITS)


def test_the_marks_of_a_film() -> None:
    wanted = build_publication(post("7"), SCRIPT, FILM, 3)
    assert wanted.mark == mark_of(FILM.video.sha256) == f"wb:{'b' * 16}"
    assert wanted.export_marker == f"wb:sample.7:3:{'b' * 16}"


def test_the_digest_of_an_approval_covers_every_word_and_nothing_else() -> None:
    wanted = build_publication(post(), SCRIPT, FILM, 1)
    same = wanted.model_copy(update={"revision": 9, "post_key": post("2").key})
    assert same.seal == wanted.seal
    changed: list[dict[str, object]] = [
        {"title": "다른 제목"},
        {"description": "다른 설명"},
        {"hashtags": ("#다른",)},
        {"tags": ("다른",)},
        {"source_url": "https://elsewhere.example/"},
        {"language": "en"},
        {"synthetic_voice": False},
    ]
    digests = {wanted.model_copy(update=change).seal for change in changed}
    assert len(digests) == len(changed)
    assert wanted.seal not in digests
    assert all(len(digest) == 64 for digest in digests)


def test_the_address_of_an_upload_is_not_shown() -> None:
    handle = UploadHandle(platform="somewhere", address="https://secret.example/token")
    assert "secret" not in repr(handle)
    assert json.loads(handle.model_dump_json())["address"] == "https://secret.example/token"
