"""Answers of a member of a cluster that was cut off: it still thinks that it leads, and answers with what it had."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.facts import post
from nats.js.api import PubAck
from nats.js.errors import APIError

from libraries.bus import Bus
from libraries.bus.connection.seen_sequences import SeenSequences
from schemas import subjects
from schemas.errors import Conflict, ProviderDown
from schemas.events import PostApproved, PostCollected
from schemas.posts import PostKey

KEY = PostKey.of("sample", "1")
COLLECTED = PostCollected(post_key=KEY, revision=0, post=post())
APPROVED = PostApproved(post_key=KEY, revision=1, reviewer="me")
Answer = dict[str, Any] | APIError


class LaggingMember:
    """Answers of the broker to readings as they were at `cut_off`, given in place of the next ``times`` readings.

    ``refuses``: writes that it refuses, since what they expect came after.
    """

    def __init__(self, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = self.refuses = self.given = 0
        self._old: dict[str, Answer] = {}
        self._api, self._store = bus.client.call_api, bus.client.store_message
        monkeypatch.setattr(bus.client, "replicated", True)
        monkeypatch.setattr(bus.client, "call_api", self._read)
        monkeypatch.setattr(bus.client, "store_message", self._write)

    async def cut_off(self, *calls: tuple[str, dict[str, object] | None]) -> None:
        """Note the answers that it gives to these calls from now on."""
        for call, request in calls:
            try:
                self._old[_name(call, request)] = await self._api(call, request)
            except APIError as error:
                self._old[_name(call, request)] = error

    async def _read(self, call: str, request: dict[str, object] | None = None) -> dict[str, Any]:
        old = self._old.get(_name(call, request))
        if old is None or self.given >= self.times:
            return await self._api(call, request)
        self.given += 1
        if isinstance(old, APIError):
            raise old
        return old

    async def _write(self, subject: str, payload: bytes, headers: dict[str, str]) -> PubAck:
        if self.refuses:
            self.refuses -= 1
            raise APIError(code=400, err_code=10071, description="wrong last sequence: 0", stream="", seq=0)
        return await self._store(subject, payload, headers)


def _name(call: str, request: dict[str, object] | None) -> str:
    return f"{call} {json.dumps(request, sort_keys=True)}"


def last_on(subject: str, stream: str) -> tuple[str, dict[str, object]]:
    return f"STREAM.MSG.GET.{stream}", {"last_by_subj": subject}


@pytest.fixture
def member(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> LaggingMember:
    return LaggingMember(bus, monkeypatch)


@pytest.fixture
def lost_acknowledgement(bus: Bus, member: LaggingMember, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Loses the acknowledgement of the next write, so that it is made again."""

    def lose() -> None:
        plain = bus.client.store_message

        async def store(subject: str, payload: bytes, headers: dict[str, str]) -> PubAck:
            monkeypatch.setattr(bus.client, "store_message", plain)
            await plain(subject, payload, headers)
            return await plain(subject, payload, headers)

        monkeypatch.setattr(bus.client, "store_message", store)

    return lose


