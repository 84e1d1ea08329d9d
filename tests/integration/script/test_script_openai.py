"""The writer that asks a server: whatever comes back, a post ends in a sound script or in a named error."""

import json
import re
import time
from hashlib import sha256
from pathlib import Path

import pytest
from fixtures.rows import each_row
from fixtures.studio.drafts import good_answer
from fixtures.studio.models import STORY, Answerer, Asked, Heard, completion, serving, story
from fixtures.studio.studio import sample_posts, small_post

from libraries.film_scripts import pacing
from libraries.film_scripts.checks import examine_script
from libraries.film_scripts.checks.post.copied_passages import longest_common_run
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.http_client.client import ModelServerClient
from schemas.errors import BadInput, ConfigurationError, ProviderDown, Refused, WaggleError
from schemas.failures import failure_explanation
from schemas.posts import Post
from schemas.recipe import Recipe, ScriptChoice, Stage
from schemas.script import Role, Speaker
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.script.llm import PROMPTS, prompt
from services.studio.script.llm.draft import Draft, script_of_draft
from services.studio.script.openai import WriterServerSettings
from services.studio.script.openai.writer import OpenAIWriter
from services.studio.script.stage import examined_script, write_script
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

CHOICE = ScriptChoice(chain=("openai",), model="toy")
GOOD = story()
COPIED = "어제 점심에 냉장고를 열었는데 제 도시락이 없었습니다."

ANSWERS = {
    "plain": GOOD,
    "fenced": f"```json\n{GOOD}\n```",
    "prose around it": f"네, 대본입니다!\n\n{GOOD}\n\n마음에 드셨으면 좋겠어요.",
    "second object": GOOD + "\n" + json.dumps({"hook": "둘째"}),
    "an example first": '예시: {"hook": "…"}\n' + GOOD,
    "thoughts first": "<think>{음… 어떻게 쓸까}</think>" + GOOD,
    "more fields": story(mood_score=0.9, speaker="narrator"),
    "comments that are none": story(comments=[7, 0, 0, 99]),
    "tags of any kind": story(hashtags=["# 두 단어", "", "##", "#썰"]),
}
"""Answers that are used as they are."""

