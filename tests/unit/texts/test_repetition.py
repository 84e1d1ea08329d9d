"""Repetition is found in every kind of loop and in no script of ours."""

import json

import pytest
from fixtures.rows import each_row
from fixtures.studio.models import STORY, story
from fixtures.studio.studio import sample_posts
from hypothesis import given
from hypothesis import strategies as st

from libraries.texts.repetition import RepetitionDetector, ends_in_repetition
from schemas.recipe import ScriptChoice
from services.config import Settings
from services.studio.script.stage import write_script

LOOPS = {
    "a line": "그는 말이 없었습니다. ",
    "a long line": "그날 저녁 사무실에 남아 있던 사람은 모두 그 소리를 들었지만 아무도 먼저 일어나지 않았습니다. ",
    "a letter": "ㅋ",
    "spaces": " ",
    "lines": "\n",
    "numbers that go on": "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, ",
    "a digit": "0",
    "items": '"그는 문을 열었습니다.", "아무도 없었습니다.", ',
    "an object": '{"hook": "안녕하세요", "body": []}, ',
}


def found_after(text: str, size: int = 3) -> int | None:
    """Characters after which it is found; None when it is not."""
    watch = RepetitionDetector()
    for at in range(0, len(text), size):
        if watch.repeats_after_adding(text[at : at + size]):
            return at + size
    return None


@each_row("piece", LOOPS.values(), ids=LOOPS)
def test_every_kind_of_loop_is_found_soon(piece: str) -> None:
    before = story()
    after = found_after(before + piece * (4000 // len(piece)))
    assert after is not None
    assert len(before) < after <= len(before) + max(600 if piece.isdigit() else 200, 5 * len(piece) + 64)


def test_a_list_that_only_counts_on_is_a_loop() -> None:
    assert found_after("\n".join(f"{n}. 그는 말이 없었다" for n in range(60))) is not None


def test_a_sentence_that_comes_back_with_others_between_is_a_loop() -> None:
    texts = [
        f"이번에는 {chr(0xAC00 + n * 31)}{chr(0xB098 + n * 57)} 이야기를 해 볼게요. 그런데 그게 전부가 아니었어요. "
        for n in range(12)
    ]
    assert found_after("".join(texts)) is not None
    assert found_after("".join(texts[:4])) is None


@pytest.mark.slow
def test_no_script_of_the_samples_is_one() -> None:
    for post in sample_posts():
        script = write_script(post, ScriptChoice(), Settings().studio).made
        answer = {"title": script.title, "body": [line.display for line in script.lines]}
        for text in (json.dumps(answer, ensure_ascii=False), json.dumps(answer, ensure_ascii=False, indent=4)):
            assert found_after(text) is None, post.key
    assert found_after(json.dumps(STORY, ensure_ascii=False, indent=8)) is None
    assert found_after("그 자리에서 다들 웃었습니다" + "ㅋ" * 60) is None


@given(st.text(st.characters(exclude_categories=["Nd"]), min_size=1, max_size=60), st.text(max_size=40))
def test_whatever_stands_there_often_enough_is_found(piece: str, before: str) -> None:
    assert ends_in_repetition(before + piece * max(4, -(-240 // len(piece))))


@given(st.text(max_size=119))
def test_a_short_text_never_is(text: str) -> None:
    assert not ends_in_repetition(text)


@given(st.integers(1, 40))
def test_the_size_of_the_pieces_does_not_matter(size: int) -> None:
    text = story() + LOOPS["a line"] * 30
    assert found_after(text, size) is not None
    assert found_after(story(), size) is None


@pytest.mark.parametrize(("sentence", "found"), [("가나다라마바사아자차카타", True), ("가나다라마바사아자차카", False)])
def test_a_sentence_of_twelve_letters_counts_anywhere_and_a_shorter_one_does_not(sentence: str, found: bool) -> None:
    between = ("하나", "둘 셋", "넷 다섯", "여섯", "일곱 여덟", "아홉 열")
    text = "".join(f"{sentence}. {word}. " for word in between)
    assert (found_after(text) is not None) is found


def test_a_repetition_is_one_from_120_characters_on() -> None:
    assert ends_in_repetition("가나" * 60) is True
    assert ends_in_repetition(("가나" * 60)[1:]) is False
    assert ends_in_repetition("") is False
