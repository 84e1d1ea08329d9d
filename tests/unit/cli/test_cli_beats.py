"""``wagglebot beats``: what is to be seen at each line, as a table and as JSON."""

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.beats import Age, Place, Sex, Storyboard, TimeOfDay

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"
STORY = """할머니를 따라 도서관에 간 날
새벽에 할머니가 저를 깨우셨어요. 할머니는 저를 데리고 도서관에 가셨습니다. 책을 한 권 꺼내시더니 크게 읽으셨어요.
"""


def beats(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(WAGGLEBOT), "beats", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def story(tmp_path: Path) -> str:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return str(file)


def test_the_beats_of_a_text_as_json(story: str) -> None:
    board = Storyboard.model_validate_json(beats(story, "--json").stdout)
    grandmother = board.member("할머니")
    assert (grandmother.sex, grandmother.age) == (Sex.WOMAN, Age.OLD)
    assert {Place.LIBRARY} <= {beat.place for beat in board.beats}
    assert {TimeOfDay.SMALL_HOURS} <= {beat.time for beat in board.beats}


def test_the_beats_of_a_text_as_a_table(story: str) -> None:
    shown = beats(story).stdout
    assert "library" in shown
    assert "할머니" in shown


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    ran = beats(str(empty))
    assert ran.returncode != 0
    assert ran.stderr
