"""A test over a table names every wrong row, and cannot pass without having tried one."""

import inspect
from pathlib import Path

import pytest
from fixtures.rows import each_row


def test_every_wrong_row_is_named_with_its_message() -> None:
    tried = []

    @each_row(("text", "length"), [("a", 1), ("bb", 3), ("ccc", 3), pytest.param("dd", 5, id="the long one")])
    def lengths(text: str, length: int) -> None:
        tried.append(text)
        assert len(text) == length, f"{text} is {len(text)} long"

    with pytest.raises(AssertionError) as failed:
        lengths()
    assert tried == ["a", "bb", "ccc", "dd"]
    told = str(failed.value)
    assert told.startswith("2 of 4 rows are wrong:")
    assert all(words in told for words in ("['bb', 3]", "bb is 2 long", "[the long one]", "dd is 2 long"))
    assert "ccc" not in told
    assert "bb is 2 long" in str(failed.value.__cause__)


@pytest.mark.parametrize(
    ("ids", "labels"), [(["first", "second"], "[first]"), (lambda value: f"<{value}>", "[<1>]"), (None, "[1]")]
)
def test_an_error_and_a_failure_of_pytest_are_failures_of_their_row(ids: object, labels: str) -> None:
    @each_row("number", [1, 0], ids=ids)  # type: ignore[arg-type]
    def divided(number: int) -> None:
        with pytest.raises(ZeroDivisionError):
            _ = 1 // number

    with pytest.raises(AssertionError, match="1 of 2 rows are wrong") as failed:
        divided()
    assert labels in str(failed.value)
    assert "DID NOT RAISE" in str(failed.value)


@pytest.mark.parametrize(("rows", "outcome"), [([1, 0, 2], AssertionError), ([2, 0], pytest.skip.Exception)])
def test_a_skip_hides_no_wrong_row(rows: list[int], outcome: type[BaseException]) -> None:
    @each_row("number", rows)
    def twos(number: int) -> None:
        if not number:
            pytest.skip("no two here")
        assert number == 2

    with pytest.raises(outcome):
        twos()


async def test_a_coroutine_is_awaited_for_each_row() -> None:
    tried = []

    @each_row("number", range(3))
    async def small(number: int) -> None:
        tried.append(number)
        assert number < 2

    with pytest.raises(AssertionError, match="1 of 3 rows"):
        await small()
    assert tried == [0, 1, 2]


def test_two_tables_try_every_pair_and_all_other_parameters_are_fixtures() -> None:
    tried = []

    @each_row("letter", "ab")
    @each_row("number", [1, 2])
    def pairs(tmp_path: Path, letter: str, number: int) -> None:
        tried.append((letter, number))

    assert list(inspect.signature(pairs).parameters) == ["tmp_path"]
    pairs(tmp_path=Path())
    assert tried == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "could not fail"),
        ([(1, 2), (1,)], "row 1 has 1 values for 2 names"),
        ([pytest.param(1, 2, marks=pytest.mark.slow)], "has marks"),
    ],
)
def test_a_table_that_is_none_is_refused_before_any_test(table: list[object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        each_row("one, other", table)
