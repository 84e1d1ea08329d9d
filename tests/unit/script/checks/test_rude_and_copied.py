"""Insults, addresses, copies: every rule at its edge, and what is next to it and allowed."""

from itertools import product

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_scripts.checks import rude_and_private
from libraries.film_scripts.checks.post import copied_passages
from libraries.film_scripts.checks.post.copied_passages import LONGEST_RUN, longest_common_run
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.posts import Post
from schemas.script import Fault, Line, Role, Script, Speaker

STORY = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오"[: LONGEST_RUN + 5]


def line(text: str, speaker: Speaker = Speaker.NARRATOR) -> Line:
    return Line(role=Role.BODY, speaker=speaker, display=text, spoken="말")


def found(*lines: Line | str, post: Post | None = None, title: str = "제목") -> list[tuple[Fault, str]]:
    made = Script(title=title, lines=tuple(line(each) if isinstance(each, str) else each for each in lines))
    told = ScriptAndPost(made, post or small_post())
    return [
        (fault.fault, fault.excerpt) for check in (rude_and_private, copied_passages) for fault in check.faults(told)
    ]


# Copies


@pytest.mark.parametrize("place", ["title", "content", "comment"])
def test_a_run_of_thirty_is_allowed_and_one_of_thirty_one_is_copied(place: str) -> None:
    parts = {
        "title": small_post(title=STORY),
        "content": small_post(content=f"앞말. {STORY} 뒷말."),
        "comment": small_post(comments=(STORY,)),
    }
    assert found(STORY[:LONGEST_RUN], post=parts[place]) == []
    assert found(STORY[: LONGEST_RUN + 1], post=parts[place]) == [(Fault.COPIED, STORY[: LONGEST_RUN + 1])]


def test_a_title_may_not_be_copied_either_and_a_run_goes_on_over_the_border_of_lines() -> None:
    run = STORY[: LONGEST_RUN + 1]
    assert found("다른 말", title=run, post=small_post(content=STORY)) == [(Fault.COPIED, run)]
    assert found(STORY[:20], STORY[20:], post=small_post(content=f"{STORY[:20]} {STORY[20:]}"))


def test_comments_are_quoted_word_for_word() -> None:
    assert found("다른 말", line(STORY, Speaker.COMMENTER), post=small_post(content=STORY)) == []


LETTERS = st.text("가나 ", max_size=10)


@given(LETTERS, LETTERS)
def test_the_longest_run_is_that_of_trying_all(text: str, source: str) -> None:
    spans = (text[at:end] for at, end in product(range(len(text)), range(1, len(text) + 1)) if at < end)
    best = longest_common_run(text, source)
    assert len(best) == max((len(span) for span in spans if span in source), default=0)
    assert best in source
    assert best in text


# Insults


INSULTS = """
씨발 시발 씨빨 쓰벌 시팔 씨발놈 씨발아 병신 병쉰 좆 개새끼 걔새끼 개새키 지랄 미친놈 미친년 미친새 또라이
급식충이 설명충들 한남 김치녀 된장녀 틀딱 맘충 쓰레기같은 찐따 애미 느금 등신 머저리 양아치
"""


@each_row(
    "insult",
    [
        *INSULTS.split(),
        "씨발, 정말",
        "씨발? 정말",
        "쓰레기 같은 사람",
        "그런 한심한 인간",
        "어떤 놈이",
        "저 새끼가",
        "그런 새끼가",
    ],
)
def test_insults_are_found(insult: str) -> None:
    assert {fault for fault, _ in found(f"정말 {insult}")} == {Fault.INSULT}


@each_row(
    "word",
    [
        "시발점",
        "병신도시",
        "병신고",
        "미친듯이",
        "충분히",
        "충격",
        "한날",
        "개인",
        "새끼손가락",
        "쓰레기통",
        "새끼줄",
        "이년차",
        "도둑놈의갈고리",
        "작년",
        "청년",
        "어떤 년도",
        "곤충들",
        "해충이",
        "보충이",
        "길고양이 새끼를",
        "통통한 새끼를",
        "한남동",
        "한남대교",
        "등신대",
    ],
)
def test_words_that_only_look_like_insults_are_allowed(word: str) -> None:
    assert found(f"정말 {word} 이야기") == []


def test_an_insult_of_a_commenter_is_not_ours() -> None:
    assert found("말", line("찐따", Speaker.COMMENTER)) == []


# Addresses


@each_row(
    "address",
    [
        "http://a.b",
        "https://a.b",
        "www.a",
        "me@home",
        "010-1234-5678",
        "01012345678",
        "016.1234.5678",
        "019-123-4567",
        "02-123-4567",
        "1588-1234",
        "@my_gram",
        "shop.co.kr",
    ],
)
def test_addresses_are_found_also_where_the_post_has_them(address: str) -> None:
    assert {fault for fault, _ in found(f"여기 {address} 로", post=small_post(content=address))} == {Fault.CONTACT}


@each_row(
    "figure",
    [
        "012-34-5678",
        "301-1204호",
        "골뱅이무침",
        "010-12-5678",
        "9010-1234-56789",
        "2024-11-29",
        "3,000만 원",
        "일이삼 세 번",
        "A.I",
        "3.5점",
    ],
)
def test_other_figures_are_no_addresses(figure: str) -> None:
    assert found(f"여기 {figure} 로") == []


def test_names_of_all_users_are_found_sorted() -> None:
    post = small_post(content="비가 왔다.", comments=("하나", "둘")).model_copy(update={"author": "가랑비"})
    named = found("느긋한고래1 님과 느긋한고래0 님과 가랑비 님", post=post)
    assert named == [(Fault.NICKNAME, name) for name in ("가랑비", "느긋한고래0", "느긋한고래1")]
