"""``wagglebot script --explain``: the report of a script in a file, and of one that is kept."""

import json
from pathlib import Path

import pytest
from fixtures.doors import Doors, scripted
from fixtures.studio.studio import small_post
from typer.testing import CliRunner, Result

from schemas.script import Fault, ScriptFault, ScriptReport
from services.cli.app import app
from services.studio.script.llm.draft import Draft, script_of_draft

DRAFT = {
    "title": "도시락 도둑은 팀장님",
    "hook": "회사 냉장고에서 도시락이 사라졌어요.",
    "body": ["점심에 냉장고를 열었더니 통이 없었대요.", "다들 모른다고 했죠.", "범인은 그 팀장 놈이었어요."],
    "comments": [],
    "closer": "여러분도 도시락을 잃어버려 봤나요?",
    "hashtags": [],
    "mood": "humor",
}


@pytest.fixture
def post_file(tmp_path: Path) -> Path:
    file = tmp_path / "post.json"
    file.write_text(small_post().model_dump_json())
    return file


def explain(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["script", "--explain", *map(str, arguments)])


def as_draft(folder: Path) -> Path:
    file = folder / "draft.json"
    file.write_text(json.dumps(DRAFT))
    return file


@pytest.mark.parametrize("form", ["draft", "script", "sheet"])
def test_a_file_is_examined_whatever_it_holds(form: str, tmp_path: Path, post_file: Path) -> None:
    post = small_post()
    made = script_of_draft(Draft.model_validate({"refusal": "", **DRAFT}), post)
    forms = {
        "draft": json.dumps(DRAFT),
        "script": made.model_dump_json(),
        "sheet": json.dumps({"script": made.model_dump(mode="json"), "post": post.model_dump(mode="json")}),
    }
    file = tmp_path / "it.json"
    file.write_text(forms[form])
    ran = explain(file, "--json", *([] if form == "sheet" else ["--post", post_file]))
    report = ScriptReport.model_validate_json(ran.stdout)
    assert ran.exit_code == 1
    assert {Fault.INSULT, Fault.TOO_SHORT} <= {fault.fault for fault in report.faults}


def test_figures_and_places_are_shown_in_the_language_of_the_settings(
    tmp_path: Path, post_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = explain(as_draft(tmp_path), "--post", post_file).stdout
    row = next(text for text in shown.splitlines() if "insult" in text)
    assert ("an insult" in row, "팀장 놈" in row, " 4 " in row) == (True, True, True)
    assert "speech_level" in shown
    monkeypatch.setenv("WAGGLEBOT_LANGUAGE", "ko")
    assert "욕설이나 비하 표현이 있습니다" in explain(as_draft(tmp_path), "--post", post_file).stdout


def test_a_good_script_has_no_faults_and_ends_well(tmp_path: Path) -> None:
    text = tmp_path / "post.txt"
    days = [f"{day}일째에도 도시락이 사라져서 온 회사가 찾아다녔습니다." for day in range(9)]
    text.write_text("\n".join((small_post().title, *days)))
    sheet = tmp_path / "sheet.json"
    sheet.write_text(CliRunner().invoke(app, ["script", str(text)]).stdout)
    ran = explain(sheet, "--quotes")
    assert (ran.exit_code, "faults" in ran.stdout) == (0, False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{}", "holds no post"),
        ("[]", "list of posts"),
        ("{", "no post, sheet or text"),
        ('{"post": {}}', "Field required"),
    ],
)
def test_a_file_that_holds_neither_is_named(content: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "it.json"
    file.write_text(content)
    error = explain(file).exception
    assert says in str(error)


def test_a_post_without_a_script_is_no_script(tmp_path: Path, post_file: Path) -> None:
    assert "neither a script nor a draft" in str(explain(post_file).exception)


async def test_the_kept_report_of_a_post_is_shown(doors: Doors) -> None:
    said = ScriptFault(fault=Fault.BEGGING, line=0, excerpt="구독")
    *before, last = scripted("1")
    await doors.record(*before, last.model_copy(update={"report": ScriptReport(faults=(said,), version="kept")}))
    ran = await doors.run("script", "--explain", "sample.1", "--json")
    assert (ran.exit_code, ScriptReport.model_validate_json(ran.stdout).version) == (1, "kept")
    await doors.record(*scripted("2"))
    assert (await doors.run("script", "--explain", "sample.2")).stdout
    unknown = await doors.run("script", "--explain", "sample.404")
    assert "neither a file nor a post" in str(unknown.exception)


def test_a_longer_recipe_allows_a_longer_script(
    tmp_path: Path, post_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = [f"{day}일째 점심에도 냉장고를 열었더니 도시락 통이 감쪽같이 사라져 있었어요." for day in range(2, 14)]
    file = tmp_path / "draft.json"
    file.write_text(json.dumps(DRAFT | {"body": body}))
    assert "too_long" in explain(file, "--post", post_file).stdout
    monkeypatch.setenv("WAGGLEBOT_RECIPE__SCRIPT__SECONDS", "85")
    assert "too_long" not in explain(file, "--post", post_file).stdout
