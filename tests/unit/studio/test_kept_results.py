"""What the key of a result is made of, by name, and which kept results are used again."""

import json
import wave
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from pydantic import BaseModel

from libraries.media.store import LocalStore
from schemas.adapters import usable_adapters
from schemas.events import PassedOverAdapter
from schemas.recipe import FilmChoice, PictureChoice, Recipe, ScriptChoice, Stage, VoiceChoice
from services.config import StudioSettings
from services.studio.adapters import INDIFFERENT, KINDS
from services.studio.cache import stage_dependencies
from services.studio.cache.stage_cache import StageOutcome, keep_lasting_result, recall_result, result_key
from services.studio.digests import file_digest
from services.studio.worker.protocol import StageInputs, StageResult

ADAPTERS = [
    (stage, each.name, each.settings.model)
    for stage, kind in KINDS.items()
    for each in usable_adapters(kind)
    if each.settings is not None
]
OTHERWISE: dict[str, object] = {
    "api_key": "other",
    "timeout": 1.5,
    "release": True,
    "reserve_mb": 1,
    "device": "other",
    "folder": Path("/nowhere/else"),
    "poll": 0.5,
    "contact": "other@example.org",
}
"""Another value for each setting that changes no result."""


def recipe_with(stage: Stage, name: str) -> Recipe:
    if stage is Stage.SCRIPT:
        return Recipe(script=ScriptChoice(chain=(name,)))
    if stage is Stage.PICTURE:
        return Recipe(picture=PictureChoice(chain=(name,)))
    return Recipe(voice=VoiceChoice(chain=(name,)))


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        (Stage.SCRIPT, {"parts", "adapter", "prompt"}),
        (Stage.VOICE, {"parts", "adapter", "constants"}),
        (Stage.PICTURE, {"parts", "makers", "beats", "network", "shows", "quality", "seed"}),
        (Stage.FILM, {"parts", "templates", "constants", "assets", "own", "faces", "ffmpeg"}),
    ],
)
def test_the_names_in_a_key_stay_as_they_are(stage: Stage, names: set[str]) -> None:
    """Another name is another key, and every film would be made again."""
    found = json.loads(stage_dependencies.stage_dependencies(stage, Recipe(), StudioSettings()))
    assert set(found) == names
    if "adapter" in names:
        assert set(found["adapter"]) == {"version", "packages", "settings", "model"}
    if "constants" in names:
        assert found["constants"] == {"fps": 30, "sample_rate": 48_000}
    if "assets" in names:
        assert set(found["assets"]) == {"fonts", "music", "effects"}


@each_row(("stage", "name", "section"), ADAPTERS, ids=[name for _, name, _ in ADAPTERS])
def test_where_and_how_fast_an_adapter_works_is_in_no_key(stage: Stage, name: str, section: type[BaseModel]) -> None:
    recipe, plain = recipe_with(stage, name), section.model_construct(**section().model_dump())
    changed = {field: value for field, value in OTHERWISE.items() if field in section.model_fields}
    usual = plain.model_copy(update={"folder": Path("/nowhere")} if "folder" in changed else {})
    other = plain.model_copy(update=changed)
    found = [
        stage_dependencies.stage_dependencies(stage, recipe, StudioSettings().with_adapter_sections(settings))
        for settings in (usual, other)
    ]
    assert found[0] == found[1]
    assert set(OTHERWISE) == INDIFFERENT


def result() -> StageResult:
    return StageResult(served_by="extractive", seconds=1, voice=VOICE, film=FILM)


def given(stage: Stage, recipe: Recipe) -> StageInputs:
    settings = StudioSettings()
    return StageInputs(stage=stage, post=small_post(), recipe=recipe, settings=settings, script=SCRIPT, voice=VOICE)


def placed(store: LocalStore) -> list[Path]:
    """Files for all that the result names."""
    files = [VOICE.audio, FILM.video, FILM.thumbnail, FILM.captions]
    paths = [store.root / file.key for file in files]
    for path, file in zip(paths, files, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(file.size))
    return paths


def test_a_result_is_recalled_while_all_its_files_are_there(tmp_path: Path) -> None:
    store, asked = LocalStore(tmp_path), given(Stage.FILM, Recipe())
    key = result_key(asked)
    assert recall_result(store, key) is None
    paths = placed(store)
    keep_lasting_result(store, key, result())
    assert recall_result(store, key) == result()
    for path in paths:
        moved = path.rename(path.with_suffix(".moved"))
        assert recall_result(store, key) is None
        moved.rename(path)
    store.keep_result(key, b"{}")
    assert recall_result(store, key) is None


@pytest.mark.parametrize("stood_in", [False, True])
def test_what_a_stand_in_made_is_not_kept(tmp_path: Path, stood_in: bool) -> None:
    store = LocalStore(tmp_path)
    made = StageResult(served_by="extractive", seconds=1, script=SCRIPT, stood_in=stood_in)
    keep_lasting_result(store, "a" * 64, made)
    assert recall_result(store, "a" * 64) == (None if stood_in else made)


def test_a_fact_says_all_that_is_known_of_how_a_result_was_made() -> None:
    passed = PassedOverAdapter(name="nobody", code="adapter.not_installed")
    made = StageResult(served_by="extractive", seconds=2, device="cpu", passed_over=(passed,), script=SCRIPT)
    said = StageOutcome.of_result("a" * 64, made, cached=False).fact_fields
    assert (said["served_by"], said["passed_over"], said["seconds"], said["device"], said["cached"]) == (
        "extractive",
        (passed,),
        2,
        "cpu",
        False,
    )
    found = StageOutcome.of_result("a" * 64, made, cached=True).fact_fields
    assert (found["passed_over"], found["seconds"], found["cached"]) == ((passed,), 0, True)


def test_the_second_of_a_chain_is_in_no_key() -> None:
    """What a stand-in makes is not kept, so its version is none of the key."""
    first_is_missing = Recipe(script=ScriptChoice(chain=("nobody", "extractive")))
    assert (
        json.loads(stage_dependencies.stage_dependencies(Stage.SCRIPT, first_is_missing, StudioSettings()))["adapter"]
        is None
    )


def test_a_creators_own_effect_is_in_the_key_of_films_by_name_and_content(tmp_path: Path) -> None:
    effect = tmp_path / "effects" / "boom.wav"
    effect.parent.mkdir()
    with wave.open(str(effect), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(bytes(48_000))
    told = stage_dependencies.stage_dependencies(Stage.FILM, Recipe(), StudioSettings(assets=tmp_path))
    assert json.loads(told)["own"] == [["effects", "boom", file_digest(effect)]]


@pytest.mark.parametrize("film", [FilmChoice(template="auto", number=2), FilmChoice(template="auto", seed=5)])
def test_pictures_are_of_the_template_that_has_its_turn(film: FilmChoice) -> None:
    kept, other = (result_key(given(Stage.PICTURE, Recipe(film=each))) for each in (FilmChoice(template="auto"), film))
    assert kept != other


def test_the_network_that_finds_faces_is_in_the_key_of_pictures(tmp_path: Path) -> None:
    network = tmp_path / "faces.onnx"
    found = []
    for content in (b"", b"one", b"two"):
        network.write_bytes(content)
        found.append(stage_dependencies.stage_dependencies(Stage.PICTURE, Recipe(), StudioSettings(faces=network)))
    assert len(set(found)) == 3
