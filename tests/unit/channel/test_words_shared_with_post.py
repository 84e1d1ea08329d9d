"""Own words: the share of runs of five words that are the post's, and the rules that follow."""

from itertools import pairwise

import pytest
from fixtures.rows import each_row
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.sample.collected_posts import collected_post
from crawlers.sample.sample_posts import all_sample_posts
from libraries.channel.rules import ChannelRules, broken_rules, require_channel_rules
from libraries.channel.words_shared_with_post import words_shared_with_post
from libraries.texts.shared_word_runs import shared_word_runs
from schemas.errors import IllegalTransition
from schemas.recipe import ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from services.studio.script.extractive.writer import ExtractiveWriter

POST = collected_post(all_sample_posts()[0])
words = st.lists(st.sampled_from(["가", "나", "다", "라", "마"]), max_size=25).map(" ".join)


@each_row(
    "text, source, shared, runs",
    [
        ("하나 둘 셋 넷 다섯", "하나 둘 셋 넷 다섯", 1, 1),
        ("하나 둘 셋 넷", "하나 둘 셋 넷", 0, 0),
        ("“하나” 둘, 셋… 넷! 다섯?", "앞 하나 둘 셋 넷 다섯 뒤", 1, 1),
        ("하나 둘 셋 넷 여섯 일곱", "하나 둘 셋 넷 다섯", 0, 2),
        ("하나 둘 셋 넷 다섯 여섯", "하나 둘 셋 넷 다섯", 1, 2),
        ("Ａ b c d 5%", "a B c d 5%", 1, 1),
        ("", "하나", 0, 0),
    ],
)
def test_runs_of_five_words_are_counted(text: str, source: str, shared: int, runs: int) -> None:
    found = shared_word_runs(text, [source])
    assert (found.shared, found.runs) == (shared, runs)


@example("가 나 가 나 가 나 가", "가 나 가 나 가")
@given(words, words)
@settings(max_examples=100, deadline=None)
def test_spans_hold_whole_words_apart_and_in_order_and_stand_in_the_source(text: str, source: str) -> None:
    found = shared_word_runs(text, [source])
    assert 0 <= found.share <= 1
    assert bool(found.spans) is (found.shared > 0)
    for start, end in found.spans:
        assert len(text[start:end].split()) >= 5
        assert text[start:end] == text[start:end].strip()
        told = text[start:end].split()
        shared = [" ".join(told[at : at + 5]) in source for at in range(len(told) - 4)]
        for at in range(len(told)):  # runs that overlap are one span, and those between them may be the text's own
            assert any(shared[max(0, at - 4) : at + 1]), told
    assert all(one[1] < other[0] for one, other in pairwise(found.spans))
    assert shared_word_runs(text, [text]).share == (1.0 if len(text.split()) >= 5 else 0.0)


def script(*texts: str, host: str = "") -> Script:
    told = [Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken=text) for text in texts]
    own = [Line(role=Role.BODY, speaker=Speaker.HOST, display=host, spoken=host)] if host else []
    return Script(title="제목", lines=(*told, *own))


def test_a_run_goes_on_from_line_to_line_and_is_marked_in_both() -> None:
    post = POST.model_copy(update={"content": "그날 저녁 사무실에 아무도 없었는데 불이 켜져 있었다"})
    found = words_shared_with_post(script("그날 저녁 사무실에", "아무도 없었는데 제가"), post)
    assert found.share == pytest.approx(1 / 2)
    assert [line.spans for line in found.lines] == [((0, 10),), ((0, 8),)]


def test_the_hosts_words_count_neither_for_nor_against() -> None:
    post = POST.model_copy(update={"content": "그날 저녁 사무실에 아무도 없었는데 불이 켜져 있었다"})
    alone = words_shared_with_post(script(post.content), post)
    with_host = words_shared_with_post(
        script(post.content, host="저는 다르게 봅니다 왜냐하면 사람 마음은 그렇지 않으니까요"), post
    )
    assert alone.share == with_host.share == 1.0


@each_row("number", range(0, 24, 6))
def test_the_extractive_writer_reads_the_post_and_the_rule_says_so(number: int) -> None:
    post = collected_post(all_sample_posts()[number])
    told = ExtractiveWriter().write(post, ScriptChoice())
    assert words_shared_with_post(told, post).share > 0.3
    (broken,) = broken_rules(told, post, ChannelRules())
    assert broken.error.code == "channel.shared_words"
    assert not broken.refuses


RETOLD = script(
    "회사 사람들이 다 모인 자리였어요", "막내가 조용히 마지막 인사를 건넸죠", "그 말 한마디에 모두 얼어붙었습니다"
)


@each_row(
    "rules, codes",
    [
        (ChannelRules(), []),
        (ChannelRules(verdict="off"), []),
        (ChannelRules(verdict="required"), ["channel.verdict_short"]),
        (ChannelRules(verdict="required", shared_words_rule="refuse"), ["channel.verdict_short"]),
    ],
)
def test_own_words_pass_and_a_verdict_is_missed_only_where_it_is_required(
    rules: ChannelRules, codes: list[str]
) -> None:
    assert [one.error.code for one in broken_rules(RETOLD, POST, rules)] == codes
    assert all(one.refuses for one in broken_rules(RETOLD, POST, rules))


@each_row("rule, refused, told", [("refuse", True, True), ("warn", False, True), ("off", False, False)])
def test_a_reading_is_refused_warned_of_or_left_alone(rule: str, refused: bool, told: bool) -> None:
    rules = ChannelRules.model_validate({"shared_words_rule": rule})
    reading = script(*[" ".join(part) for part in [POST.content.split()[:8], POST.content.split()[8:16]]])
    assert bool(broken_rules(reading, POST, rules)) is told
    if refused:
        with pytest.raises(IllegalTransition) as caught:
            require_channel_rules(reading, POST, rules)
        assert caught.value.code == "channel.shared_words"
    else:
        require_channel_rules(reading, POST, rules)


def test_at_the_cap_a_script_passes() -> None:
    post = POST.model_copy(update={"content": "그날 저녁 사무실에 아무도 없었는데", "title": "제목", "comments": ()})
    half = script("그날 저녁 사무실에 아무도 없었는데 제가")
    assert words_shared_with_post(half, post).share == pytest.approx(1 / 2)
    assert broken_rules(half, post, ChannelRules(shared_words=0.5, shared_words_rule="refuse")) == ()
    assert broken_rules(half, post, ChannelRules(shared_words=0.49, shared_words_rule="refuse"))
