"""What is told of what was learned."""

from math import exp

import numpy as np
import pytest
from unit.learning.learned_films import channel, film, last_day

from libraries.learning.films import LearnerFilm
from libraries.learning.inbox_posts import InboxPost
from libraries.learning.knowledge import EffectVerdict
from libraries.learning.report import learned_report, reported_policy_effect
from libraries.learning.settings import LearningSettings

ALLOW = LearningSettings(allow={"template": ("a", "b", "c")}, films=20)


def inbox(days: int, start: float, weight: float) -> list[InboxPost]:
    """Ten decided posts a day, of which the longer are approved whatever their score; three wait at the end."""
    rng = np.random.default_rng(4)
    posts = []
    for day in range(days):
        for number in range(10):
            length = float(rng.normal())
            at, worth = start + day + number / 20, float(rng.random() < 1 / (1 + exp(1 - weight * length)))
            features = {"length": length, "pictures": float(rng.integers(0, 5))}
            posts.append(InboxPost(f"sample.{day}-{number}", at, float(rng.random()), features, at + 0.3, worth))
    for number, length in enumerate((2.0, -2.0, 0.0)):
        features = {"length": length, "pictures": 2.0}
        posts.append(InboxPost(f"sample.new-{number}", start + days + 0.1, 0.5, features))
    return posts


def test_every_choice_with_its_ratio_and_what_may_be_said() -> None:
    films = channel({"a": 1.2}, 150, 1)
    report = learned_report(films, [], last_day(films), ALLOW)
    assert (report.films, report.measured, report.needed, report.proposing) == (150, 150, 20, True)
    best = report.arms[0]
    assert (best.factor, best.value, best.verdict, best.says_ko) == (
        "template",
        "a",
        EffectVerdict.BETTER,
        "더 낫습니다",
    )
    assert 1 < best.low < exp(1.2) < best.high
    assert best.low < best.ratio < best.high
    assert {arm.says_ko for arm in report.arms[1:]} <= {"아직 모릅니다", "더 못합니다"}


def test_before_anything_was_measured_there_is_nothing_to_tell() -> None:
    film_without_figures = film(1, {"template": "a"}, 0.0)._replace(readings={})
    for films in ([], [film_without_figures]):
        report = learned_report(films, [], 20_001.0, ALLOW)
        assert (report.measured, report.proposing, report.arms) == (0, False, ())
        assert (report.order.on, report.order.days, report.order.gain) == (False, 0, 0.0)
    films = channel({}, 20, 1)
    assert learned_report(films, [], last_day(films), LearningSettings()).proposing is False
    assert learned_report(films[:19], [], last_day(films), ALLOW).proposing is False


def test_an_order_that_beats_the_score_tells_its_reasons() -> None:
    posts = inbox(40, 20_000.0, 2.0)
    order = learned_report([], posts, 20_040.5, ALLOW).order
    assert order.on
    assert order.gain > 0.1
    assert [post.post for post in order.posts] == ["sample.new-0", "sample.new-2", "sample.new-1"]
    assert order.posts[0].reasons_ko[0].startswith("글이 긺 (+")
    assert order.posts[-1].reasons_en[0].startswith("short text (-")
    assert order.posts[0].worth > order.posts[-1].worth


def test_an_order_that_does_not_beat_the_score_is_off_and_tells_none() -> None:
    order = learned_report([], inbox(40, 20_000.0, 0.0), 20_040.5, ALLOW).order
    assert (order.on, order.posts) == (False, ())
    assert order.days >= 20


def test_what_films_brought_moves_the_order() -> None:
    """All posts were approved alike; the longer ones were watched more."""
    posts = [post for post in inbox(40, 20_000.0, 0.0) if post.decided is not None]
    films: list[LearnerFilm] = []
    for number, post in enumerate(post for post in posts if post.worth):
        log_views = 7.0 + post.features["length"] * 1.5
        films.append(film(number, {}, log_views)._replace(name=f"{post.key}:1", day=post.day))
    told = learned_report(films, posts, 20_040.5, ALLOW).order
    without = learned_report([], posts, 20_040.5, ALLOW).order
    assert told.gain > without.gain + 0.02


def test_a_policy_is_answered_by_films_since_a_day_or_not_at_all() -> None:
    films = channel({"a": 0.8}, 200, 3, noise=0.5)
    now = last_day(films)
    answer = reported_policy_effect(films, {"template": {"a": 1.0}}, 20_000.0, now)
    assert answer.films == 200
    assert answer.worth == pytest.approx(sum(one.arms["template"] == "a" for one in films))
    assert answer.ratio is not None
    assert answer.low is not None
    assert answer.high is not None
    share = answer.worth / 200
    assert answer.low < exp(0.8 * (1 - share)) < answer.high
    assert f"{answer.ratio:.2f}" in answer.says_en
    late = reported_policy_effect(films, {"template": {"a": 1.0}}, 20_095.0, now)
    assert late.films == 10
    assert (late.ratio, late.says_ko) == (None, "아직 모릅니다")
    undrawn = reported_policy_effect(channel({}, 50, 1, drawn=False), {"template": {"a": 1.0}}, 20_000.0, now)
    assert (undrawn.films, undrawn.worth, undrawn.says_en) == (0, 0.0, "unknown yet")
