"""The benchmark of scripts: what counts as told and as stopped.

Wrong without this check and without a word: a beat counted as told that no listener heard, a bad draft counted as
stopped that would have been spoken.
"""

from pathlib import Path

import pytest
import yaml
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import BadInput
from schemas.script import Line, Role, Script, Speaker
from testbed.benchmarks.script.bench import ScriptBenchScope, bench_script, parse_sample_option
from testbed.benchmarks.script.script_sets import LabelledBeat, ScriptSets
from testbed.benchmarks.script.told_beats import is_beat_told

SPAN = "비에 젖은 운동화를 말려 주었습니다"


def line(text: str, speaker: Speaker = Speaker.NARRATOR, spoken: str = "") -> Line:
    return Line(role=Role.BODY, speaker=speaker, display=text, spoken=spoken or text)


def heard(*lines: Line) -> bool:
    return is_beat_told(
        LabelledBeat(name="dries shoes", role="reveal", told_by=(SPAN,)), Script(title="제목", lines=lines)
    )


@each_row(
    "lines",
    [
        (line("그 아주머니가 비에 젖은 운동화를 말려 주었습니다."),),
        (line("비에 젖은 운동화를"), line("말려 주었습니다.")),
        (line("비에 푹 젖은 운동화를 곱게 말려 주었습니다."),),
        (line("비에 젖은 운동화를 말려 주었어요."),),
        (line("비1 젖은", spoken=SPAN),),
    ],
)
def test_a_beat_is_told_whole_over_two_lines_shortened_or_in_the_spoken_form(lines: tuple[Line, ...]) -> None:
    assert heard(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        (line("운동화가 비에 젖었다."),),
        (line("주었습니다 말려 운동화를 젖은 비에"),),
        (
            line("비에 젖은 이야기."),
            *[line("다른 문장이 여럿 있다.")] * 4,
            line("운동화를 말려 주었습니다."),
        ),
        (line(SPAN, Speaker.COMMENTER),),
    ],
)
def test_a_beat_is_not_told_by_a_part_in_another_order_far_apart_or_by_a_comment(lines: tuple[Line, ...]) -> None:
    assert not heard(*lines)


@given(st.lists(st.sampled_from(SPAN.split()), max_size=3))
def test_three_words_of_five_never_tell_a_beat_unless_they_are_most_of_it(words: list[str]) -> None:
    kept = sum(len(word) for word in dict.fromkeys(words))
    if words and kept < 0.75 * len(SPAN.replace(" ", "")):
        assert not heard(line(" ".join(words)))


def test_sets_of_ones_own_are_measured_and_what_misses_is_named(tmp_path: Path) -> None:
    good = next(draft for draft in ScriptSets().good_drafts().values() if draft.id == "1003-a").model_dump(
        mode="json", by_alias=True
    )
    bad = {
        "insult": [{"id": "said", "of": "1003-a", "replace": {"closer": "이런 병신 같은 일이 또 있을까요?"}}],
        "contact": [
            {"id": "fine", "of": "1003-a", "replace": {"closer": "여러분의 고양이는 어디에 있나요?"}},
            {"id": "called", "of": "1003-a", "replace": {"closer": "제보는 010-1234-5678로 주세요."}},
        ],
    }
    for folder, files in (("good", {"1003": [good]}), ("bad", bad)):
        (tmp_path / folder).mkdir()
        for name, content in files.items():
            (tmp_path / folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    said: list[str] = []
    figures = bench_script(ScriptBenchScope(tmp_path), said.append)
    assert (figures["bad_drafts"], figures["good_drafts"]) == (3, 1)
    assert figures["bad_stopped"] == pytest.approx(2 / 3)
    assert (figures["stopped_contact"], figures["stopped_insult"]) == (0.5, 1.0)
    assert [text for text in said if "fine" in text] == ["not stopped as contact: fine: no fault"]
    assert "beats_told" not in figures
    assert bench_script(ScriptBenchScope(tmp_path, kind="insult"), said.append)["bad_drafts"] == 1


@pytest.mark.slow
def test_a_sample_is_a_part_of_the_drafts_and_parts_make_the_whole() -> None:
    halves = [bench_script(ScriptBenchScope(post="1012", sample=(part, 2)), lambda _: None) for part in (1, 2)]
    whole = bench_script(ScriptBenchScope(post="1012"), lambda _: None)
    drafts = [figures["bad_drafts"] + figures["good_drafts"] for figures in (*halves, whole)]
    assert drafts[0] + drafts[1] == drafts[2]
    assert {"beats_told", "reveal_told", "examine_ms"} <= whole.keys()


@each_row("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2"])
def test_a_sample_that_is_no_part_is_refused(text: str) -> None:
    assert parse_sample_option("2/5") == (2, 5)
    with pytest.raises(BadInput, match="sample"):
        parse_sample_option(text)


def test_a_post_that_does_not_exist_and_a_file_of_another_form_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="9999"):
        ScriptSets().post("9999")
    (tmp_path / "beats").mkdir()
    (tmp_path / "beats/1.yaml").write_text("[1, 2]")
    with pytest.raises(BadInput, match=r"beats/1\.yaml"):
        list(ScriptSets(tmp_path).stories())
