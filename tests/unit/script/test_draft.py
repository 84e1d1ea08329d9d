"""A language model's answer: found in any wrapping, refused in words, composed with the real comments."""

import json
from typing import Any

import pytest
from fixtures.studio.studio import small_post
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import BadInput, Refused
from schemas.script import Mood, Role, Speaker
from services.studio.script import phrases
from services.studio.script.llm.draft import NOT_A_DRAFT, Draft, compose, parse, schema

FIELDS: dict[str, Any] = {
    "refusal": "",
    "title": "사라진 도시락",
    "hook": "냉장고 속 도시락이 사라졌습니다",
    "body": ["어제 점심의 일이었습니다.", "도시락이 없었습니다.", "범인은 팀장님이었습니다."],
    "comments": [1, 0],
    "closer": "여러분이라면 어떻게 하시겠어요?",
    "hashtags": ["#썰", "회사", "#두 낱말"],
    "mood": "humor",
}


def answer(**changes: Any) -> str:
    return json.dumps({**FIELDS, **changes}, ensure_ascii=False)


def draft(**changes: Any) -> Draft:
    return Draft.model_validate({**FIELDS, **changes})


# Finding the object


@pytest.mark.parametrize(
    "wrapped",
    [
        "{}",
        "```json\n{}\n```",
        "물론이죠! 아래에 있습니다.\n{}\n도움이 되셨길 바랍니다.",
        '<think>{{"title": "생각"}}</think>{}',
        "<THINKING>길게 생각한다</THINKING>\n{}",
        '{{"note": "먼저"}} {}',
        "[1, 2] {}",
        "{{ {}",
        '{} {{"title": "둘째"}}',
    ],
)
def test_the_draft_is_found_whatever_stands_around_it(wrapped: str) -> None:
    assert parse(wrapped.format(answer())) == draft()


def test_of_two_drafts_the_first_is_taken() -> None:
    assert parse(answer(title="하나") + answer(title="둘")).title == "하나"


