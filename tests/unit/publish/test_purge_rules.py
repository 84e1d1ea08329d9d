"""What of a withdrawn post is found: the media its facts name, and when its stages worked without noting anything."""

from datetime import UTC, datetime, timedelta

from fixtures.facts import FILM, SCRIPT, VOICE, post

from libraries.media.names_in_facts import media_keys_in_json
from libraries.media.store import stage_result_name
from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentScripted,
    ContentStarted,
    Event,
    FailureKind,
    PostCollected,
    RecordedFact,
)
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.publish.withdraw.purge import unrecorded_work_periods

KEY = PostKey.of("sample", "1")
BEGAN = datetime(2026, 11, 23, tzinfo=UTC)


def at(second: float, event: Event) -> RecordedFact:
    return RecordedFact(sequence=round(second) + 1, time=BEGAN + timedelta(seconds=second), event=event)


def started() -> Event:
    return ContentStarted(post_key=KEY, revision=1, stage=Stage.SCRIPT, worker="w:1")


def scripted(seconds: float = 2.0) -> Event:
    return ContentScripted(
        post_key=KEY, revision=1, script=SCRIPT, stage_key="1" * 64, served_by="test", seconds=seconds
    )


def failed() -> Event:
    return ContentFailed(
        post_key=KEY,
        revision=1,
        stage=Stage.FILM,
        attempt=1,
        failure=FailureKind.PERMANENT,
        error="BadInput",
        message="no voice",
    )


def spans(facts: list[RecordedFact], noted: set[str] | None = None) -> list[tuple[float, float]]:
    zero = BEGAN.timestamp()
    return [(begin - zero, end - zero) for begin, end in unrecorded_work_periods(facts, noted or set())]


def test_a_stage_worked_from_its_start_or_for_the_seconds_it_says() -> None:
    assert spans([at(1, started()), at(5, scripted())]) == [(1, 5)]
    assert spans([at(4, started()), at(5, scripted(seconds=3.0))]) == [(2, 5)]
    assert spans([at(5, scripted(seconds=3.0))]) == [(2, 5)]


def test_a_stage_that_began_again_worked_from_the_first_time_on() -> None:
    assert spans([at(1, started()), at(3, started()), at(9, scripted())]) == [(1, 9)]


def test_every_stage_counts_for_itself() -> None:
    assert spans([at(1, started()), at(5, scripted()), at(7, started()), at(8, failed())]) == [(1, 5), (7, 8)]
    assert spans([at(8, failed())]) == []


def test_one_that_never_ended_lasts_until_now() -> None:
    ((begin, end),) = unrecorded_work_periods([at(1, started())], set())
    assert begin == BEGAN.timestamp() + 1
    assert abs(end - datetime.now(UTC).timestamp()) < 60


def test_stages_that_noted_what_they_stored_are_left_out() -> None:
    noted = {stage_result_name("1" * 64)}
    assert spans([at(1, started()), at(5, scripted())], noted) == []
    assert spans([at(1, started()), at(5, failed())], noted) == []
    assert spans([at(1, started())], noted) == []
    # Before an upgrade it was made without notes, after it with them.
    assert spans([at(1, started()), at(5, scripted())], {stage_result_name("2" * 64)}) == [(1, 5)]


def test_media_are_found_wherever_a_fact_names_them() -> None:
    rendered = ContentRendered(
        post_key=KEY, revision=1, film=FILM, stage_key="1" * 64, served_by="test", seconds=1.0
    ).model_dump(mode="json")
    assert media_keys_in_json(rendered) >= {FILM.video.key, FILM.thumbnail.key, FILM.captions.key}
    assert media_keys_in_json(VOICE.model_dump(mode="json")) == {VOICE.audio.key}
    assert media_keys_in_json(PostCollected(post_key=KEY, revision=0, post=post()).model_dump(mode="json")) == set()
    assert media_keys_in_json({"key": "aa/b", "other": 1}) == set()
    assert media_keys_in_json([{"a": [{"key": "aa/b", "sha256": "x"}]}, "text", 3, None]) == {"aa/b"}
