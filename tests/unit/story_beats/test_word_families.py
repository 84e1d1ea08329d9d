"""Families of words for persons and places, and what is only said, asked, written or meant for nobody in particular."""

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.korean.names import CLEAR_SURNAMES
from libraries.story_beats.lexicons import ACTING_ONLY, PERSONS, PLACE_GOES, PLACE_NAMES
from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import Beat, BeatCertainty, Place, Sex, Storyboard
from testbed.benchmarks.script.beat_sets import labelled_posts

T, H, G = BeatCertainty.TOLD, BeatCertainty.HELD, BeatCertainty.GUESSED


def board(*sentences: str, title: str = "있었던 일", name: str = "자유") -> Storyboard:
    return storyboard_of_texts(title, name, sentences)


def last(*sentences: str, title: str = "있었던 일", name: str = "자유") -> Beat:
    return board(*sentences, title=title, name=name).beats[-1]


def surely(*sentences: str) -> dict[str, BeatCertainty]:
    return {each.member: each.certainty for each in last(*sentences).cast}


@each_row(
    ("word", "sex"),
    [
        ("시이모", Sex.WOMAN),
        ("외숙부", Sex.MAN),
        ("맏며느리", Sex.WOMAN),
        ("시숙", Sex.MAN),
        ("큰언니", Sex.WOMAN),
        ("둘째 오빠", Sex.MAN),
        ("청소 여사님", Sex.WOMAN),
        ("여직원", Sex.WOMAN),
        ("옆방 아저씨", Sex.MAN),
        ("호떡 할머니", Sex.WOMAN),
        ("부회장님", Sex.UNKNOWN),
        ("사회복지사", Sex.UNKNOWN),
        ("보험설계사", Sex.UNKNOWN),
        ("119 대원", Sex.UNKNOWN),
    ],
)
def test_a_person_is_known_by_a_word_of_the_family(word: str, sex: Sex) -> None:
    found = board(f"{word}{'이' if word.endswith(('님', '숙', '원')) else '가'} 웃었어요.")
    (member,) = (each for each in found.cast if each.id != "author")
    assert (member.id, member.sex) == (word, sex)


@given(st.sampled_from(sorted(CLEAR_SURNAMES)), st.sampled_from(("부장", "과장", "차장", "팀장", "대리")))
def test_a_rank_behind_a_family_name_is_a_person(surname: str, rank: str) -> None:
    shown = [each.member for each in last(f"{surname}{rank}이 웃었다.".replace("리이", "리가")).cast]
    assert len(shown) == 1
    assert shown[0].endswith(rank)


@pytest.mark.parametrize(
    "sentence", ["이사를 갔어요.", "둘째 날에 비가 왔어요.", "대리 운전을 불렀어요.", "기사를 읽었어요."]
)
def test_a_thing_that_is_called_like_a_person_is_nobody(sentence: str) -> None:
    assert [each.id for each in board(sentence).cast if each.id != "author"] == []


def test_every_word_that_means_a_person_only_where_they_act_is_a_word_for_persons() -> None:
    assert {word for word in ACTING_ONLY if PERSONS.get(word) is None} == set()


@each_row(
    ("sentence", "place"),
    [
        ("한방병원에 갔어요.", Place.HOSPITAL),
        ("강남역에서 만났어요.", Place.STATION),
        ("홍대입구역에서 만났어요.", Place.STATION),
        ("동네카페에 앉아 있었어요.", Place.CAFE),
        ("감자탕집에 갔어요.", Place.RESTAURANT),
        ("PC방에 갔어요.", Place.INTERNET_CAFE),
        ("이마트에 들어갔어요.", Place.SUPERMARKET),
        ("공원을 걸었어요.", Place.PARK),
        ("술 마시러 갔어요.", Place.BAR),
        ("다 같이 점심 먹으러 나갔어요.", Place.RESTAURANT),
        ("다음 날 출근했더니 자리가 없었어요.", Place.OFFICE),
        ("아침에 등교했어요.", Place.CLASSROOM),
    ],
)
def test_a_place_is_known_by_its_kind_or_by_what_one_goes_for(sentence: str, place: Place) -> None:
    assert last(sentence).place is place


@each_row(
    "sentence",
    [
        "현역에서 물러났어요.",
        "그 지역에 살았어요.",
        "밥 먹으러 들어오는 고양이였어요.",
        "술 마시러 안 갔어요.",
        "부부장에게 물었어요.",
        "남편이 출근했어요.",
    ],
)
def test_other_words_and_the_goings_of_others_move_nobody(sentence: str) -> None:
    assert last("도서관에 앉아 있었어요.", sentence).place is Place.LIBRARY


