"""Reports of scripts in words: every fault and every style has them in both languages."""

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post

from libraries.film_scripts.checks.descriptions import (
    _FAULTS,
    _LEVELS,
    _SECOND,
    fault_description,
    fault_description_with_place,
    main_figures_in_words,
    too_short_warning,
)
from libraries.film_scripts.checks.sentence_endings import SpeechLevel
from libraries.film_scripts.phrases import LEAD_INS
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.failures import Language
from schemas.recipe import ScriptChoice
from schemas.script import Fault, Line, Role, Script, ScriptFault, ScriptFigures, Speaker
from services.studio.adapters import ChosenAdapter
from services.studio.script.stage import _passed


def test_every_fault_and_every_style_has_its_words() -> None:
    assert _FAULTS.keys() == set(Fault)
    assert _LEVELS.keys() == LEAD_INS.keys() == set(SpeechLevel)


@each_row("fault", Fault)
def test_no_two_faults_read_alike_and_each_is_in_its_language(fault: Fault) -> None:
    en, ko = fault_description(fault, "en"), fault_description(fault, "ko")
    others = [(fault_description(other, "en"), fault_description(other, "ko")) for other in Fault if other is not fault]
    assert (en.isascii(), ko.endswith("니다")) == (True, True)
    assert en not in [other for other, _ in others]
    assert ko not in [other for _, other in others]


@pytest.mark.parametrize(
    ("line", "excerpt", "language", "read"),
    [
        (None, "", "ko", "너무 짧습니다"),
        (None, "12초", "ko", "너무 짧습니다: 12초"),
        (0, "", "ko", "1번째 줄 · 너무 짧습니다"),
        (3, "12초", "en", "line 4 · too short: 12초"),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_words(
    line: int | None, excerpt: str, language: Language, read: str
) -> None:
    assert (
        fault_description_with_place(ScriptFault(fault=Fault.TOO_SHORT, line=line, excerpt=excerpt), language) == read
    )


def test_what_was_not_measured_is_not_told() -> None:
    bare = main_figures_in_words(ScriptFigures(seconds=30.2), "en")
    assert bare == ("about 30 s",)
    whole = ScriptFigures(seconds=30.2, told=0.5, post_run=7, speech_level="banmal", second_question="no line")
    told = main_figures_in_words(whole, "ko")
    assert (len(told), told[1], told[2]) == (5, "글의 내용 가운데 50%를 들려줌", "반말")
    assert told[4] == _SECOND["no line"].ko


def test_the_error_of_a_faulty_script_names_its_faults_in_the_readers_language() -> None:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display="병신 같은 하루였어요.", spoken="말 말 말")
    script = Script(title="제목", lines=(line,))
    adapter = Adapter(kind=AdapterKind.WRITER, name="toy", version="1", make="a:B", title_en="Toy", title_ko="장난감")
    with pytest.raises(BadInput) as raised:
        _passed(script, small_post(), ChosenAdapter(adapter, None), ScriptChoice())
    assert raised.value.code == "script.faulty"
    korean = raised.value.explained("ko").sentence
    assert fault_description(Fault.INSULT, "ko") in korean
    assert Fault.INSULT.value not in korean
    assert Fault.INSULT.value in raised.value.explained("en").sentence


@pytest.mark.parametrize(("needed", "read"), [(None, ""), (30.0, ""), (57.9, ""), (75.2, "이 글은 75초가 필요합니다")])
def test_a_post_that_cannot_be_told_in_time_is_said_to_need_more(needed: float | None, read: str) -> None:
    figures = ScriptFigures(seconds=54.0, needed_seconds=needed)
    assert too_short_warning(figures, "ko") == read
    assert (read in main_figures_in_words(figures, "ko")) == bool(read)
    assert too_short_warning(figures, "en") == ("this post needs 75 s" if read else "")
