"""The form of scripts: each kind of fault is found where it is, and what is next to it and allowed is let through.

Wrong without this check and without a word: a loop, a sermon or a telephone number spoken in a film; a good script
thrown away because of a word that looks like one.
"""

import unicodedata

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.film_scripts.checks import (
    complaint_to_writer,
    examine_script,
    foreign_letters,
    length,
    markup,
    repetition,
    rude_and_private,
    sentences,
    tone,
)
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.film_scripts.checks.sentence_endings import SpeechLevel, speech_level, without_laughter
from libraries.film_scripts.lines import script_lines
from schemas.posts import Post
from schemas.script import Fault, Line, Role, Script, ScriptFault, Speaker

HAEYO = (
    "회사 냉장고에 넣어 둔 도시락이 없어졌어요.",
    "지난주부터 벌써 세 번째였죠.",
    "글쓴이는 뚜껑에 이름을 크게 써 붙였대요.",
    "그런데 다음 날 점심에도 통이 비어 있었습니다.",
    "알고 보니 팀장님이 자기 것인 줄 알고 드셨던 거예요.",
)
EUMSEUM = (
    "회사 냉장고에 넣어 둔 도시락이 없어짐.",
    "지난주부터 벌써 세 번째였음.",
    "뚜껑에 이름을 크게 써 붙이기까지 함.",
    "알고 보니 팀장님이 자기 것인 줄 알고 먹은 거임.",
)
BANMAL = (
    "회사 냉장고에 넣어 둔 도시락이 없어졌다.",
    "지난주부터 벌써 세 번째였다.",
    "뚜껑에 이름을 크게 써 붙였어.",
    "알고 보니 팀장님이 자기 것인 줄 알고 드신 거야.",
)


def script(*narrated: str, title: str = "사라진 도시락") -> Script:
    lines = [made for text in narrated for made in script_lines(text, Role.BODY, Speaker.NARRATOR)]
    return Script(title=title, lines=tuple(lines))


def found(made: Script, post: Post | None = None) -> set[Fault]:
    told = ScriptAndPost(made, post or small_post())
    checks = (foreign_letters, markup, tone, rude_and_private, repetition, sentences)
    return {fault.fault for check in checks for fault in check.faults(told)}


@pytest.mark.parametrize("told", [HAEYO, EUMSEUM, BANMAL])
def test_a_script_in_one_style_has_no_fault(told: tuple[str, ...]) -> None:
    assert found(script(*told)) == set()


