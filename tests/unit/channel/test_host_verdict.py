"""The host's verdict: a fifth of the speech, where the story turns, and never the story's own words."""

import pytest
from fixtures.facts import reference
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sample.collected_posts import collected_post
from crawlers.sample.sample_posts import all_sample_posts
from libraries.channel.host_verdict import (
    LEAST_SHARE,
    host_speech_share,
    needed_verdict_syllables,
    seconds_for_the_story,
    turning_point_index,
    with_verdict,
)
from libraries.channel.syllables import count_spoken_syllables
from libraries.film_scripts.phrases import all_program_phrases
from schemas.errors import BadInput
from schemas.recipe import Recipe, ScriptChoice
from schemas.script import Line, Role, Script, Speaker
from services.studio.script.extractive.writer import ExtractiveWriter
from services.studio.script.host_verdict import script_with_verdict

TURN = Role.BODY


def line(text: str, role: Role = Role.BODY, speaker: Speaker = Speaker.NARRATOR, continues: bool = False) -> Line:
    return Line(role=role, speaker=speaker, display=text, spoken=text, continues=continues)


HOOK, CLOSER = line("첫마디입니다", Role.HOOK), line("여러분은요?", Role.CLOSER)
FIRST, SECOND, REVEAL = line("하나입니다."), line("둘이었습니다."), line("범인은 나였습니다.")
COMMENT = line("대박이네", Role.COMMENT, Speaker.COMMENTER)
LEAD_IN = line("댓글 반응은 이랬습니다.")
OPINION = line("저는 이건 아니라고 봅니다.", speaker=Speaker.HOST)


def script(*lines: Line) -> Script:
    return Script(title="제목", lines=lines)


@each_row(
    "lines, at",
    [
        ((HOOK, FIRST, SECOND, REVEAL, CLOSER), 3),
        ((HOOK, FIRST, SECOND, REVEAL, LEAD_IN, COMMENT, CLOSER), 3),
        ((HOOK, FIRST, SECOND, line("범인은", continues=True), line("나였습니다."), CLOSER), 3),
        ((HOOK, FIRST, SECOND, line('"범인은 너였다.'), line('처음부터."'), CLOSER), 3),
        ((HOOK, FIRST, SECOND, line("“너였다.”"), line("“그래.”"), CLOSER), 4),
        ((HOOK, line('"하나.'), line("둘."), line('셋."'), CLOSER), 4),
        ((HOOK, FIRST, REVEAL, CLOSER), 3),
        ((HOOK, FIRST, LEAD_IN, COMMENT, CLOSER), 2),
        ((HOOK, COMMENT, CLOSER), 1),
        ((HOOK,), 1),
    ],
)
def test_it_stands_before_the_last_sentence_of_the_story(lines: tuple[Line, ...], at: int) -> None:
    assert turning_point_index(lines, LEAD_IN.display) == at
    told = with_verdict(script(*lines), (OPINION,), LEAD_IN.display).lines
    assert told[at] == OPINION
    assert (*told[:at], *told[at + 1 :]) == lines


def test_another_verdict_takes_the_place_of_the_first() -> None:
    once = with_verdict(script(HOOK, FIRST, SECOND, REVEAL, CLOSER), (OPINION, OPINION))
    other = line("저는 괜찮다고 봅니다.", speaker=Speaker.HOST)
    assert with_verdict(once, (other,)) == with_verdict(script(HOOK, FIRST, SECOND, REVEAL, CLOSER), (other,))
    assert with_verdict(once, ()).lines == (HOOK, FIRST, SECOND, REVEAL, CLOSER)


def test_a_script_without_room_for_it_is_refused_and_not_cut() -> None:
    full = script(HOOK, *[FIRST] * 39)
    assert len(with_verdict(script(HOOK, *[FIRST] * 38), (OPINION,)).lines) == 40
    with pytest.raises(BadInput) as caught:
        with_verdict(full, (OPINION,))
    assert caught.value.code == "channel.verdict_no_room"


@given(st.integers(0, 200), st.lists(st.integers(1, 40), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_what_is_missing_is_what_makes_it_a_fifth_and_no_less(own: int, others: list[int]) -> None:
    lines = [line("가" * count) for count in others]
    parts = [own - own // 2, own // 2]
    host = [line("나" * part, speaker=Speaker.HOST) for part in parts if part]
    found = host_speech_share(script(*lines, *host))
    assert (found.syllables, found.whole) == (own, own + sum(others))
    enough = own + found.missing
    assert enough >= LEAST_SHARE * (enough + sum(others)) - 1e-9
    if found.missing:
        assert enough - 1 < LEAST_SHARE * (enough - 1 + sum(others))
        assert found.share < LEAST_SHARE


def test_a_recorded_opinion_counts_as_a_typed_one() -> None:
    own = OPINION.model_copy(update={"recording": reference("e", "wav")})
    assert host_speech_share(script(HOOK, own)) == host_speech_share(script(HOOK, OPINION))


@each_row("seconds, needed", [(57.0, 75), (30.0, 39), (15.0, 20)])
def test_syllables_that_are_asked_for_before_the_script_is_written(seconds: float, needed: int) -> None:
    assert needed_verdict_syllables(seconds) == needed
    assert seconds_for_the_story(seconds, "가" * needed) == max(15.0, round(seconds - needed / 6.5, 1))
    assert seconds_for_the_story(seconds, "") == seconds


OWN = (
    "저는 이 이야기에서 제일 먼저 사과해야 할 사람이 따로 있다고 봅니다. 참는 것이 늘 어른스러운 건 아니니까요. "
    "제가 그 자리에 있었다면 그날 바로 말했을 겁니다. 여러분도 한번 곰곰이 생각해 보시면 좋겠습니다."
)


@each_row("number", range(0, 12, 3))
def test_a_verdict_that_was_long_enough_at_the_approval_is_a_fifth_of_the_film(number: int) -> None:
    """The story is told as much shorter, so what approval asks for is what release asks for."""
    post = collected_post(all_sample_posts()[number])
    asked = Recipe().script.seconds
    verdict = OWN[
        : next(at for at in range(len(OWN)) if count_spoken_syllables(OWN[:at]) >= needed_verdict_syllables(asked))
    ]
    choice = ScriptChoice(seconds=seconds_for_the_story(asked, verdict))
    told = script_with_verdict(ExtractiveWriter().write(post, choice), verdict, post)
    found = host_speech_share(told)
    assert found.missing == 0, found
    host = [at for at, each in enumerate(told.lines) if each.speaker is Speaker.HOST]
    assert host == list(range(host[0], host[-1] + 1))
    assert host[0] > 0
    behind = told.lines[host[-1] + 1]
    assert behind.display not in all_program_phrases(post)
    assert " ".join(told.lines[at].display for at in host).replace(" ", "")[:12] == verdict.replace(" ", "")[:12]
