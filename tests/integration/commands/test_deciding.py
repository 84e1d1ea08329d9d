"""Commands about a post and its film, over a real broker: what each records, and what it refuses."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.rows import each_row

from crawlers.sites_config import registry
from libraries.bus import Bus
from libraries.bus.runtime_settings import change_runtime_settings
from schemas.errors import BadInput, Conflict, IllegalTransition, Permanent, ProviderDown, WaggleError
from schemas.events import (
    ContentFailed,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostFound,
    PostGone,
    PostReopened,
    encode_fact,
)
from schemas.posts import Post, PostKey
from schemas.recipe import FilmChoice, Recipe, ScriptChoice, Stage
from schemas.runtime_settings import RuntimeSettings
from schemas.states import PostState, Status
from services.commands import fact_recording
from services.commands.approval_checklist import required_checks
from services.commands.approve import ApprovePost, approve_post, with_next_film_number
from services.commands.decline import DeclinePost, decline_post
from services.commands.drop_dead_letter import DropDeadLetter, drop_dead_letter
from services.commands.edit_script import EditScript, edit_script
from services.commands.fact_recording import CommandOutcome, not_possible_error, within_broker_deadline
from services.commands.remake import RemakeFilm, remake_film
from services.commands.reopen import ReopenPost, reopen_post
from services.commands.retry import RetryDeadLetter, RetryPost, retry_dead_letter, retry_post
from services.commands.run_for_each_post import run_for_each_post
from services.config import Settings, StudioSettings

KEY = post().key
SETTINGS = Settings(recipe=Recipe(script=ScriptChoice(seconds=25.0)))
DONE: dict[str, Any] = {"post_key": KEY, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 1}
COLLECTED = PostCollected(post_key=KEY, revision=0, post=post())
APPROVED = PostApproved(post_key=KEY, revision=1, reviewer="kim", recipe=Recipe(approve_script=True))
STARTED = ContentStarted(post_key=KEY, revision=1, stage=Stage.SCRIPT, worker="w")
SCRIPTED = ContentScripted(**DONE, script=SCRIPT)
WAITING = (COLLECTED, APPROVED, STARTED, SCRIPTED)
FINISHED = (*WAITING, ContentVoiced(**DONE, voice=VOICE), ContentRendered(**DONE, film=FILM))
OTHER = SCRIPT.model_copy(update={"title": "고친 제목"})


async def stored(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def last(bus: Bus) -> Event:
    return (await bus.facts_of_post(KEY))[-1].event


async def refusal(command: Awaitable[object]) -> str:
    """The code of the error that the command ends with."""
    with pytest.raises(WaggleError) as caught:
        await command
    return caught.value.code


class TestApprove:
    async def test_an_approval_begins_the_next_revision_with_the_choices_of_now(self, bus: Bus) -> None:
        await stored(bus, COLLECTED)
        seen = Status.COLLECTED
        outcome = await approve_post(bus, ApprovePost(post=KEY, seen=seen, checked=("pii",)), "kim", SETTINGS)
        assert outcome == CommandOutcome(status=Status.APPROVED, revision=1, sequence=2)
        fact = await last(bus)
        assert isinstance(fact, PostApproved)
        assert (fact.revision, fact.reviewer, fact.checked) == (1, "kim", ("pii",))
        assert fact.recipe == with_next_film_number(SETTINGS.recipe, None).with_seed_of(str(KEY))
        assert (
            await refusal(approve_post(bus, ApprovePost(post=KEY, seen=seen), "lee", SETTINGS))
            == "post.already_approved"
        )
        assert await refusal(approve_post(bus, ApprovePost(post=KEY), "lee", SETTINGS)) == "post.already_approved"
        assert len(await bus.facts_of_post(KEY)) == 2

    @pytest.mark.parametrize(
        ("edited", "settings", "switched", "waits"),
        [
            (False, False, None, False),
            (True, False, None, True),
            (False, True, None, True),
            (False, True, False, False),
            (False, False, True, True),
        ],
    )
    async def test_a_script_waits_where_request_settings_or_switches_say_so(
        self, bus: Bus, edited: bool, settings: bool, switched: bool | None, waits: bool
    ) -> None:
        await stored(bus, COLLECTED)
        await change_runtime_settings(bus, lambda now: RuntimeSettings(approve_script=switched))
        told = SETTINGS.model_copy(update={"studio": StudioSettings(script_approval=settings)})
        await approve_post(bus, ApprovePost(post=KEY, edit=edited), "kim", told)
        assert (await bus.post_state(KEY)).recipe.approve_script is waits

    async def test_what_must_be_checked_is_named_and_then_approved(self, bus: Bus) -> None:
        flags = ("pii-masked", "copy:sample.9")
        await stored(bus, COLLECTED.model_copy(update={"post": post().model_copy(update={"flags": flags})}))
        with pytest.raises(IllegalTransition) as caught:
            await approve_post(bus, ApprovePost(post=KEY, checked=("copy",)), "kim", SETTINGS)
        assert (caught.value.code, caught.value.fields["checks"]) == ("post.check_first", "pii")
        with pytest.raises(IllegalTransition) as caught:
            await approve_post(bus, ApprovePost(post=KEY), "kim", SETTINGS)
        assert caught.value.fields["checks"] == "pii, copy"
        assert (await approve_post(bus, ApprovePost(post=KEY, checked=("pii", "copy")), "kim", SETTINGS)).revision == 1
        # What cannot be approved at all is said first.
        assert await refusal(approve_post(bus, ApprovePost(post=KEY), "kim", SETTINGS)) == "post.already_approved"


class TestChecklist:
    def flagged(self, *flags: str, site: str = "sample") -> Post:
        return post(site=site).model_copy(update={"flags": flags})

    def test_flags_and_policy_ask_for_checks(self) -> None:
        closed = next(code for code, spec in registry.site_specs().items() if not spec.policy.enabled)
        assert required_checks(None) == ()
        assert required_checks(self.flagged()) == ()
        assert required_checks(self.flagged("pii-masked")) == ("pii",)
        assert required_checks(self.flagged("copy:sample.9")) == ("copy",)
        assert required_checks(self.flagged("copy")) == ("copy",)
        assert required_checks(self.flagged("copy", "pii-masked", site=closed)) == ("pii", "copy", "policy")
        assert required_checks(self.flagged(site="undeclared")) == ()

    def test_a_site_whose_file_is_broken_asks_for_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "broken.yaml").write_text("code: [")
        monkeypatch.setattr(registry, "SITES", tmp_path)
        assert required_checks(self.flagged(site="broken")) == ()


class TestDeclineAndReopen:
    async def test_a_refusal_and_its_taking_back(self, bus: Bus) -> None:
        await stored(bus, COLLECTED)
        assert await refusal(decline_post(bus, DeclinePost(post=KEY, seen=Status.FAILED), "kim")) == "post.not_decided"
        outcome = await decline_post(bus, DeclinePost(post=KEY, seen=Status.COLLECTED, reason="재미없음"), "kim")
        assert outcome == CommandOutcome(status=Status.DECLINED, revision=0, sequence=2)
        fact = await last(bus)
        assert isinstance(fact, PostDeclined)
        assert (fact.reviewer, fact.reason, fact.revision) == ("kim", "재미없음", 0)
        assert (
            await refusal(reopen_post(bus, ReopenPost(post=KEY, seen=Status.COLLECTED), "lee"))
            == "post.already_declined"
        )
        assert (await reopen_post(bus, ReopenPost(post=KEY), "lee")).status is Status.COLLECTED
        fact = await last(bus)
        assert isinstance(fact, PostReopened)
        assert (fact.reviewer, fact.revision) == ("lee", 0)

    async def test_an_unknown_post_is_said(self, bus: Bus) -> None:
        assert await refusal(decline_post(bus, DeclinePost(post=KEY), "kim")) == "post.unknown"
        assert await bus.facts_of_post(KEY) == []


class TestEdit:
    async def test_a_waiting_script_is_approved_as_it_was_edited(self, bus: Bus) -> None:
        await stored(bus, *WAITING)
        chosen = Recipe(film=FilmChoice(template="chat"), script=ScriptChoice(seconds=50.0))
        old = EditScript(post=KEY, script=OTHER, sequence=3)
        assert await refusal(edit_script(bus, old, "kim")) == "post.script_changed"
        await edit_script(bus, EditScript(post=KEY, script=OTHER, recipe=chosen, sequence=4), "kim")
        fact = await last(bus)
        assert isinstance(fact, ContentScriptApproved)
        assert (fact.reviewer, fact.script, fact.revision) == ("kim", OTHER, 1)
        assert fact.recipe == chosen.model_copy(update={"script": APPROVED.recipe.script})

    async def test_a_spoken_script_begins_a_new_revision(self, bus: Bus) -> None:
        await stored(bus, *FINISHED)
        await edit_script(bus, EditScript(post=KEY, script=OTHER), "kim")
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.revision, fact.script, fact.by) == (Stage.VOICE, 2, OTHER, "kim")
        assert fact.recipe == APPROVED.recipe

    async def test_a_voice_that_was_begun_is_not_waiting(self, bus: Bus) -> None:
        await stored(bus, *WAITING, ContentStarted(post_key=KEY, revision=1, stage=Stage.VOICE, worker="w"))
        await edit_script(bus, EditScript(post=KEY, script=OTHER), "kim")
        assert (await last(bus)).kind == "content.requested"

    async def test_without_a_script_there_is_nothing_to_edit(self, bus: Bus) -> None:
        await stored(bus, COLLECTED, APPROVED)
        assert await refusal(edit_script(bus, EditScript(post=KEY, script=OTHER), "kim")) == "post.no_script"


class TestRemakeAndRetry:
    @pytest.mark.parametrize("recipe", [None, Recipe(film=FilmChoice(template="chat"))])
    async def test_a_remake_is_the_next_revision(self, bus: Bus, recipe: Recipe | None) -> None:
        await stored(bus, *FINISHED)
        outcome = await remake_film(bus, RemakeFilm(post=KEY, from_stage=Stage.VOICE, recipe=recipe), "kim")
        assert (outcome.status, outcome.revision) == (Status.PROCESSING, 2)
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.by, fact.recipe) == (Stage.VOICE, "kim", recipe or APPROVED.recipe)

    def failed(self, **more: Any) -> ContentFailed:
        kept = {"failure": FailureKind.PERMANENT, "error": "Permanent", "message": "", "attempt": 3} | more
        return ContentFailed(post_key=KEY, revision=1, stage=Stage.VOICE, causation_id=SCRIPTED.event_id, **kept)

    async def test_a_failed_stage_is_requested_again_with_all_attempts(self, bus: Bus) -> None:
        failed = self.failed()
        await stored(bus, *WAITING, failed)
        outcome = await retry_post(bus, RetryPost(post=KEY), "kim")
        assert (outcome.status, outcome.revision) == (Status.PROCESSING, 1)
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.attempt, fact.by) == (Stage.VOICE, 1, "kim")
        assert (fact.recipe, fact.causation_id) == (APPROVED.recipe, failed.event_id)

    @pytest.mark.parametrize("begun", [None, Stage.VOICE])
    async def test_a_post_that_was_gone_goes_on_where_it_stood(self, bus: Bus, begun: Stage | None) -> None:
        started = [ContentStarted(post_key=KEY, revision=1, stage=begun, worker="w")] if begun else []
        facts = (*WAITING, *started) if begun else (COLLECTED, APPROVED)
        await stored(bus, *facts, PostGone(post_key=KEY, revision=1, reason="404"))
        assert await refusal(retry_post(bus, RetryPost(post=KEY), "kim")) == "post.gone_at_source"
        await stored(bus, PostFound(post_key=KEY, revision=1))
        assert (await retry_post(bus, RetryPost(post=KEY), "kim")).revision == 1
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.by, fact.recipe) == (begun or Stage.SCRIPT, "kim", APPROVED.recipe)

    async def test_what_did_not_fail_is_not_retried(self, bus: Bus) -> None:
        await stored(bus, COLLECTED, APPROVED)
        assert await refusal(retry_post(bus, RetryPost(post=KEY), "kim")) == "post.nothing_failed"

    async def test_letters_are_retried_or_dropped_by_name(self, bus: Bus) -> None:
        await stored(bus, *WAITING, self.failed())
        for origin in (4, 5):
            subject, payload = "content.scripted.sample.1", encode_fact(SCRIPTED)
            await bus.add_dead_letter("studio", origin, subject, payload, "why")
        assert await retry_dead_letter(bus, RetryDeadLetter(letter="studio.4"), "kim") == "requested"
        assert await refusal(retry_dead_letter(bus, RetryDeadLetter(letter="studio.4"), "kim")) == "letter.unknown"
        await drop_dead_letter(bus, DropDeadLetter(letter="studio.5", reason="alt"), "lee")
        settled = {one.name: one for one in await bus.dead_letters(settled=True)}
        assert (settled["studio.5"].by, settled["studio.5"].note) == ("lee", "alt")
        assert await bus.dead_letters() == []


class TestRecording:
    @each_row(
        ("status", "code"),
        [
            (None, "post.not_decided"),
            (Status.COLLECTED, "post.not_decided"),
            (Status.APPROVED, "post.already_approved"),
            (Status.DECLINED, "post.already_declined"),
            (Status.PROCESSING, "post.already_processing"),
            (Status.RENDERED, "post.already_rendered"),
            (Status.UPLOADED, "post.already_uploaded"),
            (Status.FAILED, "post.already_failed"),
            (Status.RETRACTED, "post.already_retracted"),
        ],
    )
    def test_every_status_says_why_not(self, status: Status | None, code: str) -> None:
        assert not_possible_error(PostState(status=status)).code == code
        assert not_possible_error(PostState(status=status, gone="404")).code == "post.gone_at_source"

    async def test_a_post_that_is_gone_is_not_approved(self, bus: Bus) -> None:
        await stored(bus, COLLECTED, PostGone(post_key=KEY, revision=0, reason="404"))
        assert await refusal(approve_post(bus, ApprovePost(post=KEY), "kim", SETTINGS)) == "post.gone_at_source"

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (ProviderDown("broker.no_answer", what="x", why="y"), "command.not_saved"),
            (Conflict("post.script_changed"), "post.script_changed"),
            (BadInput("post.no_script"), "post.no_script"),
        ],
    )
    async def test_only_a_broker_that_is_away_is_not_saved(self, error: WaggleError, code: str) -> None:
        with pytest.raises(WaggleError) as caught:
            async with within_broker_deadline():
                raise error
        assert caught.value.code == code

    async def test_a_slow_broker_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert fact_recording.PATIENCE == 5.0
        monkeypatch.setattr(fact_recording, "PATIENCE", 0.01)
        with pytest.raises(Permanent) as caught:
            async with within_broker_deadline():
                await asyncio.sleep(5)
        assert caught.value.code == fact_recording.NOT_SAVED


class TestBatch:
    def command(
        self, asked: list[str], errors: dict[str, WaggleError]
    ) -> Callable[[PostKey], Awaitable[CommandOutcome]]:
        async def run(key: PostKey) -> CommandOutcome:
            asked.append(str(key))
            if error := errors.get(key.id):
                raise error
            return CommandOutcome(status=Status.DECLINED, revision=0, sequence=1)

        return run

    async def test_each_post_has_its_own_outcome(self) -> None:
        asked: list[str] = []
        posts = ["sample.1", "no-dot", "sample.2", "sample.3"]
        done = await run_for_each_post(posts, self.command(asked, {"2": IllegalTransition("post.no_film")}))
        assert [(one.post, one.outcome is None, one.refusal and one.refusal.code) for one in done] == [
            ("sample.1", False, None),
            ("no-dot", True, "post.unknown"),
            ("sample.2", True, "post.no_film"),
            ("sample.3", False, None),
        ]
        assert asked == ["sample.1", "sample.2", "sample.3"]

    async def test_a_broker_that_is_away_is_asked_once(self) -> None:
        asked: list[str] = []
        done = await run_for_each_post(
            ["sample.1", "sample.2", "sample.3", "sample.4"],
            self.command(asked, {"2": Permanent("command.not_saved")}),
        )
        assert asked == ["sample.1", "sample.2"]
        assert [one.refusal and one.refusal.code for one in done] == [None, *["command.not_saved"] * 3]
