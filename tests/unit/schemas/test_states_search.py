"""No order of facts, possible or not, brings a post into a state that must not be: proved by trying all of them."""

import pytest
from fixtures.state_search import OTHER_WORDS, PRUNED, WHOLE, Scope, Step, search

from schemas import states
from schemas.errors import IllegalTransition
from schemas.events import (
    ContentFailed,
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
)
from schemas.recipe import Stage
from schemas.states import PostState, Status

AT_WORK = (Status.APPROVED, Status.PROCESSING)
FINISHED = (Status.RENDERED, Status.UPLOADED)

MOVES = """
-           post.collected          COLLECTED
-           post.retracted          RETRACTED
COLLECTED   post.approved           APPROVED
DECLINED    post.approved           APPROVED
COLLECTED   post.declined           DECLINED
APPROVED    post.declined           DECLINED
PROCESSING  post.declined           DECLINED
RENDERED    post.declined           DECLINED
FAILED      post.declined           DECLINED
APPROVED    post.reopened           COLLECTED
PROCESSING  post.reopened           COLLECTED
DECLINED    post.reopened           COLLECTED
FAILED      post.reopened           COLLECTED
COLLECTED   post.retracted          RETRACTED
APPROVED    post.retracted          RETRACTED
DECLINED    post.retracted          RETRACTED
PROCESSING  post.retracted          RETRACTED
RENDERED    post.retracted          RETRACTED
UPLOADED    post.retracted          RETRACTED
FAILED      post.retracted          RETRACTED
APPROVED    post.gone               FAILED
PROCESSING  post.gone               FAILED
APPROVED    content.requested       PROCESSING
FAILED      content.requested       PROCESSING
RENDERED    content.requested       PROCESSING
UPLOADED    content.requested       PROCESSING
APPROVED    content.started         PROCESSING
APPROVED    content.scripted        PROCESSING
APPROVED    content.script_approved PROCESSING
PROCESSING  content.rendered        RENDERED
APPROVED    content.failed          FAILED
PROCESSING  content.failed          FAILED
RENDERED    content.uploaded        UPLOADED
"""
"""Every change of status there is: before, kind of fact, after. Written by hand, not taken from the table it checks."""


def nothing_changed(step: Step) -> bool:
    """But for the sequence."""
    return step.after.model_copy(update={"sequence": step.before.sequence}) == step.before


def of_another_revision(step: Step) -> bool:
    event, revision = step.event, step.before.revision
    if isinstance(event, PostApproved):
        return event.revision <= revision
    if isinstance(event, ContentRequested):
        return event.revision < revision
    return event.TOPIC == "content" and event.revision != revision


def check_bookkeeping(step: Step) -> None:
    """Sequence and revision only grow, and what may not follow changes nothing."""
    before, event, after = step
    assert after.sequence == before.sequence + 1
    assert after.revision >= before.revision
    if after.revision != before.revision:
        assert isinstance(event, PostApproved | ContentRequested)
        assert after.revision == event.revision
        assert (after.film, after.uploaded, after.released, after.failure) == (None, frozenset(), (), None)
    if of_another_revision(step) or not before.allows_fact(event):
        assert nothing_changed(step)
    if before.allows_fact(event):
        before.require_allowed(event)
    else:
        with pytest.raises(IllegalTransition):
            before.require_allowed(event)


def check_the_end(step: Step) -> None:
    """RETRACTED is never left, and keeps nothing that could be read."""
    before, event, after = step
    if before.status is Status.RETRACTED:
        assert nothing_changed(step)
    if isinstance(event, PostRetracted):
        assert after.status is Status.RETRACTED
    if after.status is Status.RETRACTED:
        empty = PostState(status=Status.RETRACTED, revision=after.revision, sequence=after.sequence)
        assert after == empty


def check_the_gone(step: Step) -> None:
    """Nothing is made of a post that its site no longer shows, and nothing is published of it from then on."""
    if step.after.gone:
        assert step.after.status not in AT_WORK
        assert step.after.status is not Status.RETRACTED
    if step.before.gone:
        assert not isinstance(step.event, ContentReleased) or nothing_changed(step)


