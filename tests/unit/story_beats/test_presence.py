"""Who is seen at a sentence, and who speaks what is quoted."""

import pytest
from fixtures.rows import each_row

from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import BeatCertainty, Storyboard


def seen(*sentences: str) -> list[set[str]]:
    board: Storyboard = storyboard_of_texts("있었던 일", "자유", sentences)
    return [{one.member for one in beat.cast} for beat in board.beats]


def test_who_acts_and_who_is_acted_upon_are_seen() -> None:
    assert seen("할머니가 저에게 귤을 주셨어요.") == [{"할머니", "author"}]


@pytest.mark.parametrize(
    "sentence", ["비가 오던 날 할머니가 오셨어요.", "3년 전 할머니가 왔어요.", "전 남친이 왔어요."]
)
def test_a_day_or_a_time_before_is_not_the_author(sentence: str) -> None:
    assert "author" not in seen(sentence)[0]


def test_i_am_the_author() -> None:
    assert [who & {"author"} for who in seen("그래서 전 웃었어요.", "날 보더니 웃었어요.")] == [{"author"}] * 2


def test_who_is_only_owned_from_is_not_seen() -> None:
    assert seen("할머니 이름을 적었어요.") == [{"author"}]


def test_a_face_is_enough() -> None:
    assert "할머니" in seen("할머니 얼굴이 하얘졌어요.")[0]


def test_a_verb_that_honours_means_the_one_honoured_before() -> None:
    assert seen("할머니가 오셨어요.", "조용히 앉으셨습니다.")[1] == {"할머니"}


def test_a_humble_verb_means_the_author_before_whom_it_honours() -> None:
    board = storyboard_of_texts("있었던 일", "자유", ("할머니가 오셨어요.", "정중히 말씀드렸습니다."))
    assert [one.member for one in board.beats[1].cast] == ["author", "할머니"]


def test_a_quote_is_spoken_by_whom_the_sentence_before_names() -> None:
    assert seen("아저씨가 조용히 말씀하셨어요.", '"부지런하네요."')[1] == {"아저씨"}


def test_a_quote_after_ones_own_words_is_ones_own() -> None:
    assert seen("아저씨가 오셨어요.", "저는 억울해서 말했죠.", '"아닙니다."')[2] == {"author"}


def test_a_question_is_answered_by_the_other() -> None:
    found = seen("아저씨가 물으셨어요.", '"어디 가세요?"', '"집에 갑니다."')
    assert found[1:] == [{"아저씨"}, {"author"}]


def test_nobody_acts_where_something_is_only_so() -> None:
    assert seen("갑자기 벨 소리가 들렸어요.") == [set()]


def test_what_is_read_is_spoken_by_nobody() -> None:
    assert seen("쪽지가 이렇게 적혀 있었어요.", '"조용히 해 주세요."')[1] == set()


def test_whom_a_quote_calls_does_not_speak_it() -> None:
    found = seen("할머니가 저를 보고 말씀하셨어요.", '"할머니, 저 왔어요."')
    assert found[1] == {"author"}


def test_what_was_only_done_before_shows_nobody() -> None:
    assert "할머니" not in seen("열차 안에서 할머니가 써 주신 쪽지를 읽었어요.")[0]


def test_what_is_worn_shows_whoever_was_spoken_of() -> None:
    assert seen("아저씨가 문 앞에 서 계셨어요.", "손에는 바가지가 들려 있었어요.")[1] == {"아저씨"}


def test_two_who_do_something_together_are_both_seen() -> None:
    assert seen("아저씨가 오셨어요.", "그래서 둘이 커피를 마셨습니다.")[1] == {"author", "아저씨"}


def test_who_has_died_is_not_seen() -> None:
    assert "할머니" not in seen("할머니가 작년에 돌아가셨어요.")[0]


def test_the_author_who_waits_sees_somebody_come() -> None:
    assert seen("벤치에 앉아 있는데 할머니가 다가오셨어요.") == [{"할머니", "author"}]


@each_row(
    "sentence",
    [
        "할머니가 하늘나라에 가셨어요.",
        "할머니는 그날 안 오셨어요.",
        "할머니가 여행을 가서 혼자 있었어요.",
        "할머니가 볼까 봐 숨었어요.",
        "할머니를 데리러 나갔어요.",
        "할머니한테 전화를 드렸어요.",
        "손님은 할머니뿐이었어요.",
    ],
)
def test_who_is_away_or_only_thought_of_is_not_seen(sentence: str) -> None:
    assert "할머니" not in seen(sentence)[0]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("할머니 손을 닦았어요.", {"할머니", "author"}),
        ("할머니 손이 떨렸어요.", {"할머니"}),
        ("담임이 지호가 전학 간다고 했어요.", {"담임"}),
        ("할머니, 아저씨, 저까지 셋이 앉았어요.", {"할머니", "아저씨", "author"}),
    ],
)
def test_who_is_there_by_how_the_sentence_says_it(sentence: str, who: set[str]) -> None:
    assert seen(sentence)[0] == who