def test_fields_nobody_asked_for_are_ignored() -> None:
    assert parse(answer(notes="x", score=3)) == draft()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("", "JSON 객체가 없다"),
        ("그냥 이야기입니다.", "JSON 객체가 없다"),
        ("[1, 2]", "JSON 객체가 없다"),
        ('{"title": ', "JSON 객체가 없다"),
        ("<think>" + answer(), "JSON 객체가 없다"),
        ("{}", "title: "),
        (answer(body=["하나", "둘"]), "body: "),
        (answer(body=["말"] * 25), "body: "),
        (answer(hook=""), "hook: "),
        (answer(hook="가" * 61), "hook: "),
        (answer(title="가" * 101), "title: "),
        (answer(closer="가" * 101), "closer: "),
        (answer(body=["가" * 161, "둘", "셋"]), "body.0: "),
        (answer(comments=[-1]), "comments.0: "),
        (answer(comments=["1"]), "comments.0: "),
        (answer(comments=[0] * 7), "comments: "),
        (answer(hashtags=["#가"] * 11), "hashtags: "),
        (answer(hashtags=["#" + "가" * 40]), "hashtags.0: "),
        (answer(mood="glee"), "mood: "),
    ],
)
def test_what_is_no_draft_is_told_to_the_model(broken: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(broken)
    assert caught.value.code == NOT_A_DRAFT
    assert told in caught.value.fields["faults"]


def test_no_more_than_five_faults_are_told() -> None:
    with pytest.raises(BadInput) as caught:
        parse("{}")
    assert caught.value.fields["faults"].count(": ") == 5


@pytest.mark.parametrize(("field", "limit"), [("title", 100), ("hook", 60), ("closer", 100)])
def test_texts_may_have_just_their_limit(field: str, limit: int) -> None:
    assert parse(answer(**{field: "가" * limit}))


def test_a_very_long_answer_is_looked_at_only_so_far() -> None:
    assert parse(" " * 50_000 + answer())
    with pytest.raises(BadInput):
        parse(" " * 60_000 + answer())


@given(st.text(max_size=60))
def test_any_other_text_is_refused_with_a_code(text: str) -> None:
    with pytest.raises((BadInput, Refused)) as caught:
        parse(text)
    assert caught.value.code


# Refusals


@pytest.mark.parametrize("nothing", ["", "  ", "없음", "해당없음", "None", "null", "N/A", "no", "false", "-", "없음."])
def test_these_refusals_are_none(nothing: str) -> None:
    assert parse(answer(refusal=nothing)).title == FIELDS["title"]


def test_a_refusal_in_its_field_is_final_whatever_else_is_there() -> None:
    with pytest.raises(
        Refused, match=r"The language model declined the post: 실존 인물 고발이라 쓸 수 없음\."
    ) as caught:
        parse(answer(refusal=" 실존 인물\n고발이라 쓸 수 없음. "))
    assert caught.value.code == "script.declined"
    with pytest.raises(Refused):
        parse('{"refusal": "거절합니다"}')


def test_a_long_reason_is_cut() -> None:
    with pytest.raises(Refused) as caught:
        parse(answer(refusal="가" * 400))
    assert len(caught.value.fields["why"]) == 200


@pytest.mark.parametrize(
    "words",
    [
        "죄송하지만 이 글은 쓸 수 없습니다.",
        "미안하지만 어렵습니다.",
        "유감스럽게도 돕지 않겠습니다.",
        "도와드릴 수 없습니다.",
        "작성할 수는 없습니다.",
        "만들 수 없어요.",
        "제공할 수 없습니다.",
        "응할 수 없습니다.",
        "요청을 수행할 수 없습니다.",
        "I'm sorry, but no.",
        "I am unable to do that.",
        "I cannot write this.",
        "I can't.",
        "I won't do it.",
        "I must decline.",
    ],
)
def test_an_apology_without_an_object_is_a_refusal(words: str) -> None:
    with pytest.raises(Refused):
        parse(words)


@pytest.mark.parametrize("words", ["죄송합니다. 다시 쓰겠습니다.", "못 쓰겠네요.", "I am happy to help."])
def test_other_words_are_only_unusable(words: str) -> None:
    with pytest.raises(BadInput):
        parse(words)


def test_an_apology_beside_an_object_is_no_refusal() -> None:
    with pytest.raises(BadInput):
        parse('죄송하지만 쓸 수 없습니다. {"title": ""}')


# Composing


def test_a_script_has_hook_body_comments_and_closer_in_this_order() -> None:
    post = small_post()
    made = compose(draft(), post)
    assert [line.role for line in made.lines] == [
        Role.HOOK,
        *[Role.BODY] * 3,
        Role.BODY,
        *[Role.COMMENT] * 2,
        Role.CLOSER,
    ]
    assert made.lines[4].display == phrases.lead_in(post)
    quoted = [line for line in made.lines if line.role is Role.COMMENT]
    assert [(line.display, line.credit) for line in quoted] == [
        (post.comments[1].content, post.comments[1].author),
        (post.comments[0].content, post.comments[0].author),
    ]
    assert {line.speaker for line in quoted} == {Speaker.COMMENTER}
    assert made.mood is Mood.HUMOR
    assert made.summary == "냉장고 속 도시락이 사라졌습니다 도시락이 없었습니다. 범인은 팀장님이었습니다."


def test_comments_that_are_not_there_are_passed_over_and_none_is_quoted_twice() -> None:
    made = compose(draft(comments=[9, 1, 1, 2]), small_post())
    assert [line.display for line in made.lines if line.role is Role.COMMENT] == ["도시락에 이름을 크게 써 두세요"]


def test_without_comments_there_is_no_lead_in() -> None:
    post = small_post()
    made = compose(draft(comments=[]), post)
    assert phrases.lead_in(post) not in [line.display for line in made.lines]
    assert not any(line.role is Role.COMMENT for line in made.lines)


def test_three_comments_are_quoted_at_most() -> None:
    post = small_post(comments=tuple(f"{word} 이야기 정말 재미있네요" for word in ("첫", "둘째", "셋째", "넷째")))
    made = compose(draft(comments=[0, 1, 2, 3]), post)
    assert len({line.credit for line in made.lines if line.role is Role.COMMENT}) == 3


@pytest.mark.parametrize(
    ("given_tags", "tags"),
    [
        (["#썰", "회사"], ("#썰", "#회사")),
        (["#썰", "썰", " #썰 "], ("#썰",)),
        (["#a", "#b", "#c", "#d", "#e", "#f"], ("#a", "#b", "#c", "#d", "#e")),
        (["#두 낱말", "#", "#!", "#" + "가" * 31], None),
        ([], None),
    ],
)
def test_hashtags_are_single_words_and_ours_when_there_are_none(
    given_tags: list[str], tags: tuple[str, ...] | None
) -> None:
    post = small_post()
    made = compose(draft(hashtags=given_tags), post)
    assert made.hashtags == (tags or phrases.hashtags(Mood.HUMOR, post))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hook": "!!!"}, "hook: 읽을 수 있는 말이 없다"),
        ({"body": ["…", "...", "!!"]}, "body: 읽을 수 있는 말이 없다"),
        ({"closer": "?"}, "closer: 읽을 수 있는 말이 없다"),
        ({"title": "https://a.b"}, "title: 읽을 수 있는 말이 없다"),
        ({"body": ["가나다라 마바사아 자차카타 파하거너 더러머버 서어저처 커터퍼허 고노도로"] * 24}, "body: 너무 길다"),
    ],
)
def test_parts_without_words_are_told_to_the_model(change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        compose(draft(**change), small_post())
    assert (caught.value.code, caught.value.fields["faults"]) == (NOT_A_DRAFT, told)


def test_the_schema_asks_for_every_field_and_no_other() -> None:
    asked = schema()
    assert set(asked["required"]) == set(FIELDS)  # type: ignore[arg-type]  # a list of names
    assert asked["additionalProperties"] is False
