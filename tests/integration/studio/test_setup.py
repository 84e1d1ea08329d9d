"""``wagglebot setup`` as a program: it ends in a film by the models of a hub, and without one where none is reached."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.studio.toy_gguf import gguf_model
from fixtures.studio.toy_voices import supertonic_model

from crawlers.sample.collected_posts import collected_post
from crawlers.sample.sample_posts import all_sample_posts
from libraries.model_store.catalogue import FOLDER, read_catalogue
from schemas.recipe import ScriptChoice
from services.studio.script.llm import prompt
from services.studio.trial_film import SECONDS
from testbed.fake_servers.model_hub import FakeModelHub, running_model_hub

NOBODY = "http://127.0.0.1:9"
PROGRAM = "from services.cli.app import main; main()"
OTHER_CATALOGUE = """
from pathlib import Path
from libraries.model_store import catalogue
catalogue.read_catalogue.__wrapped__.__defaults__ = (Path({folder!r}),)
"""
"""Has the program read its models from another folder."""
DRAFT = {
    "refusal": "none",
    "title": "층간소음 따지러 윗집에 올라간 사연",
    "hook": "새벽 세 시마다 쿵 소리가 나는 집이 있었어요",
    "body": [
        "두 달 전부터 새벽만 되면 쿵 소리가 들렸어요",
        "한 달을 참다가 관리실에 방송을 부탁했어요",
        "그래도 소리는 멈추지 않았어요",
        "결국 음료수 한 박스를 들고 윗집에 올라갔어요",
        "그런데 윗집 아저씨도 두 달째 잠을 못 잤다고 하셨어요",
        "두 사람은 거실에 앉아 새벽에 함께 잠복했어요",
        "세 시가 되자 로봇청소기가 충전기에서 나왔어요",
        "청소기는 베란다 문을 들이받기 시작했어요",
        "앱을 업데이트하면서 예약 시간이 새벽으로 바뀐 거였어요",
        "그 자리에서 사과하고 고기까지 얹어 드렸어요",
    ],
    "comments": [0],
    "closer": "덕분에 푹 잤다는 쪽지가 현관문에 붙어 있었어요",
    "hashtags": ["층간소음", "로봇청소기"],
    "mood": "humor",
}
"""What a good writer says of the sample board's first post."""


def run(home: Path, *arguments: str, hub: str = NOBODY, before: str = "") -> subprocess.CompletedProcess[str]:
    """With nothing to reach but ``hub``: no package index either."""
    environment = {
        **os.environ, "WAGGLEBOT_HOME": str(home), "HF_ENDPOINT": hub,
        "PIP_INDEX_URL": NOBODY, "PIP_EXTRA_INDEX_URL": "", "PIP_CONFIG_FILE": os.devnull,
        "WAGGLEBOT_STUDIO__SUPERTONIC__STEPS": "1",  # of more, the toy voice falls silent
    }  # fmt: skip
    command = [sys.executable, "-c", f"{before}\n{PROGRAM}", "setup", *arguments]
    return subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def test_nothing_is_changed_before_somebody_agrees(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "MB to fetch" in done.stderr
    assert "setup --yes" in done.stdout
    assert not (tmp_path / ".env").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_machine_that_reaches_no_hub_still_gets_a_recipe_and_a_film(tmp_path: Path) -> None:
    done = run(tmp_path, "--yes", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["writer"], told["voice"]) == ("extractive", "espeak")
    assert Path(told["film"]).stat().st_size > 100_000
    assert SECONDS <= told["film_seconds"] < 3 * SECONDS
    assert set(told["missing"]) <= set(read_catalogue())
    assert told["missing"], "a proposed model was fetched from nowhere"
    assert "--from" in done.stderr
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    assert """WAGGLEBOT_RECIPE__SCRIPT__CHAIN='["extractive"]'""" in written
    assert told["recipe"]["script"]["chain"] == ["extractive"]


def served(hub: FakeModelHub, catalogue: Path, name: str, folder: Path) -> None:
    """Put the files of ``folder`` into the hub's repository of a model, and their digests into ``catalogue``."""
    entry = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").partition("[[files]]")[0]
    source = next(each for each in read_catalogue()[name].sources if each.kind == "hub")
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        content, path = file.read_bytes(), str(file.relative_to(folder))
        hub.add_file(source.repository, source.revision, path, content)
        digest = hashlib.sha256(content).hexdigest()
        entry += f'[[files]]\npath = "{path}"\nsize = {len(content)}\nsha256 = "{digest}"\n'
    entry += f'[[sources]]\nkind = "hub"\nrepository = "{source.repository}"\nrevision = "{source.revision}"\n'
    catalogue.mkdir(exist_ok=True)
    (catalogue / f"{name}.toml").write_text(entry, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_models_of_a_hub_write_and_speak_the_film_and_stay_in_use(tmp_path: Path) -> None:
    known = prompt.system_prompt(ScriptChoice()) + prompt.post_as_json(collected_post(all_sample_posts()[0]))
    (tmp_path / "writer").mkdir()
    gguf_model(tmp_path / "writer/model.gguf", json.dumps(DRAFT, ensure_ascii=False), known)
    home, before = tmp_path / "home", OTHER_CATALOGUE.format(folder=str(tmp_path / "catalogue"))
    home.mkdir()
    with running_model_hub() as hub:
        served(hub, tmp_path / "catalogue", "gemma-4-e2b", tmp_path / "writer")
        served(hub, tmp_path / "catalogue", "supertonic-3", supertonic_model(tmp_path / "voice"))
        done = run(home, "--yes", "--json", hub=hub.url, before=before)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["writer"], told["voice"], told["missing"]) == ("gguf", "supertonic", []), done.stderr
        assert told["title"] == DRAFT["title"]
        assert told["recipe"]["script"]["chain"] == ["gguf", "extractive"]
        assert told["recipe"]["voice"]["chain"] == ["supertonic", "espeak"]
        assert Path(told["film"]).stat().st_size > 100_000
        assert SECONDS <= told["film_seconds"] < 3 * SECONDS
        sent = hub.sent
        again = run(home, "--yes", "--json", hub=hub.url, before=before)
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["writer"] == "gguf"
        assert hub.sent == sent, "what is here and whole is not fetched twice"