def test_who_does_something_to_the_author_is_whoever_acted_before() -> None:
    assert seen("학생이 따라왔어요.", "초콜릿을 제 손에 쥐여 주었습니다.")[1] == {"학생"}


def test_three_together_are_the_author_and_two_more() -> None:
    found = seen("할머니가 오셨어요.", "아저씨가 앉으셨어요.", "셋이서 귤을 먹었어요.")
    assert found[2] == {"author", "할머니", "아저씨"}


def test_who_was_asked_answers() -> None:
    assert seen("선임이 왔음.", "후임한테 물어봤더니 웃더라.")[1] == {"후임"}


def test_who_calls_speaks() -> None:
    assert seen("저는 기다렸어요.", "선배한테 전화가 왔어요.", '"내 이름 넣었지?"')[2] == {"선배"}


@pytest.mark.parametrize(
    ("sentences", "certainty"),
    [
        (("할머니가 웃으셨어요.",), BeatCertainty.TOLD),
        (("할머니가 웃으셨어요.", "조용히 앉으셨어요."), BeatCertainty.HELD),
        (("할머니가 병원에 있다고 했어요.",), BeatCertainty.GUESSED),
        (("문을 열었어요.",), BeatCertainty.GUESSED),
    ],
)
def test_how_surely_who_is_seen(sentences: tuple[str, ...], certainty: BeatCertainty) -> None:
    (shown,) = storyboard_of_texts("있었던 일", "자유", sentences).beats[-1].cast
    assert shown.certainty is certainty


def test_a_dialogue_says_who_speaks() -> None:
    found = seen("의자를 팔려고 올렸음.", "아빠 : 니가 쿨거래희망이냐", "나 : 아빠가 여기 왜 있어", "참고 : 3만원")
    assert found[1:3] == [{"아빠"}, {"author"}]


def test_who_is_told_not_to_come_leaves_nobody_else_in_the_picture() -> None:
    assert seen("원사님이 웃으셨어요.", "할아버지는 그다음 주부터 안 오셨습니다.")[1] == set()


@each_row(
    ("sentence", "who"),
    [
        ("문 열자마자 엄마 서있음.", "엄마"),
        ("엄마 친구분이 웃었어요.", "엄마 친구분"),
        ("아내하고는 봄에 가기로 했어요.", "author"),
        ("할머니를 아직 못 만났어요.", "author"),
        ("할머니랑 통화를 했어요.", "author"),
        ("저는 반장을 맡았어요.", "author"),
    ],
)
def test_who_acts_by_what_stands_behind_the_word(sentence: str, who: str) -> None:
    (first, *_) = storyboard_of_texts("있었던 일", "자유", [sentence]).beats[0].cast
    assert first.member == who


def test_who_is_not_met_or_only_called_is_not_seen() -> None:
    found = seen("할머니를 아직 못 만났어요.", "할머니랑 통화를 했어요.", "조명수라는 병사는 없었습니다.")
    assert found[:2] == [{"author"}, {"author"}]
    assert "조명수" not in found[2]


def test_a_dialogue_knows_nicknames() -> None:
    found = seen("'목련'이라는 분이 채팅을 주셨어요.", "목련: 유모차 아직 있나요", "나: 네")
    assert found[1:] == [{"목련"}, {"author"}]


def test_whom_a_verb_within_the_sentence_honours_goes_on() -> None:
    found = seen("할머니가 신청서를 쭉 보시더니 말이 없었음.", "조용히 칸을 짚으셨음.")
    assert found[1] == {"할머니"}


def test_who_is_there_with_the_author_is_seen_whatever_comes_next() -> None:
    found = seen("와이프랑 거실에서 소리를 질렀어요.", "친구랑 집에 갔어요.", "할머니랑 차를 마셨어요.")
    assert found == [{"author", "와이프"}, {"author", "친구"}, {"author", "할머니"}]


def test_what_is_only_imagined_shows_nobody() -> None:
    assert seen("할머니가 웃으셨어요.", "할머니는 지금쯤 치킨 드셨겠죠.")[1] == set()


def test_who_did_something_goes_on_where_the_verb_is_said_again() -> None:
    assert seen("여친은 말없이 나갔다.", "나가면서 딱 하나 말했다.", '"맞아."')[1:] == [{"여친"}, {"여친"}]


def test_who_writes_a_comment_is_not_there() -> None:
    assert "어떤 분" not in seen("어떤 분이 물어보라고 하신 댓글이 있었어요.")[0]
