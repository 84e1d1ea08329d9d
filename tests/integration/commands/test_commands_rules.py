"""The rules of each command, on a real broker."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.doors import DONE, approved, collected, failed, gone, rendered, scripted
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.rows import each_row

from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus, connect
from libraries.bus.runtime_settings import change_runtime_settings, read_runtime_settings
from schemas.errors import BadInput, Conflict, IllegalTransition, Permanent, ProviderDown, WaggleError
from schemas.events import (
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    Event,
    PostApproved,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
)
from schemas.recipe import FilmChoice, Recipe, ScriptChoice, Stage, VoiceChoice
from schemas.script import Script
from schemas.states import PostState, Status
from services.commands import fact_recording
from services.commands.approval_checklist import required_checks
from services.commands.approve import ApprovePost, approve_post, recipe_for_approval
from services.commands.change_next_recipe import ChangeNextRecipe, change_next_recipe
from services.commands.decline import DeclinePost, decline_post
from services.commands.edit_script import EditScript, edit_script
from services.commands.fact_recording import (
    NOT_SAVED,
    CommandOutcome,
    not_possible_error,
    record_fact,
    within_broker_deadline,
)
from services.commands.release import ReleaseFilm, release_at_next_slot, release_film, require_publication
from services.commands.remake import RemakeFilm, remake_film
from services.commands.reopen import ReopenPost, reopen_post
from services.commands.resume_publishing import resume_publishing
from services.commands.retry import RetryPost, retry_post
from services.commands.run_for_each_post import run_for_each_post
from services.commands.settle_upload import SettleUpload, settle_upload
from services.commands.site import RequestCrawl, SwitchSite, crawled_sites, request_crawl, switch_site
from services.config import CollectSettings, NatsSettings, PublishSettings, Settings
from services.publish.limits.quota import AccountQuota
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState

KEY = post("1").key
WHO = "kim"
OTHER: Script = SCRIPT.model_copy(update={"title": "고친 제목"})


async def given(bus: Bus, events: list[Event]) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def last(bus: Bus) -> Event:
    return (await bus.facts_of_post(KEY))[-1].event


# Recording


async def test_an_outcome_is_the_state_after_the_fact(bus: Bus) -> None:
    await given(bus, approved("1"))
    outcome = await decline_post(bus, DeclinePost(post=KEY), WHO)
    state = await bus.post_state(KEY)
    assert outcome == CommandOutcome(status=Status.DECLINED, revision=1, sequence=state.sequence)
    assert outcome.sequence == 3


async def test_what_was_seen_must_still_hold(bus: Bus) -> None:
    """Whoever decides on an old page is told what became of the post; nothing is recorded."""
    await given(bus, approved("1"))
    for command in (
        approve_post(bus, ApprovePost(post=KEY, seen=Status.COLLECTED), WHO, Settings()),
        decline_post(bus, DeclinePost(post=KEY, seen=Status.COLLECTED), WHO),
        reopen_post(bus, ReopenPost(post=KEY, seen=Status.COLLECTED), WHO),
    ):
        with pytest.raises(IllegalTransition) as refused:
            await command
        assert refused.value.code == "post.already_approved"
    assert len(await bus.facts_of_post(KEY)) == 2
    assert (await reopen_post(bus, ReopenPost(post=KEY, seen=Status.APPROVED), WHO)).status is Status.COLLECTED


async def test_an_approval_from_an_old_page_does_not_overrule_a_refusal(bus: Bus) -> None:
    """A declined post may be approved, but not by somebody who has not seen that it was declined."""
    await given(bus, collected("1"))
    await decline_post(bus, DeclinePost(post=KEY), "lee")
    with pytest.raises(IllegalTransition) as refused:
        await approve_post(bus, ApprovePost(post=KEY, seen=Status.COLLECTED), WHO, Settings())
    assert refused.value.code == "post.already_declined"
    assert (
        await approve_post(bus, ApprovePost(post=KEY, seen=Status.DECLINED), WHO, Settings())
    ).status is Status.APPROVED


@each_row("status", Status)
def test_every_status_has_its_own_refusal(status: Status) -> None:
    codes = {not_possible_error(PostState(status=other)).code for other in Status}
    assert len(codes) == len(Status)
    assert not_possible_error(PostState(status=status, gone="404")).code == "post.gone_at_source"


async def test_a_broker_that_is_away_saves_nothing_and_says_so(bus: Bus, nats_settings: NatsSettings) -> None:
    await given(bus, collected("1"))
    cut_off = await connect(nats_settings, "cut off")
    await cut_off.close()
    with pytest.raises(Permanent) as refused:
        await decline_post(cut_off, DeclinePost(post=KEY), WHO)
    assert refused.value.code == NOT_SAVED
    assert isinstance(refused.value.__cause__, ProviderDown)
    assert len(await bus.facts_of_post(KEY)) == 1


async def test_a_broker_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_recording, "PATIENCE", 0.01)
    with pytest.raises(Permanent) as refused:
        async with within_broker_deadline():
            await asyncio.sleep(5)
    assert refused.value.code == NOT_SAVED


async def test_a_conflict_is_an_answer_and_passed_on() -> None:
    overtaken = Conflict("post.script_changed")
    with pytest.raises(Conflict) as told:
        async with within_broker_deadline():
            raise overtaken
    assert told.value is overtaken


async def test_of_many_who_decide_at_once_each_is_recorded_or_refused(bus: Bus) -> None:
    await given(bus, collected("1"))
    commands = [decline_post(bus, DeclinePost(post=KEY, seen=Status.COLLECTED), f"r{n}") for n in range(6)]
    outcomes = await asyncio.gather(*commands, return_exceptions=True)
    assert sum(isinstance(outcome, CommandOutcome) for outcome in outcomes) == 1
    refused = [outcome for outcome in outcomes if isinstance(outcome, WaggleError)]
    assert {error.code for error in refused} == {"post.already_declined"}
    assert len(refused) == 5


async def test_an_unknown_post_is_named(bus: Bus) -> None:
    with pytest.raises(BadInput) as refused:
        await record_fact(bus, KEY, lambda state: PostDeclined(post_key=KEY, revision=state.revision, reviewer=WHO))
    assert (refused.value.code, refused.value.fields) == ("post.unknown", {"post": "sample.1"})


async def test_a_batch_asks_an_absent_broker_only_once() -> None:
    asked: list[str] = []

    async def command(key: Any) -> CommandOutcome:
        asked.append(str(key))
        if str(key) == "sample.2":
            raise Permanent(NOT_SAVED)
        return CommandOutcome(status=Status.APPROVED, revision=1, sequence=1)

    items = await run_for_each_post(["sample.1", "sample.2", "sample.3", "x"], command)
    assert asked == ["sample.1", "sample.2"]
    assert [item.post for item in items] == ["sample.1", "sample.2", "sample.3", "x"]
    assert [item.refusal.code if item.refusal else "" for item in items] == ["", NOT_SAVED, NOT_SAVED, NOT_SAVED]
    assert items[0].outcome is not None


async def test_a_batch_goes_on_after_any_other_refusal() -> None:
    async def command(key: Any) -> CommandOutcome:
        raise IllegalTransition("post.already_approved")

    items = await run_for_each_post(["sample.1", "sample.2"], command)
    assert [item.refusal.code if item.refusal else "" for item in items] == ["post.already_approved"] * 2


# Approving


async def test_an_approval_takes_the_choices_that_hold_now(bus: Bus) -> None:
    """The settings' recipe, what was changed while running, and a seed of the post's own."""
    await given(bus, collected("1"))
    settings = Settings(recipe=Recipe(script=ScriptChoice(seconds=21)))
    assert await recipe_for_approval(bus, settings) == settings.recipe
    chosen = Recipe(film=FilmChoice(theme="cream"))
    await change_runtime_settings(bus, lambda now: now.model_copy(update={"recipe": chosen, "approve_script": True}))
    outcome = await approve_post(bus, ApprovePost(post=KEY), WHO, settings)
    assert (outcome.status, outcome.revision) == (Status.APPROVED, 1)
    fact = await last(bus)
    assert isinstance(fact, PostApproved)
    numbered = chosen.model_copy(update={"approve_script": True, "film": FilmChoice(theme="cream", number=1)})
    assert fact.recipe == numbered.with_seed_of("sample.1")
    assert fact.recipe.film.seed > 0


async def test_an_edit_flag_asks_for_the_script_of_this_post_only(bus: Bus) -> None:
    await given(bus, [*collected("1"), *collected("2")])
    await approve_post(bus, ApprovePost(post=KEY, edit=True), WHO, Settings())
    await approve_post(bus, ApprovePost(post=post("2").key), WHO, Settings())
    recipes = [(await bus.post_state(post(name).key)).recipe for name in "12"]
    assert [recipe.approve_script for recipe in recipes] == [True, False]
    assert [recipe.film.number for recipe in recipes] == [1, 2]


async def test_a_film_keeps_its_number_when_it_is_made_again(bus: Bus) -> None:
    await given(bus, [*collected("2"), *collected("1")])
    assert await bus.newest_fact("post.approved") is None
    await approve_post(bus, ApprovePost(post=post("2").key), WHO, Settings())
    await approve_post(bus, ApprovePost(post=KEY), WHO, Settings())
    newest = await bus.newest_fact("post.approved")
    assert isinstance(newest, PostApproved)
    assert (newest.post_key, newest.recipe.film.number) == (KEY, 2)
    await given(bus, rendered("1")[2:])
    await remake_film(
        bus, RemakeFilm(post=KEY, from_stage=Stage.SCRIPT, recipe=Recipe(film=FilmChoice(theme="ink"))), WHO
    )
    film = (await bus.post_state(KEY)).recipe.film
    assert (film.theme, film.number) == ("ink", 2)


async def test_every_check_must_be_named_and_more_do_no_harm(bus: Bus) -> None:
    await given(bus, collected("1", flags=("pii-masked", "copy:sample.9", "video")))
    with pytest.raises(IllegalTransition) as refused:
        await approve_post(bus, ApprovePost(post=KEY, checked=("pii", "policy")), WHO, Settings())
    assert (refused.value.code, refused.value.fields) == ("post.check_first", {"checks": "copy"})
    await approve_post(bus, ApprovePost(post=KEY, checked=("pii", "copy", "policy")), WHO, Settings())
    fact = await last(bus)
    assert isinstance(fact, PostApproved)
    assert fact.checked == ("pii", "copy", "policy")


async def test_what_cannot_be_approved_is_refused_before_its_checks(bus: Bus) -> None:
    await given(bus, collected("1", flags=("pii-masked",)))
    await given(bus, [PostGone(post_key=KEY, revision=0, reason="404")])
    with pytest.raises(IllegalTransition) as refused:
        await approve_post(bus, ApprovePost(post=KEY), WHO, Settings())
    assert refused.value.code == "post.gone_at_source"


@each_row(
    ("site", "flags", "checks"),
    [
        ("sample", (), ()),
        ("sample", ("video", "text-cut", "comments-cut"), ()),
        ("sample", ("pii-masked",), ("pii",)),
        ("sample", ("copy:sample.1",), ("copy",)),
        ("sample", ("copycat",), ()),
        ("sample", ("copy:sample.1", "pii-masked"), ("pii", "copy")),
        ("aha", (), ("policy",)),
        ("aha", ("copy:a.1", "pii-masked"), ("pii", "copy", "policy")),
        ("nobody-declares-it", ("pii-masked",), ("pii",)),
    ],
)
def test_checks_follow_from_flags_and_from_the_policy_of_the_site(
    site: str, flags: tuple[str, ...], checks: tuple[str, ...]
) -> None:
    assert required_checks(post(site=site).model_copy(update={"flags": flags})) == checks
    assert required_checks(None) == ()


# Scripts and remakes


async def test_a_waiting_script_is_approved_with_the_choices_of_the_editor(bus: Bus) -> None:
    await given(bus, scripted("1"))
    state = await bus.post_state(KEY)
    assert state.script_waits
    recipe = Recipe(script=ScriptChoice(seconds=59), voice=VoiceChoice(speed=0.7))
    await edit_script(bus, EditScript(post=KEY, script=OTHER, recipe=recipe, sequence=state.sequence), WHO)
    fact = await last(bus)
    assert isinstance(fact, ContentScriptApproved)
    assert (fact.script, fact.reviewer, fact.revision) == (OTHER, WHO, 1)
    assert fact.recipe is not None
    assert fact.recipe.voice == recipe.voice
    assert fact.recipe.script == state.recipe.script  # the script is given: its writer does not change any more


async def test_another_script_of_a_finished_film_begins_with_the_voice(bus: Bus) -> None:
    await given(bus, rendered("1"))
    assert not (await bus.post_state(KEY)).script_waits
    outcome = await edit_script(bus, EditScript(post=KEY, script=OTHER), WHO)
    assert (outcome.status, outcome.revision) == (Status.PROCESSING, 2)
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.script, fact.by) == (Stage.VOICE, OTHER, WHO)


async def test_a_script_that_changed_or_is_not_there_is_not_edited(bus: Bus) -> None:
    await given(bus, approved("1"))
    with pytest.raises(BadInput) as missing:
        await edit_script(bus, EditScript(post=KEY, script=OTHER), WHO)
    assert missing.value.code == "post.no_script"
    await given(bus, scripted("1")[2:])
    sequence = (await bus.post_state(KEY)).sequence
    for other in (sequence - 1, sequence + 1):
        with pytest.raises(Conflict) as changed:
            await edit_script(bus, EditScript(post=KEY, script=OTHER, sequence=other), WHO)
        assert changed.value.code == "post.script_changed"
    await edit_script(bus, EditScript(post=KEY, script=OTHER, sequence=sequence), WHO)


@each_row(
    ("state", "waits"),
    [
        ({"stage": Stage.SCRIPT}, True),
        ({"stage": None}, True),  # found in the store, not written
        ({"stage": Stage.FILM}, True),  # of a remake: the stage is that of the film before
        ({"stage": Stage.SCRIPT, "voice": VOICE}, False),
        ({"stage": Stage.VOICE}, False),
        ({"stage": Stage.FILM, "from_stage": Stage.VOICE}, False),
        ({"stage": Stage.SCRIPT, "script": None}, False),
        ({"stage": Stage.SCRIPT, "status": Status.FAILED}, False),
        ({"stage": None, "status": Status.APPROVED}, False),
    ],
)
def test_a_script_waits_until_something_is_begun_with_it(state: dict[str, object], waits: bool) -> None:
    written = {"status": Status.PROCESSING, "script": SCRIPT}
    assert PostState.model_validate(written | state).script_waits is waits


@pytest.mark.parametrize("stage", [Stage.SCRIPT, Stage.VOICE, Stage.FILM])
async def test_a_remake_is_the_next_revision_with_the_last_choices_or_others(bus: Bus, stage: Any) -> None:
    await given(bus, rendered("1"))
    outcome = await remake_film(bus, RemakeFilm(post=KEY, from_stage=stage), WHO)
    assert (outcome.status, outcome.revision) == (Status.PROCESSING, 2)
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.recipe, fact.by, fact.platform) == (stage, Recipe(), WHO, "")
    other = Recipe(film=FilmChoice(theme="cream"))
    await remake_film(bus, RemakeFilm(post=KEY, from_stage=Stage.SCRIPT, recipe=other), WHO)
    assert (await bus.post_state(KEY)).recipe == other
    assert (await bus.post_state(KEY)).revision == 3


@pytest.mark.parametrize("film", [FilmChoice(template="toon"), FilmChoice(quality="preview")])
async def test_a_film_that_shows_other_pictures_has_them_made(bus: Bus, film: FilmChoice) -> None:
    await given(bus, rendered("1"))
    await remake_film(bus, RemakeFilm(post=KEY, from_stage=Stage.FILM, recipe=Recipe(film=film)), WHO)
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert fact.from_stage is Stage.PICTURE


async def test_a_retry_keeps_the_revision_and_has_all_attempts(bus: Bus) -> None:
    events = failed("1")
    await given(bus, events)
    outcome = await retry_post(bus, RetryPost(post=KEY), WHO)
    assert (outcome.status, outcome.revision) == (Status.PROCESSING, 1)
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.attempt, fact.by) == (Stage.VOICE, 1, WHO)
    assert fact.causation_id == events[-1].event_id
    with pytest.raises(IllegalTransition) as refused:
        await retry_post(bus, RetryPost(post=KEY), WHO)
    assert refused.value.code == "post.nothing_failed"


async def test_a_post_that_stopped_because_it_was_gone_is_retried_once_it_is_back(bus: Bus) -> None:
    await given(bus, [*scripted("1"), PostGone(post_key=KEY, revision=1, reason="404")])
    assert (await bus.post_state(KEY)).status is Status.FAILED
    with pytest.raises(IllegalTransition) as refused:
        await retry_post(bus, RetryPost(post=KEY), WHO)
    assert refused.value.code == "post.gone_at_source"
    await given(bus, [PostFound(post_key=KEY, revision=1)])
    await retry_post(bus, RetryPost(post=KEY), WHO)
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.revision) == (Stage.SCRIPT, 1)


async def test_a_reopened_post_waits_again(bus: Bus) -> None:
    await given(bus, failed("1"))
    assert (await reopen_post(bus, ReopenPost(post=KEY), WHO)).status is Status.COLLECTED
    fact = await last(bus)
    assert isinstance(fact, PostReopened)
    assert fact.reviewer == WHO


# Publishing


async def test_a_release_is_of_the_words_that_were_seen(bus: Bus) -> None:
    await given(bus, rendered("1"))
    words = require_publication(await bus.post_state(KEY))
    with pytest.raises(IllegalTransition) as changed:
        await release_film(bus, ReleaseFilm(post=KEY, platform="fake", seal="e" * 64), WHO)
    assert changed.value.code == "post.film_changed"
    approved_words = await release_film(
        bus, ReleaseFilm(post=KEY, platform="fake", seal=words.seal, privacy="unlisted"), WHO
    )
    assert approved_words == words
    fact = await last(bus)
    assert isinstance(fact, ContentReleased)
    assert (fact.seal, fact.privacy, fact.reviewer, fact.publish_at) == (words.seal, "unlisted", WHO, None)
    await given(bus, [ContentRequested(post_key=KEY, revision=2, from_stage=Stage.FILM, recipe=Recipe())])
    other = FILM.model_copy(update={"video": FILM.thumbnail})
    await given(bus, [ContentRendered(post_key=KEY, revision=2, film=other, **DONE)])
    with pytest.raises(IllegalTransition):
        await release_film(bus, ReleaseFilm(post=KEY, platform="fake", seal=words.seal), WHO)


@pytest.mark.parametrize("sealed", [True, False])
async def test_a_release_takes_the_next_free_time(bus: Bus, sealed: bool) -> None:
    await given(bus, [*rendered("1"), *rendered("2")])
    settings = PublishSettings(slots={"fake": ("daily 18:30",)})
    words = require_publication(await bus.post_state(KEY))
    wanted = ReleaseFilm(post=KEY, platform="fake", seal=words.seal if sealed else "")
    at = await release_at_next_slot(bus, wanted, WHO, settings)
    fact = await last(bus)
    assert isinstance(fact, ContentReleased)
    assert (fact.publish_at, fact.seal) == (at, words.seal)
    assert datetime.now(UTC) < at <= datetime.now(UTC) + timedelta(days=1)
    other = await release_at_next_slot(bus, ReleaseFilm(post=post("2").key, platform="fake"), WHO, settings)
    assert other - at == timedelta(days=1)
    with pytest.raises(BadInput):
        await release_at_next_slot(bus, ReleaseFilm(post=KEY, platform="fake"), WHO, PublishSettings())


def test_only_a_finished_film_has_words() -> None:
    for state in (PostState(), PostState(post=post(), film=FILM), PostState(post=post(), script=SCRIPT)):
        with pytest.raises(IllegalTransition) as refused:
            require_publication(state)
        assert refused.value.code == "post.no_film"


def entry(**changes: Any) -> UploadRecord:
    known: dict[str, Any] = {"platform": "fake", "channel": "main", "post_key": KEY, "revision": 1}
    return UploadRecord(**known | {"video_sha256": FILM.video.sha256, "reason": "unclear"} | changes)


@pytest.mark.parametrize(("video", "state"), [("v1", UploadState.SENT), (None, UploadState.OPEN)])
async def test_a_settled_doubt_goes_on_from_what_was_found(bus: Bus, video: str | None, state: UploadState) -> None:
    await given(bus, rendered("1"))
    journal = UploadJournal(bus.ledger())
    doubt = entry(state=UploadState.DOUBT, address="secret", closing=True)
    await journal.write(doubt, 0)
    settled = (await settle_upload(bus, SettleUpload(upload=doubt.key, video=video), WHO)).record
    assert (settled.state, settled.remote_id, settled.reason) == (state, video or "", "")
    assert (settled.address, settled.closing) == (("secret", True) if video else ("", False))
    fact = await last(bus)
    assert isinstance(fact, ContentRequested)
    assert (fact.from_stage, fact.platform, fact.by, fact.revision) == (Stage.PUBLISH, "fake", WHO, 1)
    kept = await journal.load(doubt.key)
    assert kept is not None
    assert kept.record == settled
    with pytest.raises(BadInput) as again:
        await settle_upload(bus, SettleUpload(upload=doubt.key, video=video), WHO)
    assert again.value.code == "upload.not_in_doubt"


async def test_a_withdrawn_film_that_a_person_deleted_is_noted(bus: Bus) -> None:
    await given(bus, rendered("1"))
    withdrawn = entry(state=UploadState.WITHDRAWN, remote_id="v1")
    await UploadJournal(bus.ledger()).write(withdrawn, 0)
    before = len(await bus.facts_of_post(KEY))
    noted = (await settle_upload(bus, SettleUpload(upload=withdrawn.key), WHO)).record
    assert (noted.taken_down, noted.state) == (True, UploadState.WITHDRAWN)
    assert len(await bus.facts_of_post(KEY)) == before
    with pytest.raises(BadInput):
        await settle_upload(bus, SettleUpload(upload=withdrawn.key, video="v1"), WHO)
    with pytest.raises(BadInput) as unknown:
        await settle_upload(bus, SettleUpload(upload="upload.fake.main.nothing"), WHO)
    assert unknown.value.fields == {"upload": "upload.fake.main.nothing"}


async def test_publishing_is_resumed_and_what_waits_goes_on(bus: Bus) -> None:
    async def alert(what: str, where: str) -> None:
        """Nobody is told in this test."""

    await given(bus, rendered("1"))
    quota = AccountQuota(bus.ledger(), "fake", "main", lambda: datetime.now(UTC), alert)
    assert await resume_publishing(bus, quota, "fake") == 0
    await quota.stop_publishing("publish.permission_ended", "test")
    waiting = ContentRequested(
        post_key=KEY, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), platform="fake", by="retry"
    )
    await bus.schedule_retry(waiting, await bus.broker_time() + timedelta(hours=1))
    assert await quota.current_stop() is not None
    assert await resume_publishing(bus, quota, "fake") == 1
    assert await quota.current_stop() is None


# Sites, choices, the audit log


async def test_a_site_is_crawled_by_the_settings_or_by_the_switch(bus: Bus, tmp_path: Path) -> None:
    audit, settings = AuditLog(tmp_path / "audit.jsonl"), CollectSettings(sites=("sample", "of-the-settings"))
    assert await crawled_sites(bus, settings) == ("sample", "of-the-settings")
    await switch_site(bus, SwitchSite(site="of-the-settings", on=False), WHO, settings, audit)
    assert await crawled_sites(bus, settings) == ("sample",)
    assert await crawled_sites(bus, CollectSettings(sites=())) == ()
    await switch_site(bus, SwitchSite(site="sample", on=True), WHO, settings, audit)
    assert await crawled_sites(bus, CollectSettings(sites=())) == ("sample",)
    await request_crawl(bus, RequestCrawl(site="sample"), WHO, settings, audit)
    with pytest.raises(BadInput) as refused:
        await request_crawl(bus, RequestCrawl(site="of-the-settings"), WHO, settings, audit)
    assert refused.value.code == "site.not_crawled"
    assert [(act.what, act.about) for act in audit.newest_entries()] == [
        ("crawl", "sample"),
        ("site_on", "sample"),
        ("site_off", "of-the-settings"),
    ]


async def test_choices_that_are_not_given_stay(bus: Bus, tmp_path: Path) -> None:
    audit, settings = AuditLog(tmp_path / "audit.jsonl"), Settings()
    recipe = Recipe(film=FilmChoice(theme="cream"))
    assert await change_next_recipe(bus, ChangeNextRecipe(recipe=recipe), WHO, settings, audit) == recipe
    changed = await change_next_recipe(bus, ChangeNextRecipe(approve_script=True), WHO, settings, audit)
    assert changed == recipe.model_copy(update={"approve_script": True})
    assert (await read_runtime_settings(bus)).recipe == recipe
    assert await change_next_recipe(bus, ChangeNextRecipe(recipe=None), WHO, settings, audit) == Recipe(
        approve_script=True
    )
    assert [act.note for act in audit.newest_entries()] == ["recipe", "approve_script", "recipe"]


def test_the_audit_log_is_the_owners_and_survives_a_damaged_line(tmp_path: Path) -> None:
    audit = AuditLog.for_store_folder(tmp_path / "var" / "nats")
    file = tmp_path / "var" / "audit.jsonl"
    assert audit.newest_entries() == []
    acts = [AuditEntry(who=WHO, what="crawl", about=str(n)) for n in range(3)]
    for act in acts[:2]:
        audit.append(act)
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"who": "half a li\n')
    audit.append(acts[2])
    assert audit.newest_entries() == list(reversed(acts))
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_audit_log_shows_the_newest_of_many(tmp_path: Path) -> None:
    audit = AuditLog(tmp_path / "audit.jsonl")
    for number in range(520):
        audit.append(AuditEntry(who=WHO, what="crawl", about=str(number)))
    shown = audit.newest_entries()
    assert (len(shown), shown[0].about, shown[-1].about) == (500, "519", "20")


@pytest.mark.parametrize("events", [gone, scripted], ids=["gone", "at work"])
async def test_a_refusal_records_nothing(bus: Bus, events: Any) -> None:
    await given(bus, events("1"))
    before = await bus.facts_of_post(KEY)
    with pytest.raises(WaggleError):
        await approve_post(bus, ApprovePost(post=KEY), WHO, Settings())
    assert await bus.facts_of_post(KEY) == before