FAULTY = [
    (Fault.OTHER_SCRIPT, "팀장님은 потом 아무 말도 못 했어요."),
    (Fault.OTHER_SCRIPT, "냉장고 문에는 ขอบคุณ 이라고 적혀 있었어요."),
    (Fault.OTHER_SCRIPT, "그날 이후로 大家都笑了 하고 끝났어요."),
    (Fault.OTHER_SCRIPT, "すごい 일이 벌어졌어요."),
    (Fault.LATIN_TEXT, "And then he opened the fridge again, 정말이에요."),
    (Fault.LATIN_TEXT, "Geureonde naengjanggoga bieo isseosseoyo."),
    (Fault.LATIN_TEXT, "팀장님은 suddenly 웃기 시작했어요."),
    (Fault.MARKUP, "진행자: 오늘의 사연은 도시락 이야기예요."),
    (Fault.MARKUP, "(한숨) 또 없어졌어요."),
    (Fault.MARKUP, "[화면 전환] 다음 날이 됐어요."),
    (Fault.MARKUP, "<i>도시락</i>이 또 사라졌어요."),
    (Fault.MARKUP, '{"body": "도시락이 사라졌어요."}'),
    (Fault.MARKUP, "🍱 도시락이 😱 사라졌어요 🔥 진짜예요."),
    (Fault.BEGGING, "재미있게 보셨다면 구독 버튼 한 번만 눌러 주세요."),
    (Fault.BEGGING, "여러분의 경험도 댓글로 들려주세요."),
    (Fault.BEGGING, "구독 꼭 부탁드려요."),
    (Fault.BEGGING, "좋아요 하나만 눌러 주고 가세요."),
    (Fault.BEGGING, "다음 이야기도 보고 싶으면 구독 필수예요."),
    (Fault.BEGGING, "댓글 하나만 남겨 줘요."),
    (Fault.BEGGING, "친구에게 이 영상을 공유해 주시면 큰 힘이 돼요."),
    (Fault.BEGGING, "팔로우 부탁드립니다."),
    (Fault.BEGGING, "알림을 켜 두시면 다음 편을 놓치지 않으세요. 알림 설정 잊지 마세요."),
    (Fault.ASSISTANT_TALK, "네, 도시락 사연으로 대본을 써 보겠습니다."),
    (Fault.ASSISTANT_TALK, "저는 AI로서 누가 옳은지 말씀드릴 수 없어요."),
    (Fault.ASSISTANT_TALK, "요청하신 길이에 맞춰 작성했습니다."),
    (Fault.ASSISTANT_TALK, "다른 제목도 만들어 드릴까요?"),
    (Fault.MORALISING, "이 사연은 우리에게 배려의 소중함을 알려 주는 이야기예요."),
    (Fault.MORALISING, "우리 모두 남의 물건을 존중해야 합니다."),
    (Fault.MORALISING, "작은 관심이야말로 세상을 바꾸는 가장 큰 힘이에요."),
    (Fault.MORALISING, "결국 소통이 가장 중요하다는 교훈을 얻을 수 있어요."),
    (Fault.INSULT, "그 새끼가 또 먹은 거예요."),
    (Fault.INSULT, "범인은 팀장 놈이었어요."),
    (Fault.INSULT, "완전 지랄 맞은 하루였어요."),
    (Fault.CONTACT, "제보는 070-1234-5678로 받아요."),
    (Fault.CONTACT, "도시락은 bento-shop.co.kr에서 팔아요."),
    (Fault.CONTACT, "문의는 lunch@office.com으로 주세요."),
    (Fault.CONTACT, "오픈채팅 lunchroom24로 들어오시면 돼요."),
    (Fault.CONTACT, "공일공 이이삼삼 사사오오로 걸어 보래요."),
    (Fault.BROKEN_SENTENCE, "팀장님은 멋쩍게 웃으시더니"),
    (Fault.BROKEN_SENTENCE, "그래서 다음 날부터는 도시락을"),
    (Fault.BROKEN_SENTENCE, "결국 새 도시락 통을 사 들고 회사로 갔지만."),
    (Fault.BROKEN_SENTENCE, "점심시간에 다 같이 냉장고 앞에 모였는데 갑자"),
    (Fault.MIXED_REGISTER, "팀장님은 얼굴이 빨개져서 나가 버렸음."),
    (Fault.MIXED_REGISTER, "그래서 다들 배를 잡고 웃었다."),
    (Fault.MIXED_REGISTER, "이게 제일 웃긴 부분이야."),
]


@each_row(("fault", "text"), FAULTY)
def test_a_faulty_line_is_found_among_good_ones(fault: Fault, text: str) -> None:
    assert fault in found(script(*HAEYO[:3], text, *HAEYO[3:]))


@each_row("text", [text for _, text in FAULTY])
@each_row("form", ["NFD", "spaces", "zero width"])
def test_another_writing_of_a_line_lets_no_fault_through(text: str, form: str) -> None:
    forms = {
        "NFD": unicodedata.normalize("NFD", text),
        "spaces": f"  {text.replace(' ', '  ')} ",
        "zero width": text.replace(" ", " \u200b"),
    }
    kinds = found(script(*HAEYO[:3], text, *HAEYO[3:]))
    assert kinds
    assert found(script(*HAEYO[:3], forms[form], *HAEYO[3:])) == kinds


