"""Sentences, lines and headlines of community posts: what must hold for any text, and the styles boards write in."""

import pytest
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.film_scripts.lines import WIDEST, script_lines, split_sentence
from libraries.korean.sentences import line_for_display, split_sentences, title_without_tags
from libraries.korean.text_normalisation import spoken_form
from schemas.script import Role, Speaker
from services.studio.script.extractive.hook import LONGEST, hook_line

ENDINGS = ["습니다", "어요", "했음", "했다", "네요", "거든", "는데", "지만"]
MARKS = [".", "!", "?", "…", " ㅋㅋ", "ㅠㅠ", "~~", "", ";;", " ㅡㅡ"]
WORDS = st.text("가나다라마바사회도시락팀장버스", min_size=1, max_size=6)
CLAUSE = st.tuples(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(ENDINGS), st.sampled_from(MARKS)).map(
    lambda parts: " ".join(parts[0]) + parts[1] + parts[2]
)
POST = st.lists(st.lists(CLAUSE, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5).map("\n".join)
LETTERS = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초"
ANY = st.text(st.characters(blacklist_categories=["Cs"]), max_size=80)


def letters(text: str) -> str:
    return "".join(letter for letter in text if "가" <= letter <= "힣")


def is_within(part: str, whole: str) -> bool:
    """Whether the letters of ``part`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(letter in rest for letter in part)


@given(st.one_of(POST, ANY))
@settings(max_examples=40)
def test_every_sentence_can_be_spoken_and_none_is_told_twice(content: str) -> None:
    found = split_sentences(content)
    assert all(spoken_form(sentence) for sentence in found)
    assert len(found) == len(set(found))
    assert all(sentence == sentence.strip() and "\n" not in sentence for sentence in found)


@given(POST)
@settings(max_examples=40)
def test_no_sentence_has_a_word_that_the_post_has_not(content: str) -> None:
    found = split_sentences(content)
    assert all(is_within(letters(sentence), letters(content)) for sentence in found)


@given(st.lists(CLAUSE, min_size=1, max_size=6, unique_by=letters))
@settings(max_examples=40)
def test_their_order_is_that_of_the_post(clauses: list[str]) -> None:
    content = "\n".join(clauses)
    places = [letters(content).find(letters(sentence)) for sentence in split_sentences(content)]
    assert -1 not in places or len(places) == 1
    assert places == sorted(places)


@given(ANY)
@settings(max_examples=40)
def test_trimming_twice_changes_nothing_more(text: str) -> None:
    once = line_for_display(text)
    assert line_for_display(once) == once or line_for_display(line_for_display(once)) == line_for_display(once)
    assert "\n" not in once
    assert "  " not in once


@given(ANY.filter(spoken_form))
@settings(max_examples=40)
def test_a_title_that_can_be_spoken_has_a_headline_that_can(title: str) -> None:
    if spoken_form(line_for_display(title)):
        assert spoken_form(title_without_tags(title))


@each_row(
    ("shown", "trimmed"),
    [
        ("ㅋㅋㅋㅋㅋ 대박", "ㅋㅋ 대박"),
        ("ㅠㅠ 슬퍼", "ㅠㅠ 슬퍼"),
        ("진짜!!!!", "진짜!!"),
        ("진짜??", "진짜??"),
        ("와아아아아아", "와아아아"),
        ("와아아아", "와아아아"),
        ("- 하나", "하나"),
        ("ㄴ 답글", "답글"),
        ("1. 첫째", "첫째"),
        ("12) 열두째", "열두째"),
        ("보세요 https://a.b/c?d=e 여기", "보세요 여기"),
        ("보세요 WWW.a.b 여기", "보세요 여기"),
        ("탭\t과   칸", "탭 과 칸"),
    ],
)
def test_trimming(shown: str, trimmed: str) -> None:
    assert line_for_display(shown) == trimmed


@each_row(
    ("title", "bare"),
    [
        ("[스압] 도시락 도둑", "도시락 도둑"),
        ("도시락 도둑 (사진 있음)", "도시락 도둑"),
        ("【후기】 도시락", "도시락"),
        ("[도시락] 도둑", "[도시락] 도둑"),
        ("고양이.jpg", "고양이"),
        ("고양이.GIF", "고양이"),
        ("고양이.jpgs", "고양이.jpgs"),
        ("[후기]", "[후기]"),
    ],
)
def test_headlines(title: str, bare: str) -> None:
    assert title_without_tags(title) == bare


@each_row(
    ("content", "found"),
    [
        ("비가 왔습니다. 우산이 없었습니다.", ["비가 왔습니다.", "우산이 없었습니다."]),
        ("비가 왔습니다 우산이 없었습니다", ["비가 왔습니다", "우산이 없었습니다"]),
        (
            "어제는 비가 많이 왔음ㅋㅋ 저는 우산이 없었음ㅠㅠ 결국 옷이 다 젖었음",
            [*("어제는 비가 많이 왔음", "저는 우산이 없었음", "결국 옷이 다 젖었음")],
        ),
        ("어제 비가 많이 왔어요~ 저는 우산이 없었어요^^ 옷이 다 젖었네요;; 그래도 걸었어요", None),
        ("어제 비가 많이 왔다! 정말 많이 왔냐고? 우산이 없었다… 다 젖었다", None),
        ("수정: 오타를 고쳤습니다\n비가 왔습니다.", ["비가 왔습니다."]),
        ("PS. 감사합니다\n비가 왔습니다.", ["비가 왔습니다."]),
        ("출처) 어느 게시판\n비가 왔습니다.", ["비가 왔습니다."]),
        ("비가 많이 왔습니다.\n비가 많이 왔습니다.", ["비가 많이 왔습니다."]),
        ("비가 왔습니다.\n진짜요.", ["비가 왔습니다. 진짜요."]),
        ("엄마가 “밥 먹어. 빨리.” 하고 불렀습니다.", ["엄마가 “밥 먹어. 빨리.” 하고 불렀습니다."]),
        (
            '인형을 앉혀 놓고 "사랑합니다 고객님" 이걸 합니다. 우산이 없었습니다.',
            ['인형을 앉혀 놓고 "사랑합니다 고객님" 이걸 합니다.', "우산이 없었습니다."],
        ),
        (
            "새 이름은 망고(흔하죠? 그래도 예뻐요 정말로)이고 노란색입니다. 우산이 없었습니다.",
            ["새 이름은 망고(흔하죠? 그래도 예뻐요 정말로)이고 노란색입니다.", "우산이 없었습니다."],
        ),
        ("아저씨가 뭐야 너? 하니까 토끼라고 했습니다.", ["아저씨가 뭐야 너? 하니까 토끼라고 했습니다."]),
        ("어제는 죄송했습니다. 하고 싶은 말이 많습니다.", ["어제는 죄송했습니다.", "하고 싶은 말이 많습니다."]),
        ("방명록은 2021. 10. 15에 시작합니다.", ["방명록은 2021. 10. 15에 시작합니다."]),
        ("점수는 52. 그래도 저는 괜찮았습니다.", ["점수는 52.", "그래도 저는 괜찮았습니다."]),
        ("음슴체로 쓰겠음.\n비가 많이 왔음.", ["비가 많이 왔음."]),
        ("방탈 죄송합니다.\n비가 많이 왔음.", ["비가 많이 왔음."]),
        ("톡 올라가서 감사합니다.\n비가 많이 왔음.", ["비가 많이 왔음."]),
        ("", []),
        ("...\n!!!", []),
    ],
)
def test_styles_of_boards(content: str, found: list[str] | None) -> None:
    if found is None:
        assert len(split_sentences(content)) >= 2
    else:
        assert split_sentences(content) == found


def test_a_heading_is_no_part_of_the_paragraph_before_it() -> None:
    content = "별명을 몇 개 적어 봅니다.\n\n영수증 교수님\n영수증을 읽고 갑니다."
    assert split_sentences(content)[:2] == ["별명을 몇 개 적어 봅니다.", "영수증 교수님"]


def test_many_pieces_that_are_held_come_back_each_in_its_place() -> None:
    content = " ".join(f"({number})번은 “왔다. 갔다 {number}.” 하고 적었습니다." for number in range(300))
    assert " ".join(split_sentences(content)) == content


def test_short_sentences_are_joined_to_the_one_before_while_that_is_not_long() -> None:
    long = f"{LETTERS[:30]} 있었다."
    assert split_sentences(f"{long}\n진짜로.") == [f"{long} 진짜로."]
    longer = f"{LETTERS[:36]}."
    assert split_sentences(f"{longer}\n진짜로.") == [longer, "진짜로."]
    assert split_sentences("짧다.\n아주 긴 문장입니다.") == ["짧다.", "아주 긴 문장입니다."]


# Lines


SENTENCE = st.lists(st.text("가나다라는데지만,.!?", min_size=1, max_size=14), min_size=1, max_size=30).map(" ".join)


@given(SENTENCE)
@settings(max_examples=40)
def test_a_line_is_never_wider_than_a_caption_and_words_stay_whole(sentence: str) -> None:
    parts = split_sentence(sentence)
    assert all(len(part) <= WIDEST for part in parts)
    assert " ".join(parts) == sentence


@given(st.text("가나", min_size=WIDEST + 1, max_size=4 * WIDEST))
@settings(max_examples=40)
def test_only_a_word_wider_than_a_caption_is_cut(word: str) -> None:
    parts = split_sentence(word)
    assert all(0 < len(part) <= WIDEST for part in parts)
    assert "".join(parts) == word


def test_what_fits_is_not_cut() -> None:
    assert split_sentence("가" * WIDEST) == ["가" * WIDEST]
    assert split_sentence("") == []


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("비가 그렇게 많이 왔는데 우산을 챙기라는 말은 아무도 안 했습니다 정말로요", "비가 그렇게 많이 왔는데"),
        (
            "집에 가려고 버스를 탔습니다. 그런데 기사님이 저를 부르시는 거예요 글쎄",
            "집에 가려고 버스를 탔습니다.",
        ),
    ],
)
def test_a_cut_comes_behind_a_clause(sentence: str, first: str) -> None:
    assert split_sentence(sentence)[0] == first


def test_a_dependent_noun_stays_with_the_word_before_it() -> None:
    parts = split_sentence("어제 저녁에 친구가 저한테 말도 안 되는 소리를 하는 것 같아서 그냥 집에 와 버렸습니다")
    assert not any(part.startswith(("것", "거", "수", "줄")) for part in parts)


@given(ANY)
@settings(max_examples=40)
def test_lines_carry_display_and_speech_word_for_word(text: str) -> None:
    for made in script_lines(text, Role.BODY, Speaker.NARRATOR):
        assert len(made.display.split(" ")) == len(made.spoken.split(" "))
        assert len(made.spoken) <= 320


def test_a_figure_too_long_to_be_said_in_one_line_is_halved() -> None:
    made = script_lines(" ".join(["123456789012345678"] * 2), Role.BODY, Speaker.NARRATOR)
    assert all(len(each.spoken) <= 320 for each in made)
    many = script_lines(" ".join(["9999"] * 7), Role.BODY, Speaker.NARRATOR)
    assert " ".join(each.display for each in many) == " ".join(["9999"] * 7)


def test_credit_and_likes_are_those_of_the_comment_and_names_are_cut() -> None:
    (made,) = script_lines("좋아요", Role.COMMENT, Speaker.COMMENTER, credit="고" * 200, likes=7)
    assert (made.credit, made.likes, made.role, made.speaker) == ("고" * 128, 7, Role.COMMENT, Speaker.COMMENTER)
    assert script_lines("ㅋㅋ", Role.BODY, Speaker.NARRATOR)[0].spoken == "하하하"
    assert script_lines("…", Role.BODY, Speaker.NARRATOR) == []


# Hooks


@given(ANY.filter(lambda text: bool(text.strip())))
@settings(max_examples=40)
def test_a_hook_is_short(title: str) -> None:
    made = hook_line(title)
    assert len(made) <= 36
    if made.endswith("…") and made not in title_without_tags(title):
        assert len(made) <= LONGEST
        assert title_without_tags(title).startswith(made[:-1])


@pytest.mark.parametrize(
    ("title", "made"),
    [
        (LETTERS[:36], LETTERS[:36]),
        (LETTERS[:37], LETTERS[: LONGEST - 1] + "…"),
        (
            "엄마가 갑자기 회사에 찾아왔는데 팀장님이 먼저 저한테 사과를 하셨어요 정말",
            "엄마가 갑자기 회사에 찾아왔는데…",
        ),
        (
            "비가 오는 날의 생각나는 그 사람, 오늘은 조금 길게 이야기를 적어 봅니다",
            "비가 오는 날의 생각나는 그 사람, 오늘은 조금…",
        ),
    ],
)
def test_a_long_title_is_cut_where_a_question_stays_open(title: str, made: str) -> None:
    assert hook_line(title) == made
