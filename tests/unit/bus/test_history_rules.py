"""The chain of a post's facts: every one names the one before it, and a gap is told with its place."""

from datetime import UTC, datetime

import pytest
from fixtures.facts import facts_of, post
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.bus.stream.history import EXPECTED, PostHistory, missing_before, require_whole
from libraries.bus.stream.stored_message import StoredMessage
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
    assert missing_before(stored(9, expected), previous) == missing


def test_what_a_retraction_purged_is_not_missing() -> None:
    assert missing_before(stored(9, "8", "post.retracted.sample.1"), 0) is None
    assert missing_before(stored(9, "8", "content.retracted.sample.1"), 0) == 8


@given(st.lists(st.integers(1, 99), min_size=2, max_size=8, unique=True).map(sorted), st.data())
def test_a_history_is_whole_until_one_of_its_facts_is_lost(sequences: list[int], data: st.DataObject) -> None:
    history = [stored(sequence, str(before)) for before, sequence in zip([0, *sequences[:-1]], sequences, strict=True)]
    require_whole("sample.1", history)
    require_whole("sample.1", history[:-1])  # a lost end cannot be known from what is left
    lost = data.draw(st.integers(0, len(history) - 2))
    with pytest.raises(StreamDamaged) as caught:
        require_whole("sample.1", history[:lost] + history[lost + 1 :])
    assert caught.value.fields["expected"] == sequences[lost]
    assert caught.value.fields["sequence"] == sequences[lost + 1]
    assert caught.value.fields["found"] == (sequences[lost - 1] if lost else 0)
    swapped = [*history[:lost], history[lost + 1], history[lost], *history[lost + 2 :]]
    with pytest.raises(StreamDamaged):
        require_whole("sample.1", swapped)


def test_a_fact_is_found_by_its_id() -> None:
    facts = facts_of([PostCollected(post_key=post(one).key, revision=0, post=post(one)) for one in ("1", "2")])
    history = PostHistory(facts, 2)
    assert [history.find(fact.event.event_id) for fact in facts] == facts
    assert history.find("another") is None


def test_imported_facts_name_nothing_and_are_whole() -> None:
    require_whole("sample.1", [stored(4, None), stored(7, ""), stored(9, "7")])
    require_whole("sample.1", [])
