"""Films made again: what a replay says it will cost is what the studio then does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures.facts import FILM, NOW, SCRIPT, VOICE
from fixtures.studio.studio import sample_posts, small_post

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.errors import BadInput
from schemas.events import (
    ContentPictured,
    ContentRendered,
    ContentScripted,
    ContentVoiced,
    PostApproved,
    PostCollected,
    PostDeclined,
    StageDone,
)
from schemas.pictures import NO_PICTURES
from schemas.posts import Post, PostKey
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.states import PostState, Status
from services.cli.replays import _follow_remakes
from services.commands.bulk_remake import (
    REMADE,
    STAGES,
    Overrides,
    PlannedRemake,
    RemakeFilter,
    count_runs_and_hits,
    find_posts_to_remake,
    plan_remakes,
    read_recipe_overrides,
    request_remake,
)
from services.commands.remake import FilmStage
from services.config import MediaSettings, NatsSettings, Settings, StudioSettings
from services.studio.service import build_studio_service

PREVIEW = Recipe(film=FilmChoice(quality="preview"))
NO_FILM = Recipe(film=FilmChoice(template="no-such-template"))
"""For tests that end with the voice: the film is refused at once."""


@asynccontextmanager
async def working(bus: Bus, root: Path) -> AsyncIterator[LocalStore]:
    """A studio at work on the store that is given."""
    store = LocalStore(root / "media")
    chosen = Settings(nats=NatsSettings(store_dir=root / "var" / "nats"), media=MediaSettings(root=store.root))
    stop = asyncio.Event()
    running = asyncio.create_task(build_studio_service(store, chosen).run(bus, stop))
    try:
        yield store
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


async def approve(bus: Bus, post: Post, recipe: Recipe) -> None:
    sequence = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
    approved = PostApproved(post_key=post.key, revision=1, reviewer="지기", recipe=recipe)
    await bus.publish(approved, expected=sequence)


async def ended(bus: Bus, key: PostKey, revision: int = 1) -> PostState:
    """The post once this revision is rendered or has failed."""
    async with asyncio.timeout(100):
        async for _ in bus.facts(follow=True):
            state = await bus.post_state(key)
            if state.revision == revision and state.status in (Status.RENDERED, Status.FAILED):
                return state
    raise AssertionError("the stream ended")


async def planned(bus: Bus, store: LocalStore, stage: FilmStage, overrides: Overrides) -> list[PlannedRemake]:
    return plan_remakes(
        store, StudioSettings(), await find_posts_to_remake(bus, RemakeFilter(statuses=REMADE)), stage, overrides
    )


async def done(bus: Bus, key: PostKey, revision: int) -> dict[str, bool]:
    """The stages of a revision, and whether each result was found again."""
    facts = [fact.event for fact in await bus.facts_of_post(key)]
    return {fact.kind: fact.cached for fact in facts if isinstance(fact, StageDone) and fact.revision == revision}


@pytest.mark.timeout(240)
@pytest.mark.slow
async def test_the_same_recipe_costs_nothing_and_another_caption_style_only_the_film(bus: Bus, tmp_path: Path) -> None:
    post = sample_posts()[0]
    async with working(bus, tmp_path) as store:
        await approve(bus, post, PREVIEW)
        first = await ended(bus, post.key)
        assert first.film, first.failure

        (same,) = await planned(bus, store, Stage.SCRIPT, {})
        assert (same.runs, same.hits) == ((), (Stage.SCRIPT, Stage.VOICE, Stage.PICTURE, Stage.FILM))
        assert await request_remake(bus, same, "replay")
        second = await ended(bus, post.key, 2)
        assert second.film == first.film
        assert list((await done(bus, post.key, 2)).values()) == [True, True, True, True]

        (other,) = await planned(bus, store, Stage.SCRIPT, {"film": {"theme": "cream"}})
        assert (other.runs, other.hits) == ((Stage.FILM,), (Stage.SCRIPT, Stage.VOICE, Stage.PICTURE))
        assert await request_remake(bus, other, "replay")
        third = await ended(bus, post.key, 3)
        assert third.film
        assert third.film.video != first.film.video
        assert list((await done(bus, post.key, 3)).values()) == [True, True, True, False]


@pytest.mark.slow
async def test_the_plan_of_another_voice_is_what_the_studio_does(bus: Bus, tmp_path: Path) -> None:
    keys = []
    async with working(bus, tmp_path) as store:
        for identity in ("1", "2"):
            post = small_post(identity, title=f"회사 냉장고에서 도시락이 {identity}번 사라졌습니다")
            keys.append(post.key)
            await approve(bus, post, NO_FILM)
        for key in keys:
            await ended(bus, key)
        remakes = await planned(bus, store, Stage.SCRIPT, {"voice": {"speed": 1.4}})
        assert count_runs_and_hits(remakes) == {
            "script": {"runs": 0, "hits": 2},
            "voice": {"runs": 2, "hits": 0},
            "picture": {"runs": 0, "hits": 2},
            "film": {"runs": 2, "hits": 0},
        }
        assert [remake.revision for remake in remakes] == [2, 2]
        for remake in remakes:
            assert await request_remake(bus, remake, "replay")
        for key in keys:
            await ended(bus, key, 2)
            assert await done(bus, key, 2) == {
                "content.scripted": True,
                "content.voiced": False,
                "content.pictured": True,
            }


async def test_a_remake_is_followed_through_every_stage_of_a_film(bus: Bus, tmp_path: Path) -> None:
    post = small_post()
    await approve(bus, post, PREVIEW)
    state = await bus.post_state(post.key)
    asked = PlannedRemake(post.key, state, Stage.SCRIPT, PREVIEW, STAGES, ())
    request_sequence = await request_remake(bus, asked, "replay")
    assert request_sequence is not None
    same = {"post_key": post.key, "revision": asked.revision, "stage_key": "a" * 64, "served_by": "x", "seconds": 1.0}
    sequence = request_sequence.sequence
    for event in (
        ContentScripted(**same, script=SCRIPT),
        ContentVoiced(**same, voice=VOICE, cached=True),
        ContentPictured(**same, pictures=NO_PICTURES),
        ContentRendered(**same, film=FILM),
    ):
        sequence = await bus.publish(event, expected=sequence)
    async with asyncio.timeout(60):
        followed = await _follow_remakes(bus, [asked], state.sequence, quiet=True)
    assert followed == {
        "runs": {"script": 1, "voice": 0, "picture": 1, "film": 1},
        "hits": {"script": 0, "voice": 1, "picture": 0, "film": 0},
        "failed": 0,
    }
    for template, begins in (("auto", Stage.FILM), ("toon", Stage.PICTURE)):
        (other,) = await planned(bus, LocalStore(tmp_path), Stage.FILM, {"film": {"template": template}})
        assert other.from_stage is begins, template


async def test_a_replay_leaves_alone_what_was_decided_meanwhile(bus: Bus, tmp_path: Path) -> None:
    post, store = small_post(), LocalStore(tmp_path)
    await approve(bus, post, PREVIEW)
    (remake,) = await planned(bus, store, Stage.FILM, {})
    assert remake.from_stage is Stage.SCRIPT, "there is no script yet to begin a film with"
    declined = PostDeclined(post_key=post.key, revision=1, reviewer="지기")
    await bus.publish(declined, expected=(await bus.post_state(post.key)).sequence)
    assert await request_remake(bus, remake, "replay") is None
    assert (await bus.post_state(post.key)).status is Status.DECLINED


async def test_only_the_posts_that_are_asked_for(bus: Bus) -> None:
    posts = [small_post(identity) for identity in ("1", "2", "3")]
    await bus.publish(PostCollected(post_key=posts[0].key, revision=0, post=posts[0]), expected=0)
    for post in posts[1:]:
        await approve(bus, post, PREVIEW)
    collected = (await bus.facts_of_post(posts[2].key))[0].time

    async def found(**how: object) -> set[str]:
        return {
            str(key) for key in await find_posts_to_remake(bus, RemakeFilter.model_validate({"statuses": REMADE} | how))
        }

    assert await found() == {"sample.2", "sample.3"}
    assert await found(ids=(posts[0].key, posts[1].key)) == {"sample.2"}
    assert await found(since=collected) == {"sample.3"}
    assert await found(until=collected) == {"sample.2"}
    assert await found(since=NOW + timedelta(days=36500)) == set()
    assert await found(sites=("other",)) == set()
    assert await found(statuses=(Status.RENDERED,)) == set()


async def test_a_recipe_that_changes_an_earlier_stage_is_refused_with_the_remedy(bus: Bus, tmp_path: Path) -> None:
    await approve(bus, small_post(), PREVIEW)
    with pytest.raises(BadInput, match=r"changes the script of sample\.1.*--from-stage script"):
        await planned(bus, LocalStore(tmp_path), Stage.FILM, {"script": {"seconds": 20}})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "double quotes: line 1"),
        ('{"film": {"colour": "red"}}', r"film\.colour"),
        ('{"music": {}}', "music"),
        ("[]", "the document"),
    ],
)
def test_a_recipe_file_that_is_wrong_says_where(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "recipe.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=why) as refused:
        read_recipe_overrides(file)
    assert refused.value.code == "replay.recipe_unreadable"


def test_a_recipe_file_keeps_to_what_it_says(tmp_path: Path) -> None:
    """What it leaves out must not become the default over the choice a post was made with."""
    file = tmp_path / "recipe.json"
    file.write_text(json.dumps({"film": {"theme": "cream"}}), encoding="utf-8")
    assert read_recipe_overrides(file) == {"film": {"theme": "cream"}}
    with pytest.raises(BadInput, match="No such file"):
        read_recipe_overrides(tmp_path / "absent.json")
