"""The fold of one post for the projection: times of its steps, flags, and its films on platforms."""

from datetime import timedelta
from typing import Any

import pytest
from fixtures.facts import FILM, NOW, post, reference
from fixtures.projection import event

from schemas.events import Event
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage
from schemas.states import Status
from services.projector.post_fold import PostFold

KEY = PostKey.of("sample", "1")
MADE = ("collected", "approved", "started", "scripted", "voiced", "rendered")


def at(place: int) -> str:
    """The time of the fact with sequence ``place``."""
    return f"2026-11-01 09:00:{place:02d}.000000"


def folded(*facts: Event | str, start: PostFold | None = None) -> PostFold:
    one = start or PostFold()
    first = one.state.sequence + 1
    for place, fact in enumerate(facts, first):
        one = one.with_fact(place, at(place), event(KEY, fact) if isinstance(fact, str) else fact)
    return one


def test_a_fact_that_is_in_it_changes_nothing() -> None:
    one = folded(*MADE)
    assert one.with_fact(one.state.sequence, "later", event(KEY, "declined")) is one
    assert one.with_fact(1, "later", event(KEY, "declined")) is one


def test_it_was_collected_when_its_first_fact_was_stored() -> None:
    assert folded("collected").collected_at == at(1)
    assert folded(*MADE).collected_at == at(1)
    assert folded("collected", "collected").collected_at == at(1)


@pytest.mark.parametrize(("facts", "since"), [(MADE[:1], 1), (MADE[:2], 2), (MADE[:3], 3), (MADE, 6)])
def test_a_step_begins_with_the_fact_that_changes_status_stage_revision_or_attempt(
    facts: tuple[str, ...], since: int
) -> None:
    assert folded(*facts).stage_since == at(since)


def test_a_step_goes_on_through_facts_that_change_none_of_these() -> None:
    one = folded("collected", "collected", "gone")
    assert one.stage_since == at(1)
    assert one.updated_at == at(3)


def test_another_attempt_is_another_step() -> None:
    failure = event(KEY, "failed", stage=Stage.VOICE, retry_at=NOW + timedelta(seconds=1))
    failed = folded(*MADE[:4], failure)
    request: dict[str, Any] = {"from_stage": Stage.VOICE, "recipe": Recipe(), "attempt": 2}
    request["causation_id"] = failure.event_id
    assert folded(event(KEY, "requested", **request), start=failed).stage_since == at(6)


def test_a_film_was_rendered_when_its_fact_was_stored_and_stays_so() -> None:
    one = folded(*MADE)
    assert one.rendered_at == at(6)
    assert folded("uploading", "uploaded", start=one).rendered_at == at(6)


def test_a_remake_has_no_film_until_it_is_rendered() -> None:
    again = event(KEY, "requested", revision=2, from_stage=Stage.FILM, recipe=Recipe())
    waiting = folded(again, start=folded(*MADE))
    assert waiting.rendered_at is None
    new = event(KEY, "rendered", revision=2, film=FILM.model_copy(update={"video": reference("9", "mp4")}))
    assert folded(new, start=waiting).rendered_at == at(8)


def test_what_the_post_says_is_written_when_it_is_collected_and_emptied_when_it_is_retracted() -> None:
    assert folded("collected").writes_post_columns
    carried = folded("collected")
    known = carried._replace(state=carried.state.model_copy(update={"post": None}))
    assert not folded("approved", start=known).writes_post_columns
    assert folded("approved", "retracted", start=known).writes_post_columns


def test_flags_are_those_it_was_collected_with_and_go_with_a_retraction() -> None:
    flagged = post().model_copy(update={"flags": ("pii",)})
    one = folded(event(KEY, "collected", post=flagged), "approved")
    assert one.flags == ("pii",)
    assert folded("retracted", start=one).flags == ()
    assert folded("retracted", event(KEY, "collected", post=flagged)).flags == ()


def uploads(one: PostFold) -> list[tuple[Any, ...]]:
    return [(film.revision, film.platform, film.sequence, film.at, film.withdrawn_at) for film in one.publications]


def test_each_platform_has_its_film_of_each_revision() -> None:
    one = folded(*MADE, "uploading", "uploaded", event(KEY, "uploaded", platform="youtube"))
    assert uploads(one) == [(1, "export", 8, at(8), None), (1, "youtube", 9, at(9), None)]


def test_the_same_film_told_twice_is_listed_once_with_what_was_told_last() -> None:
    one = folded(*MADE, "uploading", "uploaded", "uploaded")
    assert uploads(one) == [(1, "export", 9, at(9), None)]


def test_a_withdrawal_marks_just_the_film_it_names_once() -> None:
    one = folded(*MADE, "uploading", "uploaded", event(KEY, "uploaded", platform="youtube"))
    gone = folded("withdrawn", start=one)
    assert uploads(gone) == [(1, "export", 10, at(8), at(10)), (1, "youtube", 9, at(9), None)]
    assert uploads(folded("withdrawn", start=gone)) == uploads(gone)
    other = folded(event(KEY, "withdrawn", revision=7), start=one)  # another revision has another id there
    assert uploads(other) == uploads(one)


def test_a_film_that_is_online_stays_listed_whatever_becomes_of_the_post() -> None:
    one = folded(*MADE, "uploading", "uploaded", "retracted")
    assert one.state.status is Status.RETRACTED
    assert uploads(one) == [(1, "export", 8, at(8), None)]


def test_a_withdrawal_of_a_post_without_films_changes_no_list() -> None:
    assert folded("collected", "withdrawn").publications == ()