@each_row(
    "text",
    [
        "父 도시락까지 없어졌어요.",
        "CCTV를 돌려 봤어요.",
        "무게가 3 kg이나 나갔어요.",
        "좋아요가 백 개나 달린 글이었어요.",
        "댓글에는 별명까지 생겼다고 나와요.",
        "이 유튜버는 구독자가 열 명뿐이래요.",
        "팀장님은 요약 보고서를 쓰고 있었어요.",
        "글쓴이는 사랑하는 가족을 위해 도시락을 쌌어요.",
        "우리는 다시 회의를 해야 했어요.",
        "새끼 고양이가 통 안에서 자고 있었어요.",
        "이 년 동안 한 번도 없던 일이에요.",
        '팀장님은 "그거 내 건데?"라고 하셨어요.',
        '"아니, 이걸 누가 먹었어!"',
        "쿵, 쿵, 쿵 소리가 났어요.",
        "정말 필요 없는 도시락이었을까요?",
        "도시락 통은 이천 원이었고요.",
        "전화번호가 적힌 쪽지였어요.",
        "그는 😂 하나만 남기고 갔어요.",
        "그러고는 쪽지를 남겼어요. 김밥 한 줄과.",
        "무려 한 달 동안.",
        "오직 그것만이 그의 진심.",
        "관리실에 가서 주차장 영상을 보여 달라고 했어요.",
        "팀장님은 그 영상을 지워 달라고 부탁했어요.",
        "사장님이 댓글을 지워 달라고 전화하셨어요.",
        "아이가 창문에 하트를 그려 주고 갔어요.",
        "단톡방에 사진을 올려 줘서 다들 알게 됐어요.",
        '직원이 "영상 한번 보세요"라며 화면을 돌렸어요.',
        "채널을 키우려면 꾸준함이 필수라고 했어요.",
        "할머니는 다음 이야기를 들려 주고 떠나셨어요.",
    ],
)
def test_what_is_next_to_a_fault_is_none(text: str) -> None:
    assert found(script(*HAEYO[:3], text, *HAEYO[3:])) == set()


# Style


@each_row(
    ("text", "expected"),
    [
        ("그렇게 됐답니다.", SpeechLevel.POLITE),
        ("가 보시죠!", SpeechLevel.POLITE),
        ("누구일까요?", SpeechLevel.POLITE),
        ("그냥 넘어가심ㅋㅋ", SpeechLevel.NOMINAL),
        ("문이 안 열림.", SpeechLevel.NOMINAL),
        ("끝내 못 찾음", SpeechLevel.NOMINAL),
        ("통이 없어짐.", SpeechLevel.NOMINAL),
        ("그걸 알아챘다.", SpeechLevel.PLAIN),
        ("아무도 없었거든.", SpeechLevel.PLAIN),
        ("그게 다 내 거야~", SpeechLevel.PLAIN),
        ("이름을 불러 봤지.", SpeechLevel.PLAIN),
        ("문을 연 사람.", None),
        ("범인은 누구일까?", None),
        ('"집에 가자."', None),
        ("첫 번째 점심", None),
        ("도시락이 필요", None),
        ("그해 바다", None),
    ],
)
def test_the_style_of_a_sentence_is_that_of_its_last_word(text: str, expected: SpeechLevel | None) -> None:
    assert speech_level(text) is expected


@each_row("told", [HAEYO, EUMSEUM, BANMAL])
@each_row("others", [HAEYO, EUMSEUM, BANMAL])
def test_one_line_of_another_style_is_enough_and_speech_in_quotation_marks_is_none(
    told: tuple[str, ...], others: tuple[str, ...]
) -> None:
    mixed = found(script(*told, others[0].replace("도시락이", "김밥이")))
    assert (Fault.MIXED_REGISTER in mixed) == (others is not told)
    assert Fault.MIXED_REGISTER not in found(script(*told, f'"{others[0]}"'))


ENDS = ("팀장님은 웃기만 하고", "배가 너무 고파서", "통은 비어 있는데", "이름을 못 봤으니까")
OPEN = ("팀장님은 통을 열어 놓고", "통을 다 씻고 나서", "맨 아래 칸에 넣어 둔 도시락을")


@each_row("main", [BANMAL, EUMSEUM])
@each_row("text", ENDS)
def test_plain_speech_closes_a_sentence_with_a_connective_and_a_stop(main: tuple[str, ...], text: str) -> None:
    assert Fault.BROKEN_SENTENCE not in found(script(*main, f"그날도 우리 {text}."))
    assert Fault.BROKEN_SENTENCE in found(script(*main, f"그날도 우리 {text}"))


@each_row("main", [BANMAL, EUMSEUM, HAEYO])
@each_row("text", OPEN)
def test_what_another_clause_must_follow_is_broken_with_a_stop_too(main: tuple[str, ...], text: str) -> None:
    assert Fault.BROKEN_SENTENCE in found(script(*main, f"그런데 그날은 우리 {text}."))


