"""``wagglebot beats``: what is to be seen at each line, as a table and as JSON."""

from pathlib import Path

import pytest
from fixtures.program import run_program

from schemas.beats import Age, Place, Sex, Storyboard, TimeOfDay

STORY = """할머니를 따라 도서관에 간 날
새벽에 할머니가 저를 깨우셨어요. 할머니는 저를 데리고 도서관에 가셨습니다. 책을 한 권 꺼내시더니 크게 읽으셨어요.
"""


@pytest.fixture
def story(tmp_path: Path) -> str:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return str(file)


def test_the_beats_of_a_text_as_json(story: str) -> None:
    board = Storyboard.model_validate_json(run_program("beats", story, "--json").stdout)
    grandmother = board.member("할머니")
    assert (grandmother.sex, grandmother.age) == (Sex.WOMAN, Age.OLD)
    assert {Place.LIBRARY} <= {beat.place for beat in board.beats}
    assert {TimeOfDay.SMALL_HOURS} <= {beat.time for beat in board.beats}


def test_the_beats_of_a_text_as_a_table(story: str) -> None:
    shown = run_program("beats", story).stdout
    assert "library" in shown
    assert "할머니" in shown
    assert "할머니?" not in shown


def test_what_is_only_guessed_is_marked_in_the_table(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("그날\n문을 천천히 열었습니다. 아무도 없어서 조용히 앉았습니다.\n", encoding="utf-8")
    assert "author?" in run_program("beats", str(story)).stdout


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    ran = run_program("beats", str(empty))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "✗ The text is empty. Write a title on the first line and the story below.\n"


def test_a_sheet_without_a_post_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text("{}", encoding="utf-8")
    ran = run_program("beats", str(sheet))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"✗ {sheet} holds no post to compare its script with.")
