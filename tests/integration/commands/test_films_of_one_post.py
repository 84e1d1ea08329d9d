"""One post for several channels: each has a film of its own, published once, and all are withdrawn together."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from fixtures.facts import FILM, VOICE, post
from fixtures.platform import told
from fixtures.publishers import Anywhere

from libraries.bus import Bus, MessageContext
from libraries.channel.films_of_post import add_further_film, key_of_further_film, posts_of_all_films
from libraries.media.store import LocalStore
from schemas.errors import IllegalTransition
from schemas.events import ContentRendered, ContentScripted, ContentVoiced, Event, PostApproved, PostCollected
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.commands.approve import ApprovePost, approve_post, give_post_to_channel
from services.config import PublishSettings, Settings
from services.publish import registry
from services.publish.platforms.base import BaseUploader
from services.publish.service import Publisher, run_publish
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.withdraw.withdrawal import Withdrawer

FIRST = post("1").key
CATS, DOGS = (key_of_further_film(FIRST, channel) for channel in ("cats", "dogs"))


def settings(sites: Sequence[str] = (), **publish: object) -> Settings:
    channel = {"sites": list(sites), "accounts": {"fake": {}}}
    own = {"cats": {**channel, "recipe": {"film": {"template": "chat"}}}, "dogs": channel}
    given = {"platforms": ("fake",), "similarity": 1.0, "channels": own, **publish}
    return Settings(publish=PublishSettings.model_validate(given))


@pytest.fixture
async def collected(bus: Bus) -> PostKey:
    await bus.publish(PostCollected(post_key=FIRST, revision=0, post=post("1")), expected=0)
    return FIRST


async def finish(bus: Bus, store: LocalStore, key: PostKey, content: bytes) -> None:
    """The stages of an approved post, with a film of these bytes."""
    kinds = {"video": (content, "mp4"), "thumbnail": (b"t", "jpg"), "captions": (b"c", "srt")}
    files = {name: store.put(*each) for name, each in kinds.items()}
    done = {"stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
    events: list[Event] = [
        ContentScripted(post_key=key, revision=1, script=told(1), **done),
        ContentVoiced(post_key=key, revision=1, voice=VOICE, **done),
        ContentRendered(post_key=key, revision=1, film=FILM.model_copy(update=files), **done),
    ]
    sequence = (await bus.post_history(key)).sequence
    for event in events:
        sequence = await bus.publish(event, expected=sequence)


async def collected_posts(bus: Bus) -> list[str]:
    batches = [batch async for batch in bus.facts(kinds=("post.collected",))]
    return [str(one.event.post_key) for batch in batches for one in batch]


def videos(exports: Path) -> dict[str, int]:
    """How many films there are in each account's folder."""
    return {folder.name: len(list(folder.glob("*.mp4"))) for folder in sorted(exports.glob("*fake"))}


async def test_a_post_for_two_channels_becomes_two_films_by_their_own_recipes(bus: Bus, collected: PostKey) -> None:
    await approve_post(bus, ApprovePost(post=collected, channels=("main", "cats")), "kim", settings())
    first, further = [await bus.post_state(key) for key in (collected, CATS)]
    assert (first.channel, first.recipe.film.template) == ("", "auto")
    assert (further.channel, further.recipe.film.template) == ("cats", "chat")
    assert first.recipe.film.seed != further.recipe.film.seed
    assert first.post is not None
    assert further.post == first.post.model_copy(update={"key": CATS})
    with pytest.raises(IllegalTransition):
        await approve_post(bus, ApprovePost(post=collected, channels=("main", "cats")), "lee", settings())
    assert await collected_posts(bus) == [str(collected), str(CATS)]
    assert (await bus.post_state(CATS)).revision == 1


async def test_every_channel_that_takes_the_site_gets_a_film(bus: Bus, collected: PostKey) -> None:
    await approve_post(bus, ApprovePost(post=collected), "kim", settings(["sample"]))
    states = [await bus.post_state(key) for key in (collected, DOGS)]
    assert [(one.channel, one.status) for one in states] == [("cats", Status.APPROVED), ("dogs", Status.APPROVED)]
    assert await posts_of_all_films(bus, DOGS) == (collected, DOGS)


async def test_an_approval_that_died_half_way_is_finished_by_the_next(bus: Bus, collected: PostKey) -> None:
    await add_further_film(bus, post("1"), "cats")  # and died
    await approve_post(bus, ApprovePost(post=collected, channels=("main", "cats")), "kim", settings())
    assert await collected_posts(bus) == [str(collected), str(CATS)]
    assert [(await bus.post_state(key)).status for key in (collected, CATS)] == [Status.APPROVED] * 2


async def test_a_further_film_that_is_decided_by_itself_is_its_channels(bus: Bus, collected: PostKey) -> None:
    key = await add_further_film(bus, post("1"), "cats")
    await approve_post(bus, ApprovePost(post=key), "kim", settings(["elsewhere"]))
    assert (await bus.post_state(key)).channel == "cats"


