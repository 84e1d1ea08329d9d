"""Quiet hours as a person writes them."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from libraries.alerts.quiet_hours import QuietHours
from services.config import HealthSettings


@pytest.mark.parametrize(
    ("text", "quiet"),
    [("23-8", {23, *range(8)}), ("0 - 7", set(range(7))), ("22-24", {22, 23}), ("8-8", set[int]())],
)
def test_hours_within_and_over_midnight(text: str, quiet: set[int]) -> None:
    hours = QuietHours.parse(text)
    assert {hour for hour in range(24) if hours.contain(datetime(2026, 12, 1, hour, 59))} == quiet  # noqa: DTZ001 (local)


@pytest.mark.parametrize("text", ["23", "24-8", "8-25", "밤", "-1-8", "23-8-9"])
def test_what_is_no_span_of_hours_is_refused_where_it_is_set(text: str) -> None:
    with pytest.raises(ValidationError, match="such as 23-8"):
        HealthSettings(quiet_hours=text)
