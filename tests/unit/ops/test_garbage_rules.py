"""What may be deleted of a post, for any history: nothing that its living revision needs, nothing of one at work."""

from datetime import UTC, datetime, timedelta

from fixtures.facts import FILM, NOW, VOICE
from fixtures.projection import HISTORIES, KEYS, event, recorded
from hypothesis import given
from hypothesis import strategies as st

from libraries.bus.stream.history import PostHistory
from libraries.maintenance.garbage import deletion_rule_of
from libraries.maintenance.keep_days import KeepDays
from libraries.media.names_in_facts import media_keys_in_json, names_in_fact
from schemas.events import PostCollected, RecordedFact
from schemas.media import MediaRef
from schemas.states import Status

KEPT = KeepDays(pieces=7, films=30, declined=30)
RESTING = {Status.RENDERED, Status.UPLOADED, Status.DECLINED, Status.COLLECTED, Status.FAILED}


def of(facts: list[RecordedFact], place: int = 0) -> PostHistory:
    mine = [fact for fact in facts if fact.event.post_key == KEYS[place]]
    return PostHistory(mine, mine[-1].sequence if mine else 0)


@given(facts=HISTORIES, days=st.floats(0, 400))
def test_nothing_that_the_living_revision_needs_may_go(facts: list[RecordedFact], days: float) -> None:
    history = of(facts)
    state = history.state()
    newest = max(max(fact.time, fact.event.time) for fact in history.facts)
    wanted = deletion_rule_of(history, KEPT, newest + timedelta(days=days))
    if not wanted.why:
        return
    if state.status is Status.RETRACTED:
        assert wanted == (frozenset(), 0, "withdrawn")
        return
    assert state.status in RESTING
    assert days >= wanted.days > 0
    own = [fact for fact in history.facts if isinstance(fact.event, PostCollected)]
    assert frozenset[str]().union(*map(names_in_fact, own)) <= wanted.needed
    if wanted.why == "pieces":
        assert media_keys_in_json(state.model_dump(mode="json")) <= wanted.needed
    elif wanted.why == "uploaded":
        assert all(one.platform in state.uploaded for one in state.released)
    else:
        assert state.status is Status.DECLINED


def test_a_film_made_again_keeps_the_narration_of_the_revision_before() -> None:
    key = KEYS[0]
    video = MediaRef(key="aa/" + "a" * 64 + ".mp4", sha256="a" * 64, size=1)
    events = [event(key, kind) for kind in ("collected", "approved", "scripted", "voiced", "rendered")]
    events += [
        event(key, "requested", 2, from_stage="film"),
        event(key, "rendered", 2, film=FILM.model_copy(update={"video": video})),
    ]
    history = PostHistory(recorded(events), 2 * len(events))
    needed = deletion_rule_of(history, KEPT, datetime.now(UTC) + timedelta(days=8)).needed
    assert {VOICE.audio.key, video.key} <= needed
    assert FILM.video.key not in needed


def test_what_was_stored_anew_by_a_restore_is_as_old_as_its_date_there() -> None:
    """The broker dates a fact when it stores it, the station when it makes it: the younger counts."""
    history = of(recorded([event(KEYS[0], kind) for kind in ("collected", "approved", "declined")]))
    made = max(fact.event.time for fact in history.facts)
    assert made > NOW
    assert deletion_rule_of(history, KEPT, made + timedelta(days=29)).why == ""
    assert deletion_rule_of(history, KEPT, made + timedelta(days=31)).why == "declined"
