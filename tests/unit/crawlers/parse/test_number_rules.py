"""The rules by which numbers are read, one by one and at their limits."""

from unicodedata import normalize

import pytest
from fixtures.rows import each_row
from hypothesis import assume, given
from hypothesis import strategies as st

from crawlers.parse.numbers import parse_number

UNITS = {
    "십": 10,
    "백": 100,
    "천": 1_000,
    "만": 10_000,
    "억": 100_000_000,
    "k": 1_000,
    "K": 1_000,
    "m": 10**6,
    "M": 10**6,
}
DESCENDING = ("억", "만", "천", "백", "십")


@pytest.mark.parametrize(("unit", "factor"), UNITS.items())
@given(value=st.integers(1, 999), gap=st.sampled_from(["", " "]))
def test_a_unit_multiplies(unit: str, factor: int, value: int, gap: str) -> None:
    assert parse_number(f"{value}{gap}{unit}") == value * factor


@given(st.dictionaries(st.sampled_from(DESCENDING), st.integers(1, 9), min_size=1), st.integers(0, 9))
def test_descending_units_add_up(parts: dict[str, int], ones: int) -> None:
    written = " ".join(f"{parts[unit]}{unit}" for unit in DESCENDING if unit in parts)
    expected = sum(count * UNITS[unit] for unit, count in parts.items())
    assert parse_number(f"{written} {ones}" if ones else written) == expected + ones


@each_row(
    ("text", "expected"),
    [
        ("2천 3만", 2_000),  # a larger unit begins another number
        ("2천 3천", 2_000),
        ("5 6", 5),
        ("1만2천3백", 12_300),
        ("1만 회 2천", 10_000),
    ],
)
def test_a_number_ends_where_the_units_stop_descending(text: str, expected: int) -> None:
    assert parse_number(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("1.25만", 12_500),
        ("0.5천", 500),
        ("1.23456789m", 1_234_568),
        ("12.9", 13),
        ("12.4", 12),
        ("1,234.5천", 1_234_500),
    ],
)
def test_decimals_are_rounded_to_whole_numbers(text: str, expected: int) -> None:
    assert parse_number(text) == expected


@each_row(
    ("text", "expected"),
    [("5 mb", 5), ("3 kg", 3), ("3 k", 3_000), ("3k개", 3_000), ("7m!", 7_000_000), ("2 Km", 2)],
)
def test_k_and_m_count_only_when_no_letter_follows(text: str, expected: int) -> None:
    assert parse_number(text) == expected


@each_row(
    ("text", "expected"),
    [("1,23", 1), ("1,234", 1_234), ("12,345,678", 12_345_678), ("1234,567", 1_234), (",5", 5), ("0,123", 123)],
)
def test_commas_separate_groups_of_three(text: str, expected: int) -> None:
    assert parse_number(text) == expected


def test_the_largest_number_is_a_quadrillion() -> None:
    assert parse_number(str(10**15)) == 10**15
    assert parse_number(str(10**15 + 1)) is None
    assert parse_number("9" * 17) is None
    assert parse_number("99999999억") is None


@each_row("text", ["①", "²", "½", "Ⅷ", "+", ".", "만", "k"])
def test_signs_that_only_resemble_digits_never_raise(text: str) -> None:
    assert parse_number(text) in (None, 1, 2)


@given(st.integers(0, 10**6), st.text(st.characters(exclude_categories=("Nd", "Nl", "No")), max_size=20))
def test_the_first_number_is_taken_whatever_stands_before(value: int, before: str) -> None:
    assume(not any(map(str.isdigit, normalize("NFKC", before))))  # as ㏠, which is the first day of a month
    assert parse_number(f"{before} {value}") == value
