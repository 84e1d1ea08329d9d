"""A channel's rules at the approval, at the release and in the lane, on a real broker."""

import pytest
from fixtures.doors import approved, collected, rendered
from fixtures.facts import post
from fixtures.platform import Channel, channel, clock, platform

from libraries.bus import Bus
from libraries.channel.rules import ChannelRules
from schemas.errors import IllegalTransition, Permanent
from schemas.events import Event, PostApproved
from schemas.recipe import Recipe, ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from schemas.states import PostState
from services.commands.approve import ApprovePost, approve_post, verdict_syllables_still_needed
from services.commands.release import ReleaseFilm, release_at_next_slot, release_film, require_publication
from services.config import PublishSettings, Settings
from services.publish.service import Publisher

__all__ = ["channel", "clock", "platform"]

KEY = post("1").key
REQUIRED = Settings(recipe=Recipe(script=ScriptChoice(seconds=15.0)), publish=PublishSettings(verdict="required"))
ASKED = Settings(recipe=REQUIRED.recipe)
VERDICT = "저는 이 일을 이렇게 봅니다. 먼저 사과하는 쪽이 늘 지는 것은 아닙니다."


async def given(bus: Bus, events: list[Event]) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def test_an_approval_without_the_verdict_is_refused_where_it_is_required(bus: Bus) -> None:
    await given(bus, collected("1"))
    for verdict in ("", "  ", "별로네요."):
        with pytest.raises(IllegalTransition) as caught:
            await approve_post(bus, ApprovePost(post=KEY, verdict=verdict), "kim", REQUIRED)
        assert caught.value.code == "channel.verdict_first"
    assert len(await bus.facts_of_post(KEY)) == 1
    await approve_post(bus, ApprovePost(post=KEY, verdict=f"  {VERDICT} "), "kim", REQUIRED)
    fact = (await bus.facts_of_post(KEY))[-1].event
    assert isinstance(fact, PostApproved)
    assert fact.verdict == VERDICT
    assert (await bus.post_state(KEY)).verdict == VERDICT


async def test_where_it_is_asked_for_an_approval_goes_on_without_it(bus: Bus) -> None:
    await given(bus, collected("1"))
    await approve_post(bus, ApprovePost(post=KEY), "kim", ASKED)
    assert (await bus.post_state(KEY)).verdict == ""
    assert verdict_syllables_still_needed("", Recipe(), ASKED) == 0
    assert verdict_syllables_still_needed("", Recipe(), REQUIRED) > 60


async def test_what_a_post_says_first_is_that_it_was_decided_already(bus: Bus) -> None:
    await given(bus, approved("1"))
    with pytest.raises(IllegalTransition) as caught:
        await approve_post(bus, ApprovePost(post=KEY), "lee", REQUIRED)
    assert caught.value.code == "post.already_approved"


async def test_a_release_is_refused_without_the_verdict_and_given_with_it(bus: Bus) -> None:
    await given(bus, rendered("1"))
    rules = ChannelRules(verdict="required")
    with pytest.raises(IllegalTransition) as caught:
        await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "kim", rules)
    assert caught.value.code == "channel.verdict_short"
    assert (await bus.facts_of_post(KEY))[-1].event.kind == "content.rendered"
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "kim", ChannelRules())
    assert (await bus.facts_of_post(KEY))[-1].event.kind == "content.released"


async def test_a_release_that_is_refused_takes_no_slot(bus: Bus) -> None:
    await given(bus, rendered("1"))
    settings = PublishSettings(verdict="required", slots={"youtube": ("daily 18:30",)})
    with pytest.raises(IllegalTransition):
        await release_at_next_slot(bus, ReleaseFilm(post=KEY, platform="youtube"), "kim", settings)
    assert [entry.key async for entry in bus.ledger().entries() if entry.key.startswith("slot")] == []


async def test_the_lane_asks_once_more_before_anybody_sees_the_film(channel: Channel, bus: Bus) -> None:
    """A film that was released before the rule was set stays unseen."""
    await channel.rendered(1)
    await release_film(bus, ReleaseFilm(post=KEY, platform="youtube"), "kim")
    state = await bus.post_state(KEY)
    words = require_publication(state)
    release = state.released[-1]
    strict = Publisher(bus, channel.delivery(), rules=ChannelRules(verdict="required"))
    with pytest.raises(Permanent) as caught:
        await strict._require_due(release, state, words)
    assert caught.value.code == "channel.verdict_short"
    await strict._require_due(release, with_verdict_in(state), words)
    await Publisher(bus, channel.delivery(), rules=ChannelRules())._require_due(release, state, words)
    await Publisher(bus, channel.delivery())._require_due(release, state, words)


def with_verdict_in(state: PostState) -> PostState:
    """The film of another script."""
    own = Line(role=Role.BODY, speaker=Speaker.HOST, display=VERDICT, spoken=VERDICT)
    assert state.script is not None
    script = Script(title="다른 제목", lines=(*state.script.lines, own))
    return state.model_copy(update={"script": script})