def test_polite_speech_does_not_break_off() -> None:
    assert found(script(*HAEYO, "팀장님은 아무것도 몰랐고."))
    assert Fault.BROKEN_SENTENCE in found(script(*HAEYO, "팀장님은 도시락을 열고."))


LOOPS = (
    ("팀장이 통을 열고, 막내가 통을 닫고, 팀장이 통을 열고, 막내가 통을 닫았어요.",),
    ("도시락은 맛있었고 도시락은 정말 맛있었어요.", "도시락은 맛있었고 도시락은 참 맛있었대요."),
    ("통이 비었고 뚜껑이 열렸고 통이 비었고 뚜껑이 열렸대요.",),
)
REFRAINS = (
    ("문을 쿵, 쿵, 쿵, 또 쿵, 쿵, 쿵 두드리는 거예요.",),
    ("월요일에도 비고 화요일에도 비고 수요일에도 비어 있었어요.",),
    ("팀장님은 몰랐고 막내도 몰랐고 사장님까지 몰랐대요.", "아는 사람은 경비 아저씨뿐이었죠."),
)


@pytest.mark.parametrize("texts", LOOPS)
def test_a_phrase_said_again_in_one_or_two_lines_is_repetition(texts: tuple[str, ...]) -> None:
    assert Fault.REPETITION in found(script(*HAEYO, *texts))


@pytest.mark.parametrize("texts", REFRAINS)
def test_sounds_and_enumerations_are_no_repetition(texts: tuple[str, ...]) -> None:
    assert Fault.REPETITION not in found(script(*HAEYO, *texts))


def test_hearsay_belongs_to_the_style_of_boards() -> None:
    assert found(script(*EUMSEUM, "팀장님도 몰랐다고 하더라.")) == set()
    assert Fault.MIXED_REGISTER in found(script(*HAEYO, "팀장님도 몰랐다고 하더라."))


def test_a_headline_may_be_a_noun_but_not_half_a_word() -> None:
    def hook(text: str) -> set[Fault]:
        hooks = script_lines(text, Role.HOOK, Speaker.NARRATOR)
        return found(Script(title="제목", lines=(*hooks, *script(*HAEYO).lines)))

    assert hook("냉장고에서 도시락이 사라진 이유") == set()
    assert hook("도시락을 훔친 범인의 정체") == set()
    assert hook("도시락을 훔친 범인은 바로 팀") == {Fault.BROKEN_SENTENCE}
    assert hook("어제 점심에 사라진 건 도시") == {Fault.BROKEN_SENTENCE}


# Repetition


@each_row(
    ("told", "faulty"),
    [
        (("팀장님이 도시락을 먹었어요.", "팀장님이 도시락을 먹었어요."), True),
        (("팀장님이 도시락을 또 먹었어요.", "팀장님이 도시락을 다시 먹었어요."), True),
        (("그날은 비가 많이 왔어요.", "팀장님이 웃으셨어요.", "그날은 비가 많이 왔어요."), True),
        (("도시락이 없어졌다고 없어졌다고 없어졌다고 했어요.",), True),
        (("아, 아, 아 소리를 냈어요.",), False),
        (("네, 네.", "네, 네."), False),
        (("첫째 날에는 밥이 없어졌어요.", "둘째 날에는 국까지 사라졌죠."), False),
    ],
)
def test_repeated_and_all_but_repeated_lines_are_found(told: tuple[str, ...], *, faulty: bool) -> None:
    assert (Fault.REPETITION in found(script(*told))) == faulty


@settings(max_examples=30)
@given(st.permutations(HAEYO), st.integers(0, len(HAEYO) - 1), st.integers(0, len(HAEYO)))
def test_any_line_said_twice_is_found_wherever_it_stands(told: list[str], twice: int, place: int) -> None:
    assert Fault.REPETITION not in found(script(*told))
    assert Fault.REPETITION in found(script(*told[:place], told[twice], *told[place:]))


def test_what_was_said_may_come_again_as_what_remains() -> None:
    said, remains = "걷는 것도 가는 것이라고 했죠.", "걷는 것도 가는 것이죠."
    assert Fault.REPETITION not in found(script(said, *HAEYO, remains))
    assert Fault.REPETITION in found(script(*HAEYO, said, remains)), "one beside the other says nothing new"


