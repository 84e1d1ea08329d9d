"""Commands on bad input: one clear sentence with the remedy, a non-zero exit, nothing half-written."""

import getpass
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from fixtures.program import run_program

from crawlers.sample.server import BoardFaults, running_sample_board
from libraries.paths import pythonpath_for_child
from services.config import ROOT

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"


class Shell:
    """Runs commands with settings by environment, everything below one folder: most in the process of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "WAGGLEBOT_NATS__STORE_DIR": str(folder / "nats"),
            "WAGGLEBOT_STORE__URL": f"sqlite:///{folder / 'wagglebot.db'}",
            "WAGGLEBOT_MEDIA__ROOT": str(folder / "media"),
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_program(*arguments, cwd=self.folder, environment={**self.environment, **environment})

    def run_apart(self, command: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
        """Of a process of its own what it printed and its exit code."""
        return subprocess.run(
            command,
            env={**os.environ, **self.environment, **environment},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def complaint(self, *arguments: str, **environment: str) -> str:
        """The sentence a failing command leaves, on one line."""
        ran = self.run(*arguments, **environment)
        assert ran.returncode not in (0, 130), ran.stdout
        assert "Traceback" not in ran.stderr, ran.stderr
        return " ".join(ran.stderr.split())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.mark.slow
def test_an_unknown_site_names_the_known_ones(shell: Shell) -> None:
    ran = shell.run_apart([WAGGLEBOT, "crawl", "sampel", "--dry-run"])
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
    said = " ".join(ran.stderr.split())
    assert "sampel" in said
    assert "sample" in said.replace("sampel", "")


def test_an_unknown_station_names_the_known_ones(shell: Shell) -> None:
    said = shell.complaint("run", "kitchen")
    assert "no such station as kitchen" in said
    assert "projector" in said


def test_an_empty_post_cannot_be_scripted(shell: Shell) -> None:
    empty = shell.folder / "empty.txt"
    empty.write_text("\n\n")
    assert "The text is empty" in shell.complaint("script", str(empty))


def test_a_file_that_is_not_there_is_named(shell: Shell) -> None:
    assert "nowhere.json" in shell.complaint("film", "nowhere.json")


def test_a_file_that_is_no_sheet_names_the_field(shell: Shell) -> None:
    wrong = shell.folder / "wrong.json"
    wrong.write_text('{"scirpt": {}}')
    assert "scirpt" in shell.complaint("speak", str(wrong))


def test_a_missing_ffmpeg_is_named_with_the_remedy(shell: Shell) -> None:
    story = shell.folder / "story.txt"
    story.write_text("오늘 있었던 일\n길에서 고양이를 만났다. 따라갔더니 새끼가 있었다. 그래서 밥을 줬다.")
    said = shell.complaint("film", str(story), WAGGLEBOT_STUDIO__FFMPEG="/nowhere/ffmpeg")
    assert "/nowhere/ffmpeg" in said


def test_a_setting_of_the_wrong_type_is_named(shell: Shell) -> None:
    assert "WAGGLEBOT_REVIEW__PORT" in shell.complaint("status", WAGGLEBOT_REVIEW__PORT="many")


def test_a_post_key_of_the_wrong_form_is_explained(shell: Shell) -> None:
    assert "site.id" in shell.complaint("events", "sample-12")


def test_a_port_in_use_is_named_with_the_remedy(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = shell.complaint("run", "review", WAGGLEBOT_REVIEW__PORT=port)
    assert port in said
    assert "WAGGLEBOT_REVIEW__PORT" in said


def test_an_unreachable_database_is_named(shell: Shell) -> None:
    url = "mysql+pymysql://nobody@127.0.0.1:1/wagglebot"
    said = shell.complaint("replay", "projection", WAGGLEBOT_STORE__URL=url)
    assert "127.0.0.1" in said


def test_an_unreachable_broker_is_named_with_the_remedy(shell: Shell) -> None:
    said = shell.complaint("dead", "list", WAGGLEBOT_NATS__URL="nats://127.0.0.1:1")
    assert "127.0.0.1:1 does not answer" in said
    assert "correct WAGGLEBOT_NATS__URL" in said


def test_letters_are_settled_by_name_or_all_of_a_kind_never_by_chance(shell: Shell) -> None:
    said = shell.complaint("dead", "retry", "--stage", "film")
    assert "it must be names, or --all with or without --stage" in said


def test_the_doctor_finds_this_machine_fit(shell: Shell) -> None:
    ran = shell.run("doctor", "--json")
    assert ran.returncode == 0, ran.stdout
    assert '"what": "ffmpeg", "state": "ok"' in ran.stdout


def test_a_page_that_is_no_board_says_so(shell: Shell) -> None:
    site = shell.folder / "other.yaml"
    sample = (ROOT / "crawlers/sites/sample.yaml").read_text(encoding="utf-8").replace("code: sample", "code: other")
    with running_sample_board(faults=BoardFaults(not_a_board=True)) as board:
        site.write_text(re.sub(r"(?m)^base_url: .*$", f"base_url: {board.url}", sample), encoding="utf-8")
        said = shell.complaint("crawl", str(site), "--dry-run")
    assert "the layout has changed" in said
    assert board.url in said


@pytest.mark.usefixtures("board_of_small_pictures")
@pytest.mark.slow
def test_a_crawl_names_what_it_did_and_the_second_finds_nothing_new(shell: Shell) -> None:
    first = json.loads(shell.run("crawl", "sample", "--json").stdout)
    assert (first["new"], first["health"]) == (36, "healthy")
    again = json.loads(shell.run("crawl", "sample", "--json").stdout)
    assert (again["new"], again["refreshed"], again["unchanged"]) == (0, 0, 36)


def test_a_full_disk_is_named_and_nothing_half_written_stays(shell: Shell) -> None:
    story = shell.folder / "story.txt"
    story.write_text("오늘 있었던 일\n길에서 고양이를 만났다. 따라갔더니 새끼가 있었다. 그래서 밥을 줬다.")
    command = f"ulimit -f 16; exec '{WAGGLEBOT}' speak {story}"
    ran = shell.run_apart(["/bin/sh", "-c", command])
    assert ran.returncode == 1, ran.stderr
    assert "The disk is full" in ran.stderr
    assert [path for path in (shell.folder / "media").rglob("*") if path.is_file()] == []


def facts(shell: Shell, post: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(shell.run("events", post, "--json").stdout)
    return found


@pytest.mark.slow
def test_decisions_by_command_are_the_facts_of_the_app(shell: Shell) -> None:
    """Approve, take back, decline, and what may not follow is refused; a switched-off site stays off."""
    shell.run("crawl", "sample", "--json")
    approved = shell.run("approve", "sample.1001", "nonsense", "sample.1002", "--edit")
    assert (approved.returncode, approved.stdout) == (1, "Approved: sample.1001, sample.1002\n")
    assert approved.stderr.startswith("✗ nonsense: ")  # one that is refused holds up none of the others
    assert shell.run("reopen", "sample.1001").returncode == 0
    assert shell.run("decline", "sample.1001", "--reason", "재미없음").returncode == 0
    told = facts(shell, "sample.1001")
    assert [fact["kind"] for fact in told][1:] == ["post.approved", "post.reopened", "post.declined"]
    assert {fact["reviewer"] for fact in told[1:]} == {getpass.getuser()}
    assert told[-1]["reason"] == "재미없음"
    assert facts(shell, "sample.1002")[-1]["recipe"]["approve_script"] is True  # type: ignore[index]  # it is JSON
    assert "sample.1002: This post has already been approved" in shell.complaint("approve", "sample.1002")
    assert "no script yet" in shell.complaint("edit", "sample.1002")
    chosen = json.loads(shell.run("choose", "--approve-scripts").stdout)
    assert chosen["approve_script"] is True
    assert shell.run("site", "off", "sample").returncode == 0
    assert "Terms" in shell.complaint("site", "on", "aagag")


@pytest.mark.slow
def test_a_path_is_printed_as_it_is_and_on_one_line(tmp_path: Path) -> None:
    folder = tmp_path / ("긴 폴더 이름 " * 8) / "[bold] :smile: #1?"
    folder.mkdir(parents=True)
    shell = Shell(folder)
    spoken = shell.run_apart([WAGGLEBOT, "speak", "안녕하세요"], PYTHONWARNINGS="error", LANG="C")
    assert spoken.returncode == 0, spoken.stderr
    assert re.fullmatch(rf"voice: {re.escape(str(folder))}/media/../[0-9a-f]+\.wav\n", spoken.stderr)
    listed = shell.run("assets", WAGGLEBOT_STUDIO__ASSETS=str(folder / "own"))
    assert listed.stdout.splitlines()[0] == str(folder / "own")


def test_a_locale_without_korean_letters_ends_no_command(shell: Shell) -> None:
    # An editable installation is found by a file that Python reads by the locale, so not in a folder of Korean letters.
    folder = pythonpath_for_child(os.environ, in_checkout=True)
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONPATH": folder}
    listed = shell.run_apart([WAGGLEBOT, "sites"], **plain)
    assert listed.returncode == 0, listed.stderr
    assert "\\ub124\\uc774\\ud2b8" in listed.stdout


def test_a_text_without_words_is_said(shell: Shell) -> None:
    assert "The text is empty" in shell.complaint("speak", "...")


def test_a_media_folder_that_may_not_be_written_is_said_with_the_way_out(shell: Shell) -> None:
    said = shell.complaint("speak", "안녕하세요", WAGGLEBOT_MEDIA__ROOT="/sys/wagglebot")
    assert "/sys/wagglebot/" in said
    assert "cannot be written" in said
    assert "WAGGLEBOT_MEDIA__ROOT" in said
