"""Markdown of Reddit and Lemmy as plain text."""

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parse.markdown import markdown_text
from crawlers.parse.plain_text import CODE, STRUCK, clean_text


@each_row(
    ("text", "expected"),
    [
        ("**굵게** *기울임* __굵게__", "굵게 기울임 굵게"),
        ("[링크](https://waggle.example/a_b) 참고", "링크 참고"),
        ("앞 ![그림](https://waggle.example/b.png) 뒤", "앞 뒤"),
        ("# 제목\n본문", "제목\n본문"),
        ("첫 줄\n둘째 줄\n\n새 문단", "첫 줄\n둘째 줄\n새 문단"),
        ("> 인용한 말\n\n내 말", "인용한 말\n내 말"),
        ("- 하나\n- 둘\n\n1. 셋", "하나\n둘\n1. 셋"),
        ("- [x] 한 일\n- [ ] 할 일", "한 일\n할 일"),
        ("3m^2 와 ^(작은 말) 그리고 ^위", "3m² 와 작은 말 그리고 위"),
        ("ㅇ^ㅇ ^오^ ^^좋아", "ㅇ^ㅇ ^오^ ^^좋아"),
        ("| 이름 | 값 |\n|---|---|\n| 가 | 1 |", "이름 값\n가 1"),
        ("R&amp;D와 R&amp;amp;D", "R&D와 R&D"),
        ("범인은 >!개!<였다", "범인은 개였다"),
        ("::: spoiler 결말\n범인은 개\n:::", "범인은 개"),
        ("ㅠ_ㅠ ^_^ 2 * 3 snake_case \\*별\\*", "ㅠ_ㅠ ^_^ 2 * 3 snake_case *별*"),
        ("`wagglebot` 명령", "wagglebot 명령"),
        ("<b>태그</b> 아님", "<b>태그</b> 아님"),
    ],
)
def test_marks_are_not_shown(text: str, expected: str) -> None:
    assert clean_text(markdown_text(text), 1_000) == expected


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("앞\n\n```python\nfor x in y: pass\n```\n\n뒤", CODE, 1),
        ("앞\n\n    x = 1\n    y = 2\n\n뒤", CODE, 1),
        ("앞 `f(x);` 뒤", CODE, 1),
        ("앞 ~~거짓~~ 뒤 ~~또~~", STRUCK, 2),
    ],
)
def test_code_and_struck_out_words_are_left_out_and_counted(text: str, mark: str, number: int) -> None:
    found = markdown_text(text)
    assert found.count(mark) == number
    assert clean_text(found, 1_000).split() == ["앞", "뒤"]


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from(" \n"), max_size=80))
def test_text_without_marks_stays(text: str) -> None:
    assert clean_text(markdown_text(text), 1_000).split() == text.split() or "    " in text


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    markdown_text(text)
