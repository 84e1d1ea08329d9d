"""A language model's answer: found in any wrapping behind all thoughts, composed with the real comments."""

import json
import time
from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_scripts import phrases
from schemas.errors import BadInput
from schemas.script import DeclineReason, Mood, Role, Speaker
from services.studio.script.llm.draft import (
    NOT_A_DRAFT,
    Draft,
    ParsedAnswer,
    draft_schema,
    parse_draft,
    script_of_draft,
)

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


def title(text: str) -> str:
    found = parse_draft(text)
    assert found.draft is not None, found.fault
    return found.draft.title


# Finding the object


@each_row(
    "wrapped",
    [
        "{}",
        "\ufeff{}",
        "```json\n{}\n```",
        "물론이죠! 아래에 있습니다.\n{}\n도움이 되셨길 바랍니다.",
        '{{"note": "먼저"}} {}',
        "[1, 2] {}",
        "[{}]",
        '{{"script": {}}}',
        '{{"refusal": "crime", "result": [{{"n": 1}}, {}]}}',
        "{{ {}",
        '{} {{"title": "둘째"}}',
    ],
)
def test_the_draft_is_found_whatever_stands_around_it(wrapped: str) -> None:
    assert parse_draft(wrapped.format(answer())) == ParsedAnswer(draft(), None, "")


def test_of_two_drafts_the_last_is_taken() -> None:
    assert title(answer(title="하나") + answer(title="둘")) == "둘"
    assert title(f"[{answer(title='하나')}, {answer(title='둘')}]") == "둘"
    assert title(answer(title="하나") + answer(title="")) == "하나", "the last that is one"


def test_fields_nobody_asked_for_are_ignored() -> None:
    assert parse_draft(answer(notes="x", score=3)).draft == draft()


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ('"하나.",\n"둘.",\n"셋.",\n]', '"하나.",\n"둘.",\n"셋."]'),
        ('"하나.", "둘,]}", "셋." , ]', '"하나.", "둘,]}", "셋."]'),
        ('"하나\n다음.", "둘.", "셋."]', '"하나\\n다음.", "둘.", "셋."]'),
    ],
)
def test_slips_of_form_are_read_as_what_was_meant(broken: str, mended: str) -> None:
    """A comma behind the last part, a raw line end in a string; what stands in strings is never touched."""
    before, after = answer(body=[]).split("[]", 1)
    found = parse_draft(f"{before}[{broken}{after}").draft
    assert found is not None
    assert found == parse_draft(f"{before}[{mended}{after}").draft
    assert parse_draft(f"{before}[{broken}{after[:-1]},}}").draft == found


def test_line_ends_within_a_sentence_are_shown_as_spaces() -> None:
    made = script_of_draft(draft(hook="냉장고 속\n도시락이  사라졌습니다"), small_post())
    assert made.hook.display == "냉장고 속 도시락이 사라졌습니다"


@each_row(
    ("broken", "told"),
    [
        ("", "JSON 객체가 없다"),
        ("그냥 이야기입니다.", "JSON 객체가 없다"),
        ("[1, 2]", "JSON 객체가 없다"),
        ('{"title": ', "JSON 객체가 없다"),
        ("<think>" + answer(), "JSON 객체가 없다"),
        (answer()[:-20], "JSON 객체가 없다"),
        ("{}", "title: "),
        (answer(body=["하나", "둘"]) + '{"note": 1}', "body: "),
        (answer(body=["말"] * 25), "body: "),
        (answer(hook=""), "hook: "),
        (answer(hook="가" * 201), "hook: "),
        (answer(comments=[-1]), "comments.0: "),
        (answer(comments=["1"]), "comments.0: "),
        (answer(comments=[0] * 7), "comments: "),
        (answer(mood="glee"), "mood: "),
    ],
)
def test_what_is_no_draft_is_told_to_the_model(broken: str, told: str) -> None:
    found = parse_draft(broken)
    assert found.draft is None
    assert told in found.fault


