"""Measurements of films in the projection: what is kept of them, what is erased, and what is still to be measured."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fixtures.facts import NOW
from fixtures.projection import KEYS, emptied, event, recorded, story
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import ContentMeasured, ContentUploaded, Event
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from services.projector.migrate import open_upgraded_database
from services.projector.queries.projection_queries import SqlProjection
from services.projector.writer import ProjectionWriter

pytestmark = pytest.mark.quick_cases(1)
CURVE = (RetentionPoint(place=0.0, watching=1.2), RetentionPoint(place=0.5, watching=0.61))
WHOLE = FilmStatistics(
    views=48_000,
    engaged_views=31_000,
    average_view_seconds=21.5,
    average_view_percentage=104.25,
    likes=900,
    dislikes=3,
    comments=120,
    shares=44,
    saves=7,
    reach=40_000,
    subscribers_gained=-2,
    retention=CURVE,
    traffic={"SHORTS": 40_000, "검색": 20},
)
LONG_AGO = NOW - timedelta(days=1)


class Database:
    """A projection that is written and read."""

    def __init__(self, url: str) -> None:
        self.engine = open_upgraded_database(url)
        self.writer = ProjectionWriter(self.engine)
        self.shown = SqlProjection(self.engine)

    def has(self, *events: Event) -> None:
        at = self.writer.checkpoint().sequence
        self.writer.fold_facts([one._replace(sequence=at + one.sequence) for one in recorded(list(events))], at)


@pytest.fixture
def stored(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.engine.dispose()


def measured(number: int = 0, age: FilmAge | None = FilmAge.DAY, revision: int = 1, **told: object) -> ContentMeasured:
    statistics = FilmStatistics.model_validate(told) if told else WHOLE
    return ContentMeasured(
        post_key=KEYS[number],
        revision=revision,
        platform="export",
        remote_id=f"r{revision}",
        age=age,
        statistics=statistics,
        counted_until=NOW + timedelta(hours=9),
    )


@pytest.mark.quick_cases(2)
def test_every_figure_comes_back_as_it_was_told(stored: Database) -> None:
    stored.has(*story(KEYS[0]), measured())
    (found,) = stored.shown.measurements(KEYS[0])
    assert found.statistics == WHOLE
    assert (found.platform, found.remote_id, found.age, found.revision) == ("export", "r1", FilmAge.DAY, 1)
    assert found.counted_until == NOW + timedelta(hours=9)
    assert found.at > NOW


def test_what_is_not_told_is_not_zero(stored: Database) -> None:
    stored.has(*story(KEYS[0]), measured(age=FilmAge.HOUR, likes=0))
    (found,) = stored.shown.measurements(KEYS[0])
    assert found.statistics == FilmStatistics(likes=0)
    assert found.statistics.views is None


def test_ages_come_in_their_order_and_a_later_fact_of_one_replaces_it(stored: Database) -> None:
    ages = [FilmAge.FOUR_WEEKS, FilmAge.HOUR, FilmAge.WEEK]
    stored.has(*story(KEYS[0]), *(measured(age=age, views=1) for age in ages), measured(age=FilmAge.HOUR, views=2))
    found = stored.shown.measurements(KEYS[0])
    assert [(one.age, one.statistics.views) for one in found] == [
        (FilmAge.HOUR, 2),
        (FilmAge.WEEK, 1),
        (FilmAge.FOUR_WEEKS, 1),
    ]


def test_an_earlier_film_of_the_post_keeps_its_figures(stored: Database) -> None:
    stored.has(*story(KEYS[0]), event(KEYS[0], "requested", 2), measured(revision=1, views=5))
    assert [one.statistics.views for one in stored.shown.measurements(KEYS[0])] == [5]


def test_figures_of_release_0_1_0_have_no_age_and_no_row(stored: Database) -> None:
    stored.has(*story(KEYS[0]), measured(age=None).model_copy(update={"figures": {"views": 3.0}}))
    assert stored.shown.measurements(KEYS[0]) == []


def test_nothing_is_left_of_a_retracted_post_also_when_it_is_measured_afterwards(stored: Database) -> None:
    stored.has(*story(KEYS[0]), *story(KEYS[1]), measured(), measured(1))
    stored.has(event(KEYS[0], "retracted"))
    assert stored.shown.measurements(KEYS[0]) == []
    stored.has(measured(age=FilmAge.WEEK))
    assert stored.shown.measurements(KEYS[0]) == []
    assert len(stored.shown.measurements(KEYS[1])) == 1


@pytest.mark.quick_cases(2)
def test_the_most_viewed_come_first_each_with_its_newest_figures(stored: Database) -> None:
    stored.has(*story(KEYS[0]), *story(KEYS[1]), *story(KEYS[2]))
    stored.has(measured(0, FilmAge.HOUR, views=90), measured(1, FilmAge.HOUR, views=10), measured(2, likes=4))
    stored.has(measured(0, FilmAge.DAY, views=95), measured(1, FilmAge.DAY, views=200))
    stored.has(measured(0, FilmAge.THREE_DAYS, likes=1))  # says no views, so the day's stand
    found = stored.shown.most_viewed()
    assert [(one.key, one.age, one.statistics.views) for one in found] == [
        (KEYS[1], FilmAge.DAY, 200),
        (KEYS[0], FilmAge.DAY, 95),
    ]
    assert [one.key for one in stored.shown.most_viewed(1)] == [KEYS[1]]


@pytest.mark.quick_cases(2)
def test_films_that_lack_an_age_are_listed_until_they_have_all(stored: Database) -> None:
    stored.has(*story(KEYS[0]), *story(KEYS[1]), measured(age=FilmAge.HOUR))
    first, second = stored.shown.unmeasured_films({"export"}, LONG_AGO)
    assert (first.key, set(first.measured), first.remote_id) == (KEYS[0], {FilmAge.HOUR}, "r1")
    assert (second.key, second.measured) == (KEYS[1], frozenset())
    assert stored.shown.unmeasured_films({"youtube"}, LONG_AGO) == []
    assert stored.shown.unmeasured_films((), LONG_AGO) == []
    assert stored.shown.unmeasured_films({"export"}, NOW + timedelta(days=1)) == []
    stored.has(*(measured(age=age) for age in FilmAge), event(KEYS[1], "withdrawn"))
    assert stored.shown.unmeasured_films({"export"}, LONG_AGO) == []


def test_figures_of_another_upload_of_the_film_do_not_count(stored: Database) -> None:
    stored.has(*story(KEYS[0]), *(measured(age=age) for age in FilmAge), event(KEYS[0], "withdrawn"))
    again = event(KEYS[0], "uploaded")
    assert isinstance(again, ContentUploaded)
    stored.has(again.model_copy(update={"remote_id": "second", "event_id": "f" * 32}))
    (film,) = stored.shown.unmeasured_films({"export"}, LONG_AGO)
    assert (film.remote_id, film.measured) == ("second", frozenset())


_AGES = st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(FilmAge), st.integers(0, 9)), max_size=12)


@pytest.fixture(scope="module")
def reused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for many examples, which is emptied between them."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('measured')}/p.db")
    yield made
    made.engine.dispose()


@settings(max_examples=20, deadline=None)
@given(facts=_AGES, cut=st.integers(0, 12))
def test_any_order_and_any_batches_give_the_last_figures_of_each_age(
    reused: Database, facts: list[tuple[int, FilmAge, int]], cut: int
) -> None:
    emptied(reused.engine)
    reused.has(*story(KEYS[0]), *story(KEYS[1]))
    events = [measured(number, age, views=views) for number, age, views in facts]
    for some in (events[:cut], events[cut:]):
        if some:
            reused.has(*some)
    shown = reused.shown
    found = {(number, one.age): one.statistics.views for number in (0, 1) for one in shown.measurements(KEYS[number])}
    assert found == {(number, age): views for number, age, views in facts}
    lacking = {film.key: film.measured for film in shown.unmeasured_films({"export"}, LONG_AGO)}
    for number in (0, 1):
        ages = {age for of, age in found if of == number}
        assert lacking.get(KEYS[number], frozenset(FilmAge)) == ages
