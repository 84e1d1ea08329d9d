"""Times as both databases store them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projector.tables import database_time, database_time_of_micros, naive_utc

SEOUL = timezone(timedelta(hours=9))
moments = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments)
def test_a_time_its_text_and_its_microseconds_are_written_alike(moment: datetime) -> None:
    micros = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    text = database_time(moment)
    assert text == database_time(moment.isoformat()) == database_time_of_micros(micros)
    assert text is not None
    assert len(text) == len("2026-11-01 09:00:00.000000")
    assert datetime.fromisoformat(text).replace(tzinfo=UTC) == moment


def test_zones_are_reckoned_to_utc() -> None:
    assert database_time(datetime(2026, 11, 1, 9, tzinfo=SEOUL)) == "2026-11-01 00:00:00.000000"


def test_nothing_stays_nothing() -> None:
    assert database_time(None) is None
    assert naive_utc(None) is None


@pytest.mark.parametrize("claimed", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"])
def test_a_time_beyond_the_calendar_is_kept_as_claimed(claimed: str) -> None:
    assert database_time(claimed) == claimed[:10] + " " + claimed[11:19] + ".000000"