def test_laughter_of_any_length_takes_no_time() -> None:
    """A pattern with two ways to read one letter would take years here."""
    assert without_laughter("그래서 " + "ㅋㅎ" * 400 + " 정말") == "그래서 " + "ㅋㅎ" * 400 + " 정말"
    assert without_laughter("그래서 웃었다" + "ㅋㅎ" * 400 + "!!") == "그래서 웃었다"


# Names of users, copies, length


@each_row(
    ("name", "text", "faulty"),
    [
        ("배고픈김대리", "배고픈김대리는 도시락을 잃어버렸어요.", True),
        ("도시락", "도시락 님은 통을 잃어버렸어요.", True),
        ("도시락", "글쓴이는 도시락을 잃어버렸어요.", False),
        ("도시락", "도시락이라는 분은 통을 잃어버렸어요.", True),
        ("도시락", "도시락이라는 말만 들어도 배가 고파요.", False),
        ("고래", "고래 소리를 들었어요.", False),
    ],
)
def test_the_name_of_a_user_is_found_unless_it_is_a_word_of_the_post(name: str, text: str, *, faulty: bool) -> None:
    post = small_post().model_copy(update={"author": name})
    assert (Fault.NICKNAME in found(script(*HAEYO, text), post)) == faulty


def test_what_the_post_has_is_no_fault_of_the_script() -> None:
    post = small_post(content="냉장고에 まさか(설마)라고 적힌 쪽지가 있었어요. Do not touch 라고도 써 있었음.")
    made = script(*HAEYO, "쪽지에는 まさか(설마)와 Do not touch 라는 말이 있었어요.")
    assert found(made, post) == set()
    assert found(made) >= {Fault.OTHER_SCRIPT, Fault.LATIN_TEXT, Fault.MARKUP}


def test_a_script_may_be_as_long_as_it_was_asked_for() -> None:
    def kinds(syllables: int, asked: float = 0.0) -> set[Fault]:
        spoken = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="말", spoken="라" * 100)
        made = Script(title="제목", lines=(spoken,) * (syllables // 100))
        return {fault.fault for fault in length.faults(ScriptAndPost(made, small_post(), seconds=asked))}

    assert kinds(100) == {Fault.TOO_SHORT}
    assert kinds(300) == set()
    assert kinds(500) == {Fault.TOO_LONG}
    assert kinds(500, asked=75) == set()
    assert kinds(700, asked=75) == {Fault.TOO_LONG}


# The report


def test_every_fault_is_reported_with_its_line_and_a_complaint_a_model_understands() -> None:
    made = script(*HAEYO[:2], "그 새끼가 또 먹은 거예요.", *HAEYO[2:])
    report = examine_script(made, small_post())
    insult = next(fault for fault in report.faults if fault.fault is Fault.INSULT)
    assert insult.line == 2
    assert insult.excerpt in made.lines[2].display
    assert report.version
    assert report.figures.speech_level == "haeyo"
    for fault in Fault:
        said = complaint_to_writer(ScriptFault(fault=fault, line=1, excerpt="가" * 60))
        assert len(said) <= 160
        assert said.endswith("가" * 60)


def test_a_sentence_over_two_lines_is_one_and_old_scripts_are_joined_as_they_were_cut() -> None:
    long = "글쓴이는 뚜껑에 이름을 크게 써 붙이고 냉장고 문에도 쪽지를 하나 더 붙여 두었대요."
    new = script(HAEYO[0], long, HAEYO[1])
    old = new.model_copy(update={"lines": tuple(each.model_copy(update={"continues": None}) for each in new.lines)})
    assert len(new.lines) == 4
    for made in (new, old):
        assert [each.text for each in ScriptAndPost(made, small_post()).sentences] == [HAEYO[0], long, HAEYO[1]]


def test_a_writer_that_quotes_the_post_is_not_blamed_for_its_style() -> None:
    post = small_post(content="\n".join((*EUMSEUM, *HAEYO)))
    made = script(*EUMSEUM, *HAEYO)
    ours = {fault.fault for fault in examine_script(made, post).faults}
    theirs = {fault.fault for fault in examine_script(made, post, quotes_post=True).faults}
    assert Fault.MIXED_REGISTER in ours
    assert not theirs & {Fault.MIXED_REGISTER, Fault.COPIED}
