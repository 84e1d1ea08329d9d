"""What commands print, and how they end."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.doors import WHO, Doors, approved, collected, failed, rendered, scripted
from fixtures.facts import FILM, post

from libraries.backups.withdrawn_list import read_withdrawn_lists
from libraries.object_store.folder import FolderStore
from schemas.crawls import CodedReason, CrawlHealth, CrawlReport
from schemas.errors import BadInput, ConfigurationError, IllegalTransition, ProviderDown
from schemas.events import encode_fact
from services.cli.app import main
from services.cli.shared.bus_work import command_request, model_from_json
from services.cli.shared.output import error_text, message_language, parse_post_key, print_error, read_input
from services.commands.decline import DeclinePost
from services.commands.fact_recording import CommandOutcome
from services.commands.release import ReleaseFilm
from services.config import Settings
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState


async def test_the_facts_of_a_post_in_their_order(doors: Doors) -> None:
    await doors.record(*failed("1"))
    facts = json.loads((await doors.run("events", "sample.1", "--json")).stdout)
    kinds = [fact["kind"] for fact in facts]
    assert kinds == ["post.collected", "post.approved", "content.started", "content.scripted", "content.failed"]
    assert [fact["sequence"] for fact in facts] == sorted(fact["sequence"] for fact in facts)
    shown = await doors.run("events", "sample.1")
    assert "FAILED, revision 1" in shown.stdout
    assert "no sound" in " ".join(shown.stdout.split())
    unknown = await doors.run("events", "sample.404")
    assert (unknown.exit_code, "no facts of sample.404" in unknown.stdout) == (1, True)


async def test_how_many_posts_are_in_which_state(doors: Doors) -> None:
    await doors.record(*collected("1"), *approved("2"), *failed("3"), *rendered("4"))
    found = json.loads((await doors.run("status", "--json")).stdout)
    assert found["posts"] == {"COLLECTED": 1, "APPROVED": 1, "FAILED": 1, "RENDERED": 1}
    assert [failure["message"] for failure in found["failures"]] == ["no sound"]
    shown = (await doors.run("status")).stdout
    assert "sample.3" in shown


async def test_uploads_are_listed_without_their_addresses(doors: Doors) -> None:
    journal = UploadJournal(doors.bus.ledger())
    for number, state in (("1", UploadState.DONE), ("2", UploadState.DOUBT)):
        known = {"platform": "fake", "channel": "main", "revision": 1, "address": "secret-address"}
        digest = number * 64
        record = UploadRecord(post_key=post(number).key, video_sha256=digest, state=state, **known)
        await journal.write(record, 0)
    every = await doors.run("uploads", "list", "--json")
    assert {row["post"] for row in json.loads(every.stdout)} == {"sample.1", "sample.2"}
    assert "secret-address" not in every.stdout
    doubtful = json.loads((await doors.run("uploads", "list", "--doubt", "--json")).stdout)
    assert [row["post"] for row in doubtful] == ["sample.2"]
    assert "2 uploads" in (await doors.run("uploads", "list")).stdout


async def test_a_doubt_is_settled_by_name(doors: Doors) -> None:
    await doors.record(*rendered("1"))
    doubt = UploadRecord(
        platform="fake",
        channel="main",
        post_key=post("1").key,
        revision=1,
        video_sha256=FILM.video.sha256,
        state=UploadState.DOUBT,
    )
    await UploadJournal(doors.bus.ledger()).write(doubt, 0)
    assert "Noted" in (await doors.run("uploads", "settle", doubt.key, "--absent")).stdout
    assert (await doors.last(post("1").key))["by"] == WHO
    error = (await doors.run("uploads", "settle", doubt.key, "--video", "v1")).exception
    assert isinstance(error, BadInput)
    assert error.code == "upload.not_in_doubt"


async def test_letters_are_listed_and_chosen(doors: Doors) -> None:
    assert "No dead letters" in (await doors.run("dead", "list")).stdout
    await doors.bus.add_dead_letter("studio", 7, "post.approved.sample.1", b"\x00", "it is none of our facts")
    await doors.bus.add_dead_letter("studio", 8, "x", encode_fact(collected("1")[0]), "Permanent: gone")
    letters = json.loads((await doors.run("dead", "list", "--json")).stdout)
    assert [(letter["name"], letter["kind"]) for letter in letters] == [
        ("studio.7", "unreadable"),
        ("studio.8", "unreadable"),
    ]
    assert "studio.7" in (await doors.run("dead", "list", "--kind", "unreadable")).stdout
    for words in ((), ("studio.7", "--all"), ("studio.7", "--stage", "film")):
        error = (await doors.run("dead", "drop", *words)).exception
        assert isinstance(error, BadInput)
        assert error.code == "cli.which_letters"
    assert json.loads((await doors.run("dead", "drop", "--all", "--json")).stdout) == ["studio.7", "studio.8"]
    assert "No dead letters" in (await doors.run("dead", "list")).stdout
    assert "dropped" in (await doors.run("dead", "list", "--all")).stdout
    assert "Dropped: nothing" in (await doors.run("dead", "drop", "--all")).stdout


async def test_sites_are_listed_with_their_last_crawl(doors: Doors) -> None:
    report = CrawlReport(
        site="sample",
        started=datetime(2026, 11, 28, tzinfo=UTC),
        seconds=1,
        health=CrawlHealth.UNHEALTHY,
        why=CodedReason.of("crawl.posts_lost", lost=3, posts=9),
    )
    await doors.bus.report_crawl(report)
    rows = {row["code"]: row for row in json.loads((await doors.run("sites", "--json")).stdout)}
    assert rows["sample"]["report"]["health"] == "unhealthy"
    assert rows["sample"]["enabled"] is True
    assert rows["aha"]["enabled"] is False
    assert len(rows) > 100


async def test_a_film_that_is_shown_asks_first(doors: Doors) -> None:
    await doors.record(*rendered("1"))
    before = await doors.bus.facts_of_post(post("1").key)
    asked = await doors.run("release", "sample.1", "--platform", "fake")
    assert asked.exit_code == 1
    assert "Let everybody on fake see this?" in asked.output
    assert await doors.bus.facts_of_post(post("1").key) == before


async def test_a_slot_of_the_settings_is_taken(doors: Doors) -> None:
    await doors.record(*rendered("1"))
    doors.environment["WAGGLEBOT_PUBLISH__SLOTS"] = '{"fake": ["daily 18:30"]}'
    ran = await doors.run("release", "sample.1", "--platform", "fake", "--slot", "--yes")
    assert ran.exit_code == 0, ran.output
    assert "It is shown on" in ran.stdout
    fact = await doors.last(post("1").key)
    assert fact["publish_at"] is not None


async def test_a_withdrawal_says_what_became_of_the_post(doors: Doors) -> None:
    await doors.record(*rendered("1"))
    outcome = json.loads((await doors.run("withdraw", "sample.1", "--reason", "asked", "--json")).stdout)
    assert (outcome["post"], outcome["unsure"], outcome["by_hand"]) == ("sample.1", [], [])
    assert "withdrawn: sample.1" in (await doors.run("withdraw", "sample.1", "--reason", "asked")).stdout
    noted = read_withdrawn_lists(FolderStore(doors.settings.nats.store_dir.parent))  # where every restore looks
    assert list(noted) == [post("1").key]


async def test_a_post_without_a_script_has_none_to_print(doors: Doors) -> None:
    await doors.record(*approved("1"))
    error = (await doors.run("edit", "sample.1")).exception
    assert isinstance(error, BadInput)
    assert error.code == "post.no_script"
    missing = (await doors.run("edit", "sample.1", "--script", "nowhere.json")).exception
    assert isinstance(missing, BadInput)
    assert missing.fields["file"] == "nowhere.json"


async def test_a_replay_says_what_it_will_cost_and_asks_for_nothing(doors: Doors) -> None:
    await doors.record(*rendered("1"), *scripted("2"))
    ran = await doors.run("replay", "posts", "--from-stage", "film", "--dry-run", "--json")
    assert json.loads(ran.stdout)["posts"] == 1
    whole = json.loads((await doors.run("replay", "posts", "--dry-run", "--json")).stdout)["stages"]
    assert "script" in whole, "all stages are asked about where none is named"
    unsaid = (await doors.run("replay", "posts")).exception
    assert isinstance(unsaid, BadInput)
    assert unsaid.code == "cli.stage_missing"
    assert len(await doors.bus.facts_of_post(post("1").key)) == len(rendered("1"))
    asked = await doors.run("replay", "posts", "--from-stage", "voice", "--id", "sample.1", "--json")
    assert json.loads(asked.stdout.splitlines()[-1]) == {"requested": 1, "overtaken": 0}
    fact = await doors.last(post("1").key)
    assert (fact["kind"], fact["revision"], fact["from_stage"], fact["by"]) == (
        "content.requested",
        2,
        "voice",
        "replay",
    )
    wrong = (await doors.run("replay", "posts", "--from-stage", "film", "--status", "COLLECTED")).exception
    assert isinstance(wrong, BadInput)
    assert wrong.fields["status"] == "COLLECTED"


# Helpers


def test_a_key_that_was_typed() -> None:
    assert str(parse_post_key("sample.12")) == "sample.12"
    for text in ("sample-12", "a.b.c", "a.*", ".", ""):
        with pytest.raises(BadInput) as refused:
            parse_post_key(text)
        assert (refused.value.code, refused.value.fields) == ("cli.not_a_post_key", {"text": text})


def test_a_file_that_was_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("글", encoding="utf-8")
    assert read_input(str(file)) == "글"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(BadInput) as binary:
        read_input(str(file))
    assert binary.value.fields["why"] == "it begins with the mark of UTF-16-LE, but byte 3 is not of that"
    with pytest.raises(BadInput) as absent:
        read_input(str(tmp_path / "b.txt"))
    assert absent.value.fields["why"] == "No such file or directory"


def test_a_request_names_the_option_that_is_wrong() -> None:
    assert command_request(DeclinePost, post=post().key, reason="x").reason == "x"
    with pytest.raises(BadInput) as refused:
        command_request(ReleaseFilm, post=post().key, platform="fake", privacy="secret")
    assert refused.value.fields["option"] == "--privacy"


def test_json_that_was_typed_says_where_it_is_wrong() -> None:
    outcome = model_from_json(CommandOutcome, '{"status": "APPROVED", "revision": 1, "sequence": 2}', "It")
    assert outcome.revision == 1
    for text, why in (("{", "Invalid JSON"), ('{"status": "APPROVED", "revision": "x", "sequence": 2}', "revision: ")):
        with pytest.raises(BadInput) as refused:
            model_from_json(CommandOutcome, text, "It")
        assert refused.value.fields["why"].startswith(why)


def test_errors_are_said_in_the_language_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    error = IllegalTransition("post.already_approved")
    assert message_language() == "en"
    assert error_text(error) == "This post has already been approved. Take the decision back: wagglebot reopen POST."
    monkeypatch.setenv("WAGGLEBOT_LANGUAGE", "ko")
    assert Settings().language == "ko"
    assert error_text(error).startswith("이미 승인된 글입니다.")
    monkeypatch.setenv("WAGGLEBOT_LANGUAGE", "fr")
    assert message_language() == "en"


def test_a_command_promises_no_other_try() -> None:
    """Nobody tries a command again; what follows from the class of an error is for the stages."""
    error = ProviderDown("adapter.unknown", setting="s", kind="k", name="n", known="-")
    assert "again" in str(error)
    assert "again" not in error_text(error)


@pytest.mark.parametrize(
    ("raised", "status", "words"),
    [
        (BadInput("cli.no_file", file="a"), 1, "There is no file a."),
        (ExceptionGroup("many", [BadInput("cli.no_file", file="a"), ConfigurationError("cli.one_time")]), 1, "--slot"),
        (ExceptionGroup("two", [ExceptionGroup("in", [BadInput("cli.no_file", file="deep")])]), 1, "deep"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
    ids=["one", "group", "groups", "Ctrl-C"],
)
def test_how_the_program_ends(
    raised: BaseException, status: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise raised

    monkeypatch.setattr(sys.modules["services.cli.app"], "app", fails)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == status
    assert words in " ".join(capsys.readouterr().err.split())


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for fault in (ZeroDivisionError(), ExceptionGroup("x", [BadInput("cli.no_file", file="a"), ZeroDivisionError()])):

        def fails(fault: Exception = fault) -> None:
            raise fault

        monkeypatch.setattr(sys.modules["services.cli.app"], "app", fails)
        with pytest.raises((ZeroDivisionError, ExceptionGroup)):
            main()


def test_what_went_wrong_is_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_error("It did not work [bold]at all[/bold].")
    said = capsys.readouterr()
    assert (said.out, "[bold]at all[/bold]" in said.err) == ("", True)
