"""Where a sentence is set: what moves a story to a place, and what only speaks of one."""

from fixtures.rows import each_row

from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import Beat, BeatCertainty, Place, TextSource


def beats(*sentences: str, title: str = "있었던 일", board: str = "자유") -> tuple[Beat, ...]:
    return storyboard_of_texts(title, board, sentences).beats


def places(*sentences: str, title: str = "있었던 일", board: str = "자유") -> list[Place]:
    return [beat.place for beat in beats(*sentences, title=title, board=board)]


@each_row(
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


@each_row(
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


@each_row(
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


@each_row(
    ("sentence", "place"),
    [
        ("학교 앞에 서 있었어요.", Place.SCHOOL_GATE),
        ("편의점 앞에서 울었어요.", Place.STREET),
        ("병실 문을 열었어요.", Place.HOSPITAL_WARD),
        ("집에 오는 길에 만났어요.", Place.STREET),
        ("오름에 올랐어요.", Place.MOUNTAIN),
        ("한정식집에서 만났어요.", Place.RESTAURANT),
        ("옆집 벨 눌렀어요.", Place.FRONT_DOOR),
        ("문앞에 서 있었어요.", Place.FRONT_DOOR),
        ("신부 대기실에 앉아 있었어요.", Place.WEDDING_HALL),
    ],
)
def test_a_place_is_known_by_what_stands_beside_its_word(sentence: str, place: Place) -> None:
    assert places(sentence) == [place]


@each_row(
    "sentence",
    [
        "회식이 끝났어요.",
        "딸을 유치원에 보냈어요.",
        "딸을 학원을 보내야 된대요.",
        "식장 잡아 놨어요.",
        "백화점에서 파는 거였어요.",
        "남편이 병원에서 달려왔어요.",
        "카페에 가는데 비가 왔어요.",
        "병원에서 있었던 일을 말했어요.",
        "여기가 병원이 됐어요.",
        "친구들은 버스를 타고 가 버렸어요.",
        "같이 카페에 가자고 했어요.",
        "미용실에 다녀왔냐고 물었어요.",
        "우리 동네가 조용했어요.",
        "안장을 보니 내 자전거였어요.",
        "기사님이 웃으셨어요.",
        "경비 아저씨가 웃으셨어요.",
    ],
)
def test_who_leaves_comes_from_or_only_speaks_of_a_place_moves_nobody(sentence: str) -> None:
    assert places("사무실에 앉아 있었습니다.", sentence)[-1] is Place.OFFICE


def test_what_is_only_a_thing_of_a_place_leads_nowhere_else() -> None:
    assert places("캠핑장에 도착했어요.", "고기를 굽는데 비가 왔어요.")[1] is Place.CAMPSITE


def test_who_gets_off_stands_outside() -> None:
    assert places("택시에 탔어요.", "내리자마자 뛰었어요.") == [Place.TAXI, Place.STREET]


def test_who_comes_back_is_where_they_were() -> None:
    found = places("병실에 누워 있었어요.", "약국으로 뛰어갔어요.", "돌아오니까 조용했어요.")
    assert found == [Place.HOSPITAL_WARD, Place.PHARMACY, Place.HOSPITAL_WARD]


def test_a_story_of_a_shop_comes_back_to_the_shop_on_another_day() -> None:
    found = places("식당에 앉아 있었어요.", "그날 밤 집에서 잤어요.", "다음 날 또 웃었어요.", board="음식")
    assert found == [Place.RESTAURANT, Place.HOME, Place.RESTAURANT]


@each_row(
    ("sentences", "certainty"),
    [
        (("카페에 갔어요.",), BeatCertainty.TOLD),
        (("카페에 갔어요.", "웃었어요."), BeatCertainty.HELD),
        (("카페에 갔어요.", "보수동에 갔어요."), BeatCertainty.GUESSED),
        (("카페에 갔어요.", "그날은 웃었대요."), BeatCertainty.GUESSED),
        (("사무실에 앉았어요.", "카페에 갔어요.", *["웃었어요."] * 31), BeatCertainty.GUESSED),
        (("카페에 갔어요.", *["웃었어요."] * 12), BeatCertainty.HELD),
        (("웃었어요.",), BeatCertainty.GUESSED),
        (("냉장고를 봤어요.",), BeatCertainty.GUESSED),
    ],
)
def test_how_surely_a_place_is_known(sentences: tuple[str, ...], certainty: BeatCertainty) -> None:
    assert beats(*sentences)[-1].place_certainty is certainty


def test_the_reason_of_a_place_one_comes_back_to_stands_in_the_title() -> None:
    found = beats("집에서 잤어요.", "다음 날 웃었어요.", title="편의점에서 있던 일")[1].why
    assert [(one.source, one.words) for one in found if one.field == "place"] == [(TextSource.TITLE, ("편의점",))]
