"""What a busy moment of a site takes from a post: pictures come with the next crawl, comments stay as they were."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

from fixtures.crawl.collect import OPEN, Answering, Reply, listing, post_page, site, web
from PIL import Image
from pydantic import SecretStr

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.events import PostCollected, PostRetracted
from schemas.posts import Post, Sighting
from services.collect.crawl import crawl_once
from services.collect.post_registry import BusPostRegistry
from services.config import CollectSettings
from services.publish.withdraw.purge import purge_media

SETTINGS = CollectSettings(author_salt=SecretStr("소금"))


async def crawls(bus: Bus, folder: Path, answering: Callable[[int], Answering], times: int) -> list[CrawlReport]:
    """Reports of crawls one after the other; ``answering`` gives the server's behaviour during each."""
    reports: list[CrawlReport] = []

    def answer(path: str, headers: dict[str, str]) -> Reply:
        return Reply(OPEN) if path == "/robots.txt" else answering(len(reports))(path, headers)

    with web(answer) as server:
        while len(reports) < times:
            reports.append(await crawl_once(bus, LocalStore(folder), site(server.url), SETTINGS))
    return reports


async def posts(bus: Bus) -> list[Post]:
    return [fact.event.post async for batch in bus.facts() for fact in batch if isinstance(fact.event, PostCollected)]


async def sightings(bus: Bus) -> list[Sighting]:
    return [sighting async for batch in bus.sightings() for _, sighting in batch]


def pictured(status: int) -> Callable[[int], Answering]:
    """A board of one post with a picture, which the server answers with ``status`` in every crawl."""

    def answer(path: str, _: dict[str, str]) -> Reply:
        if path == "/list":
            return Reply(listing(("1", "그림이 있는 글", 3)))
        picture = '<p>그림을 보세요</p><img src="/i.png">'
        return Reply(post_page("그림이 있는 글", picture)) if path == "/p/1" else Reply(status=status)

    return lambda _: answer


async def test_a_post_whose_picture_the_server_is_too_busy_for_waits_once(bus: Bus, tmp_path: Path) -> None:
    first, second = await crawls(bus, tmp_path, pictured(503), 2)
    assert (first.new, first.skipped, first.images_left_out) == (0, {"pictures_later": 1}, {"picture_refused": 1})
    assert (second.new, second.skipped) == (1, {})
    assert [post.flags for post in await posts(bus)] == [("image-left-out",)]


async def test_a_post_whose_picture_is_gone_does_not_wait(bus: Bus, tmp_path: Path) -> None:
    (report,) = await crawls(bus, tmp_path, pictured(404), 1)
    assert (report.new, report.skipped) == (1, {})


def commented(turn: int) -> Answering:
    """A post of three comments, the last of them on a page of its own, which fails during the second crawl."""

    def comment(number: int) -> str:
        return f'<div class="c" id="c{number}"><p class="says">댓글 {number}</p></div>'

    def answer(path: str, _: dict[str, str]) -> Reply:
        if path == "/list":
            return Reply(listing(("1", "댓글이 있는 글", 3 + turn)))
        if path == "/p/1?c=2":
            return Reply(status=500) if turn == 1 else Reply(post_page("댓글", comments=comment(3)))
        links = '<b class="n">3</b><nav class="cpages"><a href="?c=2">2</a></nav>'
        return Reply(post_page("댓글이 있는 글", likes=3 + turn, comments=comment(1) + comment(2) + links))

    return answer


async def test_comments_that_were_read_before_are_kept_when_a_page_of_them_fails(bus: Bus, tmp_path: Path) -> None:
    first, second, third = await crawls(bus, tmp_path, commented, 3)
    assert (first.new, first.health) == (1, CrawlHealth.HEALTHY)
    assert (second.refreshed, second.skipped) == (0, {"broken": 1, "comments_lost": 1})
    assert (third.refreshed, third.skipped) == (1, {})
    assert [len(post.comments) for post in await posts(bus)] == [3]
    assert [(sighting.stats.likes, len(sighting.comments)) for sighting in await sightings(bus)] == [(5, 3)]


async def withdraw_first(bus: Bus) -> None:
    """What a withdrawal leaves at the broker of post 1 of the site."""
    key = (await posts(bus))[0].key
    retracted = PostRetracted(post_key=key, revision=0, by="나", reason="본인 요청")
    await bus.purge_post(key, await bus.publish(retracted, expected=(await bus.post_history(key)).sequence))


async def test_a_post_that_is_withdrawn_while_it_is_read_leaves_no_comments(bus: Bus, tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()

    def answering(turn: int) -> Answering:
        def answer(path: str, headers: dict[str, str]) -> Reply:
            if turn == 2 and path == "/p/1":
                asyncio.run_coroutine_threadsafe(withdraw_first(bus), loop).result()
            return commented(turn and 2)(path, headers)

        return answer

    *_, report = await crawls(bus, tmp_path, lambda turn: answering(2 * turn), 2)
    assert (report.refreshed, report.skipped) == (0, {"retracted": 1})
    assert await sightings(bus) == []


def two_of_one_picture(turn: int) -> Answering:
    """A board with a post, then also with another one that shows the same picture."""

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path == "/list":
            return Reply(listing(*(((str(number), "그림이 있는 글", 3)) for number in range(1, turn + 2))))
        if path == "/i.png":
            target = io.BytesIO()
            Image.linear_gradient("L").resize((640, 480)).save(target, "PNG")
            return Reply(target.getvalue(), headers={"Content-Type": "image/png"})
        return pictured(200)(0)(path.replace("2", "1"), headers)

    return answer


class WithdrawingRegistry(BusPostRegistry):
    """A registry during whose second crawl the first post is withdrawn: behind the pictures, before the fact."""

    def __init__(self, bus: Bus, store: LocalStore) -> None:
        super().__init__(bus)
        self._at, self._store = bus, store

    async def publish_new_post(self, post: Post) -> bool:
        for first in await posts(self._at):
            await purge_media(self._at, self._store, first.key, await self._at.facts_of_post(first.key))
            await withdraw_first(self._at)
        return await super().publish_new_post(post)


async def test_a_picture_that_is_just_collected_outlives_the_withdrawal_of_another_post(
    bus: Bus, tmp_path: Path
) -> None:
    store = LocalStore(tmp_path)
    for turn in range(2):
        with web(two_of_one_picture(turn)) as server:
            await crawl_once(bus, store, site(server.url), SETTINGS, known=WithdrawingRegistry(bus, store))
    [post] = await posts(bus)
    assert post.key.id == "2"
    [image] = post.images
    assert store.path(image.media).is_file()
