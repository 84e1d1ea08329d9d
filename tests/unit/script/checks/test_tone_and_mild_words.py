"""Assistants, sermons, begging and rude words, each next to a sentence of a story that only looks like it."""

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post

from libraries.film_scripts.checks import contacts, rude_and_private
from libraries.film_scripts.checks.assistant_talk import talks_as_assistant
from libraries.film_scripts.checks.begging import begs_viewers
from libraries.film_scripts.checks.moralising import draws_lesson
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.script import Fault, Line, Role, Script, Speaker


def insults(text: str, post: str) -> list[Fault]:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken="말")
    told = ScriptAndPost(Script(title="제목", lines=(line,)), small_post(content=post))
    return [fault.fault for fault in rude_and_private.faults(told)]


@each_row(
    "told",
    [
        "계약서 초안을 작성한 사람은 저였어요",
        "발표 내용을 정리해 줄까 물었어요",
        "회의록 요약을 제가 써 드리겠다고 했어요",
        "보고서 글을 다듬어 써 볼게요라고 사수가 말했어요",
        "네, 이야기를 다 했어요",
        '"제안서 초안을 만들어 드릴까요?" 하고 막내가 다가왔어요',
    ],
)
def test_an_office_story_is_no_talk_of_an_assistant(told: str) -> None:
    assert not talks_as_assistant(told, "어느 사무실에서 있었던 일.")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("연극 대본을 밤새 작성했습니다", "대본"),
        ("네, 요약은 제가 맡았어요", "요약"),
        ("거래처가 요청하신 서류를 들고 갔어요", "요청"),
        ("과장님이 수정할 부분을 짚어 주셨어요", "수정"),
    ],
)
def test_words_of_work_are_the_storys_where_the_post_has_them(said: str, word: str) -> None:
    assert talks_as_assistant(said, "아무 일도 없던 날.")
    assert not talks_as_assistant(said, f"그날은 {word} 때문에 바빴다.")


@each_row(
    "said",
    [
        "다른 제목도 만들어 드릴게요",
        "다음은 지하철 사연을 옮긴 글입니다. 이 글을 토대로 하였어요",
        "물론이죠, 짧은 대본입니다",
        "저는 AI라서 어느 쪽 편도 들 수 없어요",
        "길이를 맞추려고 쇼츠 대본으로 각색했습니다",
    ],
)
def test_a_sentence_to_the_user_is_talk_of_an_assistant(said: str) -> None:
    assert talks_as_assistant(said, "지하철에서 있었던 일.")


@each_row(
    "told",
    [
        "노력해야 한다고 아버지가 말했어요",
        "희망퇴직을 신청해야 한다고 통보받았어요",
        "가족은 참아야 된다고 하셨어요",
        "사랑니를 빼야 한다는 말을 들었어요",
        "그때 더 노력해야 한다고 느꼈어요",
    ],
)
def test_a_duty_that_somebody_told_heard_or_felt_is_no_sermon(told: str) -> None:
    assert not draws_lesson(told)


@each_row(
    "said",
    [
        "우리는 늘 이웃을 도와야 합니다",
        "우리 모두 서로 배려해야 한다고 생각해요",
        "우리는 가족을 사랑해야 한다고 느꼈어요",
        "정직하게 살아야 한다고 말하고 싶어요",
        "누구나 노력해야 한다고 아버지가 말했어요. 우리도 감사해야 해요",
    ],
)
def test_a_duty_for_everybody_is_a_sermon(said: str) -> None:
    assert draws_lesson(said)


@each_row("word", ["멍청한 실수", "무식한 질문", "꼰대 부장", "바보 같은 짓", "한 놈이 나갔다"])
def test_a_mild_word_is_allowed_where_the_post_has_it(word: str) -> None:
    assert insults(f"정말 {word}", f"그건 {word} 이야기") == []
    assert insults(f"정말 {word}", "조용한 날이었다") == [Fault.INSULT]


@each_row("slur", ["병신", "개새끼", "그 새끼가", "김치녀", "미친놈"])
def test_a_slur_is_an_insult_though_the_post_has_it(slur: str) -> None:
    assert insults(f"정말 {slur}", f"정말 {slur} 이야기") == [Fault.INSULT]


def test_days_are_no_telephone_number_and_a_number_that_is_read_is() -> None:
    assert contacts.find_contact("이삼일 사오일이 지나도 그대로였어요", "") == ""
    assert contacts.find_contact("이삼일 사오일 기다렸어요", "") == ""
    assert contacts.find_contact("이삼일 사오육칠 번으로 걸래요", "") == "이삼일 사오육칠"
    assert contacts.find_contact("공이 삼사오 육칠팔구 번이래요", "") == "공이 삼사오 육칠팔구"


def test_a_shared_kitchen_is_no_begging() -> None:
    assert not begs_viewers("공유 주방에서 일하면 됨")
    assert not begs_viewers("공유 자전거를 타고 가면 돼요")
    assert begs_viewers("친구에게 공유 꼭 부탁드려요")
    assert begs_viewers("이 글을 공유해 주세요")


@pytest.mark.parametrize(
    "closer",
    [
        "여러분은 어떻게 생각하세요?",
        "여러분은 이 거짓말을 어떻게 생각하세요?",
        "여러분이라면 누구한테 먼저 이야기하세요?",
    ],
)
def test_a_question_to_the_viewers_is_no_begging(closer: str) -> None:
    assert not begs_viewers(closer)


def test_a_question_does_not_hide_a_request() -> None:
    assert begs_viewers("여러분은 어떻게 생각하는지 댓글로 남겨 주세요!")