def check_films(step: Step) -> None:
    """A finished post has the film of its revision; film and pictures have a voice, and a voice has a script."""
    before, event, after = step
    if after.status in FINISHED:
        assert after.film is not None
        assert after.film.duration == after.revision
    if after.film is not None and after.film != before.film:
        assert isinstance(event, ContentRendered)
        assert before.voice is not None
    if after.voice is not None and after.voice != before.voice:
        assert isinstance(event, ContentVoiced)
        assert before.script is not None
    if after.pictures is not None and after.pictures != before.pictures:
        assert isinstance(event, ContentPictured)
    if after.film is not None or after.pictures is not None:
        assert after.voice is not None
    if after.voice is not None:
        assert after.script is not None
    if before.status in FINISHED and after.status not in FINISHED:
        new = isinstance(event, ContentRequested) and event.revision > before.revision
        assert new or isinstance(event, PostDeclined | PostRetracted)


def check_publishing(step: Step) -> None:
    """What was published and released belongs to this revision."""
    before, event, after = step
    if after.uploaded - before.uploaded:
        assert isinstance(event, ContentUploaded)
        assert event.revision == after.revision
        assert before.status in FINISHED
    if after.status is Status.UPLOADED:
        assert after.uploaded
    if after.uploaded:
        assert after.film is not None
    assert all(one.revision == after.revision for one in after.released)
    if isinstance(event, ContentRequested) and event.from_stage is Stage.PUBLISH:
        told = ("recipe", "from_stage", "attempt", "failure", "sequence")
        kept = {name: getattr(before, name) for name in told}
        assert after.model_copy(update=kept) == before


def check_failures(step: Step) -> None:
    """A failure is told of the stage that can fail now; a scheduled retry answers the present failure or nothing."""
    before, event, after = step
    if isinstance(event, ContentFailed):
        if after.failure != before.failure:
            assert after.failure == event
            assert (event.stage is Stage.PUBLISH) == (before.status in FINISHED)
            assert after.stage is event.stage
        if event.retry_at is not None or event.stage is Stage.PUBLISH:
            assert after.status is before.status
    if isinstance(event, ContentRequested) and event.by == "retry" and event.revision == before.revision:
        answers = before.failure is not None and before.failure.event_id == event.causation_id
        making = event.from_stage is not Stage.PUBLISH
        assert answers or not making or nothing_changed(step)
        assert not making or before.status not in FINISHED or nothing_changed(step)


def check_requests(step: Step) -> None:
    """A remake keeps what its first stage works on and begins with nothing that it makes anew."""
    before, event, after = step
    if not isinstance(event, ContentRequested) or nothing_changed(step):
        return
    assert (after.recipe, after.from_stage, after.attempt) == (event.recipe, event.from_stage, event.attempt)
    words = OTHER_WORDS if event.script is not None and event.from_stage is Stage.VOICE else before.script
    if event.revision > before.revision:
        assert after.script == (None if event.from_stage is Stage.SCRIPT else words)
        assert after.voice == (before.voice if event.from_stage in (Stage.PICTURE, Stage.FILM) else None)
        assert after.pictures == (before.pictures if event.from_stage is Stage.FILM else None)
    else:
        assert (after.script, after.voice, after.pictures) == (words, before.voice, before.pictures)
    if event.from_stage is Stage.VOICE:
        assert after.script is not None
    if event.from_stage in (Stage.PICTURE, Stage.FILM):
        assert after.voice is not None


def check_effects(step: Step) -> None:
    """What each kind of fact says of a post, field by field; all other fields stay as they are."""
    before, event, after = step
    if of_another_revision(step) or not before.allows_fact(event):
        return
    if isinstance(event, ContentRequested | PostRetracted):
        return  # see check_requests and check_the_end
    told = of_a_post(before, event) if event.TOPIC == "post" else of_a_film(before, event)
    assert after == before.model_copy(update={"status": after.status, **told, "sequence": after.sequence})


