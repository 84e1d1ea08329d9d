"""Other weekly times over the films that were finished: one film at each time, the oldest first."""

from hypothesis import given
from hypothesis import strategies as st

from libraries.learning.slot_policy import films_under_slots

DAYS = st.floats(0, 30, allow_nan=False)


def test_one_film_is_seen_at_each_time_and_never_before_it_is_finished() -> None:
    finished = {"a": 1.0, "b": 1.1, "c": 5.0, "before": 0.2}
    found = films_under_slots(finished, {"a": 3.0, "b": 9.5}, [0.5, 2.0, 3.0, 4.0, 6.0, 99.0], since=0.5, now=9.0)
    assert (found.finished, found.published, found.left) == (3, 3, 0)
    assert found.wait_days == 1.0  # 1.0, 1.9 and 1.0
    assert (found.was_published, found.was_wait_days) == (1, 2.0)


def test_without_times_or_films_nothing_is_said() -> None:
    nothing = films_under_slots({}, {}, [1.0, 2.0], 0.0, 9.0)
    assert (nothing.finished, nothing.published, nothing.wait_days, nothing.was_wait_days) == (0, 0, None, None)
    assert films_under_slots({"a": 1.0}, {}, [], 0.0, 9.0).left == 1


@given(st.dictionaries(st.text(max_size=3), DAYS, max_size=12), st.lists(DAYS, max_size=12).map(sorted))
def test_no_more_films_are_seen_than_times_or_films_there_are(finished: dict[str, float], times: list[float]) -> None:
    found = films_under_slots(finished, finished, times, 0.0, 30.0)
    assert found.published <= min(len(times), found.finished)
    assert found.published + found.left == found.finished == len(finished)
    assert found.wait_days is None or found.wait_days >= 0
    assert found.was_published == len(finished)
    more = films_under_slots(finished, finished, sorted([*times, 30.0]), 0.0, 30.0)
    assert found.published <= more.published <= found.published + 1