def test_no_more_than_five_faults_are_told() -> None:
    assert parse_draft("{}").fault.count(": ") == 5


def test_of_a_very_long_answer_both_ends_are_looked_at() -> None:
    """Behind long thoughts that nothing marks the answer is the last thing that is said."""
    thoughts = "제목은 무엇으로 할까? " * 6_000
    assert parse_draft(thoughts + answer()).draft
    assert parse_draft(answer() + thoughts).draft
    assert parse_draft(f"<think>{thoughts}</think>{answer()}").draft
    assert not parse_draft(thoughts + answer() + thoughts).draft
    began = time.perf_counter()
    parse_draft("<" + " " * 60_000)
    parse_draft("{" * 60_000)
    parse_draft('{"a":' * 12_000)
    parse_draft('{"a": 1,}' * 6_000)
    assert time.perf_counter() - began < 3.0


@given(st.text(alphabet=st.sampled_from('{}[]",:\\ \n가a1<>/|think'), max_size=80))
def test_any_text_is_answered_and_a_draft_behind_it_is_found(text: str) -> None:
    assert (parse_draft(text).draft is None) == bool(parse_draft(text).fault)
    if "<" not in text and "[" not in text and '"' not in text:
        assert parse_draft(f"{text}\n{answer()}").draft == draft()


# Thoughts

ENDS = {
    "qwen": ("<think>", "</think>"),
    "another word": ("<thinking>", "</thinking>"),
    "exaone": ("<thought>", "</thought>"),
    "reasoning": ("<reasoning>", "</reasoning>"),
    "reflection": ("<reflection>", "</reflection>"),
    "capitals and spaces": ("< THINK >", "</ Think >"),
    "seed": ("<seed:think>", "</seed:think>"),
    "magistral": ("[THINK]", "[/THINK]"),
    "kimi": ("◁think▷", "◁/think▷"),
    "open thoughts": ("<|begin_of_thought|>", "<|end_of_thought|>"),
    "command": ("<|START_THINKING|>", "<|END_THINKING|>"),
    "harmony": ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
    "harmony without marks": ("analysis", "assistantfinal"),
    "gemma": ("<|channel>thought\n", "<channel|>"),
}


@each_row(("start", "end"), ENDS.values(), ids=ENDS)
def test_a_draft_within_thoughts_is_no_answer(start: str, end: str) -> None:
    thought, said = answer(title="생각"), answer(title="답")
    assert title(f"{start}이렇게? {thought}{end}{said}") == "답"
    assert title(f"{thought} 아니다.{end}\n{said}") == "답", "a lone end, as servers leave it that took out the start"
    assert title(f"{start}{thought}{end} {start}{thought}{end}{said}") == "답"
    if start != "analysis":  # no mark but the first word of all
        assert title(f"{said}\n{start}다시 보면 {thought}") == "답", "thoughts without an end"
    assert parse_draft(f"{start}{thought}").draft is None
    assert parse_draft(f"{start}{thought}{end}").draft is None


@each_row("words", ["[생각해 보면]", "a < b > c", "<b>굵게</b>", "I thought so", "[1] [후기]", "analysis of"])
def test_words_that_look_like_marks_cut_nothing(words: str) -> None:
    assert parse_draft(f"{words} {answer(hook=words + ' 도시락')}").draft


# Declining


@pytest.mark.parametrize("reason", ["minors", "self_harm", "crime", "accusation"])
def test_a_model_declines_by_a_name_and_no_story(reason: str) -> None:
    bare = [
        json.dumps({"refusal": reason}),
        answer(refusal=reason, title="", hook="", body=[]),
        answer(refusal=reason, body=["", " "]),
        f"<think>음</think>```json\n{json.dumps({'refusal': reason})}\n```",
    ]
    assert [parse_draft(each).declined for each in bare] == [DeclineReason(reason)] * 4
    assert not any(parse_draft(each).draft for each in bare)


