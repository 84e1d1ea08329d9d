"""The cast of a story: who is who, and that the same person stays the same."""

import pytest
from fixtures.rows import each_row

from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import Age, CastKind, CastMember, Relation, Sex, Storyboard


def board(*sentences: str, title: str = "있었던 일", of: str = "자유") -> Storyboard:
    return storyboard_of_texts(title, of, sentences)


def cast(*sentences: str, of: str = "자유") -> list[CastMember]:
    return [member for member in board(*sentences, of=of).cast if member.id != "author"]


def ids(*sentences: str) -> list[str]:
    return [member.id for member in cast(*sentences)]


@each_row(
    ("sentence", "sex", "age", "relation"),
    [
        ("할머니가 오셨어요.", Sex.WOMAN, Age.OLD, Relation.UNKNOWN),
        ("아저씨가 웃으셨어요.", Sex.MAN, Age.MIDDLE_AGED, Relation.UNKNOWN),
        ("남편이 말이 없어요.", Sex.MAN, Age.THIRTIES, Relation.PARTNER),
        ("팀장이 저를 불렀어요.", Sex.UNKNOWN, Age.MIDDLE_AGED, Relation.SUPERIOR),
        ("신입이 울었어요.", Sex.UNKNOWN, Age.TWENTIES, Relation.COLLEAGUE),
        ("선임이 겁을 줬음.", Sex.MAN, Age.TWENTIES, Relation.SUPERIOR),
        ("여고생이 뛰어왔어요.", Sex.WOMAN, Age.STUDENT, Relation.UNKNOWN),
    ],
)
def test_a_person_is_as_the_word_says(sentence: str, sex: Sex, age: Age, relation: Relation) -> None:
    (member,) = cast(sentence)
    assert (member.sex, member.age, member.relation) == (sex, age, relation)


def test_the_same_person_stays_the_same() -> None:
    (member,) = cast("윗집 아저씨가 나오셨어요.", "아저씨가 웃으셨어요.", "그분이 커피를 드셨습니다.")
    assert (member.id, member.lines, member.relation) == ("윗집 아저씨", (0, 1, 2), Relation.NEIGHBOUR)


@pytest.mark.parametrize("words", [("엄마", "어머니"), ("어머니", "엄마")])
def test_words_for_one_relative_mean_one_person_in_whichever_order(words: tuple[str, str]) -> None:
    assert ids(f"{words[0]}가 오셨어요.", f"{words[1]}가 웃으셨습니다.") == ["어머니"]


@pytest.mark.parametrize("words", ["모르는 남자", "낯선 여자", "어떤 분", "한 사람"])
def test_somebody_who_is_brought_in_is_one_person(words: str) -> None:
    particle = "이" if words.endswith(("분", "사람")) else "가"
    assert ids(f"{words}{particle} 들어왔어요.", f"그 {words[-2:].strip()}{particle} 웃었습니다.") == [words]


def test_an_unknown_man_is_a_man() -> None:
    (member,) = cast("모르는 남자가 문 앞에 서 있었어요.")
    assert (member.sex, member.names) == (Sex.MAN, ("모르는 남자",))


def test_who_is_told_more_of_later_is_what_that_says() -> None:
    (member,) = cast("아저씨가 나오셨어요.", "윗집 아저씨가 웃으셨어요.")
    assert (member.id, member.relation) == ("윗집 아저씨", Relation.NEIGHBOUR)


def test_two_of_one_word_are_told_apart_by_what_stands_before_it() -> None:
    found = ids("윗집 아저씨가 오셨어요.", "경비 아저씨가 말렸습니다.", "윗집 아저씨는 웃었어요.")
    assert found == ["윗집 아저씨", "경비 아저씨"]


def test_titles_of_one_rank_are_other_persons() -> None:
    assert ids("전무가 왔어요.", "대표님이 물었습니다.") == ["전무", "대표님"]


@each_row(
    "sentence",
    [
        "엄마 같은 사람이었어요.",
        "초등학생인 줄 알았어요.",
        "사과 두 개를 샀어요.",
        "역무원도 없었습니다.",
        "형태가 이상했어요.",
        "아무 말도 없었습니다.",
    ],
)
def test_who_is_only_compared_counted_or_missing_is_nobody(sentence: str) -> None:
    assert cast(sentence) == []


def test_a_pet_has_its_name_and_every_other_name() -> None:
    (member,) = cast("우리 집 고양이 두부가 나갔어요.", "두부는 밤에 왔습니다.")
    assert (member.kind, member.names, member.lines) == (CastKind.CAT, ("고양이", "두부"), (0, 1))


def test_a_nickname_is_a_person() -> None:
    (member,) = cast("우리 팀에 '약손'이라는 간호사가 있어요.", "약손이 웃었어요.")
    assert (member.id, member.sex, member.lines) == ("약손", Sex.WOMAN, (0, 1))


def test_what_somebody_turns_out_to_be_is_no_second_person() -> None:
    (member,) = cast("모르는 사람이 문을 두드렸어요.", "소방관이었습니다.")
    assert "소방관" in member.names


