"""Commands about publishing, sites and settings, over a real broker: what each records, and what it refuses."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post

from crawlers.sites_config import registry
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from libraries.bus.runtime_settings import read_runtime_settings
from schemas.errors import WaggleError
from schemas.events import (
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
)
from schemas.recipe import FilmChoice, Recipe, Stage
from schemas.states import PostState, Status
from services.commands.change_next_recipe import ChangeNextRecipe, change_next_recipe
from services.commands.publish import PublishFilm, publish_film
from services.commands.release import ReleaseFilm, release_at_next_slot, release_film, require_publication
from services.commands.resume_publishing import resume_publishing
from services.commands.settle_upload import SettleUpload, settle_upload
from services.commands.site import RequestCrawl, SwitchSite, crawled_sites, request_crawl, switch_site
from services.config import CollectSettings, PublishSettings, Settings
from services.publish.registry import quota_of_platform
from services.publish.upload.journal import JournalEntry, UploadJournal, UploadRecord, UploadState

KEY = post().key
DONE: dict[str, Any] = {"post_key": KEY, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 1}
MADE = (
    PostCollected(post_key=KEY, revision=0, post=post()),
    PostApproved(post_key=KEY, revision=1, reviewer="kim", recipe=Recipe(approve_script=True)),
    ContentScripted(**DONE, script=SCRIPT),
    ContentVoiced(**DONE, voice=VOICE),
    ContentRendered(**DONE, film=FILM),
)
TWO = PublishSettings(platforms=("export", "youtube"), slots={"export": ("daily 18:30",)})


async def stored(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def last(bus: Bus) -> Event:
    return (await bus.facts_of_post(KEY))[-1].event


async def fails(code: str, command: Any) -> WaggleError:
    with pytest.raises(WaggleError) as caught:
        await command
    assert caught.value.code == code
    return caught.value


class TestPublish:
    async def test_a_film_is_requested_for_a_platform_that_lacks_it(self, bus: Bus) -> None:
        await stored(bus, *MADE[:-1])
        await fails("post.no_film", publish_film(bus, PublishFilm(post=KEY, platform="youtube"), "kim", TWO))
        await stored(bus, MADE[-1])
        assert (await publish_film(bus, PublishFilm(post=KEY, platform="youtube"), "kim", TWO)).revision == 1
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.platform, fact.by) == (Stage.PUBLISH, "youtube", "kim")
        assert fact.recipe == Recipe(approve_script=True)
        done = ContentUploaded(
            post_key=KEY,
            revision=1,
            platform="youtube",
            remote_id="r",
            url="https://a.example/r",
            video_sha256="b" * 64,
        )
        await stored(bus, done)
        again = publish_film(bus, PublishFilm(post=KEY, platform="youtube"), "kim", TWO)
        assert (await fails("post.already_on_platform", again)).fields["platform"] == "youtube"
        assert (await publish_film(bus, PublishFilm(post=KEY, platform="export"), "kim", TWO)).status is Status.UPLOADED

    @pytest.mark.parametrize(("platforms", "told"), [(("export", "youtube"), "export, youtube"), ((), "-")])
    async def test_a_platform_that_is_not_configured_is_refused_with_those_that_are(
        self, bus: Bus, platforms: tuple[str, ...], told: str
    ) -> None:
        settings = PublishSettings(platforms=platforms)
        refused = await fails(
            "platform.not_configured", publish_film(bus, PublishFilm(post=KEY, platform="tiktok"), "kim", settings)
        )
        assert (refused.fields["platform"], refused.fields["configured"]) == ("tiktok", told)


class TestRelease:
    async def test_what_was_looked_at_is_released(self, bus: Bus) -> None:
        await fails("post.unknown", release_film(bus, ReleaseFilm(post=KEY, platform="export"), "kim"))
        await stored(bus, *MADE)
        words = require_publication(await bus.post_state(KEY))
        await fails(
            "post.film_changed", release_film(bus, ReleaseFilm(post=KEY, platform="export", seal="0" * 64), "kim")
        )
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
        wanted = ReleaseFilm(post=KEY, platform="export", privacy="unlisted", at=at, seal=words.seal)
        assert await release_film(bus, wanted, "kim") == words
        fact = await last(bus)
        assert isinstance(fact, ContentReleased)
        assert (fact.reviewer, fact.platform, fact.seal, fact.revision) == ("kim", "export", words.seal, 1)
        assert (fact.privacy, fact.publish_at) == ("unlisted", at)
        await release_film(bus, ReleaseFilm(post=KEY, platform="export"), "lee")
        fact = await last(bus)
        assert isinstance(fact, ContentReleased)
        assert (fact.seal, fact.privacy, fact.publish_at) == (words.seal, "public", None)

    @pytest.mark.parametrize("missing", ["post", "script", "film"])
    def test_without_a_film_there_is_nothing_to_show(self, missing: str) -> None:
        whole = PostState(post=post(), script=SCRIPT, film=FILM, revision=3)
        assert require_publication(whole).revision == 3
        with pytest.raises(WaggleError) as caught:
            require_publication(whole.model_copy(update={missing: None}))
        assert caught.value.code == "post.no_film"

    @pytest.mark.parametrize("sealed", [False, True])
    async def test_a_slot_is_the_time_of_the_release(self, bus: Bus, sealed: bool) -> None:
        await stored(bus, *MADE)
        seal = require_publication(await bus.post_state(KEY)).seal
        wanted = ReleaseFilm(post=KEY, platform="export", seal=seal if sealed else "")
        at = await release_at_next_slot(bus, wanted, "kim", TWO)
        assert (at.hour, at.minute) == (9, 30)  # 18:30 in Seoul
        assert timedelta() < at - datetime.now(UTC) <= timedelta(days=1)
        fact = await last(bus)
        assert isinstance(fact, ContentReleased)
        assert (fact.publish_at, fact.seal) == (at, seal)


class TestSettle:
    async def entry(self, bus: Bus, state: UploadState) -> JournalEntry:
        record = UploadRecord(
            platform="youtube",
            channel="main",
            post_key=KEY,
            revision=1,
            video_sha256="b" * 64,
            state=state,
            address="https://upload.example/1",
            closing=True,
            reason="in doubt",
        )
        return await UploadJournal(bus.ledger()).write(record, 0)

    async def test_a_video_that_was_found_is_sent_and_goes_on(self, bus: Bus) -> None:
        await stored(bus, *MADE)
        entry = await self.entry(bus, UploadState.DOUBT)
        await settle_upload(bus, SettleUpload(upload=entry.record.key, video="v1"), "kim")
        [found] = await UploadJournal(bus.ledger()).entries_of_post(KEY)
        expected = {"state": UploadState.SENT, "remote_id": "v1", "reason": ""}
        assert found.record == entry.record.model_copy(update=expected)
        fact = await last(bus)
        assert isinstance(fact, ContentRequested)
        assert (fact.from_stage, fact.platform, fact.by) == (Stage.PUBLISH, "youtube", "kim")
        assert (fact.revision, fact.recipe) == (1, Recipe(approve_script=True))
        await fails("upload.not_in_doubt", settle_upload(bus, SettleUpload(upload=entry.record.key, video="v1"), "kim"))

    async def test_a_video_that_is_not_there_is_uploaded_anew(self, bus: Bus) -> None:
        await stored(bus, *MADE)
        entry = await self.entry(bus, UploadState.DOUBT)
        settled = await settle_upload(bus, SettleUpload(upload=entry.record.key), "kim")
        expected = {"state": UploadState.OPEN, "address": "", "closing": False, "reason": ""}
        assert settled.record == entry.record.model_copy(update=expected)
        assert settled == await UploadJournal(bus.ledger()).load(entry.record.key)
        assert (await last(bus)).kind == "content.requested"

    async def test_a_withdrawn_video_is_noted_as_taken_down_by_hand(self, bus: Bus) -> None:
        entry = await self.entry(bus, UploadState.WITHDRAWN)
        await fails("upload.not_in_doubt", settle_upload(bus, SettleUpload(upload=entry.record.key, video="v1"), "kim"))
        settled = await settle_upload(bus, SettleUpload(upload=entry.record.key), "kim")
        assert settled.record == entry.record.model_copy(update={"taken_down": True})
        assert await bus.facts_of_post(KEY) == []

    async def test_what_is_not_in_doubt_is_left_alone(self, bus: Bus) -> None:
        entry = await self.entry(bus, UploadState.SENT)
        for upload in (entry.record.key, "upload.youtube.main.none"):
            refused = await fails("upload.not_in_doubt", settle_upload(bus, SettleUpload(upload=upload), "kim"))
            assert refused.fields["upload"] == upload


async def test_publishing_goes_on_with_the_films_that_waited(bus: Bus) -> None:
    quota = quota_of_platform(bus, PublishSettings(), "export")
    await quota.stop_publishing("publish.platform_down", "away")
    assert await quota.current_stop() is not None
    for platform in ("export", "youtube"):
        request = ContentRequested(
            post_key=KEY, revision=1, from_stage=Stage.PUBLISH, recipe=Recipe(), by="retry", platform=platform
        )
        await bus.schedule_retry(request, datetime(2099, 1, 1, tzinfo=UTC))
    assert await resume_publishing(bus, quota, "export") == 1
    assert await quota.current_stop() is None


class TestSites:
    def audit(self, folder: Path) -> AuditLog:
        return AuditLog.for_store_folder(folder / "nats")

    async def test_a_site_is_switched_on_and_crawled_at_once(self, bus: Bus, tmp_path: Path) -> None:
        settings, audit = CollectSettings(sites=("pann",)), self.audit(tmp_path)
        assert await crawled_sites(bus, settings) == ("pann",)
        await fails("site.not_crawled", request_crawl(bus, RequestCrawl(site="sample"), "kim", settings, audit))
        changed = await switch_site(bus, SwitchSite(site="sample", on=True), "kim", settings, audit)
        assert changed == await read_runtime_settings(bus)
        assert await crawled_sites(bus, settings) == ("pann", "sample")
        info = (await bus.client.call_api("STREAM.INFO.CRAWL", {"subjects_filter": ">"}))["state"]["subjects"]
        assert set(info) == {"sched.crawl.sample", "crawl.due.sample"}
        await bus.client.call_api("STREAM.PURGE.CRAWL")
        await request_crawl(bus, RequestCrawl(site="sample"), "lee", settings, audit)
        info = (await bus.client.call_api("STREAM.INFO.CRAWL", {"subjects_filter": ">"}))["state"]["subjects"]
        assert set(info) == {"crawl.due.sample"}
        acts = [(act.who, act.what, act.about) for act in audit.newest_entries()]
        assert acts == [("lee", "crawl", "sample"), ("kim", "site_on", "sample")]

    async def test_a_site_of_the_settings_is_switched_off_and_keeps_the_others(self, bus: Bus, tmp_path: Path) -> None:
        settings, audit = CollectSettings(sites=("sample", "pann")), self.audit(tmp_path)
        await switch_site(bus, SwitchSite(site="sample", on=False), "kim", settings, audit)
        await switch_site(bus, SwitchSite(site="pann", on=False), "kim", settings, audit)
        assert await crawled_sites(bus, settings) == ()
        assert (await bus.client.call_api("STREAM.INFO.CRAWL"))["state"]["messages"] == 0
        await switch_site(bus, SwitchSite(site="pann", on=True), "kim", settings, audit)
        assert await crawled_sites(bus, settings) == ("pann",)
        assert [act.what for act in audit.newest_entries()] == ["site_on", "site_off", "site_off"]

    async def test_what_is_not_declared_or_closed_stays_off(self, bus: Bus, tmp_path: Path) -> None:
        settings, audit = CollectSettings(sites=("own",)), self.audit(tmp_path)
        closed = next(code for code, spec in registry.site_specs().items() if not spec.policy.enabled)
        await fails("site.not_declared", switch_site(bus, SwitchSite(site="none", on=True), "kim", settings, audit))
        refused = await fails(
            "site.closed_by_policy", switch_site(bus, SwitchSite(site=closed, on=True), "kim", settings, audit)
        )
        assert (refused.fields["site"], refused.fields["why"]) == (closed, registry.site_spec(closed).policy.reason)
        assert (await read_runtime_settings(bus)).sites == {}
        for site in ("own", closed):  # off is always possible, and so is a site that only the settings name
            await switch_site(bus, SwitchSite(site=site, on=False), "kim", settings, audit)
        assert (await read_runtime_settings(bus)).sites == {"own": False, closed: False}


class TestChoose:
    async def test_only_what_is_given_changes(self, bus: Bus, tmp_path: Path) -> None:
        settings, audit = Settings(), AuditLog(tmp_path / "new" / "folder" / "audit.jsonl")
        chosen = Recipe(film=FilmChoice(template="chat"))
        assert await change_next_recipe(bus, ChangeNextRecipe(recipe=chosen), "kim", settings, audit) == chosen
        waits = chosen.model_copy(update={"approve_script": True})
        assert await change_next_recipe(bus, ChangeNextRecipe(approve_script=True), "kim", settings, audit) == waits
        assert await change_next_recipe(bus, ChangeNextRecipe(), "kim", settings, audit) == waits
        back = ChangeNextRecipe(approve_script=None, recipe=None)
        assert await change_next_recipe(bus, back, "kim", settings, audit) == settings.recipe
        notes = [(act.what, act.note) for act in audit.newest_entries()]
        told = ["approve_script, recipe", "", "approve_script", "recipe"]
        assert notes == [("settings", note) for note in told]


class TestAudit:
    def test_the_newest_acts_come_first_and_broken_lines_are_left_out(self, tmp_path: Path) -> None:
        audit = AuditLog(tmp_path / "audit.jsonl")
        assert audit.newest_entries() == []
        acts = [AuditEntry(who="kim", what="settings", note=str(number)) for number in range(502)]
        for act in acts[:2]:
            audit.append(act)
        with (tmp_path / "audit.jsonl").open("ab") as file:
            file.write(b"{half a line\n")
        for act in acts[2:]:
            audit.append(act)
        assert audit.newest_entries() == acts[:1:-1]
        assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600
