"""Stored media over HTTP: whole, in ranges, and nothing else."""

from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from libraries.media.store import LocalStore
from services.config import ReviewSettings
from services.review.auth.entry import EntryPolicy
from services.review.auth.middleware import AccessMiddleware
from services.review.routes.media import media_routes


class Media(NamedTuple):
    web: httpx.AsyncClient
    store: LocalStore


@pytest.fixture
def media(tmp_path: Path) -> Media:
    store = LocalStore(tmp_path)
    app = FastAPI()
    app.include_router(media_routes(store))
    transport = httpx.ASGITransport(
        AccessMiddleware(
            app,
            hosts=["127.0.0.1"],
            entry=EntryPolicy.from_file(Path("/nowhere/accounts.json"), ReviewSettings(), loopback=True),
        )
    )
    return Media(httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1"), store)


async def test_media_whole_and_in_ranges(media: Media) -> None:
    data = bytes(range(256)) * 40
    key = media.store.put(data, "mp4").key
    whole = await media.web.get(f"/media/{key}")
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, data, "video/mp4")
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in whole.headers["cache-control"]
    for span, expected in (("bytes=10-19", data[10:20]), ("bytes=10000-", data[10000:]), ("bytes=-5", data[-5:])):
        part = await media.web.get(f"/media/{key}", headers={"range": span})
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["content-range"].endswith(f"/{len(data)}")
    assert (await media.web.head(f"/media/{key}")).headers["content-length"] == str(len(data))


@pytest.mark.parametrize(
    "span",
    [
        "bytes=20000-",
        "bytes=0-1,3-4",
        "bytes=" + "0-1," * 500 + "0-1",
        "bytes=abc",
        "lines=1-2",
        "bytes=-",
        "bytes=9-1",
    ],
)
async def test_range_abuse_is_refused(media: Media, span: str) -> None:
    key = media.store.put(b"x" * 10240, "mp4").key
    answer = await media.web.get(f"/media/{key}", headers={"range": span})
    assert answer.status_code in (400, 416)
    assert len(answer.content) < 1000


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2F..%2Fetc%2Fpasswd",
        "aa/../../x",
        "aa/%2e%2e%2fx",
        "stages/" + "a" * 64 + ".json",
        "aa/" + "a" * 64 + ".mp4",
        "aa/" + "A" * 64 + ".mp4",
        "aa/" + "a" * 64,
        "aa/" + "a" * 64 + ".mp4%00.png",
        "aa/" + "a" * 64 + ".mp4%0a",
    ],
)
async def test_only_stored_media_is_served(media: Media, path: str) -> None:
    (media.store.root / "secret").mkdir(parents=True)
    assert (await media.web.get(f"/media/{path}")).status_code == 404


@pytest.mark.parametrize("suffix", ["html", "svg", "js", "json", "xml"])
async def test_what_could_run_is_a_download(media: Media, suffix: str) -> None:
    """A stored page or drawing would run in our origin, so a browser may only keep it."""
    key = media.store.put(b"<script>alert(1)</script>", suffix).key
    answer = await media.web.get(f"/media/{key}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
