"""The mathematics of the figures: medians with their interval, retention by line, CSV that no spreadsheet computes."""

import csv
import io
import random
from statistics import median

from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_statistics.csv_text import csv_text
from libraries.film_statistics.order_statistics import quantile_ranks
from libraries.film_statistics.viewer_retention import (
    LineRetention,
    film_viewer_retention,
    line_losing_most_viewers,
    share_still_watching,
)
from schemas.events import (
    ContentMeasured,
    ContentRendered,
    ContentScripted,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
)
from schemas.insights import FEWEST, DeclineReasonRow
from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=400))
def test_the_median_stands_at_its_places(values: list[int]) -> None:
    ordered = sorted(values)
    first, second = quantile_ranks(len(values)).median
    assert (ordered[first - 1] + ordered[second - 1]) / 2 == median(values)
    assert sum(value <= ordered[quantile_ranks(len(values)).ninth - 1] for value in values) >= 0.9 * len(values)


def test_too_few_films_have_no_interval() -> None:
    assert [quantile_ranks(films).interval is None for films in (1, FEWEST - 1, FEWEST)] == [True, True, False]


@each_row(("films", "interval"), [(6, (1, 6)), (9, (2, 8)), (20, (6, 15)), (50, (18, 33)), (100, (40, 61))])
def test_intervals_are_those_of_the_published_table(films: int, interval: tuple[int, int]) -> None:
    """Ranks of the 95 % interval of a median (Conover, table A3 for one half)."""
    assert quantile_ranks(films).interval == interval


def test_nineteen_of_twenty_intervals_hold_the_median() -> None:
    """Of skewed values, as views are: at the border of the exact table and beyond it."""
    chance = random.Random(5)
    for films in (7, 40, 199, 201, 600):
        low, high = quantile_ranks(films).interval or (0, 0)
        held = 0
        for _ in range(400):
            ordered = sorted(chance.lognormvariate(0, 1.5) for _ in range(films))
            held += ordered[low - 1] <= 1.0 <= ordered[high - 1]
        assert held >= 400 * 0.925, films


@each_row(
    ("text", "cell"), [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"), ("＝1", "'＝1"), ("a=1", "a=1")]
)
def test_no_text_is_a_formula(text: str, cell: str) -> None:
    out = csv_text(DeclineReasonRow, [DeclineReasonRow(reason=text, posts=3)])
    assert list(csv.reader(io.StringIO(out.removeprefix("\ufeff")))) == [["reason", "posts"], [cell, "3"]]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")))
def test_whatever_a_text_says_it_stays_one_cell(text: str) -> None:
    out = csv_text(DeclineReasonRow, [DeclineReasonRow(reason=text, posts=1)])
    ((cell, number),) = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))[1:]
    assert (cell.removeprefix("'"), number) == (text.removeprefix("'"), "1")
    assert not cell.startswith(("=", "+", "-", "@"))


POINTS = (
    RetentionPoint(place=0.0, watching=1.2),
    RetentionPoint(place=0.5, watching=0.6),
    RetentionPoint(place=1.0, watching=0.5),
)


@each_row(("place", "watching"), [(0.0, 1.2), (0.25, 0.9), (0.5, 0.6), (0.75, 0.55), (1.0, 0.5)])
def test_the_curve_is_read_between_its_points(place: float, watching: float) -> None:
    assert abs(share_still_watching(POINTS, place) - watching) < 1e-12


def test_the_line_that_loses_most_is_marked() -> None:
    def line(lost: float) -> LineRetention:
        return LineRetention(text="", start=0, end=1, at_start=1, at_end=1 - lost, lost=lost)

    assert line_losing_most_viewers([line(0.1), line(0.3), line(0.2)]) == 1
    assert line_losing_most_viewers([line(0.0), line(-0.2)]) is None
    assert line_losing_most_viewers([]) is None


KEY = PostKey.of("sample", "1")
MADE = {"post_key": KEY, "revision": 1, "stage_key": "e" * 64, "served_by": "t", "seconds": 1.0}


def told(*measured: ContentMeasured) -> list[Event]:
    return [
        PostCollected(post_key=KEY, revision=0, post=post("1")),
        PostApproved(post_key=KEY, revision=1, reviewer="r"),
        ContentScripted(**MADE, script=SCRIPT),
        ContentVoiced(**MADE, voice=VOICE),
        ContentRendered(**MADE, film=FILM.model_copy(update={"duration": 2.0})),
        *measured,
    ]


def reading(age: FilmAge, *points: RetentionPoint, views: int) -> ContentMeasured:
    said = FilmStatistics(views=views, retention=points)
    return ContentMeasured(post_key=KEY, revision=1, platform="youtube", remote_id="v", age=age, statistics=said)


def test_the_lines_lie_under_the_newest_curve() -> None:
    """A later reading without a curve does not take the known one away."""
    facts = facts_of(told(reading(FilmAge.WEEK, *POINTS, views=900), reading(FilmAge.FOUR_WEEKS, views=950)))
    found = film_viewer_retention(facts, 1, "youtube")
    assert found is not None
    assert (found.title, found.views, found.worst) == (post("1").title, 900, 0)
    (line,) = found.lines
    assert (line.text, line.start, line.end) == (SCRIPT.lines[0].display, 0.1, 1.0)
    assert abs(line.lost - (1.14 - 0.6) / 1.14) < 1e-9


def test_a_film_without_a_curve_has_no_lines_and_another_film_none_at_all() -> None:
    facts = facts_of(told(reading(FilmAge.HOUR, views=3)))
    found = film_viewer_retention(facts, 1, "youtube")
    assert found is not None
    assert (found.points, found.lines, found.worst) == ((), (), None)
    assert film_viewer_retention(facts, 2, "youtube") is None
    assert film_viewer_retention(facts_of(told()[:2]), 1, "youtube") is None
