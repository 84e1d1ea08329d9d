"""``wagglebot record``: a sheet with a recording in it, spoken and refused."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from fixtures.program import run_program
from fixtures.studio.speech import encoded, said_line, speech

from schemas.script import Script

TEXTS = ("막내가 퇴사하면서 전 직원한테 메일을 보냈습니다.", "그런데 반전이 있었죠.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    script = Script(title="메일", lines=tuple(said_line(text) for text in TEXTS))
    (tmp_path / "sheet.json").write_text(json.dumps({"script": script.model_dump(mode="json")}), encoding="utf-8")
    spoken = [speech(text, "narrator-2", 1.0) for text in TEXTS]
    pause = np.zeros(12_000, np.int16)
    (tmp_path / "내 목소리.wav").write_bytes(
        encoded(np.concatenate([spoken[0].samples, pause, spoken[1].samples]), 22_050)
    )
    return tmp_path


def record(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {"WAGGLEBOT_MEDIA__ROOT": str(folder / "media")}
    return run_program("record", str(folder / "sheet.json"), *arguments, environment=environment)


def test_a_recording_of_all_lines_is_kept_line_by_line_in_the_media_store(folder: Path) -> None:
    made = record(folder, str(folder / "내 목소리.wav"))
    assert made.returncode == 0, made.stderr
    script = Script.model_validate(json.loads(made.stdout)["script"])
    kept = [line.recording for line in script.lines if line.recording]
    assert len({each.key for each in kept}) == 2
    assert [(folder / "media" / each.key).stat().st_size for each in kept] == [each.size for each in kept]


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [("내 목소리.wav", "7", "7"), ("nothing.wav", "1", "nothing.wav"), ("sheet.json", "1", "")],
)
def test_what_cannot_be_used_is_told_in_one_sentence(folder: Path, name: str, line: str, said: str) -> None:
    made = record(folder, str(folder / name), "--line", line)
    assert made.returncode == 1
    assert made.stdout == ""
    assert said in made.stderr
    assert "Traceback" not in made.stderr