@each_row(
    "stray",
    [
        *(
            "",
            "none",
            "없음",
            "그런데",
            "0",
            "}, {",
            "해당 없음",
            "미성년자 성적 내용",
            "거절합니다",
            "Crime",
            "filtered",
        ),
        *(0, 1, False, True, None, ["crime"], {"crime": 1}),
    ],
)
def test_any_other_word_is_no_reason(stray: object) -> None:
    found = parse_draft(answer(refusal=stray))
    assert (found.draft is not None, found.declined) == (True, None)
    assert parse_draft(json.dumps({"refusal": stray})).declined is None


@pytest.mark.parametrize("reason", ["minors", "crime"])
def test_a_story_beside_a_reason_wins(reason: str) -> None:
    assert parse_draft(answer(refusal=reason)).draft
    assert parse_draft(answer(refusal=reason, title="")) == ParsedAnswer(
        None, None, parse_draft(answer(title="")).fault
    ), "half of one"


@pytest.mark.parametrize(
    "words",
    ["죄송하지만 이 글은 쓸 수 없습니다.", "I'm sorry, but no.", '죄송합니다. {"title": ""}', "다시 쓰겠습니다."],
)
def test_words_are_no_refusal(words: str) -> None:
    found = parse_draft(words)
    assert (found.draft, found.declined) == (None, None)


def test_no_model_can_claim_that_its_server_took_the_answer_out() -> None:
    assert DeclineReason.FILTERED.value not in str(draft_schema())


# Composing


def test_a_script_has_hook_body_comments_and_closer_in_this_order() -> None:
    post = small_post()
    made = script_of_draft(draft(), post)
    assert [line.role for line in made.lines] == [
        Role.HOOK,
        *[Role.BODY] * 3,
        Role.BODY,
        *[Role.COMMENT] * 2,
        Role.CLOSER,
    ]
    assert made.lines[4].display == phrases.comments_lead_in(post)
    quoted = [line for line in made.lines if line.role is Role.COMMENT]
    assert [(line.display, line.credit) for line in quoted] == [
        (post.comments[1].content, post.comments[1].author),
        (post.comments[0].content, post.comments[0].author),
    ]
    assert {line.speaker for line in quoted} == {Speaker.COMMENTER}
    assert made.mood is Mood.HUMOR
    assert made.summary == "냉장고 속 도시락이 사라졌습니다 도시락이 없었습니다. 범인은 팀장님이었습니다."


def test_comments_that_are_not_there_are_passed_over_and_none_is_quoted_twice() -> None:
    made = script_of_draft(draft(comments=[9, 1, 1, 2]), small_post())
    assert [line.display for line in made.lines if line.role is Role.COMMENT] == ["도시락에 이름을 크게 써 두세요"]


@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("haeyo", ["통이 없었어요.", "다들 모른다고 했습니다.", "범인은 팀장님이었죠."]),
        ("eumseum", ["통이 없었음.", "다들 모른다고 함.", "범인은 팀장님이었음."]),
        ("banmal", ["통이 없었다.", "다들 모른다고 했어.", "범인은 팀장님이었다."]),
        ("haeyo", ["도시락 도둑", "사라진 통", "범인의 정체"]),
    ],
)
def test_the_lead_in_has_the_style_of_the_script(style: str, body: list[str]) -> None:
    post = small_post()
    made = script_of_draft(draft(hook="도시락 도둑", body=body), post)
    assert made.lines[4].display == phrases.comments_lead_in(post, style)


def test_without_comments_there_is_no_lead_in() -> None:
    made = script_of_draft(draft(comments=[]), small_post())
    lead_ins = {text for texts in phrases.LEAD_INS.values() for text in texts}
    assert lead_ins.isdisjoint(line.display for line in made.lines)
    assert not any(line.role is Role.COMMENT for line in made.lines)


