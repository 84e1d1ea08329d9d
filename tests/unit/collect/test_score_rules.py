"""The score of posts by numbers computed by hand, and at the limits of its groups."""

from datetime import UTC, datetime, timedelta

import pytest
from fixtures.rows import each_row
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.score import PostToScore, RecentPosts, ScoreScale, age_in_hours, score_with_copies, wilson_lower_bound
from schemas.posts import Stats

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
COUNTS = st.integers(0, 10**6)


def made(hours: float | None = None, board: str = "", **stats: int) -> PostToScore:
    return PostToScore(Stats(**stats), board, hours)


@each_row(
    ("positive", "total", "bound"),
    [
        (1, 1, 0.2065),
        (0, 1, 0.0),
        (8, 10, 0.4902),
        (80, 100, 0.7112),
        (0, 50, 0.0),
        (50, 50, 0.9287),
        (500, 1000, 0.4691),
    ],
)
def test_the_bound_of_wilson_is_that_of_the_tables(positive: int, total: int, bound: float) -> None:
    assert wilson_lower_bound(positive, total) == pytest.approx(bound, abs=1e-4)


@given(st.integers(1, 10**5).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
@example((0, 1481))
def test_the_bound_is_a_share_below_the_one_observed(votes: tuple[int, int]) -> None:
    positive, total = votes
    assert 0 <= wilson_lower_bound(positive, total) <= positive / total


@each_row(
    ("score", "sites", "raised"),
    [
        (0.5, 1, 0.5),
        (0.5, 0, 0.5),
        (0.5, 2, 0.575),
        (0.5, 4, 0.65),
        (0.4, 3, 0.4951),
        (0.9, 4, 1.0),
        (1.0, 2, 1.0),
        (0.0, 8, 0.0),
        (0.12345, 1, 0.1235),  # four places, as every score has
    ],
)
def test_copies_raise_a_score_by_fifteen_percent_per_doubling(score: float, sites: int, raised: float) -> None:
    assert score_with_copies(score, sites) == raised


def test_a_score_is_the_weighted_mean_of_its_percentiles() -> None:
    scale = ScoreScale(made(likes=n, comments=n, views=n) for n in (10, 20, 30, 40))
    parts = scale.score_parts(made(likes=40, comments=25, views=5))
    assert parts == {"likes": 0.875, "comments": 0.5, "views": 0.0}
    assert scale.score(made(likes=40, comments=25, views=5)) == round((0.35 * 0.875 + 0.25 * 0.5) / 0.75, 4)


def test_ties_count_half() -> None:
    scale = ScoreScale(made(likes=n) for n in (1, 5, 5, 9))
    assert [scale.score(made(likes=n)) for n in (0, 1, 3, 5, 7, 9, 10)] == [0.0, 0.125, 0.25, 0.5, 0.75, 0.875, 1.0]


def test_pace_and_approval_have_their_weights() -> None:
    scale = ScoreScale(made(2.0, likes=n) for n in (10, 20, 30, 40))
    post = PostToScore(Stats(likes=40, dislikes=10), "", 2.0)
    approval = wilson_lower_bound(40, 50)
    assert scale.score_parts(post) == {"likes": 0.875, "pace": 0.875, "approval": round(approval, 4)}
    expected = (0.35 * 0.875 + 0.15 * 0.875 + 0.10 * approval) / 0.60
    assert scale.score(post) == pytest.approx(expected, abs=1e-4)


def test_votes_that_nobody_gave_are_no_approval() -> None:
    scale = ScoreScale([made(likes=1)])
    assert "approval" not in scale.score_parts(made(likes=0, dislikes=0))
    assert "approval" not in scale.score_parts(made(likes=5))
    assert scale.score_parts(made(likes=0, dislikes=3))["approval"] == 0.0
    assert scale.score_parts(made(likes=1, dislikes=0))["approval"] == round(wilson_lower_bound(1, 1), 4)


@each_row(
    ("post", "pace"),
    [
        (PostToScore(Stats(likes=10, comments=2), "", 4.0), 3.0),
        (PostToScore(Stats(likes=10), "", 0.1), 40.0),  # at least a quarter of an hour
        (PostToScore(Stats(comments=2), "", 0.25), 8.0),
        (PostToScore(Stats(views=10), "", 4.0), None),
        (PostToScore(Stats(likes=10), "", None), None),
        (PostToScore(Stats(likes=10), "", None, Stats(likes=4), 2.0), 3.0),
        (PostToScore(Stats(likes=10), "", 5.0, Stats(likes=4), 0.24), 2.0),  # seen too short a time ago
        (PostToScore(Stats(likes=10), "", 5.0, Stats(likes=4), 0.25), 24.0),
        (PostToScore(Stats(likes=4), "", 5.0, Stats(likes=10), 1.0), 0.0),
        (PostToScore(Stats(likes=10), "", 5.0, Stats(views=4), 1.0), 2.0),
    ],
)
def test_pace_is_reactions_per_hour(post: PostToScore, pace: float | None) -> None:
    assert post.reactions_per_hour == (pytest.approx(pace) if pace is not None else None)


@each_row("limit", [1, 3, 6, 12, 24, 72])
def test_an_age_at_the_limit_belongs_to_the_older_bucket(limit: int) -> None:
    younger = [made(limit - 0.1, likes=n) for n in range(10)]
    older = [made(limit + 0.1, likes=1000 + n) for n in range(10)]
    scale = ScoreScale([*younger, *older])
    # Likes alone, without the pace that depends on the age.
    assert scale.score_parts(made(float(limit), likes=500))["likes"] == 0.0
    assert scale.score_parts(made(limit - 0.01, likes=500))["likes"] == 1.0


def test_ten_posts_make_a_bucket_and_nine_do_not() -> None:
    old = [made(20.0, likes=1000 + n) for n in range(30)]
    for count, part in ((10, 1.0), (9, pytest.approx(9 / 39, abs=1e-4))):
        scale = ScoreScale([*(made(0.5, likes=n) for n in range(count)), *old])
        assert scale.score_parts(made(0.5, likes=100))["likes"] == part


def test_a_small_board_is_compared_with_the_whole_site() -> None:
    large = [made(board="유머", likes=100 + n) for n in range(10)]
    for count, part in ((10, 1.0), (9, pytest.approx(9 / 19, abs=1e-4))):
        scale = ScoreScale([*(made(board="시", likes=n) for n in range(count)), *large])
        assert scale.score_parts(made(board="시", likes=50))["likes"] == part


def test_posts_of_unknown_age_are_compared_with_each_other() -> None:
    unknown, young = [made(likes=n) for n in range(10)], [made(0.5, likes=100 + n) for n in range(10)]
    assert ScoreScale([*unknown, *young]).score_parts(made(likes=50))["likes"] == 1.0


def test_recent_posts_are_those_of_fourteen_days_and_of_the_same_site() -> None:
    recent = RecentPosts()
    recent.add("a", [made(likes=100)], NOW - timedelta(days=14))
    recent.add("a", [made(likes=1000)], NOW - timedelta(days=14, seconds=1))
    recent.add("b", [made(likes=10_000)], NOW)
    scale = recent.make_scale("a", [made(likes=1)], NOW)
    assert [scale.score(made(likes=n)) for n in (50, 500)] == [0.5, 1.0]


def test_the_newest_six_hundred_posts_of_a_site_are_kept() -> None:
    recent = RecentPosts()
    recent.add("a", [made(likes=0)] * 600, NOW)
    recent.add("a", [made(likes=9)] * 600, NOW)
    assert recent.make_scale("a", [], NOW).score(made(likes=5)) == 0.0
    recent.add("a", [made(likes=0)], NOW)
    assert recent.make_scale("a", [], NOW).score(made(likes=5)) == round(1 / 600, 4)


@pytest.mark.parametrize(("hours", "expected"), [(2, 2.0), (0, 0.0), (-3, 0.0), (0.5, 0.5)])
def test_age_in_hours_is_never_negative(hours: float, expected: float) -> None:
    assert age_in_hours(NOW - timedelta(hours=hours), NOW) == expected
    assert age_in_hours(None, NOW) is None


@given(st.lists(st.builds(Stats, likes=COUNTS, comments=COUNTS, views=COUNTS), min_size=1, max_size=20))
def test_scores_and_parts_stay_within_their_range(board: list[Stats]) -> None:
    scale = ScoreScale(PostToScore(stats, "", 2.0) for stats in board)
    for stats in board:
        post = PostToScore(stats, "", 2.0)
        assert 0 <= scale.score(post) <= 1
        assert all(0 <= part <= 1 for part in scale.score_parts(post).values())


@given(st.lists(COUNTS, min_size=2, max_size=20, unique=True))
def test_the_scores_of_a_whole_board_are_a_half_on_average(board: list[int]) -> None:
    scale = ScoreScale(made(likes=n) for n in board)
    scores = [scale.score_parts(made(likes=n))["likes"] for n in board]
    assert sum(scores) / len(scores) == pytest.approx(0.5, abs=1e-3)


def test_numbers_seen_before_at_no_known_time_are_not_compared() -> None:
    post = PostToScore(Stats(likes=10, comments=0), age=10, before=Stats(likes=0, comments=0))
    assert post.reactions_per_hour == 1.0
