"""The chain of a post's facts: every one names the one before it, and a gap is told with its place."""

from datetime import UTC, datetime

import pytest
from fixtures.facts import facts_of, post
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.bus.stream.history import PostHistory, verified_chain_end
from libraries.stored_messages.digest_chain import CHAIN, EXPECTED, ChainEnd, ChainEnds, chained_digest, fact_digest
from libraries.stored_messages.stored_message import StoredMessage
from schemas.errors import StreamDamaged
from schemas.events import PostCollected


def stored(sequence: int, expected: str | None, subject: str = "post.approved.sample.1") -> StoredMessage:
    headers = {} if expected is None else {EXPECTED: expected}
    return StoredMessage(sequence, datetime(2026, 11, 29, tzinfo=UTC), subject, headers, b"{}")


@each_row(
    ("expected", "previous", "missing"),
    [
        ("7", 7, None),
        ("0", 0, None),
        ("007", 7, None),
        ("6", 7, 6),
        ("8", 7, 8),
        ("8", 0, 8),
        ("0", 7, 0),
        ("18446744073709551615", 7, 2**64 - 1),
        *((text, 7, None) for text in (None, "", "x", "-6", "6.0", " 6", "²", "٦", "9" * 5000)),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_the_fact_before_another_is_the_one_that_it_names(
    expected: str | None, previous: int, missing: int | None
) -> None:
    assert ChainEnd(previous).missing_sequence_before(stored(9, expected)) == missing


def test_what_a_retraction_purged_is_not_missing() -> None:
    assert ChainEnd().missing_sequence_before(stored(9, "8", "post.retracted.sample.1")) is None
    assert ChainEnd().missing_sequence_before(stored(9, "8", "content.retracted.sample.1")) == 8


@given(st.lists(st.integers(1, 99), min_size=2, max_size=8, unique=True).map(sorted), st.data())
def test_a_history_is_whole_until_one_of_its_facts_is_lost(sequences: list[int], data: st.DataObject) -> None:
    history = [stored(sequence, str(before)) for before, sequence in zip([0, *sequences[:-1]], sequences, strict=True)]
    verified_chain_end("sample.1", history)
    verified_chain_end("sample.1", history[:-1])  # a lost end cannot be known from what is left
    lost = data.draw(st.integers(0, len(history) - 2))
    with pytest.raises(StreamDamaged) as caught:
        verified_chain_end("sample.1", history[:lost] + history[lost + 1 :])
    assert caught.value.fields["expected"] == sequences[lost]
    assert caught.value.fields["sequence"] == sequences[lost + 1]
    assert caught.value.fields["found"] == (sequences[lost - 1] if lost else 0)
    swapped = [*history[:lost], history[lost + 1], history[lost], *history[lost + 2 :]]
    with pytest.raises(StreamDamaged):
        verified_chain_end("sample.1", swapped)


def test_a_fact_is_found_by_its_id() -> None:
    facts = facts_of([PostCollected(post_key=post(one).key, revision=0, post=post(one)) for one in ("1", "2")])
    history = PostHistory(facts, 2)
    assert [history.fact_with_id(fact.event.event_id) for fact in facts] == facts
    assert history.fact_with_id("another") is None


def test_imported_facts_name_nothing_and_are_whole() -> None:
    verified_chain_end("sample.1", [stored(4, None), stored(7, ""), stored(9, "7")])
    verified_chain_end("sample.1", [])


def linked(payloads: list[bytes], unsaid: set[int]) -> list[StoredMessage]:
    """A history of these payloads; the facts at the places ``unsaid`` carry no digest, as those of release 0.1.0."""
    made, end = [], ChainEnd()
    for place, payload in enumerate(payloads):
        headers = {EXPECTED: str(end.sequence)} | ({} if place in unsaid else {CHAIN: end.digest})
        one = StoredMessage(place + 1, datetime(2026, 11, 29, tzinfo=UTC), "content.started.sample.1", headers, payload)
        made.append(one)
        end = end.with_stored(one)
    return made


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=8), st.data())
def test_a_changed_fact_is_known_by_the_next_one_that_says_what_was_before(
    payloads: list[bytes], data: st.DataObject
) -> None:
    places = range(len(payloads))
    unsaid = data.draw(st.sets(st.sampled_from(places)))
    history = linked(payloads, unsaid)
    assert verified_chain_end("sample.1", history).sequence == len(payloads)
    changed = data.draw(st.sampled_from(places))
    other = history[changed]._replace(payload=history[changed].payload + b" ")
    damaged = [*history[:changed], other, *history[changed + 1 :]]
    told_by = [place + 1 for place in places if place > changed and place not in unsaid]
    if not told_by:
        assert verified_chain_end("sample.1", damaged).digest != verified_chain_end("sample.1", history).digest
        return
    with pytest.raises(StreamDamaged) as caught:
        verified_chain_end("sample.1", damaged)
    assert (caught.value.code, caught.value.fields["sequence"]) == ("stream.history_changed", told_by[0])


def test_what_a_retraction_says_of_purged_facts_counts_for_those_after_it() -> None:
    first, second, third = linked([b"1", b"2", b"3"], set())
    retraction = second._replace(subject="post.retracted.sample.1")
    assert verified_chain_end("sample.1", [retraction, third]) == verified_chain_end(
        "sample.1", [first, retraction, third]
    )
    with pytest.raises(StreamDamaged):
        verified_chain_end("sample.1", [retraction._replace(payload=b"x"), third])


def test_digests_are_as_the_stored_ones_for_ever() -> None:
    assert fact_digest(b"a fact") == "deae32cc1438a4a74b0d9e6db3bbda7d"
    assert chained_digest("", fact_digest(b"a fact")) == "9f267575384241477abb18ad01517107"


def test_so_many_ends_are_remembered_and_only_where_they_are_expected() -> None:
    ends = ChainEnds(most=2)
    assert ends.pop_end("a", 0) == ChainEnd()
    for name in ("a", "b", "a", "c"):
        ends.put_end(name, ChainEnd(5, name))
    assert (ends.pop_end("b", 5), ends.pop_end("a", 5), ends.pop_end("a", 5)) == (None, ChainEnd(5, "a"), None)
    assert ends.pop_end("c", 4) is None
    assert ends.pop_end("c", 0) == ChainEnd()
