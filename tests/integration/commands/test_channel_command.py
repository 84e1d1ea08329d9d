"""``wagglebot channel check`` over a real broker: its answer, and its exit status."""

import json
from pathlib import Path

from fixtures.doors import Doors, collected, doors, rendered
from fixtures.facts import SCRIPT, post

from schemas.events import ContentUploaded, PostCollected

__all__ = ["doors"]


async def test_the_check_tells_what_is_broken_and_exits_with_1(doors: Doors) -> None:
    await doors.record(*collected("3"))
    empty = await doors.run("channel", "check")
    assert empty.exit_code == 1
    await doors.record(*rendered("1"), *rendered("2"))
    twins = await doors.run("channel", "check", "--json")
    told = json.loads(twins.stdout)
    assert [film["film"] for film in told["films"]] == ["sample.1", "sample.2"]
    assert told["interchangeability"] == 1.0
    assert [one["code"] for one in told["broken"]] == ["channel.too_alike"]
    assert told["in_order"] is False
    assert twins.exit_code == 1
    seen = await doors.run("channel", "check")
    assert "sample.2 1.00" in seen.stdout
    assert "too much alike" in " ".join(seen.stdout.split())
    nowhere = await doors.run("channel", "check", "--platform", "youtube")
    assert nowhere.exit_code == 1


async def test_a_dossier_is_written_for_a_film_and_for_a_channel(doors: Doors, tmp_path: Path) -> None:
    await doors.record(*rendered("1"), *rendered("2"))
    film, channel = tmp_path / "film.html", tmp_path / "channel.html"
    assert (await doors.run("dossier", "sample.1", "--out", str(film))).exit_code == 0
    page = film.read_text(encoding="utf-8")
    assert "https://waggle.example/post/1" in page
    assert "lee" in page
    digests = {fact.digest[:16] for fact in await doors.bus.facts_of_post(post("1").key)}
    assert all(digest in page for digest in digests)
    written = await doors.run("dossier", "sample.3", "--out", str(tmp_path / "none.html"))
    assert written.exit_code == 1
    assert not (tmp_path / "none.html").exists()
    uploaded = ContentUploaded(
        post_key=post("2").key,
        revision=1,
        platform="fake",
        remote_id="r",
        url="https://a.example/r",
        video_sha256="b" * 64,
    )
    await doors.record(uploaded)
    assert (await doors.run("dossier", "fake", "--language", "en", "--out", str(channel))).exit_code == 0
    told = channel.read_text(encoding="utf-8")
    assert "https://waggle.example/post/2" in told
    assert "https://waggle.example/post/1" not in told


async def test_the_films_page_and_the_command_warn_before_a_release(doors: Doors) -> None:
    copied = post("4").model_copy(update={"content": " ".join(line.display for line in SCRIPT.lines)})
    facts = rendered("4")
    await doors.record(PostCollected(post_key=copied.key, revision=0, post=copied), *facts[1:])
    page = await doors.web.get("/api/posts/sample.4/film")
    (warning,) = page.json()["words"]["warnings"]
    assert "다섯 어절" in warning["ko"]["sentence"]
    told = await doors.run("release", "sample.4", "--platform", "fake", "--yes")
    assert "runs of five words" in " ".join(told.stdout.split())
    assert told.exit_code == 0
    plain = rendered("5")
    await doors.record(*plain)
    assert (await doors.web.get("/api/posts/sample.5/film")).json()["words"]["warnings"] == []
