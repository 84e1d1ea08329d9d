"""Where a sentence is set: what moves a story to a place, and what only speaks of one."""

import pytest

from libraries.story_beats.story import told
from schemas.beats import Beat, Place


def beats(*sentences: str, title: str = "있었던 일", board: str = "자유") -> tuple[Beat, ...]:
    return told(title, board, sentences).beats


def places(*sentences: str, title: str = "있었던 일", board: str = "자유") -> list[Place]:
    return [beat.place for beat in beats(*sentences, title=title, board=board)]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("어제 병원에 갔습니다.", Place.HOSPITAL),
        ("카페에서 친구를 기다렸어요.", Place.CAFE),
        ("도서관 열람실에 앉아 있었음.", Place.LIBRARY),
        ("편의점 야간 알바를 했어요.", Place.CONVENIENCE_STORE),
        ("버스를 탔는데 자리가 없었다.", Place.BUS),
        ("면접장에 들어갔습니다.", Place.INTERVIEW_ROOM),
        ("우리동네미용실에 갔어요.", Place.HAIR_SALON),
        ("장례식장에 도착했습니다.", Place.FUNERAL_HALL),
        ("바닷가를 걸었어요.", Place.SEASIDE),
        ("훈련소에 들어갔음.", Place.BARRACKS),
        ("윗집에 올라갔습니다.", Place.FRONT_DOOR),
    ],
)
def test_a_place_is_known_by_its_word(sentence: str, place: Place) -> None:
    assert places(sentence) == [place]


@pytest.mark.parametrize(
    "sentence",
    [
        "저는 병원에 안 갔어요.",
        "병원에 가지 않았습니다.",
        "마치 병원 같았어요.",
        "병원처럼 조용했습니다.",
        "병원이 아니라 그냥 쉬었어요.",
        "내일은 병원에 갈까 합니다.",
        "병원에서 전화가 오지도 않았죠.",
        "병원 얘기는 그만하자고 했어요.",
        '"병원에 가셔야 해요."',
        "누가 병원으로 갔나 보다 했습니다.",
        "병원을 그만뒀어요.",
    ],
)
def test_what_is_denied_compared_planned_or_said_moves_nobody(sentence: str) -> None:
    assert places("사무실에 앉아 있었습니다.", sentence)[-1] in (Place.OFFICE, Place.PHONE_CALL)


def test_a_place_stays_until_the_text_moves() -> None:
    found = places("카페에 앉았습니다.", "한참 말이 없었어요.", "창밖만 봤죠.", "그러다 공원으로 나왔습니다.")
    assert found == [Place.CAFE, Place.CAFE, Place.CAFE, Place.PARK]


def test_a_word_for_the_whole_does_not_lead_out_of_a_room() -> None:
    assert places("거실에 앉아 있었어요.", "집이 조용했습니다.") == [Place.LIVING_ROOM, Place.LIVING_ROOM]


def test_what_is_told_as_hearsay_leaves_the_story_where_it_is() -> None:
    found = places("카페에 앉았습니다.", "그분은 예전에 공장에 다니셨대요.", "커피가 식었어요.")
    assert found == [Place.CAFE, Place.FACTORY, Place.CAFE]


def test_a_page_is_seen_while_it_is_read_and_the_place_stays_behind_it() -> None:
    first, read, last = beats("현관문에 쪽지가 이렇게 적혀 있었어요.", '"조용히 해 주세요."', "저는 문을 닫았습니다.")
    assert (first.place, read.place, read.behind) == (Place.PAPER, Place.PAPER, Place.FRONT_DOOR)
    assert last.place is Place.FRONT_DOOR


def test_who_is_told_to_come_comes() -> None:
    found = places("교실에 앉아 있었어요.", '"점심에 교무실로 와라."', "다음 날 올라갔습니다.")
    assert found[-1] is Place.STAFF_ROOM


def test_a_bed_in_a_hospital_is_in_a_ward() -> None:
    assert places("병원에 갔습니다.", "침대가 비어 있었어요.")[-1] is Place.HOSPITAL_WARD


def test_another_day_leads_back_to_where_the_story_is_set() -> None:
    found = places("엘리베이터를 탔어요.", "경비실에 갔습니다.", "다음 날 또 멈췄어요.", title="엘리베이터가 멈춘다")
    assert found == [Place.LIFT, Place.GUARDS_LODGE, Place.LIFT]


def test_a_story_without_a_place_is_set_where_its_board_says() -> None:
    assert places("정말 힘드네요.", "어떻게 할까요.", board="직장") == [Place.OFFICE, Place.OFFICE]
    assert places("정말 힘드네요.") == [Place.UNKNOWN]


def test_the_words_that_decided_are_told() -> None:
    (beat,) = beats("도서관에 갔습니다.")
    assert [(one.field, one.words) for one in beat.why if one.field == "place"] == [("place", ("도서관",))]


@pytest.mark.parametrize(
    ("sentences", "place"),
    [
        (("편의점에서 일했어요.", "카운터에 섰습니다."), Place.CONVENIENCE_STORE),
        (("회사에 지원했어요.",), Place.UNKNOWN),
        (("구청에 전화했어요.",), Place.PHONE_CALL),
        (("이왕 그만둔 마당에 말할게요.",), Place.UNKNOWN),
        (("마당이 있는 집이었어요.",), Place.HOME),
        (("토요일 18시 합정 파스타집",), Place.RESTAURANT),
        (("집에 있었어요.", "화장실에 갔어요.", "다시 앉았습니다."), Place.HOME),
        (("회사 언니가 웃었어요.",), Place.UNKNOWN),
        (("원룸에 살아요.", "집이 좁았습니다."), Place.STUDIO_FLAT),
        (("세탁소 사장님이 웃으셨어요.",), Place.LAUNDRY),
    ],
)
def test_how_a_word_stands_decides_what_it_says(sentences: tuple[str, ...], place: Place) -> None:
    assert places(*sentences)[-1] is place
