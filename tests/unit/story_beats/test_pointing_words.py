"""Words that point at somebody, or bring somebody in."""

import pytest
from fixtures.rows import each_row

from libraries.story_beats.persons.ages import age_told_by_title, told_ages
from libraries.story_beats.persons.members import author_member
from libraries.story_beats.persons.mentions import author_mention, person_word, speaker_label
from libraries.story_beats.persons.pointing_words import pointing_words
from libraries.story_beats.sentence import read_sentence
from schemas.beats import Age, Occupation, Sex


@each_row(
    ("text", "found"),
    [
        ("그분이 웃으셨어요.", [("그분", False)]),
        ("그 남자가 나갔어요.", [("남자", False)]),
        ("걔는 모르더라.", [("걔", False)]),
        ("모르는 남자가 서 있었어요.", [("모르는 남자", True)]),
        ("한 분이 다가오셨어요.", [("한 분", True)]),
        ("할머니 한 분이 오셨어요.", []),
        ("마주치는 사람이 있었어요.", [("마주치는 사람", True)]),
        ("누가 문을 두드렸어요.", [("누", True)]),
        ("누가 그랬을까?", []),
        ("누가 봐도 이상했어요.", []),
        ("애가 울었어요.", [("애", False)]),
        ("젊은 애가 뛰어왔어요.", []),
        ("애인이 웃었어요.", []),
        ("어떤 분이 남긴 댓글이었어요.", []),
        ("그 사람들이 웃었어요.", []),
    ],
)
def test_words_that_point(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(each.noun, each.new) for each in pointing_words(read_sentence(0, text))] == found


@each_row(
    ("text", "ages"),
    [
        ("39살 회사원입니다.", [Age.THIRTIES]),
        ("일흔네 살이세요.", [Age.OLD]),
        ("중2 여름이었어요.", []),
        ("고딩이에요.", [Age.STUDENT]),
        ("스무 살이 되기 전이었어요.", []),
        ("어릴 때 7살이었어요.", []),
    ],
)
def test_ages_that_are_told(text: str, ages: list[Age]) -> None:
    assert [each.age for each in told_ages(read_sentence(0, text))] == ages


@pytest.mark.parametrize(("title", "age"), [("예순여섯에 떠난 여행", Age.OLD), ("할머니의 여행", Age.UNKNOWN)])
def test_the_age_of_a_title(title: str, age: Age) -> None:
    assert age_told_by_title(read_sentence(-1, title)) is age


@each_row(
    ("text", "label"),
    [("엄마 : 밥 먹어라", "엄마"), ("나: 네", "나"), ("참고: 3만원", ""), ("엄마가 그랬어: 응", ""), ("엄마 :", "")],
)
def test_the_label_of_a_line_of_dialogue(text: str, label: str) -> None:
    assert speaker_label(read_sentence(0, text)) == label


def test_nicknames_are_labels_where_they_are_known() -> None:
    assert speaker_label(read_sentence(0, "목련: 네")) == ""
    assert speaker_label(read_sentence(0, "목련: 네"), {"목련"}) == "목련"


@each_row(
    ("text", "is_first"),
    [
        ("저는 웃었어요.", True),
        ("날 보더니 웃었어요.", True),
        ("그래서 전 갔어요.", True),
        ("비 오던 날 갔어요.", False),
        ("2년 전 일이에요.", False),
        ("전 남친이 왔어요.", False),
    ],
)
def test_the_first_person(text: str, is_first: bool) -> None:
    assert (author_mention(read_sentence(0, text), author_member()) is not None) is is_first


@pytest.mark.parametrize(
    ("word", "sex", "work"),
    [
        ("할머니께서", Sex.WOMAN, Occupation.UNKNOWN),
        ("부장님이", Sex.UNKNOWN, Occupation.OFFICE_WORKER),
        ("기사님은", Sex.UNKNOWN, Occupation.DRIVER),
        ("책상이", Sex.UNKNOWN, Occupation.UNKNOWN),
    ],
)
def test_what_a_word_says_of_a_person(word: str, sex: Sex, work: Occupation) -> None:
    row = person_word(word)
    assert (row.sex, row.work) == (sex, work)