async def test_what_may_not_be_approved_leaves_no_further_film(bus: Bus, collected: PostKey) -> None:
    asked = settings(verdict="required")
    with pytest.raises(IllegalTransition) as caught:
        await approve_post(bus, ApprovePost(post=collected, channels=("main", "cats")), "kim", asked)
    assert caught.value.code == "channel.verdict_first"
    assert await collected_posts(bus) == [str(collected)]


async def test_an_approved_post_is_given_to_another_channel_once(bus: Bus, collected: PostKey) -> None:
    with pytest.raises(IllegalTransition) as caught:
        await give_post_to_channel(bus, collected, "cats", "kim", settings())
    assert caught.value.code == "post.not_decided"
    await approve_post(bus, ApprovePost(post=collected, checked=("pii",), verdict="그럴 만했다"), "kim", settings())
    assert await give_post_to_channel(bus, collected, "cats", "lee", settings()) == CATS
    approved = (await bus.facts_of_post(CATS))[-1].event
    assert isinstance(approved, PostApproved)
    assert (approved.channel, approved.checked, approved.verdict) == ("cats", ("pii",), "그럴 만했다")
    for named, channel in ((collected, "cats"), (CATS, "cats"), (CATS, "main")):
        with pytest.raises(IllegalTransition) as caught:
            await give_post_to_channel(bus, named, channel, "lee", settings())
        assert caught.value.code == "channel.has_film"
    assert await give_post_to_channel(bus, CATS, "dogs", "lee", settings()) == DOGS


async def test_equal_films_of_two_channels_are_each_published_once_and_withdrawn_together(
    bus: Bus, collected: PostKey, tmp_path: Path
) -> None:
    store, exports, chosen = LocalStore(tmp_path / "media"), tmp_path / "export", settings()
    await approve_post(bus, ApprovePost(post=collected, channels=("main", "cats")), "kim", chosen)
    for key in (collected, CATS):
        await finish(bus, store, key, b"the same film" * 99)
    uploaders = registry.uploaders(bus, store, exports, chosen.publish)
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_publish(bus, store, uploaders, chosen.publish, Anywhere(), stop, withdrawn=lambda: asyncio.sleep(0))
    )
    async with asyncio.timeout(60):
        found = 0
        async for batch in bus.facts(kinds=("content.uploaded",), follow=True):
            found += len(batch)
            if found == 2:
                break
    stop.set()
    await running
    assert videos(exports) == {"cats@fake": 1, "fake": 1}
    for _ in range(2):  # by the further film; once more changes nothing
        outcome = await Withdrawer(bus, store, uploaders, reason="asked", by="kim").withdraw(CATS)
        assert not outcome.unsure
    assert videos(exports) == {"cats@fake": 0, "fake": 0}
    assert [(await bus.post_state(key)).status for key in (collected, CATS)] == [Status.RETRACTED] * 2
    assert not [path for path in store.root.rglob("*.mp4") if path.is_file()]
    again = await add_further_film(bus, post("1"), "cats")
    assert (await bus.post_state(again)).status is Status.RETRACTED  # it never comes back


class DiedError(Exception):
    """Stands in for the end of a process."""


@pytest.mark.parametrize("seed", range(8))
async def test_whoever_dies_where_and_in_whatever_order_each_account_has_its_films_once(
    bus: Bus, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    store, exports, chosen = LocalStore(tmp_path / "media"), tmp_path / "export", settings().publish
    wanted: dict[str, int] = {}
    for number in range(4):
        given = chance.sample(["main", "cats", "dogs"], chance.randint(1, 3))
        made = post(str(number))
        await bus.publish(PostCollected(post_key=made.key, revision=0, post=made), expected=0)
        await approve_post(bus, ApprovePost(post=made.key, channels=tuple(given)), "kim", settings())
        for key in await posts_of_all_films(bus, made.key):
            await finish(bus, store, key, f"film {number}".encode() * 99)
        for channel in given:
            account = "fake" if channel == "main" else f"{channel}@fake"
            wanted[account] = wanted.get(account, 0) + 1
    batches = [batch async for batch in bus.facts(kinds=("content.rendered",))]
    films = [one.event for batch in batches for one in batch if isinstance(one.event, ContentRendered)]

    def die(_step: str) -> None:
        if chance.random() < 0.2:
            raise DiedError

    async def deliver(uploader: BaseUploader, film: ContentRendered, *, deadly: bool) -> None:
        delivery = ExactlyOnceUploader(bus, uploader, pause=0.0, on_step=die if deadly else lambda _: None)
        work = MessageContext(bus, film, Stage.PUBLISH, 1, await bus.post_history(film.post_key))
        answer = await Publisher(bus, delivery).publish(film, work)
        if answer is not None:
            await work.record(answer)

    uploaders = registry.uploaders(bus, store, exports, chosen)
    orders = [(uploader, film) for uploader in uploaders for film in films] * 2
    chance.shuffle(orders)
    for uploader, film in orders:
        try:
            await deliver(uploader, film, deadly=True)
        except DiedError:
            continue
    for uploader, film in orders:
        await deliver(uploader, film, deadly=False)
    assert {name: count for name, count in videos(exports).items() if count} == wanted