def test_an_age_that_is_told_counts_more_than_the_word() -> None:
    (member,) = cast("아빠가 환갑이 되셨어요.")
    assert member.age is Age.OLD


@pytest.mark.parametrize(
    ("sentence", "sex"),
    [
        ("제 남편이 그랬어요.", Sex.WOMAN),
        ("우리 와이프가 웃었음.", Sex.MAN),
        ("친구 남편이 그랬어요.", Sex.UNKNOWN),
        ("저는 회사원입니다.", Sex.UNKNOWN),
    ],
)
def test_the_sex_of_the_author_is_known_by_whom_they_have(sentence: str, sex: Sex) -> None:
    assert board(sentence).member("author").sex is sex


def test_who_tells_of_the_army_is_a_man() -> None:
    assert board("새벽에 근무를 섰음.", of="군대").member("author").sex is Sex.MAN


def test_who_is_told_of_with_a_polite_name_is_a_person() -> None:
    assert ids("지훈씨가 웃었어요.", "날씨가 좋았어요.") == ["지훈씨"]


def test_that_person_is_nobody_who_is_called_by_a_title() -> None:
    found = ids("모르는 사람이 들어왔어요.", "팀장님이 물었습니다.", "그 사람은 웃었어요.")
    assert found == ["모르는 사람", "팀장님"]


def test_the_mother_of_the_husband_is_meant_by_the_polite_word() -> None:
    assert ids("시어머니가 오셨어요.", "어머님은 웃으셨어요.") == ["시어머니"]


@each_row(
    ("sentence", "age"),
    [
        ("39살 회사원입니다.", Age.THIRTIES),
        ("쉰둘이다.", Age.MIDDLE_AGED),
        ("24살이고 자취해요.", Age.TWENTIES),
        ("서른 살이 되기 전이었어요.", Age.UNKNOWN),
        ("3년 살았어요.", Age.UNKNOWN),
    ],
)
def test_the_age_of_the_author_is_told_at_the_beginning(sentence: str, age: Age) -> None:
    assert board(sentence).member("author").age is age


@pytest.mark.parametrize(
    ("title", "sex", "age"),
    [
        ("콜센터 다니는 엄마인데요", Sex.WOMAN, Age.MIDDLE_AGED),
        ("예순여섯에 혼자 여행을 갔습니다", Sex.UNKNOWN, Age.OLD),
        ("엄마가 오셨다", Sex.UNKNOWN, Age.UNKNOWN),
    ],
)
def test_the_title_may_say_who_writes(title: str, sex: Sex, age: Age) -> None:
    author = board("글을 씁니다.", title=title).member("author")
    assert (author.sex, author.age) == (sex, age)


def test_a_groom_at_a_wedding_is_not_the_authors() -> None:
    assert board("신랑이 입장했어요.", "신랑이 웃었습니다.").member("author").sex is Sex.UNKNOWN


def test_everybody_of_the_army_is_a_man() -> None:
    (member,) = cast("동기가 웃었음.", of="군대")
    assert member.sex is Sex.MAN


def test_a_given_name_is_a_person_where_it_is_no_other_word() -> None:
    assert ids("민수가 웃었어요.", "하지만 지은이는 울었습니다.", "정도가 심했어요.") == ["민수", "지은"]


@each_row("word", ["가이드", "상담사", "공장장님", "유튜버", "선장님", "전임자", "보호자", "취객"])
def test_people_of_many_trades_are_met(word: str) -> None:
    subject = "이" if (ord(word[-1]) - 0xAC00) % 28 else "가"
    assert ids(f"{word}{subject} 웃었어요.") == [word]


@each_row(
    ("sentence", "name", "sex", "age", "relation"),
    [
        ("엄마 친구가 오셨어요.", "엄마 친구", Sex.UNKNOWN, Age.MIDDLE_AGED, Relation.UNKNOWN),
        ("친구 남편이 왔어요.", "친구 남편", Sex.MAN, Age.THIRTIES, Relation.UNKNOWN),
        ("사장님 딸이 왔어요.", "사장님 딸", Sex.WOMAN, Age.CHILD, Relation.UNKNOWN),
        ("초등학생 아들이 뛰었어요.", "초등학생", Sex.MAN, Age.CHILD, Relation.FAMILY),
        ("할머니 손님이 오셨어요.", "할머니", Sex.WOMAN, Age.OLD, Relation.CUSTOMER),
        ("여자 직원이 웃었어요.", "여자", Sex.WOMAN, Age.UNKNOWN, Relation.STAFF),
    ],
)
def test_of_two_words_for_persons_the_second_is_the_person(
    sentence: str, name: str, sex: Sex, age: Age, relation: Relation
) -> None:
    (member,) = cast(sentence)
    assert (member.sex, member.age, member.relation) == (sex, age, relation)
    assert name in member.names


def test_a_customer_who_is_a_grandmother_is_called_by_both_words() -> None:
    assert len(ids("할머니 손님이 오셨어요.", "할머니가 웃으셨어요.", "손님이 나가셨어요.")) == 1