FAULTY = {
    "empty": "",
    "prose": "도시락이 사라진 이야기를 들려드릴게요.",
    "cut off": GOOD[: len(GOOD) // 2],
    "a list": f"[{GOOD[: len(GOOD) // 3]}",
    "body is text": story(body="한 줄"),
    "numbers as text": story(comments=["0", "1"]),
    "unknown mood": story(mood="신남"),
    "missing": json.dumps({"hook": "안녕"}),
    "null": story(hook=None),
    "hook of emoji": story(hook="😀😀"),
    "too short": story(body=["짧아요.", "아주요.", "끝."], comments=[]),
    "too long": story(body=[STORY["body"][1]] * 24),
    "copied": story(body=[COPIED, *STORY["body"]]),
    "insult": story(hook="이런 미친놈이 다 있나 싶었습니다."),
    "telephone": story(closer="010-1234-5678 로 전화 주시겠어요?"),
    "invented figure": story(hook="도시락 사천 개, 아니 48211개가 사라졌습니다."),
    "name": story(hook="느긋한고래0 님의 도시락이 사라졌습니다."),
    "control characters": "\x00\x01{" * 50,
    "deep": "{" * 5000,
}
"""Answers that are sent back."""


def writer(server: Heard, **settings: object) -> OpenAIWriter:
    given = {"base_url": f"{server.url}/v1", "timeout": 5.0, "second_question": "never", **settings}
    return OpenAIWriter(WriterServerSettings.model_validate(given))


def saying(*answers: str) -> Answerer:
    """Each answer once, the last for ever."""
    left = list(answers)
    return lambda asked: completion(left.pop(0) if len(left) > 1 else left[0])


@each_row("answer", ANSWERS.values(), ids=ANSWERS)
def test_answers_that_can_be_used(answer: str) -> None:
    with serving(saying(answer)) as heard:
        script = writer(heard).write(small_post(), CHOICE)
    assert len(heard.asked) == 1
    assert script.lines[0].role is Role.HOOK
    assert script.lines[-1].role is Role.CLOSER
    assert pacing.SHORTEST <= pacing.script_duration(script.lines) <= pacing.LONGEST
    assert all(tag.startswith("#") for tag in script.hashtags)


@each_row("answer", FAULTY.values(), ids=FAULTY)
def test_a_faulty_answer_is_sent_back_once(answer: str) -> None:
    with serving(saying(answer, GOOD)) as heard:
        script = writer(heard).write(small_post(), CHOICE)
    assert script.hook.display == STORY["hook"][: len(script.hook.display)]
    first, second = heard.asked
    assert [message["role"] for message in second.body["messages"]] == ["system", "user", "assistant", "user"]
    assert len(second.body["messages"][-1]["content"]) > 60
    assert first.body["messages"] == second.body["messages"][:2]


def test_no_answer_loses_a_post(monkeypatch: pytest.MonkeyPatch) -> None:
    served = []
    for answer in (*ANSWERS.values(), *FAULTY.values()):
        with serving(saying(answer)) as heard:
            monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__BASE_URL", f"{heard.url}/v1")
            monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__SECOND_QUESTION", "never")
            post = small_post()
            script, by, *_ = write_script(
                post, ScriptChoice(chain=("openai", "extractive"), model="toy"), Settings().studio
            )
            served.append(by)
            assert len(heard.asked) == (1 if by == "openai" else 2)
            assert by == "extractive" or not examine_script(script, post).faults
    assert served == ["openai"] * len(ANSWERS) + ["extractive"] * len(FAULTY)


CHAIN = ScriptChoice(chain=("openai", "extractive"), model="toy")
DECLINES = completion(json.dumps({"refusal": "accusation"}))
REFUSALS = {
    "its own field": (completion("", refusal="I can't help with that."), "script.declined.filtered", 1),
    "filtered": (completion("", finish_reason="content_filter"), "script.declined.filtered", 1),
    "by a name": (DECLINES, "script.declined.accusation", 2),
    "a stray word": (completion(json.dumps({"refusal": "그런데"})), "script.unusable_answer", 2),
    "in words": (completion("죄송하지만 이 내용으로는 대본을 작성할 수 없습니다."), "script.unusable_answer", 2),
    "beside half a story": (completion(story(refusal="crime", title="")), "script.unusable_answer", 2),
}
"""What a server says, the reason that is kept, and how often it is asked."""


@pytest.mark.parametrize(("refusal", "code", "asked"), REFUSALS.values(), ids=REFUSALS)
def test_whatever_a_model_declines_the_next_writer_serves(
    refusal: tuple[int, bytes], code: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda _: refusal) as heard:
        monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__BASE_URL", heard.url)
        served = write_script(small_post(), CHAIN, Settings().studio)
    assert (served.by, len(heard.asked)) == ("extractive", asked)
    assert [(each.name, each.code) for each in served.passed_over] == [("openai", code)]
    told = failure_explanation(code, served.passed_over[0].fields, "ko")
    assert told is not None
    assert "?" not in told.sentence


def test_a_reason_that_is_not_given_twice_is_none() -> None:
    crime = completion(json.dumps({"refusal": "crime"}))
    for second in (completion("음"), crime):
        answers = iter((DECLINES, second))
        with serving(lambda _, answers=answers: next(answers)) as heard, pytest.raises(BadInput) as raised:  # type: ignore[misc]  # mypy infers no type of a lambda's default
            writer(heard).write(small_post(), CHOICE)
        assert raised.value.code == "script.unusable_answer"
    answers = iter((DECLINES, completion(GOOD)))
    with serving(lambda _: next(answers)) as heard:
        assert writer(heard).write(small_post(), CHOICE).lines
    assert "accusation" in heard.asked[1].body["messages"][-1]["content"]


@pytest.mark.parametrize("understood", ["json_schema", "json_object", "none"])
def test_the_ladder_of_answer_forms(understood: str) -> None:
    def picky(asked: Asked) -> tuple[int, bytes]:
        form = asked.body.get("response_format", {}).get("type", "none")
        return completion(GOOD) if form == understood else (400, b'{"error": "response_format is not supported"}')

    with serving(picky) as heard:
        chosen = writer(heard)
        chosen.write(small_post(), CHOICE)
    forms = [asked.body.get("response_format", {}).get("type", "none") for asked in heard.asked]
    assert forms == ["json_schema", "json_object", "none"][: len(forms)]
    assert forms[-1] == understood
    if understood == "json_schema":
        asked_for = heard.asked[0].body["response_format"]["json_schema"]["schema"]
        assert asked_for["additionalProperties"] is False
        assert set(asked_for["required"]) == set(STORY)


@each_row(
    ("status", "error"),
    [(401, ConfigurationError), (404, ConfigurationError), (302, ConfigurationError), (429, ProviderDown),
     (503, ProviderDown), (400, BadInput), (200, ProviderDown)],
)  # fmt: skip
def test_what_a_status_means(status: int, error: type[WaggleError]) -> None:
    with serving(lambda _: (status, b"no such thing")) as heard, pytest.raises(error) as raised:
        writer(heard, api_key="sk-secret").write(small_post(), CHOICE)
    assert heard.asked[0].key == "Bearer sk-secret"
    assert "sk-secret" not in str(raised.value)


def test_a_server_that_is_not_there_or_hangs() -> None:
    with serving(saying(GOOD)) as heard:
        pass
    with pytest.raises(ProviderDown, match="does not answer"):
        writer(heard).write(small_post(), CHOICE)

    def late(_asked: Asked) -> tuple[int, bytes]:
        time.sleep(0.5)
        return 200, b""

    with serving(late) as heard, pytest.raises(ProviderDown, match=r"took longer than 0\.1 s"):
        ModelServerClient("It", heard.url, setting="studio.writer", timeout=0.1).post("/x", {})


def test_the_settings_are_checked() -> None:
    with pytest.raises(ConfigurationError, match=r"recipe\.script\.model"):
        OpenAIWriter(WriterServerSettings()).write(small_post(), ScriptChoice(chain=("openai",)))
    with pytest.raises(ConfigurationError, match="is no address"):
        OpenAIWriter(WriterServerSettings(base_url="localhost:1")).write(small_post(), CHOICE)
    with pytest.raises(ConfigurationError, match="there is no prompt"):
        OpenAIWriter(WriterServerSettings()).write(small_post(), CHOICE.model_copy(update={"prompt": "../../../etc/x"}))


def test_the_model_sees_the_post_as_data_and_the_comments_keep_their_words() -> None:
    answers = {post.title: answer for post in sample_posts() if (answer := good_answer(post))}
    posts = [post for post in sample_posts() if post.title in answers]
    assert len(posts) >= 30

    def fitting(asked: Asked) -> tuple[int, bytes]:
        return completion(answers[json.loads(asked.body["messages"][1]["content"])["title"]])

    with serving(fitting) as heard:
        scripts = [(post, writer(heard).write(post, CHOICE)) for post in posts]
    for asked, (post, script) in zip(heard.asked, scripts, strict=True):
        system, user = asked.body["messages"]
        assert "해요체" in system["content"]
        assert "$" not in system["content"]
        shown = json.loads(user["content"])
        assert shown["title"] == post.title
        for line in script.lines:
            if line.speaker is Speaker.COMMENTER:
                written = [letters(comment.content) for comment in post.comments if comment.author == line.credit]
                assert any(letters(line.display) in text for text in written)


def letters(text: str) -> str:
    return re.sub(r"[^가-힣]", "", text)


def test_a_prompt_once_released_is_never_changed() -> None:
    """Its name is in the recipe of every script that was written by it: another wording is another file."""
    released = {
        "ssul-1": "efdfc12c403efb085ddd1c985142b116ae502155a068586c27c9ada8bb73feee",
        "ssul-2": "6e315f3cde75e5f29e1e4536cbb91d2eec2e71412e359e4361e96c4fc1c0c5ca",
    }
    found = {file.stem: sha256(file.read_bytes()).hexdigest() for file in PROMPTS.glob("*.md")}
    assert found == released
    assert ScriptChoice().prompt in found
    for name in found:
        assert "$" not in prompt.system_prompt(ScriptChoice(prompt=name))


def test_the_kept_figures_say_what_a_script_shares_with_its_instructions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__SECOND_QUESTION", "never")
    with serving(lambda _: completion(GOOD)) as heard:
        monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__BASE_URL", f"{heard.url}/v1")
        asked = examined_script(small_post(), CHOICE, Settings().studio).made.report.figures
    own = examined_script(small_post(), ScriptChoice(), Settings().studio).made.report.figures
    told = ScriptAndPost(
        script_of_draft(Draft.model_validate_json(GOOD), small_post()), small_post(), prompt.system_prompt(CHOICE)
    )
    assert asked.prompt_run == len(longest_common_run(told.narration, told.prompt)) > 0
    assert own.prompt_run is None


@pytest.mark.parametrize("seconds", [15, 20, 22])
def test_no_script_is_asked_for_that_is_too_short_to_pass(seconds: float) -> None:
    assert prompt.system_prompt(ScriptChoice(seconds=seconds)) == prompt.system_prompt(
        ScriptChoice(seconds=pacing.SHORTEST)
    )


def job(post: Post, settings: StudioSettings, root: Path) -> StageJob:
    recipe, media = Recipe(script=CHOICE), MediaSettings(root=root)
    return StageJob(stage=Stage.SCRIPT, post=post, recipe=recipe, settings=settings, media=media)


@pytest.mark.slow
async def test_settings_reach_the_stage_process_and_its_end_releases_the_server(tmp_path: Path) -> None:
    with serving(lambda asked: completion(GOOD) if "chat" in asked.path else (200, b"{}")) as heard:
        writer = {"base_url": f"{heard.url}/v1", "release": "ollama", "api_key": "sk-in-the-pipe"}
        settings = StudioSettings.model_validate({"writer": writer})
        processes = StageProcesses(settings, tmp_path / "gpu.lock")
        jobs = [job(small_post(str(n)), settings, tmp_path) for n in range(3)]
        results = [await processes.run_job(each, lambda _percent, _note: None) for each in jobs]
        before = [asked.path for asked in heard.asked]
        await processes.close()
    assert [result.served_by for result in results] == ["openai"] * 3
    assert processes.starts == 1
    assert set(before) == {"/v1/chat/completions"}
    assert heard.asked[-1].path == "/api/generate"
    assert heard.asked[-1].body == {"model": "toy", "keep_alive": 0}
    assert {asked.key for asked in heard.asked[:-1]} == {"Bearer sk-in-the-pipe"}


@pytest.mark.slow
async def test_why_a_writer_did_not_serve_comes_out_of_the_stage_process(tmp_path: Path) -> None:
    with serving(lambda _: DECLINES) as heard:
        settings = StudioSettings.model_validate({"writer": {"base_url": heard.url}})
        processes = StageProcesses(settings, tmp_path / "gpu.lock")
        alone = job(small_post(), settings, tmp_path)
        chain = alone.model_copy(update={"recipe": Recipe(script=CHAIN)})
        try:
            result = await processes.run_job(chain, lambda _percent, _note: None)
            with pytest.raises(Refused, match="an unproven accusation of a real person"):
                await processes.run_job(alone, lambda _percent, _note: None)
        finally:
            await processes.close()
    assert [each.code for each in result.passed_over] == ["script.declined.accusation"]
