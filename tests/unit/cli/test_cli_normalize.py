"""``wagglebot normalize``: a line out for every line in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.program import run_program

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"


def normalize(*arguments: str, given: bytes = b"") -> str:
    ran = run_program("normalize", *arguments, given=given)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_text() -> None:
    assert normalize("20명이 3시 30분에 왔어요 ㅋㅋ") == "스무명이 세시 삼십분에 왔어요\n"


def test_what_is_not_said() -> None:
    assert normalize("--unspoken", "진짜 ㅋㅋ (^_^) ~~거짓~~ 참") == "~~거짓~~ (^_^) ㅋㅋ\n"


def test_standard_input_line_by_line() -> None:
    assert normalize("-", given="10kg\n\n😀\nKBS를 봄\r\n끝".encode()) == "십킬로그램\n\n\n케이비에스를 봄\n끝\n"
    assert normalize("-", given="하나\n둘\n".encode()) == "하나\n둘\n"
    assert normalize("-") == "\n"


@pytest.mark.parametrize("encoding", ["utf-16", "cp949"])
def test_input_in_the_encodings_of_korean_files_loses_no_word(encoding: str) -> None:
    text = "펲시 20명이 왔다\r\n人生은 짧다\r\n"
    assert normalize("-", given=text.encode(encoding)) == "펲시 스무명이 왔다\n인생은 짧다\n"


@pytest.mark.slow
def test_a_locale_without_korean_letters_changes_nothing() -> None:
    ran = subprocess.run(
        [str(WAGGLEBOT), "normalize", "-"],
        input="펲시 20명이 왔다\r\n".encode("cp949"),
        capture_output=True,
        timeout=60,
        check=True,
        env={**os.environ, "LANG": "C"},
    )
    assert ran.stdout.decode() == "펲시 스무명이 왔다\n"


def test_input_in_another_encoding_is_refused_with_a_cure() -> None:
    ran = run_program("normalize", "-", given="Привет, мир".encode("koi8-r"))
    assert ran.returncode == 1
    assert "UTF-8" in ran.stderr
