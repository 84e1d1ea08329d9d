"""What goes through the pipe to a stage process: all settings it needs, its own secrets, and nothing else."""

import json
from pathlib import Path

import pytest
from fixtures.facts import SCRIPT, VOICE
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, SecretStr, ValidationError

from libraries.settings.sections import Section
from schemas.errors import BadInput, ProviderDown
from schemas.events import PassedOverAdapter
from schemas.recipe import Recipe, ScriptChoice, Stage, VoiceChoice
from services.config import MediaSettings, Settings, StudioSettings
from services.studio.script.openai import WriterServerSettings
from services.studio.voice.openai_speech import SpeechServerSettings
from services.studio.worker.protocol import (
    StageFailure,
    StageJob,
    StageProgress,
    StageResult,
    encode_job,
    error_as_failure,
    failure_as_error,
    parse_reply,
)

SECRETS = {"writer": {"api_key": "sk-writer"}, "speech": {"api_key": "sk-speech"}}
CHOSEN = Recipe(script=ScriptChoice(chain=("openai", "extractive"), model="m"), voice=VoiceChoice(chain=("espeak",)))


def job(stage: Stage = Stage.SCRIPT, recipe: Recipe = CHOSEN, **settings: object) -> StageJob:
    return StageJob(
        stage=stage,
        post=small_post(),
        recipe=recipe,
        settings=StudioSettings.model_validate({**SECRETS, **settings}),
        media=MediaSettings(root=Path("/srv/media")),
        script=SCRIPT,
        voice=VOICE,
    )


def test_a_job_arrives_as_it_was_sent_with_the_secret_of_its_adapter() -> None:
    sent = job(provider_rest=7, assets="/srv/own", faces="/srv/faces.onnx", ffmpeg="/usr/bin/ffmpeg")
    line = encode_job(sent)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    arrived = StageJob.model_validate_json(line)
    assert arrived == sent.model_copy(update={"settings": arrived.settings})
    assert arrived.settings.section_of(WriterServerSettings).api_key.get_secret_value() == "sk-writer"
    plain = {name: getattr(sent.settings, name) for name in StudioSettings.model_fields if name != "adapters"}
    assert plain == {name: getattr(arrived.settings, name) for name in plain}


@pytest.mark.parametrize("stage", [Stage.SCRIPT, Stage.VOICE, Stage.FILM])
def test_no_secret_of_another_adapter_is_sent(stage: Stage) -> None:
    line = encode_job(job(stage)).decode()
    assert ("sk-writer" in line) is (stage is Stage.SCRIPT)
    assert "sk-speech" not in line
    arrived = StageJob.model_validate_json(line)
    assert arrived.settings.section_of(SpeechServerSettings).api_key == SecretStr("")


def test_a_job_shows_no_secret_otherwise() -> None:
    """Neither when it is printed or written down, nor in an error about what came through the pipe."""
    shown = job()
    for text in (repr(shown), str(shown.settings), shown.model_dump_json(), repr(shown.model_dump())):
        assert "sk-" not in text
    broken = json.loads(encode_job(shown))
    broken["settings"]["adapters"]["writer"]["max_tokens"] = "many"
    with pytest.raises(ValidationError) as caught:
        StageJob.model_validate_json(json.dumps(broken))
    assert "max_tokens" in str(caught.value)
    assert "sk-writer" not in str(caught.value)


def test_settings_of_the_environment_are_those_of_the_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_STUDIO__WRITER__EXTRA", '{"top_k": [1, 2], "deep": {"a": null}}')
    monkeypatch.setenv("WAGGLEBOT_STUDIO__INTERPRETER", '{"film": "/usr/bin/python3"}')
    studio = Settings().studio
    assert StudioSettings.model_validate(studio.json_with_secrets()) == studio


class Nested(Section):
    secret: SecretStr = SecretStr("s")
    table: dict[str, SecretStr] = Field(default_factory=lambda: {"a": SecretStr("t")})
    rows: tuple[SecretStr, ...] = (SecretStr("u"),)
    folder: Path = Path("/srv")


class Holder(Section):
    inner: Nested = Nested()


def test_secrets_are_revealed_wherever_they_stand() -> None:
    plain = {"secret": "s", "table": {"a": "t"}, "rows": ["u"], "folder": "/srv"}
    assert Holder().json_with_secrets() == {"inner": plain}
    assert Holder.model_validate(Holder().json_with_secrets()) == Holder()


@given(percent=st.floats(0, 100), note=st.text())
def test_any_progress_comes_back_as_it_was_said(percent: float, note: str) -> None:
    said = StageProgress(percent=percent, note=note)
    assert parse_reply(said.model_dump_json().encode()) == said


def test_a_result_comes_back_as_it_was_said() -> None:
    made = StageResult(script=SCRIPT, served_by="extractive", seconds=0.5, device="cpu")
    assert parse_reply(made.model_dump_json().encode()) == made


@each_row("line", [b"", b"not JSON", b'{"type":"other"}', b'{"type":"result"}', b"[]"])
def test_anything_else_is_no_answer(line: bytes) -> None:
    with pytest.raises(ValidationError):
        parse_reply(line)


@pytest.mark.parametrize(
    "error", [BadInput("voice.unknown", voice="x"), ProviderDown("server.unreachable", server="x", why="y")]
)
def test_an_error_is_made_anew_on_the_other_side(error: BadInput | ProviderDown) -> None:
    sent = parse_reply(error_as_failure(error).model_dump_json().encode())
    assert isinstance(sent, StageFailure)
    again = failure_as_error(sent, Stage.VOICE)
    assert type(again) is type(error)
    assert (again.code, again.fields, str(again)) == (error.code, error.fields, str(error))


def test_an_error_of_a_class_that_is_not_known_keeps_its_family_and_words() -> None:
    for family, kind in (("retryable", "Retryable"), ("permanent", "Permanent")):
        failure = StageFailure.model_validate(
            {"family": family, "error": "OfAPlugin", "text": "It broke.", "fields": {}}
        )
        again = failure_as_error(failure, Stage.VOICE)
        assert type(again).__name__ == kind
        assert "It broke" in str(again)


def test_why_others_did_not_serve_goes_through_the_pipe_and_old_results_have_none() -> None:
    passed = PassedOverAdapter(
        name="openai", code="server.unreachable", fields={"server": "It", "why": "x"}, detail="d"
    )
    made = StageResult(script=SCRIPT, served_by="extractive", seconds=0.5, passed_over=(passed,))
    assert parse_reply(made.model_dump_json().encode()) == made
    assert passed.sentence("en") == "openai: It does not answer: x."
    old = json.loads(made.model_dump_json())
    del old["passed_over"]
    assert parse_reply(json.dumps(old).encode()) == made.model_copy(update={"passed_over": ()})
