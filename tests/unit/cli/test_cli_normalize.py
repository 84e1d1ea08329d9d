"""``wagglebot normalize``: a line out for every line in."""

import subprocess
import sys
from pathlib import Path

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"


def normalize(*arguments: str, given: str = "") -> str:
    ran = subprocess.run(
        [str(WAGGLEBOT), "normalize", *arguments], input=given, capture_output=True, text=True, timeout=60, check=True
    )
    return ran.stdout


def test_a_text() -> None:
    assert normalize("20명이 3시 30분에 왔어요 ㅋㅋ") == "스무명이 세시 삼십분에 왔어요\n"


def test_standard_input_line_by_line() -> None:
    assert normalize("-", given="10kg\n\n😀\nKBS를 봄\r\n끝") == "십킬로그램\n\n\n케이비에스를 봄\n끝\n"
    assert normalize("-", given="하나\n둘\n") == "하나\n둘\n"
    assert normalize("-", given="") == "\n"