def test_going_to_work_leads_to_where_one_works_in_the_story() -> None:
    assert (
        last("편의점에서 일했어요.", "다음 날 출근했더니 조용했어요.", title="편의점 알바 이야기").place
        is Place.CONVENIENCE_STORE
    )


def test_on_another_day_a_thing_is_enough_to_lead_elsewhere() -> None:
    assert last("카페에서 만났어요.", "그해 9월에 이사하면서 웃었어요.").place is Place.HOME


def test_a_story_that_begins_at_home_comes_back_there() -> None:
    assert last("원룸에 누워 있었어요.", "카페에 갔어요.", "다음 날 또 웃었어요.").place is Place.STUDIO_FLAT


@each_row(
    ("sentence", "certainty"),
    [
        ("엄마가 밥을 먹으라고 했어요.", T),
        ("엄마가 같이 가자고 하셨어요.", T),
        ("엄마가 데리러 가겠다고 했어요.", T),
        ("엄마가 저한테 예쁘다고 했어요.", T),
        ("엄마가 병원에 있다고 했어요.", G),
        ("엄마가 바쁘니까 나중에 오라고요.", G),
        ("추가) 엄마가 이 글을 봤어요.", G),
    ],
)
def test_who_bids_or_promises_is_there_who_is_told_of_may_not_be(sentence: str, certainty: BeatCertainty) -> None:
    assert surely(sentence)["엄마"] is certainty


@each_row(
    "sentence",
    [
        "명단에 엄마가 있었어요.",
        "엄마랑 통화했어요.",
        "엄마는 물론이고 아무도 안 왔어요.",
        "엄마가 오면 된다고 했어요.",
    ],
)
def test_who_is_written_down_called_or_only_supposed_is_not_there(sentence: str) -> None:
    assert "엄마" not in surely(sentence)


def test_who_is_seen_doing_something_is_there_without_a_particle() -> None:
    assert surely("엄마 자는 모습을 봤어요.")["엄마"] is T
    assert "엄마" not in surely("엄마 우는 소리를 들었어요.")


def test_a_crowd_is_only_guessed_and_the_family_is_not() -> None:
    assert surely("손님들이 웃었어요.")["손님들"] is G
    assert surely("부모님이 웃으셨어요.")["부모님"] is T
    assert "손님들" not in surely("다른 손님들한테는 친절했어요.")


def test_every_place_has_words_and_a_word_of_going_is_no_name_of_a_place() -> None:
    """A word that stood in both tables would count twice."""
    going = {"출근했", "등교했", "귀가했", "입원했", "장보러"}
    assert {word for word in going if PLACE_GOES.get(word) is None} == set()
    assert {word for word in going if PLACE_NAMES.get(word) is not None} == set()


@each_row(
    ("sentences", "places"),
    [
        (
            ("버스를 탔어요.", "버스에서 내렸는데 비가 왔어요.", "웃었어요."),
            (Place.BUS, Place.BUS_STOP, Place.BUS_STOP),
        ),
        (("택시에서 내리자마자 뛰었어요.",), (Place.STREET,)),
        (("버스를 탔어요.", "밖에는 비가 내렸어요."), (Place.BUS, Place.BUS)),
        (("편의점에 갔어요.", "계산하고 나왔어요."), (Place.CONVENIENCE_STORE, Place.STREET)),
        (("식당에 갔어요.", "눈물이 나왔어요."), (Place.RESTAURANT, Place.RESTAURANT)),
        (("식당에 갔어요.", "남자가 화를 내고 나왔어요."), (Place.RESTAURANT, Place.RESTAURANT)),
    ],
)
def test_who_gets_off_or_goes_out_is_outside(sentences: tuple[str, ...], places: tuple[Place, ...]) -> None:
    assert tuple(beat.place for beat in board(*sentences).beats) == places


def test_a_story_that_begins_in_a_bus_does_not_come_back_to_it_on_another_day() -> None:
    told = ("버스를 탔어요.", "파출소에 갔어요.", "다음 날 또 웃었어요.")
    assert last(*told, title="버스에서 있었던 일").place is Place.POLICE_STATION


def test_the_further_posts_are_fifteen_and_none_of_the_others() -> None:
    further = {post.title for post in labelled_posts("further")}
    others = {post.title for folder in ("seen", "aside", "tuning") for post in labelled_posts(folder)}
    assert (len(further), further & others) == (15, set())