def of_a_post(before: PostState, event: Event) -> dict[str, object]:
    match event:
        case PostCollected():
            return {"post": event.post}
        case PostApproved():
            fresh = PostState(status=Status.APPROVED, post=before.post, recipe=event.recipe, revision=event.revision)
            fresh = fresh.model_copy(update={"verdict": event.verdict})
            return fresh.__dict__ | {"gone": before.gone}
        case PostReopened():
            return {"stage": None, "attempt": 1, "failure": None}
        case PostGone():
            return {"gone": event.reason or "gone"}
        case PostFound():
            return {"gone": ""}
    return {}


def of_a_film(before: PostState, event: Event) -> dict[str, object]:
    match event:
        case ContentStarted():
            return {"stage": event.stage}
        case ContentScripted():
            return {"script": event.script, "failure": None}
        case ContentScriptApproved():
            return {"script": event.script, "failure": None, "recipe": event.recipe or before.recipe}
        case ContentVoiced():
            return {"voice": event.voice, "voice_by": event.served_by, "pictures": None, "failure": None}
        case ContentPictured():
            return {"pictures": event.pictures, "failure": None}
        case ContentRendered():
            return {"film": event.film, "failure": None, "stage": None}
        case ContentReleased():
            return {"released": (*before.released, event)}
        case ContentUploaded():
            return {"uploaded": before.uploaded | {event.platform}, "failure": None}
        case ContentFailed():
            return {"failure": event, "stage": event.stage}
    return {}


CHECKS = (
    check_effects,
    check_bookkeeping,
    check_the_end,
    check_the_gone,
    check_films,
    check_publishing,
    check_failures,
    check_requests,
)


def check_all(scope: Scope) -> None:
    moves: set[tuple[Status | None, str, Status | None]] = set()

    def check(step: Step) -> None:
        for one in CHECKS:
            one(step)
        if step.before.status is not step.after.status:
            moves.add((step.before.status, step.event.kind, step.after.status))

    found = search(scope, check)
    print(f"{found.states} states, {found.steps} steps")
    told = {tuple(line.split()) for line in MOVES.strip().splitlines()}
    assert {(before.value if before else "-", kind, after) for before, kind, after in moves} == told


def test_no_fact_breaks_an_invariant() -> None:
    check_all(PRUNED)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_fact_with_any_parameter_breaks_an_invariant() -> None:
    check_all(WHOLE)


class TestTheChecksCanFail:
    """The search finds the faults that a fold of release 0.1.0 had, and others that one could make."""

    def test_requests_and_failures_that_fit_no_film(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A request to publish a new revision took the film away, a late failure of a stage the post's status."""
        monkeypatch.setattr(states, "_GUARDS", {})
        with pytest.raises(AssertionError):
            check_all(PRUNED)

    @pytest.mark.parametrize("kind", ["content.rendered", "content.voiced", "content.pictured"])
    def test_results_without_what_they_are_made_of(self, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
        allows = PostState.allows_kind

        def everything(state: PostState, asked: str) -> bool:
            return state.status is Status.PROCESSING if asked == kind else allows(state, asked)

        monkeypatch.setattr(PostState, "allows_kind", everything)
        with pytest.raises(AssertionError):
            check_all(PRUNED)

    @pytest.mark.parametrize("kind", sorted(states._EFFECTS, key=str))
    @pytest.mark.quick_cases(4)
    def test_a_fact_without_its_effect(self, monkeypatch: pytest.MonkeyPatch, kind: type[Event]) -> None:
        monkeypatch.delitem(states._EFFECTS, kind)
        with pytest.raises(AssertionError):
            check_all(PRUNED)

    def test_a_move_that_is_missing_and_one_that_is_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(states.TRANSITIONS, (Status.DECLINED, "post.approved"))
        with pytest.raises(AssertionError):
            check_all(PRUNED)
        monkeypatch.undo()
        monkeypatch.setitem(states.TRANSITIONS, (Status.RETRACTED, "post.reopened"), Status.COLLECTED)
        with pytest.raises(AssertionError):
            check_all(PRUNED)
