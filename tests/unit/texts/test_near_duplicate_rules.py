"""Near-duplicate detection at its thresholds, and what it forgets."""

import random
import tracemalloc
from itertools import pairwise

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.texts import near_duplicates
from libraries.texts.near_duplicates import (
    DuplicateMatch,
    NearDuplicateFinder,
    comparable_letters,
    shingle_containment,
    shingle_hashes,
)

SETS = st.frozensets(st.integers(0, 40), max_size=30)
HASHES = st.integers(0, 2**64 - 1)


def letters(seed: int, count: int) -> str:
    """Letters in which hardly any run of five repeats."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(ord("가"), ord("힣"))) for _ in range(count))


def hexed(value: int) -> str:
    return f"{value:016x}"


@given(SETS, SETS)
def test_containment_is_symmetric_and_a_share(one: frozenset[int], other: frozenset[int]) -> None:
    found = shingle_containment(one, other)
    assert found == shingle_containment(other, one)
    assert 0 <= found <= 1
    assert (found == 1) == (bool(one and other) and (one <= other or other <= one))


@pytest.mark.parametrize(("count", "size", "expected"), [(10, 5, 6), (5, 5, 1), (4, 5, 0), (0, 5, 0)])
def test_shingles_are_all_runs_of_a_length(count: int, size: int, expected: int) -> None:
    assert len(shingle_hashes(letters(1, count), size)) == expected


def test_equal_runs_have_equal_hashes_of_64_bits() -> None:
    one, other = shingle_hashes("가나다라마바", 5), shingle_hashes("나다라마바사", 5)
    assert one & other == shingle_hashes("나다라마바", 5)
    assert all(0 <= each < 2**64 for each in one | other)
    assert max(shingle_hashes(letters(1, 200), 5)) > 2**60


@each_row(
    ("text", "expected"),
    [
        ("한글 ABC 123", "한글abc123"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "fullwidth"),
        ("ㅋㅋㅋ 본문 ㅠㅠ", "본문"),  # NFKC makes other code points of single jamo
        ("漢字 かな カナ", "漢字かなカナ"),
        ("본문 https://a.example/b?c=1 끝", "본문끝"),
        ("[퍼옴펌] 본문", "본문"),
        ("(펌) 본문", "본문"),
        ("본문 출처: 어느 게시판", "본문"),
        ("본문\n출처 : 어디\n다음 줄", "본문다음줄"),
        ("FWD 본문", "본문"),
        ("fw:본문", "본문"),
        ("forward 본문", "forward본문"),
        ("🙂 본문!?", "본문"),
    ],
)
def test_only_letters_of_the_text_itself_are_compared(text: str, expected: str) -> None:
    assert comparable_letters(text) == expected


@pytest.mark.parametrize(("count", "same"), [(40, True), (39, False)])
def test_forty_letters_are_enough_to_compare(count: int, same: bool) -> None:
    text, known = letters(2, count), NearDuplicateFinder()
    known.add_and_match("a.1", text)
    assert (known.add_and_match("b.1", text).original == "a.1") is same


@pytest.mark.parametrize(("shared", "same"), [(70, True), (60, False)])
def test_two_thirds_of_the_shorter_text_make_a_copy(shared: int, same: bool) -> None:
    known = NearDuplicateFinder()
    known.add_and_match("a.1", letters(3, shared) + letters(4, 200))
    assert (known.add_and_match("b.1", letters(3, shared) + letters(5, 100 - shared)).original == "a.1") is same


def test_a_text_within_a_much_longer_one_is_its_copy() -> None:
    known, short = NearDuplicateFinder(), letters(6, 100)
    known.add_and_match("a.1", letters(7, 300) + short + letters(8, 300))
    assert known.add_and_match("b.1", short).original == "a.1"


def test_sites_are_counted_once_each() -> None:
    known, text = NearDuplicateFinder(), letters(9, 100)
    matches = [known.add_and_match(name, text) for name in ("a.1", "a.2", "b.1", "c.1", "b.2")]
    assert matches == [DuplicateMatch("a.1", sites) for sites in (1, 1, 2, 3, 3)]


def test_a_post_that_is_added_again_keeps_its_match_and_counts_no_site() -> None:
    known, text = NearDuplicateFinder(), letters(10, 100)
    known.add_and_match("a.1", text)
    assert known.add_and_match("a.1", letters(11, 100)) == DuplicateMatch("a.1", 1)
    assert known.add_and_match("b.1", letters(11, 100)) == DuplicateMatch("b.1", 1)


@given(HASHES, st.sets(st.integers(0, 63), max_size=7))
def test_hashes_of_at_most_seven_different_bits_share_a_byte(one: int, bits: set[int]) -> None:
    other = one
    for bit in bits:
        other ^= 1 << bit
    assert near_duplicates._bands([one]) & near_duplicates._bands([other])


@given(HASHES, st.lists(st.integers(0, 63), min_size=6, max_size=6, unique=True))
def test_pictures_that_differ_in_six_bits_are_the_same(one: int, bits: list[int]) -> None:
    other = one
    for bit in bits:
        other ^= 1 << bit
    known = NearDuplicateFinder()
    known.add_and_match("a.1", "", [hexed(one)])
    assert known.add_and_match("b.1", "", [hexed(other)]) == DuplicateMatch("a.1", 2)
    seventh = next(bit for bit in range(64) if bit not in bits)
    lone = NearDuplicateFinder()
    lone.add_and_match("a.1", "", [hexed(one)])
    assert lone.add_and_match("b.1", "", [hexed(other ^ 1 << seventh)]) == DuplicateMatch("b.1", 1)


def test_text_goes_before_pictures() -> None:
    known, picture = NearDuplicateFinder(), hexed(0x0123456789ABCDEF)
    known.add_and_match("a.1", letters(12, 100), [picture])
    assert known.add_and_match("b.1", letters(13, 100), [picture]).original == "b.1"
    assert known.add_and_match("c.1", "짤", [picture]).original == "c.1"


def test_only_the_first_four_pictures_are_compared_and_empty_hashes_are_none() -> None:
    known, pictures = NearDuplicateFinder(), [hexed(0x1111111111111111 * n) for n in (1, 2, 4, 8)]
    known.add_and_match("a.1", "", [*pictures, hexed(0)])
    assert known.add_and_match("b.1", "", [*pictures, hexed(2**64 - 1)]).original == "a.1"
    assert known.add_and_match("c.1", "", ["", pictures[0]]).original == "a.1"
    assert known.add_and_match("d.1", "", ["", ""]).original == "d.1"
    assert known.add_and_match("e.1", "", []).original == "e.1"


def test_of_several_copies_the_earliest_is_named() -> None:
    known = NearDuplicateFinder()
    one, other = 0x00FF00FF00FF00FF, 0x00FF00FF00FF00FF ^ 0b1111
    known.add_and_match("a.1", "", [hexed(one)])
    known.add_and_match("b.1", "", [hexed(one ^ 0b1111 << 40)])
    assert known.add_and_match("c.1", "", [hexed(other)]).original == "a.1"


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=25), st.integers(1, 5))
def test_no_more_is_remembered_than_asked_and_every_index_agrees(adds: list[tuple[int, int]], room: int) -> None:
    known = NearDuplicateFinder(remembered=room)
    for number, (seed, site) in enumerate(adds):
        text, pictures = (letters(seed, 60), []) if seed % 2 else ("", [hexed(seed * 0x0101010101010101)])
        match = known.add_and_match(f"{site}.{number}", text, pictures)
        assert 1 <= match.sites <= 4
    names = set(known._posts)
    assert len(names) <= room
    assert {name for hashed in known._by_hash for name in known._names(hashed)} <= names
    assert {name for held in known._by_band.values() for name in held} <= names
    assert {name for held in known._members.values() for name in held} == names
    assert all(held for index in (known._by_hash, known._by_band, known._members) for held in index.values())


def test_posts_are_numbered_in_the_order_they_came() -> None:
    known = NearDuplicateFinder()
    for n in range(5):
        known.add_and_match(f"a.{n}", letters(n, 50))
    numbers = [post.number for post in known._posts.values()]
    assert all(later - earlier == 1 for earlier, later in pairwise(numbers))


def test_a_remembered_post_takes_little_memory() -> None:
    """Twenty thousand are remembered; hashes as objects of their own took 90 KB of a post of eight hundred letters."""
    finder, posts = NearDuplicateFinder(), 200
    tracemalloc.start()
    for number in range(posts):
        finder.add_and_match(f"site.{number}", letters(number, 800))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept / posts < 25_000  # bytes


def test_a_text_of_many_posts_is_found_while_one_of_them_is_remembered() -> None:
    finder = NearDuplicateFinder(remembered=3)
    told, others = letters(1, 200), iter(range(100, 200))
    assert finder.add_and_match("a.1", told).original == "a.1"
    assert [finder.add_and_match(f"b.{number}", told).original for number in range(3)] == ["a.1"] * 3
    for _ in range(2):
        finder.add_and_match(f"c.{next(others)}", letters(next(others), 200))
    assert finder.add_and_match("d.1", told).original == "a.1"
    for _ in range(3):
        finder.add_and_match(f"c.{next(others)}", letters(next(others), 200))
    assert finder.add_and_match("d.2", told).original == "d.2"
