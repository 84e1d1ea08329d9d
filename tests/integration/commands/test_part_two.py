"""A follow-up approved as part 2: what is recorded, what is refused, and the script and the words of its film."""

from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE
from fixtures.studio.film import TOLD, script
from fixtures.studio.studio import sample_posts

from libraries.bus import Bus
from libraries.film_scripts.follow_ups import recall_text
from libraries.media.store import LocalStore
from schemas.errors import WaggleError
from schemas.events import ContentRendered, ContentScripted, ContentVoiced, Event, PartTwo, PostApproved, PostCollected
from schemas.posts import Post, PostKey
from schemas.states import PostState
from services.commands.approve import ApprovePost, approve_post
from services.config import Settings
from services.publish.metadata.publication import publication_of
from services.publish.withdraw.withdrawal import Withdrawer

FIRST, SECOND, OTHER = (PostKey.of("sample", name) for name in ("first", "second", "other"))


def posts() -> dict[PostKey, Post]:
    """A story, its follow-up, and a post of somebody else."""
    told = sample_posts()[0]
    found = {}
    for key, author in ((FIRST, "졸린수달42"), (SECOND, "졸린수달42"), (OTHER, "바쁜참새3")):
        found[key] = told.model_copy(update={"key": key, "origin_id": key.id, "author": author, "flags": ()})
    return found


async def stored(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def all_collected(bus: Bus, *, film: bool) -> None:
    await stored(bus, *(PostCollected(post_key=key, revision=0, post=post) for key, post in posts().items()))
    if film:
        done = {"post_key": FIRST, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
        await stored(
            bus,
            PostApproved(post_key=FIRST, revision=1, reviewer="kim"),
            ContentScripted(**done, script=script(TOLD)),
            ContentVoiced(**done, voice=VOICE),
            ContentRendered(**done, film=FILM),
        )


async def test_an_approval_as_part_two_says_what_is_recalled(bus: Bus) -> None:
    await all_collected(bus, film=True)
    await approve_post(bus, ApprovePost(post=SECOND, part_two_of=FIRST, checked=("pii",)), "kim", Settings())
    state = await bus.post_state(SECOND)
    first = posts()[FIRST]
    expected = PartTwo(first=FIRST, title=first.title, url=str(first.url), recall=recall_text(script(TOLD)))
    assert state.part_two == expected


@pytest.mark.parametrize(
    ("post", "first", "film", "code"),
    [
        (SECOND, FIRST, False, "post.first_part_without_film"),
        (SECOND, OTHER, True, "post.other_author"),
        (OTHER, FIRST, True, "post.other_author"),
        (FIRST, FIRST, True, "post.other_author"),
        (SECOND, PostKey.of("sample", "none"), True, "post.unknown"),
    ],
)
async def test_what_is_no_second_part_is_refused(
    bus: Bus, post: PostKey, first: PostKey, film: bool, code: str
) -> None:
    await all_collected(bus, film=film)
    before = len(await bus.facts_of_post(post))
    with pytest.raises(WaggleError) as refused:
        await approve_post(bus, ApprovePost(post=post, part_two_of=first, checked=("pii",)), "kim", Settings())
    assert refused.value.code == code
    assert len(await bus.facts_of_post(post)) == before


def test_the_first_part_is_named_beside_the_source_and_changes_the_seal() -> None:
    post = posts()[SECOND]
    told = PartTwo(first=FIRST, title="1편", url="https://waggle.example/first", recall="지난 이야기입니다.")
    alone = publication_of(PostState(post=post, script=SCRIPT, film=FILM))
    second = publication_of(PostState(post=post, script=SCRIPT, film=FILM, part_two=told))
    assert alone is not None
    assert second is not None
    assert "1편 출처: https://waggle.example/first" in second.description
    assert "1편 출처" not in alone.description
    assert alone.seal != second.seal


async def test_a_withdrawal_of_the_first_part_names_the_film_that_recalls_it(bus: Bus, tmp_path: Path) -> None:
    await all_collected(bus, film=True)
    await approve_post(bus, ApprovePost(post=SECOND, part_two_of=FIRST, checked=("pii",)), "kim", Settings())
    withdrawer = Withdrawer(bus, LocalStore(tmp_path), [], reason="test", by="kim")
    assert (await withdrawer.withdraw(OTHER)).follow_ups == ()
    assert (await withdrawer.withdraw(FIRST)).follow_ups == (str(SECOND),)
    assert (await bus.post_state(SECOND)).part_two is not None
