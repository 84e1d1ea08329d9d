"""The second question, of models that answer it in every way."""

import json
from collections.abc import Callable

import pytest
from fixtures.rows import each_row
from fixtures.studio.told import STORY, bakery, script
from pydantic import JsonValue

from schemas.errors import BadInput, ProviderDown
from schemas.recipe import ScriptChoice
from schemas.script import Fault, SecondQuestionPolicy
from services.studio.script.llm import prompt
from services.studio.script.llm.retelling import ModelAnswer, RetoldScript, retell
from services.studio.script.llm.second_question import ask_second_question, second_answer_schema

Answer = Callable[[dict[str, str]], object]
CONTROL = "낙타"


class Model:
    """A model that answers the question about ``lines`` by ``answer``, and every other one with ``drafts``."""

    name = "toy"

    def __init__(self, answer: Answer, drafts: tuple[str, ...] = ()) -> None:
        self._answer = answer
        self._drafts = list(drafts)
        self.shown: list[dict[str, str]] = []
        self.complaints: list[str] = []

    def ask(self, messages: list[JsonValue], schema: dict[str, JsonValue], seed: int) -> ModelAnswer:
        texts = [str(message["content"]) for message in messages if isinstance(message, dict)]
        if "line" not in json.dumps(schema["properties"]):
            self.complaints += texts[3:]
            return ModelAnswer(self._drafts.pop(0), "", cut=False)
        lines = json.loads(texts[-1])["lines"]
        self.shown.append(lines)
        answer = self._answer(lines)
        return ModelAnswer(answer if isinstance(answer, str) else json.dumps(answer), "", cut=False)


def strange(lines: dict[str, str], *words: str) -> dict[str, object]:
    """The line of no story, else the first with one of ``words``: what a capable model names."""
    found = [int(number) for word in (CONTROL, *words) for number, text in lines.items() if word in text]
    return {"line": found[0] if found else None, "kind": "invented_ending" if found else "none"}


def asked(answer: Answer) -> tuple[Fault | None, int | None, str]:
    fault, said = ask_second_question(Model(answer), script(), prompt.post_as_json(bakery()), seed=5)
    return (fault.fault if fault else None), (fault.line if fault else None), said


def test_a_capable_model_finds_nothing_in_a_good_script() -> None:
    assert asked(strange) == (None, None, "no line")


def test_the_line_it_names_is_the_fault() -> None:
    body = (*STORY[:11], "글쓴이는 그 과수원을 통째로 물려받았대요.")
    model = Model(lambda lines: strange(lines, "물려받"))
    fault, said = ask_second_question(model, script(body), prompt.post_as_json(bakery()), seed=5)
    assert fault is not None
    assert fault.fault is Fault.INVENTED_ENDING
    assert "물려받" in script(body).lines[fault.line or 0].display
    assert said == f"line {fault.line}: invented_ending"
    assert [any(CONTROL in text for text in lines.values()) for lines in model.shown] == [True, True, False]


NOT_CAPABLE: tuple[object, ...] = (
    {"line": 0, "kind": "invented_ending"},
    {"line": None, "kind": "none"},
    "",
    "모두 좋습니다",
    "[]",
    {"line": "셋"},
    {},
    {"line": -1},
)


@each_row("answer", NOT_CAPABLE, ids=str)
def test_a_model_that_misses_the_line_of_no_story_is_not_believed(answer: object) -> None:
    assert asked(lambda _lines: answer) == (None, None, "not believed")


@pytest.mark.parametrize("answer", [{"line": 99, "kind": "none"}, "잘 모르겠습니다", {"line": None}])
def test_a_second_answer_without_a_line_says_nothing(answer: object) -> None:
    assert asked(lambda lines: strange(lines) if CONTROL in str(lines) else answer) == (None, None, "no line")


OUT_OF_REACH = (
    ProviderDown("script.no_completion", server="x", why="y"),
    BadInput("script.question_refused", why="y"),
)


@pytest.mark.parametrize("error", OUT_OF_REACH, ids=lambda error: type(error).__name__)
def test_a_model_out_of_reach_says_nothing_against_the_script(error: Exception) -> None:
    def fail(_lines: dict[str, str]) -> object:
        raise error

    assert asked(fail) == (None, None, "not answered")


def test_the_form_allows_the_lines_that_there_are() -> None:
    properties = second_answer_schema(3)["properties"]
    assert isinstance(properties, dict)
    assert properties["line"] == {"enum": [0, 1, 2, None]}


def draft(last: str) -> str:
    body = [*STORY[:11], last]
    fields = {
        "title": "빵집 문 앞에 매주 놓인 귤 봉지",
        "hook": "수요일만 되면 빵집 앞에 귤이 나타났어요.",
        "body": body,
    }
    rest = {
        "refusal": "none",
        "comments": [],
        "closer": "여러분도 잊고 지낸 친절이 있나요?",
        "hashtags": [],
        "mood": "touching",
    }
    return json.dumps(fields | rest, ensure_ascii=False)


INVENTED = "글쓴이는 그 과수원을 통째로 물려받았대요."
FAULTY = draft("그날 글쓴이는 경찰에 신고했어요.")


def retold(model: Model, asking: SecondQuestionPolicy) -> RetoldScript:
    return retell(model, bakery(), ScriptChoice(), asking)


def test_a_named_line_is_sent_back_once() -> None:
    model = Model(lambda lines: strange(lines, "물려받"), (draft(INVENTED), draft(STORY[11])))
    assert retold(model, SecondQuestionPolicy.AUTO).second_answer == "no line"
    assert "물려받" in model.complaints[-1]


def test_a_line_named_twice_is_the_next_writers_turn() -> None:
    model = Model(lambda lines: strange(lines, "물려받"), (draft(INVENTED), draft(INVENTED)))
    with pytest.raises(BadInput) as raised:
        retold(model, SecondQuestionPolicy.AUTO)
    assert "물려받" in str(raised.value)


@pytest.mark.parametrize(
    ("asking", "times"),
    [(SecondQuestionPolicy.AUTO, 0), (SecondQuestionPolicy.ALWAYS, 3), (SecondQuestionPolicy.NEVER, 0)],
)
def test_a_repaired_script_is_asked_about_only_where_it_always_is(asking: SecondQuestionPolicy, times: int) -> None:
    model = Model(strange, (FAULTY, draft(STORY[11])))
    assert retold(model, asking).script.title
    assert len(model.shown) == times


@each_row("line", range(14))
def test_a_model_that_always_names_one_line_declines_no_good_script(line: int) -> None:
    model = Model(lambda _lines: {"line": line, "kind": "word_salad"}, (draft(STORY[11]),))
    assert retold(model, SecondQuestionPolicy.ALWAYS).second_answer == "not believed"
    assert len(model.shown) <= 2
