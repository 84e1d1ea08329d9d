"""Films folded from facts."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from math import log1p
from typing import Any

from fixtures.facts import SCRIPT, facts_of, post
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.learning.film_fold import FilmFold
from libraries.learning.films import LearnerFilm, epoch_day_in_seoul
from schemas.events import (
    ContentMeasured,
    ContentReleased,
    ContentRequested,
    ContentScriptApproved,
    ContentUploaded,
    Event,
    PostApproved,
    PostRetracted,
)
from schemas.film_proposals import ArmChoice, ChosenBy, FilmProposal
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.statistics import FilmAge, FilmStatistics

KEY = post("1").key
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
"""21:00 in Seoul, a Monday."""
CHANCES = {"card": 0.75, "post": 0.25}
DRAWN = ArmChoice(factor="template", value="card", propensity=0.75, by=ChosenBy.LEARNER, chances=CHANCES)
TYPED = ArmChoice(factor="opening", value="lamp", propensity=1, by=ChosenBy.PERSON, proposed="crack")
PROPOSAL = FilmProposal(arms=(DRAWN, TYPED), seed=1, until=0, day=20_759.0, model="0" * 64)
RECIPE = Recipe(film=FilmChoice(template="card", opening="lamp"))


def approved(identity: str = "1", revision: int = 1, **changes: Any) -> PostApproved:
    fields: dict[str, Any] = {"reviewer": "kim", "recipe": RECIPE, "proposal": PROPOSAL, **changes}
    return PostApproved(post_key=post(identity).key, revision=revision, **fields)


def uploaded(identity: str = "1", platform: str = "youtube", revision: int = 1, at: datetime = NOON) -> ContentUploaded:
    fields: dict[str, Any] = {"remote_id": "r", "url": "https://y.example/r", "video_sha256": "b" * 64, "time": at}
    return ContentUploaded(post_key=post(identity).key, revision=revision, platform=platform, **fields)


def measured(age: FilmAge | None, views: int | None, identity: str = "1", **more: Any) -> ContentMeasured:
    fields: dict[str, Any] = {"platform": "youtube", "revision": 1, "remote_id": "r", **more}
    engaged = fields.pop("engaged", None)
    statistics = FilmStatistics(views=views, engaged_views=engaged)
    return ContentMeasured(post_key=post(identity).key, age=age, statistics=statistics, **fields)


def films_of(*events: Event) -> list[LearnerFilm]:
    fold = FilmFold()
    fold.add_facts(facts_of(events))
    return fold.films()


def test_a_film_with_its_choices_its_time_and_its_figures() -> None:
    (film,) = films_of(approved(), uploaded(), measured(FilmAge.DAY, 999), measured(FilmAge.WEEK, 4999))
    assert film.name == "sample.1:1"
    assert film.readings == {FilmAge.DAY: log1p(999), FilmAge.WEEK: log1p(4999)}
    assert (film.arms["template"], film.arms["opening"], film.arms["hour"]) == ("card", "lamp", "21-24")
    assert film.weekday == 0
    assert film.day == epoch_day_in_seoul(NOON)


def test_what_a_person_chose_is_not_drawn() -> None:
    (film,) = films_of(approved(), uploaded())
    assert film.drawn == {"template"}
    assert film.chances == {"template": CHANCES}
    (before,) = films_of(approved(proposal=None), uploaded())
    assert (before.drawn, before.arms["template"]) == (frozenset(), "card")


def test_a_choice_that_was_changed_after_the_draw_is_not_drawn_any_more() -> None:
    other = Recipe(film=FilmChoice(template="post", opening="lamp"))
    changed = ContentScriptApproved(post_key=KEY, revision=1, reviewer="kim", script=SCRIPT, recipe=other)
    (film,) = films_of(approved(), changed, uploaded())
    assert (film.arms["template"], film.drawn) == ("post", frozenset())
    kept = ContentScriptApproved(post_key=KEY, revision=1, reviewer="kim", script=SCRIPT)
    assert films_of(approved(), kept, uploaded())[0].drawn == {"template"}


def test_what_the_recipe_leaves_to_the_stages_is_no_choice() -> None:
    (film,) = films_of(approved(recipe=Recipe(), proposal=None), uploaded())
    assert "template" not in film.arms
    assert film.arms["seconds"] == "57"


def test_a_release_says_when_a_film_is_seen_first() -> None:
    late = NOON + timedelta(days=2, hours=5)
    fields: dict[str, Any] = {"reviewer": "kim", "platform": "youtube", "seal": "0" * 64}
    released = ContentReleased(post_key=KEY, revision=1, publish_at=late, **fields)
    (film,) = films_of(approved(), uploaded(), released)
    assert (film.day, film.arms["hour"]) == (epoch_day_in_seoul(late), "00-03")
    (at_once,) = films_of(approved(), uploaded(), ContentReleased(post_key=KEY, revision=1, time=late, **fields))
    assert at_once.day == epoch_day_in_seoul(late)


def test_one_film_on_two_platforms_is_two_rows_of_one_name() -> None:
    found = films_of(approved(), uploaded(), uploaded(platform="tiktok", at=NOON + timedelta(hours=1)))
    assert [(film.name, film.platform) for film in found] == [("sample.1:1", "youtube"), ("sample.1:1", "tiktok")]


def test_a_remake_is_a_film_of_its_own_whose_choices_nobody_drew() -> None:
    request = ContentRequested(post_key=KEY, revision=2, from_stage=Stage.FILM, recipe=RECIPE, by="kim")
    first, second = films_of(approved(), uploaded(), request, uploaded(revision=2, at=NOON + timedelta(days=1)))
    assert (first.drawn, second.drawn) == (frozenset({"template"}), frozenset())
    assert second.name == "sample.1:2"


def test_of_two_approvals_of_one_revision_the_first_holds() -> None:
    other = approved(recipe=Recipe(film=FilmChoice(template="post")), proposal=None)
    (film,) = films_of(approved(), other, uploaded())
    assert film.arms["template"] == "card"


def test_nothing_of_a_retracted_post_is_kept() -> None:
    gone = PostRetracted(post_key=KEY, revision=1, by="kim", reason="asked")
    assert films_of(approved(), uploaded(), measured(FilmAge.DAY, 10), gone) == []


def test_figures_that_a_platform_does_not_say_are_no_zeros() -> None:
    (film,) = films_of(
        approved(), uploaded(), measured(FilmAge.HOUR, None), measured(None, 5), measured(FilmAge.DAY, 0)
    )
    assert film.readings == {FilmAge.DAY: 0.0}


def test_where_a_platform_tells_engaged_views_these_count() -> None:
    said = [measured(age, 1000, engaged=200) for age in (FilmAge.HOUR, FilmAge.DAY)]
    unsaid = measured(FilmAge.WEEK, 3000)
    (film,) = films_of(approved(), uploaded(), *said, unsaid)
    assert film.readings == {FilmAge.HOUR: log1p(200), FilmAge.DAY: log1p(200)}
    (plain,) = films_of(approved(), uploaded(), said[0], unsaid, measured(FilmAge.DAY, 1000))
    assert plain.readings == {FilmAge.HOUR: log1p(1000), FilmAge.WEEK: log1p(3000), FilmAge.DAY: log1p(1000)}


def test_a_reading_that_is_told_again_takes_the_place_of_the_first() -> None:
    (film,) = films_of(approved(), uploaded(), measured(FilmAge.DAY, 10), measured(FilmAge.DAY, 12))
    assert film.readings == {FilmAge.DAY: log1p(12)}


def test_of_a_measurement_no_retention_curve_is_kept() -> None:
    """Of 3,650 films at four ages they were half a gigabyte, in the process that approves."""
    curve = [{"place": place / 100, "watching": 1.0} for place in range(100)]
    fold = FilmFold()
    tracemalloc.start()
    for number in range(100):
        statistics = FilmStatistics.model_validate({"views": number, "retention": curve})
        events = (approved(), uploaded(), measured(FilmAge.DAY, 0).model_copy(update={"statistics": statistics}))
        moved = [event.model_copy(update={"post_key": post(str(number)).key}) for event in events]
        fold.add_facts([one._replace(sequence=fold.until + place) for place, one in enumerate(facts_of(moved), 1)])
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert sorted(next(iter(film.readings.values())) for film in fold.films())[:2] == [0.0, log1p(1)]
    assert kept < 100 * 10_000  # bytes; a curve of a hundred points alone takes three times that


_EVENT = st.one_of(
    st.builds(approved, st.sampled_from("123"), st.integers(1, 2)),
    st.builds(uploaded, st.sampled_from("123"), st.sampled_from(("youtube", "tiktok")), st.integers(1, 2)),
    st.builds(measured, st.sampled_from(FilmAge), st.integers(0, 9999), st.sampled_from("123")),
    st.sampled_from("123").map(lambda one: PostRetracted(post_key=post(one).key, revision=1, by="kim", reason="asked")),
)


@settings(max_examples=40)
@given(st.lists(_EVENT, max_size=25), st.lists(st.integers(0, 25), max_size=4))
def test_facts_that_come_in_parts_or_twice_give_the_same_films(events: list[Event], cuts: list[int]) -> None:
    facts = facts_of(events)
    whole, parts = FilmFold(), FilmFold()
    whole.add_facts(facts)
    for cut in sorted(cuts):
        parts.add_facts(facts[:cut])
    parts.add_facts(facts)
    assert parts.films() == whole.films()
    assert parts.until == whole.until == len(facts)
