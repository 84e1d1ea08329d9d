"""The verdict of a drill sees what it is there to see: a drill that cannot fail shows nothing."""

from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post
from fixtures.rows import each_row

from schemas.events import (
    ContentRendered,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    RecordedFact,
)
from schemas.posts import PostKey
from schemas.recipe import Stage
from testbed.drills.pipeline_report import (
    PipelineReport,
    RecordedKill,
    count_duplicate_facts,
    count_lost_approvals,
    count_repeated_stages_by_kill,
    count_stuck_posts,
    percentile,
    posts_rendered_once,
    states_by_post,
)

DONE: dict[str, Any] = {"stage_key": "e" * 64, "served_by": "test", "seconds": 1.0}


def story(identity: str) -> list[Event]:
    """All facts of a post on which nothing goes wrong."""
    key = PostKey.of("sample", identity)
    approved = PostApproved(post_key=key, revision=1, reviewer="kim")
    scripted = ContentScripted.caused_by(approved, **DONE, script=SCRIPT)
    voiced = ContentVoiced.caused_by(scripted, **DONE, voice=VOICE)
    rendered = ContentRendered.caused_by(voiced, **DONE, film=FILM)
    sent: dict[str, Any] = {"platform": "export", "remote_id": "r", "url": "u", "video_sha256": "b" * 64}
    return [
        PostCollected(post_key=key, revision=0, post=post(identity)),
        approved,
        ContentStarted.caused_by(approved, "1", stage=Stage.SCRIPT, worker="w"),
        scripted,
        ContentStarted.caused_by(scripted, "1", stage=Stage.VOICE, worker="w"),
        voiced,
        rendered,
        ContentUploaded.caused_by(rendered, **sent),
    ]


@pytest.fixture
def facts() -> list[RecordedFact]:
    return facts_of([*story("1"), *story("2")])


KEYS = [PostKey.of("sample", "1"), PostKey.of("sample", "2")]


def test_where_nothing_went_wrong_nothing_is_found(facts: list[RecordedFact]) -> None:
    assert posts_rendered_once(facts) == set(KEYS)
    assert (
        count_lost_approvals(KEYS, facts),
        count_duplicate_facts(facts),
        count_stuck_posts(states_by_post(facts)),
        count_repeated_stages_by_kill(facts, []),
    ) == (0, 0, 0, [0])


def test_an_acknowledged_approval_that_is_gone_is_lost(facts: list[RecordedFact]) -> None:
    assert count_lost_approvals(KEYS, [fact for fact in facts if fact.event.post_key != KEYS[1]]) == 1


def test_a_post_without_its_end_is_stuck(facts: list[RecordedFact]) -> None:
    assert count_stuck_posts(states_by_post(facts[:-1])) == 1


def test_a_second_film_a_second_upload_and_an_event_stored_twice_are_duplicates(facts: list[RecordedFact]) -> None:
    events = [fact.event for fact in facts]
    film = ContentRendered(post_key=KEYS[0], revision=2, **DONE, film=FILM)
    assert count_duplicate_facts(facts_of([*events, film])) == 1
    assert posts_rendered_once(facts_of([*events, film])) == {KEYS[1]}
    sent = {"platform": "export", "remote_id": "r", "url": "u", "video_sha256": "b" * 64}
    assert count_duplicate_facts(facts_of([*events, ContentUploaded(post_key=KEYS[0], revision=1, **sent)])) == 1
    assert count_duplicate_facts(facts_of([*events, events[2]])) == 1


def test_a_repeated_stage_is_put_down_to_a_kill_between() -> None:
    """Two stages of two posts are under way; the fact at 3 begins the script of the first."""
    first, second = story("1"), story("2")
    again = ContentStarted.caused_by(first[1], "2", stage=Stage.SCRIPT, worker="w")
    other = ContentStarted.caused_by(second[1], "2", stage=Stage.SCRIPT, worker="w")
    facts = facts_of([*first[:3], *second[:3], again, other])

    def cost(*dead_after: int) -> list[int]:
        return count_repeated_stages_by_kill(facts, [RecordedKill("studio", at, 1.0) for at in dead_after])

    assert cost() == [2], "no kill explains it"
    assert cost(6) == [0, 2], "one kill cost two stages"
    assert cost(6, 7) == [0, 1, 1], "the second waited, and was begun again after the second kill only"
    assert cost(2, 6) == [0, 0, 2], "a kill before a stage was begun did not cost it"
    assert cost(4, 8) == [1, 1, 0], "one before the second was begun, one after it was begun again"


@pytest.mark.parametrize(("share", "found"), [(0.5, 2.0), (0.95, 4.0), (1.0, 4.0)])
def test_percentiles_are_values_that_occurred(share: float, found: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == found
    assert percentile([], share) is None


GOOD = PipelineReport(
    seconds=60,
    kills=9,
    kills_by_victim={"studio": 9},
    kills_by_step={"film:started": 1},
    approved=7,
    rendered=7,
    lost=0,
    duplicated=0,
    stuck=0,
    repeated=5,
    repeated_per_kill=1,
    repeated_without_kill=0,
    projection_differs=0,
    fallen=0,
    recovery_p50_s=1.0,
    recovery_p95_s=2.0,
    recovery_by_victim={"studio": (1.0, 2.0)},
)


@each_row("broken", ["lost", "duplicated", "stuck", "projection_differs", "fallen", "repeated_without_kill"])
def test_one_broken_promise_is_enough(broken: str) -> None:
    assert GOOD.passed
    assert not GOOD.model_copy(update={broken: 1}).passed


def test_two_stages_repeated_for_one_kill_or_a_film_too_few_break_a_promise() -> None:
    assert not GOOD.model_copy(update={"repeated_per_kill": 2}).passed
    assert not GOOD.model_copy(update={"rendered": 6}).passed