def test_three_comments_are_quoted_at_most() -> None:
    post = small_post(comments=tuple(f"{word} 이야기 정말 재미있네요" for word in ("첫", "둘째", "셋째", "넷째")))
    made = script_of_draft(draft(comments=[0, 1, 2, 3]), post)
    assert len({line.credit for line in made.lines if line.role is Role.COMMENT}) == 3


@each_row(
    ("given_tags", "tags"),
    [
        (["#썰", "회사"], ("#썰", "#회사")),
        (["#썰", "썰", " #썰 "], ("#썰",)),
        (["#가", "#나", "#다", "#라", "#마", "#바"], ("#가", "#나", "#다", "#라", "#마")),
        (["#FunnyStory", "#MZ세대", "#회사", "#2026년"], ("#회사", "#2026년")),
        (["#LUNCH", "#회사"], ("#회사",)),
        (["#두 낱말", "#", "#!", "#" + "가" * 31], None),
        ([], None),
    ],
)
def test_hashtags_are_single_words_and_ours_when_there_are_none(
    given_tags: list[str], tags: tuple[str, ...] | None
) -> None:
    post = small_post()
    made = script_of_draft(draft(hashtags=given_tags), post)
    assert made.hashtags == (tags or phrases.hashtags(Mood.HUMOR, post))


@each_row(
    ("change", "told"),
    [
        ({"hook": "가" * 61}, "hook: 61자이다. 60자 안에서 끝나는 온전한 문장으로 써라"),
        ({"title": "가" * 101}, "title: 101자이다. 100자 안에서 끝나는 온전한 문장으로 써라"),
        ({"closer": "가" * 101}, "closer: 101자이다. 100자 안에서 끝나는 온전한 문장으로 써라"),
        ({"body": ["둘", "가" * 161, "셋"]}, "body.1: 161자이다. 160자 안에서 끝나는 온전한 문장으로 써라"),
        ({"hook": "!!!"}, "hook: 읽을 수 있는 말이 없다"),
        ({"body": ["…", "...", "!!"]}, "body: 읽을 수 있는 말이 없다"),
        ({"closer": "?"}, "closer: 읽을 수 있는 말이 없다"),
        ({"title": "…!"}, "title: 읽을 수 있는 말이 없다"),
        ({"body": ["가나다라 마바사아 자차카타 파하거너 더러머버 서어저처 커터퍼허 고노도로"] * 24}, "body: 너무 길다"),
    ],
)
def test_parts_that_are_too_long_or_without_words_are_told_to_the_model(change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        script_of_draft(draft(**change), small_post())
    assert (caught.value.code, caught.value.fields["faults"]) == (NOT_A_DRAFT, told)


def test_the_schema_asks_for_every_field_and_no_other() -> None:
    asked = draft_schema()
    assert set(asked["required"]) == set(FIELDS)  # type: ignore[arg-type]  # a list of names
    assert asked["additionalProperties"] is False


def test_no_length_in_the_schema_can_cut_a_text_that_would_pass() -> None:
    """A server ends a text at the schema's length, in mid-word: such a text must be too long for the rules."""
    fields: dict[str, Any] = draft_schema()["properties"]  # type: ignore[assignment]  # an object of objects
    for field in ("title", "hook", "closer"):
        longest = fields[field]["maxLength"]
        with pytest.raises(BadInput, match=f"{field}: {longest}자이다"):
            script_of_draft(draft(**{field: "가" * longest}), small_post())
    longest = fields["body"]["items"]["maxLength"]
    with pytest.raises(BadInput, match=r"body\.0: "):
        script_of_draft(draft(body=["가" * longest, "둘", "셋"]), small_post())


def test_a_tag_in_letters_of_the_post_stays() -> None:
    post = small_post(content="PS5를 샀습니다. " * 20)
    assert script_of_draft(draft(hashtags=["#PS5", "#Xbox"]), post).hashtags == ("#PS5",)
