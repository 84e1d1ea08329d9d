"""Words of a table in the 어절 of a sentence: particles, endings, compounds, phrases."""

from enum import StrEnum

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.story_beats.lexicons import ACTIONS
from libraries.story_beats.sentence import read_sentence
from libraries.story_beats.word_table import WordTable, can_follow_noun
from schemas.beats import Action


class Kind(StrEnum):
    """Values for the tables of these tests."""

    PLACE = "place"
    ROOM = "room"
    ACT = "act"


NOUNS = WordTable({Kind.PLACE: ("병원", "동물병원", "미용실", "개"), Kind.ROOM: ("창가 자리", "누워~")}, nouns=True)
VERBS = WordTable({Kind.ACT: ("웃", "소리를 질")}, nouns=False)


def stems(table: WordTable[Kind], text: str) -> list[tuple[str, str]]:
    return [(found.stem, found.rest) for found in table.find_words(read_sentence(0, text))]


@each_row(
    ("text", "found"),
    [
        ("병원에서 만났어요", [("병원", "에서")]),
        ("병원이었습니다", [("병원", "이었습니다")]),
        ("병원쪽으로 갔다", [("병원", "쪽으로")]),
        ("동물병원에 갔다", [("동물병원", "에")]),
        ("우리동네미용실 앞에서", [("미용실", "")]),
        ("창가 자리에 앉았다", [("창가 자리", "에")]),
        ("누워있던 사람", [("누워", "있던")]),
        ("병원비가 나왔다", []),
        ("개인정보는 지켰다", []),
        ("개가 짖었다", [("개", "가")]),
        ("병원과 미용실", [("병원", "과"), ("미용실", "")]),
        ('"병원에 가자" 하고 말했다', []),
        ("(병원 아님) 갔다", []),
    ],
)
def test_a_noun_is_found_with_its_particles(text: str, found: list[tuple[str, str]]) -> None:
    assert stems(NOUNS, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("크게 웃었다", [("웃", "었다")]), ("소리를 질렀다", [("소리를 질", "렀다")]), ("비웃었다", []), ("울었다", [])],
)
def test_a_verb_is_found_with_any_ending(text: str, found: list[tuple[str, str]]) -> None:
    assert stems(VERBS, text) == found


@pytest.mark.parametrize(
    "text", ["집으로 돌아가는 길이었다", "마음이 먹먹했다", "먹구름이 몰려왔다", "머리를 쓰다듬었다"]
)
def test_words_that_only_begin_alike_are_no_actions(text: str) -> None:
    wrong = {Action.MOURNING, Action.EATING, Action.WRITING}
    assert wrong.isdisjoint(found.value for found in ACTIONS.find_words(read_sentence(0, text)))
    assert [found.value for found in ACTIONS.find_words(read_sentence(0, "밥을 먹고 있었다"))] == [Action.EATING]


def test_a_word_is_found_where_it_stands() -> None:
    (found,) = NOUNS.find_words(read_sentence(0, "어제 우리동네미용실에서"))
    assert (found.at, found.end) == (7, 12)


@each_row("tail", ["", "에서", "에서는", "까지도", "이었다", "입니다", "인데", "들이", "님께", "쪽으로"])
def test_what_may_follow_a_noun(tail: str) -> None:
    assert can_follow_noun(tail)


@each_row("tail", ["비", "인정보는", "하다", "스럽게", "값이", "적이다"])
def test_what_may_not_follow_a_noun(tail: str) -> None:
    assert not can_follow_noun(tail)


@given(st.text(alphabet="병원에서가개 \"'()누워웃소리를질", max_size=40))
def test_a_table_finds_the_same_twice_in_order_and_never_over_each_other(text: str) -> None:
    sentence = read_sentence(0, text)
    found = NOUNS.find_words(sentence)
    assert found == NOUNS.find_words(sentence)
    ends = [each.at + len(each.stem) for each in found]
    assert all(end <= after.at for end, after in zip(ends, found[1:], strict=False))
    assert all(sentence.told[each.at :].startswith(each.stem) for each in found)
