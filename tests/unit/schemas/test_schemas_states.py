"""The transition table and the fold over it."""

from datetime import UTC, datetime, timedelta

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import IllegalTransition
from schemas.events import (
    ContentFailed,
    ContentPictured,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
    PostRetracted,
    decode_fact,
    encode_fact,
)
from schemas.events.post import PartTwo
from schemas.pictures import Pictures
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.states import PostState, Status, apply_fact, fold_facts

KEY = post().key
DONE = {"stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}


def collected() -> Event:
    return PostCollected(post_key=KEY, revision=0, post=post())


RECIPE = Recipe(film=FilmChoice(template="card"))


def approved(revision: int = 1) -> Event:
    return PostApproved(post_key=KEY, revision=revision, reviewer="kim")


def made(revision: int = 1) -> list[Event]:
    return [
        ContentScripted(post_key=KEY, revision=revision, script=SCRIPT, **DONE),
        ContentVoiced(post_key=KEY, revision=revision, voice=VOICE, **DONE),
        ContentRendered(post_key=KEY, revision=revision, film=FILM, **DONE),
    ]


def uploaded(revision: int = 1) -> Event:
    return ContentUploaded(
        post_key=KEY,
        revision=revision,
        platform="export",
        remote_id="1",
        url="file:///x",
        video_sha256=FILM.video.sha256,
    )


def failed(stage: Stage, retry: bool) -> Event:
    return ContentFailed(
        post_key=KEY,
        revision=1,
        stage=stage,
        attempt=1,
        failure=FailureKind.RETRYABLE,
        error="ProviderDown",
        message="down",
        retry_at=datetime.now(UTC) + timedelta(minutes=1) if retry else None,
    )


def requested(revision: int, stage: Stage, attempt: int = 1) -> Event:
    return ContentRequested(post_key=KEY, revision=revision, from_stage=stage, recipe=Recipe(), attempt=attempt)


def state_after(*events: Event) -> PostState:
    return fold_facts(facts_of(events))


def test_the_straight_way_ends_uploaded() -> None:
    state = state_after(collected(), approved(), *made(), uploaded())
    assert state.status is Status.UPLOADED
    assert state.uploaded == {"export"}
    assert state.sequence == 6


def test_a_declined_post_is_not_made_and_can_be_approved_again() -> None:
    declined = PostDeclined(post_key=KEY, revision=1, reviewer="kim")
    state = state_after(collected(), approved(), declined, *made())
    assert state.status is Status.DECLINED
    assert state.film is None
    again = fold_facts(facts_of([approved(2)], after=state.sequence), state)
    assert again.status is Status.APPROVED
    assert again.revision == 2


def test_a_reopened_post_waits_as_if_nobody_had_decided() -> None:
    reopened = PostReopened(post_key=KEY, revision=1, reviewer="kim")
    dead = failed(Stage.VOICE, retry=False)
    state = state_after(collected(), approved(), dead, reopened, *made())
    assert (state.status, state.failure, state.film) == (Status.COLLECTED, None, None)
    again = fold_facts(facts_of([approved(2)], after=state.sequence), state)
    assert (again.status, again.revision) == (Status.APPROVED, 2)
    with pytest.raises(IllegalTransition, match=r"RENDERED: post.reopened is not possible"):
        state_after(collected(), approved(), *made()).require_allowed(reopened)


def test_posts_have_seeds_of_their_own_unless_one_is_chosen() -> None:
    seeds = {Recipe().with_seed_of(f"sample.{number}").film.seed for number in range(200)}
    assert len(seeds) > 190
    assert min(seeds) > 0
    for beds in (2, 3):
        assert {seed % beds for seed in seeds} == set(range(beds))
    assert Recipe().with_seed_of("sample.1") == Recipe().with_seed_of("sample.1").with_seed_of("sample.2")
    chosen = Recipe(film=FilmChoice(seed=7))
    assert chosen.with_seed_of("sample.1") == chosen


def test_a_reviewers_words_and_choices_hold_from_then_on() -> None:
    """Approved with other choices, the script waits no longer; words that come with a remake replace the old ones."""
    other = SCRIPT.model_copy(update={"title": "고친 제목"})
    recipe = Recipe(approve_script=True)
    first = ContentScriptApproved(post_key=KEY, revision=1, reviewer="kim", script=other, recipe=recipe)
    state = state_after(collected(), approved(), made()[0], first)
    assert (state.script, state.recipe) == (other, recipe)
    kept = first.model_copy(update={"recipe": None})
    assert fold_facts(facts_of([kept], after=state.sequence), state).recipe == recipe
    remake = requested(2, Stage.VOICE).model_copy(update={"script": other})
    assert state_after(collected(), approved(), *made(), remake).script == other


def test_pictures_are_kept_by_a_remake_of_the_film_alone_and_go_with_a_new_narration() -> None:
    pictured = ContentPictured(post_key=KEY, revision=1, pictures=Pictures(), **DONE)
    before = (collected(), approved(), *made()[:2], pictured, made()[2])
    assert state_after(*before).pictures == Pictures()
    assert state_after(*before, requested(2, Stage.FILM)).pictures == Pictures()
    assert state_after(*before, requested(2, Stage.PICTURE)).pictures is None
    assert state_after(*before, requested(2, Stage.PICTURE)).voice == VOICE
    assert state_after(collected(), approved(), *made()[:2], pictured, made()[1]).pictures is None


def test_a_film_needs_no_pictures() -> None:
    assert state_after(collected(), approved(), *made()).film == FILM
    early = ContentPictured(post_key=KEY, revision=1, pictures=Pictures(), **DONE)
    assert state_after(collected(), approved(), made()[0], early).pictures is None


def test_results_of_an_older_revision_change_nothing() -> None:
    state = state_after(collected(), approved(), *made(), requested(2, Stage.FILM))
    late = fold_facts(facts_of(made(1)[2:], after=state.sequence), state)
    assert late.status is Status.PROCESSING
    assert late.film is None
    assert late.sequence == state.sequence + 1


def test_results_of_a_revision_nobody_asked_for_change_nothing() -> None:
    state = state_after(collected(), approved(), made(2)[2])
    assert (state.status, state.revision, state.film) == (Status.APPROVED, 1, None)


def test_a_post_approved_again_starts_afresh() -> None:
    declined = PostDeclined(post_key=KEY, revision=1, reviewer="kim")
    state = state_after(collected(), approved(), *made(), declined, approved(2))
    assert (state.status, state.script, state.film) == (Status.APPROVED, None, None)


def test_nothing_of_a_retracted_post_stays_readable() -> None:
    retracted = PostRetracted(post_key=KEY, revision=1, by="owner", reason="asked")
    first = PartTwo(first=KEY, title="첫 글", url="https://waggle.example/1", recall="지난 이야기입니다.")
    words = PostApproved(
        post_key=KEY, revision=1, reviewer="kim", verdict="제 생각은요.", channel="cats", part_two=first, recipe=RECIPE
    )
    before = state_after(collected(), words, *made(), uploaded())
    assert (before.verdict, before.channel, before.part_two, before.recipe) == ("제 생각은요.", "cats", first, RECIPE)
    left = state_after(collected(), words, *made(), uploaded(), retracted)
    fresh = PostState(status=Status.RETRACTED, revision=left.revision, sequence=left.sequence)
    assert left == fresh, "whatever a state will hold some day, nothing of it is left"


def test_a_remake_keeps_what_its_first_stage_needs() -> None:
    state = state_after(collected(), approved(), *made(), uploaded(), requested(2, Stage.FILM))
    assert state.script == SCRIPT
    assert state.voice == VOICE
    assert state.film is None
    assert state.uploaded == frozenset()
    assert state_after(collected(), approved(), *made(), requested(2, Stage.SCRIPT)).script is None
    assert state_after(collected(), approved(), *made(), requested(2, Stage.VOICE)).voice is None


def test_a_failure_with_a_retry_goes_on_and_one_without_waits_for_a_person() -> None:
    assert state_after(collected(), approved(), failed(Stage.VOICE, retry=True)).status is Status.APPROVED
    dead = state_after(collected(), approved(), failed(Stage.VOICE, retry=False))
    assert dead.status is Status.FAILED
    assert fold_facts(facts_of([requested(2, Stage.SCRIPT)], after=dead.sequence), dead).status is Status.PROCESSING


def test_a_failed_upload_leaves_the_film_rendered() -> None:
    state = state_after(collected(), approved(), *made(), failed(Stage.PUBLISH, retry=False))
    assert state.status is Status.RENDERED
    assert state.failure is not None
    retried = fold_facts(facts_of([requested(1, Stage.PUBLISH, attempt=2)], after=state.sequence), state)
    assert retried.status is Status.RENDERED
    assert retried.attempt == 2


def test_a_fact_that_may_not_follow_is_refused_with_a_sentence() -> None:
    with pytest.raises(IllegalTransition, match=r"sample.1 is COLLECTED: content.rendered is not possible"):
        state_after(collected()).require_allowed(made()[2])


_ANY = st.sampled_from(
    [
        collected(),
        approved(1),
        approved(2),
        PostDeclined(post_key=KEY, revision=0, reviewer="kim"),
        PostReopened(post_key=KEY, revision=1, reviewer="kim"),
        *made(1),
        *made(2),
        uploaded(),
        requested(2, Stage.FILM),
        requested(3, Stage.SCRIPT),
        failed(Stage.VOICE, retry=True),
        failed(Stage.FILM, retry=False),
    ]
)


@given(st.lists(_ANY, max_size=30), st.integers(0, 30))
def test_a_retraction_always_wins(events: list[Event], at: int) -> None:
    retracted = PostRetracted(post_key=KEY, revision=0, by="owner", reason="asked")
    assert state_after(*events[:at], retracted, *events[at:]).status is Status.RETRACTED


@given(st.lists(_ANY, max_size=30))
def test_any_order_of_facts_ends_in_a_legal_state(events: list[Event]) -> None:
    state = PostState()
    for recorded in facts_of(events):
        before, state = state, apply_fact(state, recorded)
        assert state.sequence == recorded.sequence
        assert state.revision >= before.revision
    if state.status in (Status.RENDERED, Status.UPLOADED):
        assert state.film is not None


@given(_ANY)
def test_a_fact_survives_the_wire(event: Event) -> None:
    assert decode_fact(encode_fact(event)) == event


GONE = PostGone(post_key=KEY, revision=1, reason="삭제된 글입니다")


@pytest.mark.parametrize("made_so_far", range(4))
def test_nothing_is_made_or_published_of_a_post_that_is_gone(made_so_far: int) -> None:
    state = state_after(collected(), approved(), *made()[:made_so_far], GONE)
    assert state.gone == "삭제된 글입니다"
    assert state.status is (Status.RENDERED if made_so_far == 3 else Status.FAILED)
    kinds = ("approved", "requested", "started", "scripted", "voiced", "rendered", "released", "uploading")
    assert {state.allows_kind(f"{topic}.{kind}") for topic in ("post", "content") for kind in kinds} == {False}
    with pytest.raises(IllegalTransition, match="삭제된 글입니다"):
        state.require_allowed(requested(1, Stage.SCRIPT))
    later = fold_facts(facts_of([requested(2, Stage.SCRIPT), *made(2)], after=state.sequence), state)
    assert (later.status, later.revision) == (state.status, 1)


def test_a_film_that_went_online_meanwhile_is_noted_although_its_post_is_gone() -> None:
    state = state_after(collected(), approved(), *made(), GONE, uploaded())
    assert (state.status, state.uploaded, state.gone) == (Status.UPLOADED, frozenset({"export"}), GONE.reason)


def test_a_post_that_was_found_again_may_be_made_again() -> None:
    state = state_after(collected(), approved(), GONE, PostFound(post_key=KEY, revision=1), requested(1, Stage.SCRIPT))
    assert (state.gone, state.status) == ("", Status.PROCESSING)


def test_a_retracted_post_is_not_spoken_of_again() -> None:
    retracted = PostRetracted(post_key=KEY, revision=0, by="owner", reason="asked")
    state = state_after(collected(), GONE, retracted, GONE)
    assert (state.status, state.gone) == (Status.RETRACTED, "")


@each_row(
    ("kind", "statuses"),
    [
        ("content.withdrawn", set(Status)),
        ("content.measured", set(Status)),
        ("content.released", {Status.RENDERED, Status.UPLOADED}),
        ("content.uploading", {Status.RENDERED, Status.UPLOADED}),
        ("content.uploaded", {Status.RENDERED, Status.UPLOADED}),
        ("content.started", {Status.APPROVED, Status.PROCESSING}),
        ("content.failed", {Status.APPROVED, Status.PROCESSING, Status.RENDERED, Status.UPLOADED}),
        ("post.found", set(Status) - {Status.RETRACTED}),
        ("post.gone", set(Status) - {Status.RETRACTED}),
        ("post.collected", set()),
        ("content.unheard_of", set()),
    ],
)
def test_kinds_that_may_follow_without_a_change_of_status(kind: str, statuses: set[Status]) -> None:
    assert {status for status in Status if PostState(status=status).allows_kind(kind)} == statuses


@each_row(
    ("state", "event", "code", "told"),
    [
        (PostState(), made()[0], "post.not_possible", {"status": "unknown", "event": "content.scripted"}),
        (
            PostState(status=Status.COLLECTED, gone="404"),
            approved(),
            "post.gone",
            {"status": "COLLECTED", "reason": "404", "event": "post.approved"},
        ),
        (
            PostState(status=Status.FAILED),
            requested(0, Stage.VOICE),
            "post.nothing_to_begin_with",
            {"status": "FAILED", "missing": "script", "stage": "voice"},
        ),
        (
            PostState(status=Status.FAILED, script=SCRIPT),
            requested(0, Stage.FILM),
            "post.nothing_to_begin_with",
            {"status": "FAILED", "missing": "voice", "stage": "film"},
        ),
        (
            PostState(status=Status.FAILED),
            requested(0, Stage.PUBLISH),
            "post.not_possible",
            {"status": "FAILED", "event": "content.requested"},
        ),
    ],
)
def test_a_refusal_says_why(state: PostState, event: Event, code: str, told: dict[str, str]) -> None:
    with pytest.raises(IllegalTransition) as refused:
        state.require_allowed(event)
    assert (refused.value.code, refused.value.fields) == (code, {"post": "sample.1", **told})
