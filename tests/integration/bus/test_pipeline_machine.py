"""Bus, projector and commands under any order of decisions, work, failures, deaths and repeated deliveries.

A simple model says which decisions must be taken and which refused. After every step the rows of the projection are
compared with the fold of the stream; in the end every post must have come to rest, or be one that a person can retry.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from fixtures.facts import post
from fixtures.lane_driver import Outcome, StudioDriver
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, select

from libraries.bus import Bus, connect
from libraries.bus.connection.topology import reset_topology
from libraries.bus.dead_letters import RetryOutcome
from libraries.bus.dead_letters import retry_dead_letter as retry_letter
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested, Event, PostCollected, PostFound, PostGone, PostRetracted
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import PostState, Status
from services.commands.approve import ApprovePost, approve_post
from services.commands.decline import DeclinePost, decline_post
from services.commands.fact_recording import CommandOutcome
from services.commands.reopen import ReopenPost, reopen_post
from services.commands.retry import RetryPost, retry_post
from services.config import NatsSettings, Settings
from services.projector.database import read_connection
from services.projector.migrate import open_upgraded_database
from services.projector.tables import posts
from services.projector.writer import ProjectionWriter

T = TypeVar("T")

S = Status
AT_WORK = (S.APPROVED, S.PROCESSING)
DECIDABLE: dict[str, dict[Status | None, Status]] = {
    "approve": dict.fromkeys((S.COLLECTED, S.DECLINED), S.APPROVED),
    "decline": dict.fromkeys((S.COLLECTED, S.APPROVED, S.PROCESSING, S.FAILED, S.RENDERED), S.DECLINED),
    "reopen": dict.fromkeys((S.DECLINED, S.APPROVED, S.PROCESSING, S.FAILED), S.COLLECTED),
}
"""What a reviewer may decide: the status before and the one after."""
BY_WORK = {(S.APPROVED, S.PROCESSING), (S.PROCESSING, S.RENDERED), (S.APPROVED, S.FAILED), (S.PROCESSING, S.FAILED)}
"""How a delivery to the studio may move a post."""
BY_RETRY = {(S.APPROVED, S.PROCESSING), (S.FAILED, S.PROCESSING)}
STAGES = st.sampled_from([Stage.SCRIPT, Stage.VOICE, Stage.FILM])
WHICH = st.integers(0, 1)

_numbers = itertools.count(1)


def _decided(bus: Bus, key: PostKey, decision: str) -> Coroutine[Any, Any, CommandOutcome]:
    if decision == "approve":
        return approve_post(bus, ApprovePost(post=key), "kim", Settings())
    return (
        decline_post(bus, DeclinePost(post=key), "kim")
        if decision == "decline"
        else reopen_post(bus, ReopenPost(post=key), "kim")
    )


class Pipeline(RuleBasedStateMachine):
    """Two posts, one studio, one projector. The broker and the database are set by the test."""

    runner: asyncio.Runner
    bus: Bus
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.studio = StudioDriver(self.bus)
        self.keys = [PostKey.of("machine", str(next(_numbers))) for _ in range(2)]
        self.model: dict[PostKey, tuple[Status | None, int]] = {}
        self.gone: set[PostKey] = set()
        for key in self.keys:
            self.record(key, lambda key: PostCollected(post_key=key, revision=0, post=post(key.id, key.site)))
            self.model[key] = S.COLLECTED, 0

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def state(self, key: PostKey) -> PostState:
        return self.run(self.bus.post_state(key))

    def record(self, key: PostKey, event: Callable[[PostKey], Event]) -> bool:
        """Whether the fact was admitted."""
        try:
            return self.run(self.bus.publish_decision(key, lambda _: event(key))) is not None
        except IllegalTransition:
            return False

    @rule(which=WHICH, decision=st.sampled_from([*["approve"] * 6, "decline", "reopen"]))
    def decide(self, which: int, decision: Any) -> None:
        key = self.keys[which]
        status, revision = self.model[key]
        after = DECIDABLE[decision].get(status)
        if decision == "approve" and key in self.gone:
            after = None
        try:
            told = self.run(_decided(self.bus, key, decision))
        except IllegalTransition:
            assert after is None
            return
        assert after is told.status
        self.model[key] = told.status, revision + (decision == "approve")
        assert told.revision == self.model[key][1]

    @rule(which=WHICH, chance=st.integers(0, 9))
    def disappear(self, which: int, chance: int = 0) -> None:
        if chance > 1:
            return
        key = self.keys[which]
        status, revision = self.model[key]
        assert self.record(key, lambda key: PostGone(post_key=key, revision=revision, reason="404")) is (
            status is not S.RETRACTED
        )
        if status is not S.RETRACTED:
            self.gone.add(key)
            self.model[key] = S.FAILED if status in AT_WORK else status, revision

    @rule(which=WHICH)
    def reappear(self, which: int) -> None:
        key = self.keys[which]
        self.record(key, lambda key: PostFound(post_key=key, revision=0))
        self.gone.discard(key)

    @rule(which=WHICH, chance=st.integers(0, 9))
    def retract(self, which: int, chance: int) -> None:
        key = self.keys[which]
        if chance == 0:
            assert self.record(key, lambda key: PostRetracted(post_key=key, revision=0, by="owner", reason="asked"))
            self.gone.discard(key)
            self.model[key] = S.RETRACTED, self.model[key][1]

    @rule(which=WHICH, stage=STAGES, chance=st.integers(0, 9))
    def remake(self, which: int, stage: Stage, chance: int = 0) -> None:
        if chance > 3:
            return
        key = self.keys[which]
        status, revision = self.model[key]
        state = self.state(key)
        there = {Stage.SCRIPT: True, Stage.VOICE: state.script is not None, Stage.FILM: state.voice is not None}
        possible = status not in (None, S.COLLECTED, S.DECLINED, S.RETRACTED) and key not in self.gone and there[stage]
        asked = ContentRequested(post_key=key, revision=revision + 1, from_stage=stage, recipe=Recipe(), by="kim")
        assert self.record(key, lambda _: asked) is possible
        if possible:
            self.model[key] = S.PROCESSING, revision + 1

    @rule(which=WHICH)
    def retry(self, which: int) -> None:
        key = self.keys[which]
        state = self.state(key)
        try:
            told = self.run(retry_post(self.bus, RetryPost(post=key), "kim"))
        except IllegalTransition:
            refused = key in self.gone or state.status in (S.COLLECTED, S.DECLINED, S.RETRACTED)
            assert refused or (state.failure is None and state.status is not S.FAILED)
            return
        assert (told.status, told.revision) == (S.PROCESSING, self.model[key][1])
        self.model[key] = told.status, told.revision

    @rule(which=WHICH)
    def retry_a_letter(self, which: int) -> None:
        key = self.keys[which]
        letters = [one for one in self.run(self.bus.dead_letters()) if one.subject.endswith(f".{key}")]
        if letters:
            outcome = self.run(retry_letter(self.bus, letters[0].name, "kim"))
            if outcome is RetryOutcome.REQUESTED:
                assert self.model[key][0] is S.FAILED
                self.model[key] = S.PROCESSING, self.model[key][1]

    @rule(outcome=st.sampled_from([*Outcome, Outcome.RETRYABLE, Outcome.PARKED]))
    def deliver(self, outcome: Outcome) -> None:
        self.run(self.studio.deliver(outcome))
        self.follow(BY_WORK)

    @rule(times=st.integers(1, 4))
    def work(self, times: int) -> None:
        for _ in range(times):
            self.deliver(Outcome.DONE)

    def waiting(self) -> list[ContentRequested]:
        stages = (Stage.SCRIPT, Stage.VOICE, Stage.FILM)
        return [
            one for stage in stages for one in self.run(self.bus.scheduled_retries(stage)) if one.post_key in self.keys
        ]

    @rule()
    @precondition(lambda self: self.waiting())
    def fire(self) -> None:
        self.run(self.studio.fire(self.waiting()[0]))
        self.follow(BY_RETRY)

    def follow(self, moves: set[tuple[Status, Status]]) -> None:
        """Takes over what a delivery did, if it is one of ``moves``."""
        for key in self.keys:
            before, revision = self.model[key]
            state = self.state(key)
            assert state.status is before or (before, state.status) in moves
            assert state.revision == revision
            self.model[key] = state.status, revision

    @invariant()
    def the_projection_is_the_fold(self) -> None:
        writer = ProjectionWriter(self.engine)
        self.run(self._project(writer))
        with read_connection(self.engine) as connection:
            for key in self.keys:
                state = self.state(key)
                assert (state.status, state.revision) == self.model[key]
                assert bool(state.gone) is (key in self.gone)
                row = connection.execute(select(posts).where(posts.c.post_key == str(key))).one()
                told = (row.status, row.revision, row.sequence, row.attempt, row.stage)
                assert told == (state.status, state.revision, state.sequence, state.attempt, state.stage)

    async def _project(self, writer: ProjectionWriter) -> None:
        async for facts in self.bus.facts(after=writer.checkpoint().sequence):
            writer.fold_facts(facts, writer.checkpoint().sequence)

    def teardown(self) -> None:
        """Nothing stands still: with no more failures every post comes to rest, and every failed one can be retried."""
        self.settle()
        for key in self.keys:
            status, _ = self.model[key]
            assert status not in AT_WORK
            if status is S.FAILED and key not in self.gone:
                self.retry(self.keys.index(key))
                self.settle()
                assert self.model[key][0] is S.RENDERED

    def settle(self) -> None:
        """Delivers everything that waits, and what follows from it."""
        for _ in range(200):
            while self.run(self.studio.deliver(Outcome.DONE)):
                self.follow(BY_WORK)
            if not self.waiting():
                return
            self.fire()
        raise AssertionError("there is no end to the work")


@contextmanager
def pipeline(nats: NatsSettings, url: str) -> Iterator[None]:
    """The broker and the database of the machine."""
    with asyncio.Runner() as runner:
        Pipeline.runner = runner
        Pipeline.bus = runner.run(connect(nats, "machine"))
        Pipeline.engine = open_upgraded_database(url)
        try:
            yield
        finally:
            Pipeline.engine.dispose()
            runner.run(Pipeline.bus.close())


def run_machine(nats: NatsSettings, url: str, examples: int, steps: int) -> None:
    with pipeline(nats, url):
        run_state_machine_as_test(
            Pipeline,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.fixture
def fresh(nats_settings: NatsSettings) -> NatsSettings:
    """A broker with empty streams."""
    asyncio.run(reset_topology(nats_settings))
    return nats_settings


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.PERMANENT])
@pytest.mark.parametrize("stage", range(3))
def test_a_scheduled_retry_that_another_attempt_overtook_does_nothing(
    fresh: NatsSettings, sqlite_url: str, stage: int, outcome: Outcome
) -> None:
    """A person retried before it came: the outcome of that attempt counts, a film as well as a failure."""
    with pipeline(fresh, sqlite_url):
        machine = Pipeline()
        machine.decide(0, "approve")
        for _ in range(stage):
            machine.deliver(Outcome.DONE)
        machine.deliver(Outcome.RETRYABLE)
        machine.retry(0)
        for _ in range(3 - stage):
            machine.deliver(outcome)
        ended = machine.model[machine.keys[0]]
        assert ended == (S.RENDERED if outcome is Outcome.DONE else S.FAILED, 1)
        machine.fire()
        machine.the_projection_is_the_fold()
        assert machine.model[machine.keys[0]] == ended
        machine.teardown()


def test_no_order_of_events_leaves_a_post_behind(fresh: NatsSettings, sqlite_url: str) -> None:
    run_machine(fresh, sqlite_url, examples=5, steps=20)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_long_order_of_events_leaves_a_post_behind(fresh: NatsSettings, sqlite_url: str) -> None:
    run_machine(fresh, sqlite_url, examples=60, steps=40)