class TestEntries:
    async def test_a_write_whose_acknowledgement_was_lost_is_found_though_one_member_lacks_it(
        self, bus: Bus, member: LaggingMember, lost_acknowledgement: Callable[[], None]
    ) -> None:
        await member.cut_off(last_on("$KV.UPLOADS.a", "KV_UPLOADS"))
        member.times = 3
        lost_acknowledgement()
        revision = await bus.ledger().compare_and_set("a", b"1", expected=0)
        entry = await bus.ledger().get("a")
        assert entry is not None
        assert (entry.revision, entry.value) == (revision, b"1")
        assert member.given == 3

    async def test_what_was_read_once_is_read_again(self, bus: Bus, member: LaggingMember) -> None:
        await member.cut_off(last_on("$KV.UPLOADS.a", "KV_UPLOADS"))
        await bus.ledger().compare_and_set("a", b"1", expected=0)
        bus.client.seen = SeenSequences()  # as of another connection, which knows nothing yet
        assert await bus.ledger().get("a") is not None
        member.times = 2
        assert await bus.ledger().get("a") is not None
        assert member.given == 2

    async def test_a_refusal_by_a_member_that_lags_is_asked_again(self, bus: Bus, member: LaggingMember) -> None:
        first = await bus.ledger().compare_and_set("a", b"1", expected=0)
        member.refuses = 2
        assert await bus.ledger().compare_and_set("a", b"2", expected=first) == first + 1
        assert member.refuses == 0

    async def test_a_true_conflict_is_one(self, bus: Bus, member: LaggingMember) -> None:
        first = await bus.ledger().compare_and_set("a", b"1", expected=0)
        await bus.ledger().compare_and_set("a", b"2", expected=first)
        with pytest.raises(Conflict):
            await bus.ledger().compare_and_set("a", b"3", expected=first)

    async def test_answers_that_never_agree_end_with_an_error(self, bus: Bus, member: LaggingMember) -> None:
        bus.client.patience = 0.3
        member.refuses = 1000
        with pytest.raises(ProviderDown) as caught:
            await bus.ledger().compare_and_set("a", b"1", expected=0)
        assert caught.value.code == "broker.no_answer"


class TestFacts:
    async def test_a_fact_whose_acknowledgement_was_lost_is_found_though_one_member_lacks_it(
        self, bus: Bus, member: LaggingMember, lost_acknowledgement: Callable[[], None]
    ) -> None:
        of_post: dict[str, object] = {"seq": 1, "next_by_subj": subjects.post_facts_filter(KEY)}
        await member.cut_off((f"STREAM.MSG.GET.{subjects.FACTS}", of_post))
        member.times = 2
        lost_acknowledgement()
        assert await bus.publish(COLLECTED, expected=0) == 1
        assert (await bus.post_history(KEY)).sequence == 1
        assert member.given == 2

    async def test_a_refusal_by_a_member_that_lags_is_asked_again(self, bus: Bus, member: LaggingMember) -> None:
        await bus.publish(COLLECTED, expected=0)
        member.refuses = 1
        assert await bus.publish(APPROVED, expected=1) == 2

    async def test_a_reading_to_the_end_has_our_own_last_fact(self, bus: Bus, member: LaggingMember) -> None:
        await bus.publish(COLLECTED, expected=0)
        await member.cut_off(last_on(">", subjects.FACTS))
        await bus.publish(APPROVED, expected=1)
        member.times = 7
        assert [fact.sequence async for batch in bus.facts() for fact in batch] == [1, 2]
        assert member.given == 7

    async def test_a_reading_ends_though_our_own_last_fact_was_purged(self, bus: Bus, member: LaggingMember) -> None:
        await bus.publish(COLLECTED, expected=0)
        await bus.publish(APPROVED, expected=1)
        await bus.client.call_api(f"STREAM.PURGE.{subjects.FACTS}", {"filter": subjects.post_facts_filter(KEY)})
        bus.client.patience = 5
        assert [fact async for batch in bus.facts() for fact in batch] == []


class TestLetters:
    async def test_a_letter_that_a_member_that_lags_refuses_is_stored_and_then_stays(
        self, bus: Bus, member: LaggingMember
    ) -> None:
        member.refuses = 2
        for reason in ("the first", "delivered again"):
            await bus.add_dead_letter("studio", 7, "post.approved.sample.1", b"x", reason)
        assert [(one.reason, one.sequence) for one in await bus.dead_letters()] == [("the first", 1)]


class TestLeases:
    async def test_a_lease_is_held_though_a_member_that_lags_refuses(self, bus: Bus, member: LaggingMember) -> None:
        lease = await bus.take_lease("a", ttl=60)
        assert lease is not None
        member.refuses = 1
        assert await lease.renew()

    async def test_a_lease_that_another_took_is_lost_though_a_member_still_shows_it(
        self, bus: Bus, member: LaggingMember
    ) -> None:
        lease = await bus.take_lease("a", ttl=60)
        assert lease is not None
        await member.cut_off(last_on("lease.a", "LEASES"))
        await bus.client.store_message("lease.a", b"another", {})
        member.times = 1
        assert not await lease.renew()
        assert member.given == 1
