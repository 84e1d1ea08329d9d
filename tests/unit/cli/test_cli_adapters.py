"""``wagglebot adapters`` and what the doctor says of adapters."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from typer.testing import CliRunner

from libraries.checks.adapter_needs import UnmetNeed
from libraries.learning.settings import LearningSettings
from schemas.adapters import GROUPS, AdapterKind, InstalledAdapter, installed_adapters
from schemas.recipe import Recipe, ScriptChoice, VoiceChoice
from services.cli.adapters import ExaminedAdapter, _finding, adapter_findings
from services.cli.app import app
from services.config import Settings, StudioSettings

BASE = ("import sys; heavy = {'numpy', 'onnxruntime', 'av', 'edge_tts', 'torch', 'PIL', 'cv2'} & set(sys.modules); "
        "assert not heavy, heavy")  # fmt: skip


@pytest.fixture
def nowhere(tmp_path: Path) -> Settings:
    """Settings whose models lie nowhere."""
    studio = StudioSettings.model_validate({name: {"folder": tmp_path} for name in ("llm", "supertonic", "kokoro")})
    return Settings(studio=studio)


def test_json_names_kind_name_version_languages_gpu_needs_and_package() -> None:
    ran = CliRunner().invoke(app, ["adapters", "--json"])
    assert ran.exit_code == 0, ran.output
    found = {(each["kind"], each["name"]): each for each in json.loads(ran.stdout)}
    ours = {("writer", "extractive"), ("writer", "onnx-genai"), ("writer", "openai"), ("writer", "optimum")}
    ours |= {("voice", name) for name in ("edge", "espeak", "gpt-sovits", "kokoro", "openai-speech", "supertonic")}
    assert ours <= found.keys()
    supertonic = found["voice", "supertonic"]
    assert supertonic["package"] == "wagglebot"
    assert supertonic["gpu"] is True
    assert supertonic["languages"] == ["ko"]
    assert supertonic["needs"] == ["extra local-cpu", "files at folder"]
    assert supertonic["title"] == {"en": "Supertonic", "ko": "Supertonic"}
    assert all(found[key]["version"] and not found[key]["fault"] for key in ours)
    assert found["voice", "edge"]["needs"][-1] == "internet"


def test_the_table_says_what_is_ready() -> None:
    ran = CliRunner().invoke(app, ["adapters"])
    assert ran.exit_code == 0, ran.output
    row = next(line for line in ran.output.splitlines() if "espeak" in line)
    assert "ready" in row


@pytest.mark.parametrize("kind", [AdapterKind.WRITER, AdapterKind.VOICE])
def test_every_entry_point_of_ours_names_its_descriptor(kind: AdapterKind) -> None:
    points = {point.name for point in entry_points(group=GROUPS[kind])}
    found = {each.name: each for each in installed_adapters(kind)}
    assert found.keys() == points
    for each in found.values():
        assert each.adapter is not None, each.fault
        assert each.adapter.title_en
        assert each.adapter.title_ko


def test_descriptors_import_nothing_heavy() -> None:
    """They are listed in every image, also where no voice is installed."""
    code = "from schemas.adapters import AdapterKind, installed_adapters\n"
    code += "[installed_adapters(kind) for kind in (AdapterKind.WRITER, AdapterKind.VOICE)]\n" + BASE
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_what_is_in_use_must_be_ready_and_the_rest_is_only_told(nowhere: Settings) -> None:
    recipe = Recipe(script=ScriptChoice(chain=("onnx-genai",)), voice=VoiceChoice(chain=("espeak",)))
    found = {each.what: each for each in adapter_findings(nowhere.model_copy(update={"recipe": recipe}))}
    assert found["writer onnx-genai"].state == "fail"
    assert "wagglebot models convert" in found["writer onnx-genai"].remedy
    assert found["voice espeak"].state == "ok"
    assert found["voice espeak"].found == "in use"
    assert found["voice supertonic"].state == "ok"
    assert found["voice supertonic"].found.startswith("not set up: ")
    assert "writer extractive" not in found, "it is ready and not in use: nothing to tell"


def test_a_template_that_may_be_learned_and_nothing_has_is_a_failure(nowhere: Settings) -> None:
    learning = LearningSettings(allow={"template": ("card", "nowhere")})
    found = {each.what: each for each in adapter_findings(nowhere.model_copy(update={"learning": learning}))}
    assert (found["template nowhere"].state, found["template card"].state) == ("fail", "ok")
    assert "WAGGLEBOT_LEARNING__ALLOW" in found["template nowhere"].remedy


def test_a_name_in_the_settings_that_nothing_has_is_a_failure(nowhere: Settings) -> None:
    assert [each.what for each in adapter_findings(nowhere) if "not installed" in each.found] == []
    publish = nowhere.publish.model_copy(update={"platforms": ("export", "nowhere")})
    missing = [
        each
        for each in adapter_findings(nowhere.model_copy(update={"publish": publish}))
        if "not installed" in each.found
    ]
    assert [(each.what, each.state) for each in missing] == [("platform nowhere", "fail")]
    assert "youtube" in missing[0].remedy


@pytest.mark.parametrize(("used", "state"), [(True, "fail"), (False, "warn")])
def test_a_broken_package_is_named(used: bool, state: str) -> None:
    broken = ExaminedAdapter(InstalledAdapter(AdapterKind.VOICE, "loud", "loudly", fault="ImportError: no"), ())
    told = _finding(broken, used=used)
    assert (told.state, told.found) == (state, "ImportError: no")
    assert "loudly" in told.remedy


def test_one_cure_is_told_once() -> None:
    espeak = next(each for each in installed_adapters(AdapterKind.VOICE) if each.name == "espeak")
    lacks = (UnmetNeed("no a", "Do it."), UnmetNeed("no b", "Do it."), UnmetNeed("no c", ""))
    told = _finding(ExaminedAdapter(espeak, lacks), used=True)
    assert told.found == "no a; no b; no c"
    assert told.remedy == "Do it."
