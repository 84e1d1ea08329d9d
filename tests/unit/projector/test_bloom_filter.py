"""The Bloom filter forgets nothing, and takes few new keys for old ones."""

from hypothesis import given
from hypothesis import strategies as st

from libraries.bloom_filter import BloomFilter

keys = st.lists(st.text(min_size=1, max_size=12), max_size=20)


@given(st.lists(keys, max_size=6))
def test_a_key_that_was_added_is_found_ever_after(batches: list[list[str]]) -> None:
    seen: set[str] = set()
    some = BloomFilter()
    for batch in batches:
        found = some.add_and_list_known(batch)
        assert seen & set(batch) <= set(found)
        assert found == sorted(set(found))
        assert set(found) <= set(batch)
        seen |= set(batch)


def test_a_batch_does_not_find_itself() -> None:
    assert BloomFilter().add_and_list_known(["a", "b", "a"]) == []


def test_few_new_keys_are_taken_for_old_ones() -> None:
    some = BloomFilter()
    some.add_and_list_known([f"sample.{number}" for number in range(50_000)])
    false = some.add_and_list_known([f"other.{number}" for number in range(10_000)])
    assert len(false) < 400  # 50,000 of 4,194,304 slots are taken: 1.2 % of new keys