def test_a_friend_and_a_friend_of_the_mother_are_two() -> None:
    assert ids("친구가 왔어요.", "엄마 친구가 웃었어요.") == ["친구", "엄마 친구"]


@each_row(
    ("word", "sex", "age"),
    [
        ("장모님", Sex.WOMAN, Age.OLD),
        ("장인어른", Sex.MAN, Age.OLD),
        ("외할머니", Sex.WOMAN, Age.OLD),
        ("큰아버지", Sex.MAN, Age.MIDDLE_AGED),
        ("처남", Sex.MAN, Age.THIRTIES),
        ("큰동서", Sex.WOMAN, Age.THIRTIES),
        ("도련님", Sex.MAN, Age.THIRTIES),
        ("시누이", Sex.WOMAN, Age.THIRTIES),
        ("임산부", Sex.WOMAN, Age.UNKNOWN),
        ("알바", Sex.UNKNOWN, Age.TWENTIES),
    ],
)
def test_kin_and_trades(word: str, sex: Sex, age: Age) -> None:
    (member,) = cast(f"{word}{'이' if (ord(word[-1]) - 0xAC00) % 28 else '가'} 웃었어요.")
    assert (member.sex, member.age) == (sex, age)


@each_row(
    ("sentence", "sex"),
    [
        ("우리 장모님이 오셨어요.", Sex.MAN),
        ("우리 시어머니가 오셨어요.", Sex.WOMAN),
        ("제 처남이 왔어요.", Sex.MAN),
        ("우리 도련님이 왔어요.", Sex.WOMAN),
        ("형님이 오셨어요.", Sex.UNKNOWN),
    ],
)
def test_in_laws_tell_the_sex_of_the_author(sentence: str, sex: Sex) -> None:
    assert board(sentence).member("author").sex is sex


def test_who_is_called_for_short_is_the_same_where_nobody_else_is_called_so() -> None:
    assert ids("장모님이 오셨어요.", "어머님이 웃으셨어요.") == ["장모님"]
    assert ids("택배기사님이 오셨어요.", "기사님이 웃으셨어요.") == ["택배기사님"]
    assert ids("외할머니가 오셨어요.", "할머니가 웃으셨어요.") == ["외할머니"]


@pytest.mark.parametrize("sentence", ["초딩들이 뛰었어요.", "쌍둥이가 뛰었어요.", "회원들이 웃었어요."])
def test_several_are_a_group(sentence: str) -> None:
    (member,) = cast(sentence)
    assert member.group


@pytest.mark.parametrize("sentence", ["알바를 시작했어요.", "알바 3일째였어요.", "대리를 불렀어요."])
def test_work_is_nobody(sentence: str) -> None:
    assert cast(sentence) == []


def test_a_child_is_meant_by_the_general_word() -> None:
    assert ids("딸이 거울을 봤어요.", "아이가 웃었어요.", "애가 뛰어갔어요.") == ["아이"]
    assert ids("아저씨가 왔어요.", "아이가 웃었어요.") == ["아저씨", "아이"]


def test_somebody_who_acts_is_known_when_it_is_told_who_it_was() -> None:
    assert ids("누가 제 어깨를 쳤어요.", "부장님이었어요.") == ["부장님"]
    assert ids("누가 제 어깨를 쳤어요.", "아무도 없었어요.") == []


def test_a_son_who_comes_from_work_is_no_child() -> None:
    (member,) = cast("아들이 퇴근했어요.")
    assert member.age is Age.UNKNOWN


def test_a_title_that_tells_of_another_does_not_say_who_writes() -> None:
    assert board("글을 씁니다.", title="길드장이 초등학생이었다").member("author").age is Age.UNKNOWN


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("의사 선생님이 웃으셨어요.", ["의사 선생님"]),
        ("사장님 개인 돈이었어요.", []),
        ("가장 높은 점수였어요.", []),
        ("부장님 아드님이 왔어요.", ["부장님 아드님"]),
    ],
)
def test_words_that_look_like_more_or_other_persons(sentence: str, expected: list[str]) -> None:
    found = [name for name in ids(sentence) if name != "사장님"]
    assert found == expected


def test_what_somebody_is_said_to_be_does_not_name_them() -> None:
    assert ids("남편이 왔어요.", "남편은 외아들이에요.") == ["남편"]


def test_the_polite_word_for_a_mother_is_not_the_authors_own() -> None:
    assert ids("어머님이 조용하셨어요.", "엄마가 웃으셨어요.") == ["어머님", "엄마"]


def test_the_sister_of_a_friend_is_not_the_friend() -> None:
    assert ids("여친이 웃었어요.", "여친 언니였어요.") == ["여친", "여친 언니"]


def test_who_tells_years_at_the_beginning_tells_of_themselves() -> None:
    found = board("결과부터 씁니다.", "아버지께 전화했어요.", "당첨됐어요.", "39살, 두 아이 아빠입니다.")
    assert found.member("author").sex is Sex.MAN
