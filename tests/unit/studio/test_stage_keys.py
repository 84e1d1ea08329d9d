"""What a key depends on: every declared version, library, constant and file that decides a result, and nothing else."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.facts import SCRIPT, VOICE
from fixtures.studio.gallery import Gallery
from fixtures.studio.studio import small_post
from fixtures.studio.versions import read

from libraries import versions
from libraries.storyboard.cards.comments import CommentCard
from libraries.versions import VersionedPart, adapter_version
from schemas import adapters
from schemas.adapters import Adapter, AdapterKind, InstalledAdapter
from schemas.recipe import FilmChoice, Recipe, ScriptChoice, Stage, VoiceChoice
from schemas.voice import RetakenLine, SpeechFigures
from services.config import StudioSettings
from services.studio.cache import stage_dependencies
from services.studio.cache.stage_cache import result_key
from services.studio.digests import file_digest, folder_digest
from services.studio.film.encode import segment
from services.studio.film.encode.segment import segment_key, tail_key
from services.studio.film.templates.toon import versioned_parts as toon_parts
from services.studio.script import llm
from services.studio.worker.protocol import StageInputs

ROOT = Path(__file__).resolve().parents[3]
STAGES = (Stage.SCRIPT, Stage.VOICE, Stage.FILM)
PARTS = [(stage, part) for stage in STAGES for part in stage_dependencies.PARTS[stage]]
KEYS = """
import json, sys
from pathlib import Path
from fixtures.facts import SCRIPT, VOICE
from fixtures.studio.studio import small_post
from schemas.recipe import Recipe, Stage
from services.config import StudioSettings
from services.studio.cache.stage_cache import result_key
from services.studio.worker.protocol import StageInputs
inputs = [
    StageInputs(stage=stage, post=small_post(), recipe=Recipe(), settings=StudioSettings(), script=SCRIPT, voice=VOICE)
    for stage in (Stage.SCRIPT, Stage.VOICE, Stage.FILM)
]
keys = [result_key(each) for each in inputs]
if "film" in sys.argv:
    from fixtures.studio.canonical import OUTPUTS
    from fixtures.studio.gallery import Gallery
    from fixtures.studio.versions import made
    from services.studio.film.encode.segment import segment_key
    film = Gallery(Path(sys.argv[-1])).film("card", "ink")
    keys += [segment_key(film, index, "libx264") for index in range(len(film.scenes))]
    keys += [made(output) for output in OUTPUTS if output.name in sys.argv]
import services.studio
print(json.dumps([str(Path(services.studio.__file__).parent), *keys]))
"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("gallery"))


def key(stage: Stage, recipe: Recipe | None = None, settings: StudioSettings | None = None) -> str:
    chosen = {"recipe": recipe or Recipe(), "settings": settings or StudioSettings()}
    given = {"stage": stage, "post": small_post(), "script": SCRIPT, "voice": VOICE}
    return result_key(StageInputs.model_validate(given | chosen))


def film_with(template: str) -> Recipe:
    return Recipe(film=FilmChoice(template=template))


def test_what_was_measured_of_a_narration_makes_no_film_anew() -> None:
    figures = SpeechFigures(fastest=0.1, median=0.15, slowest=0.2, retaken=(RetakenLine(index=0, code="speech.noise"),))
    given = {
        "stage": Stage.FILM,
        "post": small_post(),
        "script": SCRIPT,
        "recipe": Recipe(),
        "settings": StudioSettings(),
    }
    keys = {
        result_key(StageInputs.model_validate(given | {"voice": VOICE.model_copy(update={"speech": speech})}))
        for speech in (None, figures)
    }
    assert keys == {key(Stage.FILM)}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No version that a test changed is remembered by the next."""
    yield
    for each in (stage_dependencies._assets, segment._drawing):
        each.cache_clear()


def raise_part(monkeypatch: pytest.MonkeyPatch, stage: Stage, name: str) -> None:
    raised = tuple(
        VersionedPart(p.name, "next", p.packages) if p.name == name else p for p in stage_dependencies.PARTS[stage]
    )
    monkeypatch.setattr(stage_dependencies, "PARTS", {**stage_dependencies.PARTS, stage: raised})


def replace_adapter(monkeypatch: pytest.MonkeyPatch, kind: AdapterKind, name: str, **changes: object) -> Adapter:
    """The adapter as its next release would declare it."""
    real = adapters.installed_adapters
    (old,) = (each for each in real(kind) if each.name == name)
    assert old.adapter is not None
    new = dataclasses.replace(old.adapter, **changes)  # type: ignore[arg-type]

    def installed(asked: AdapterKind) -> tuple[InstalledAdapter, ...]:
        return tuple(
            dataclasses.replace(each, adapter=new) if (asked, each.name) == (kind, name) else each
            for each in real(asked)
        )

    installed.cache_clear = real.cache_clear  # type: ignore[attr-defined]
    for module in (adapters, versions):
        monkeypatch.setattr(module, "installed_adapters", installed)
    return new


@pytest.mark.parametrize(("stage", "part"), PARTS, ids=[f"{stage}-{part.name}" for stage, part in PARTS])
def test_a_raised_version_of_a_part_is_a_new_key_of_its_stage(
    monkeypatch: pytest.MonkeyPatch, stage: Stage, part: VersionedPart
) -> None:
    before = {each: key(each) for each in STAGES}
    raise_part(monkeypatch, stage, part.name)
    assert [each for each in STAGES if key(each) != before[each]] == [stage]


@pytest.mark.parametrize("part", toon_parts.PARTS, ids=lambda part: part.name)
def test_a_raised_version_of_a_part_that_a_template_names_is_a_new_key_of_its_films_alone(
    monkeypatch: pytest.MonkeyPatch, part: VersionedPart
) -> None:
    drawn, others = Recipe(film=FilmChoice(template="toon")), (Recipe(), Recipe(film=FilmChoice(template="card")))
    before, kept = key(Stage.FILM, drawn), [key(Stage.FILM, each) for each in others]
    raised = tuple(VersionedPart(p.name, "next", p.packages) if p is part else p for p in toon_parts.PARTS)
    monkeypatch.setattr(toon_parts, "PARTS", raised)
    assert key(Stage.FILM, drawn) != before
    assert [key(Stage.FILM, each) for each in others] == kept


@pytest.mark.parametrize("package", sorted({package for _, part in PARTS for package in part.packages}))
def test_another_release_of_a_library_is_a_new_key(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    before = {each: key(each) for each in STAGES}
    real = versions._version
    monkeypatch.setattr(versions, "_version", lambda name: "99" if name == package else real(name))
    changed = {each for each in STAGES if key(each) != before[each]}
    assert changed == {stage for stage, part in PARTS if package in part.packages}


def test_a_raised_template_is_a_new_key_where_it_may_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: key(Stage.FILM, film_with(name)) for name in ("auto", "battle", "card")}
    replace_adapter(monkeypatch, AdapterKind.TEMPLATE, "battle", version="next")
    assert [name for name, old in before.items() if key(Stage.FILM, film_with(name)) != old] == ["auto", "battle"]


@pytest.mark.parametrize(
    ("stage", "kind", "first", "other"),
    [
        (Stage.SCRIPT, AdapterKind.WRITER, "extractive", "openai"),
        (Stage.VOICE, AdapterKind.VOICE, "espeak", "edge"),
    ],
)
def test_the_version_of_the_adapter_named_first_is_in_the_key(
    monkeypatch: pytest.MonkeyPatch, stage: Stage, kind: AdapterKind, first: str, other: str
) -> None:
    """A stand-in's is not: what it made is not kept."""
    chain = {"script": ScriptChoice(chain=(first, other)), "voice": VoiceChoice(chain=(first, other))}
    recipe = Recipe.model_validate({stage.value: chain[stage.value]})
    before = key(stage, recipe)
    replace_adapter(monkeypatch, kind, other, version="next")
    assert key(stage, recipe) == before
    monkeypatch.undo()
    replace_adapter(monkeypatch, kind, first, version="next")
    assert key(stage, recipe) != before


def test_an_adapter_without_a_version_goes_by_that_of_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    espeak = replace_adapter(monkeypatch, AdapterKind.VOICE, "espeak", version="")
    monkeypatch.setattr(versions, "_version", lambda name: f"{name} 1.4")
    assert adapter_version(espeak) == "wagglebot 1.4"
    before = key(Stage.VOICE)
    monkeypatch.setattr(versions, "_version", lambda name: f"{name} 1.5")
    assert key(Stage.VOICE) != before


def test_an_adapter_that_is_not_installed_has_a_key_too() -> None:
    """The stage itself says that it is not there."""
    assert key(Stage.VOICE, Recipe(voice=VoiceChoice(chain=("nobody",)))) != key(Stage.VOICE)


def test_the_modules_of_an_adapter_are_those_of_the_stage_s_interpreter(tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c \'print("{{}}")\'\n')
    other.chmod(0o755)
    elsewhere = StudioSettings(interpreter={"voice": str(other)})
    assert key(Stage.VOICE, settings=elsewhere) != key(Stage.VOICE)
    assert key(Stage.FILM, settings=elsewhere) == key(Stage.FILM)


def test_another_wording_of_a_prompt_is_a_new_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = key(Stage.SCRIPT)
    shutil.copytree(llm.PROMPTS, tmp_path / "prompts")
    monkeypatch.setattr(stage_dependencies, "PROMPTS", tmp_path / "prompts")
    assert key(Stage.SCRIPT) == before
    with (tmp_path / "prompts/ssul-2.md").open("a") as file:
        file.write("\n짧게 써라.")
    assert key(Stage.SCRIPT) != before


@pytest.mark.parametrize("folder", ["fonts", "music", "effects"])
def test_another_font_music_or_effect_is_a_new_key_of_films(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    before = {each: key(each) for each in STAGES}
    for name in ("fonts", "music", "effects"):
        shutil.copytree(ROOT / "assets" / name, tmp_path / "assets" / name)
    monkeypatch.setattr(stage_dependencies, "DATA", tmp_path)
    stage_dependencies._assets.cache_clear()
    assert key(Stage.FILM) == before[Stage.FILM]
    (tmp_path / "assets" / folder / "another").write_bytes(b"another")
    stage_dependencies._assets.cache_clear()
    assert [each for each in STAGES if key(each) != before[each]] == [Stage.FILM]


def test_another_ffmpeg_is_a_new_key_of_films(tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    program.write_bytes(b"one")
    program.chmod(0o755)
    chosen = StudioSettings(ffmpeg=str(program))
    one = key(Stage.FILM, settings=chosen)
    program.write_bytes(b"another")
    assert len({key(Stage.FILM), one, key(Stage.FILM, settings=chosen)}) == 3
    assert key(Stage.VOICE, settings=chosen) == key(Stage.VOICE)


def test_settings_that_change_only_how_long_it_takes_are_in_no_key() -> None:
    patient = StudioSettings(stage_timeout=1, idle_seconds=1, provider_rest=1, vram_wait=1, max_attempts=1)
    assert [key(stage, settings=patient) for stage in STAGES] == [key(stage) for stage in STAGES]


def copied(folder: Path) -> Path:
    """A copy of the program that runs, with its tests' fixtures."""
    for name in ("schemas", "libraries", "services", "crawlers", "tests/fixtures", "wagglebot"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "assets").symlink_to(ROOT / "assets")
    (folder / "nats").symlink_to(ROOT / "nats")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def keys_of(copy: Path, *arguments: str) -> list[str]:
    search = os.pathsep.join((str(copy), str(copy / "tests")))
    environment = {**os.environ, "PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "4321"}
    ran = subprocess.run(
        [sys.executable, "-c", KEYS, *arguments], env=environment, cwd=copy, capture_output=True, text=True, check=True
    )
    keys: list[str] = json.loads(ran.stdout.splitlines()[-1])
    assert keys.pop(0) == str(copy / "services/studio")
    return keys


def rename(copy: Path, old: str, new: str) -> None:
    """Move a module and change the imports of it, as an editor would."""
    (copy / old).rename(copy / new)
    before, after = (name.removesuffix(".py").replace("/", ".") for name in (old, new))
    moved = re.compile(rf"\b{re.escape(before)}\b")
    for path in copy.rglob("*.py"):
        path.write_text(moved.sub(after, path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.slow
def test_a_moved_module_a_comment_and_a_new_file_keep_every_key(tmp_path: Path, gallery: Gallery) -> None:
    """So does another process, with the outputs of this one. At another frame rate only the script keeps its key."""
    copy = copied(tmp_path)
    film_here = gallery.film("card", "ink")
    before = [key(stage) for stage in STAGES]
    before += [segment_key(film_here, index, "libx264") for index in range(len(film_here.scenes))]
    assert len(before) > 10
    rename(copy, "libraries/video/container.py", "services/studio/film/qc/mp4_file.py")
    rename(copy, "libraries/drawing/canvas/camera.py", "libraries/storyboard/cards/lens.py")
    rename(copy, "services/studio/voice/track.py", "services/studio/voice/narration.py")
    for path in (copy / "services/studio").rglob("*.py"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n# Another comment.\n", encoding="utf-8")
    (copy / "services/studio/film/test_film.py").write_text("def test_film() -> None: ...\n")
    (copy / "libraries/drawing/canvas/unused.py").write_text("VALUE = 1\n")
    outputs = ("shared by all writers", "a narration", "lines of espeak", "typeset texts", "an encoded segment")
    found = keys_of(copy, "film", *outputs, str(tmp_path))
    assert found[: len(before)] == before
    assert sorted(found[len(before) :]) == sorted(read().digests[name] for name in outputs)
    frames = copy / "schemas/frames.py"
    frames.write_text(frames.read_text().replace("FPS: Final = 30", "FPS: Final = 25"))
    script, voice, film = keys_of(copy)
    assert script == before[0]
    assert voice != before[1]
    assert film != before[2]


def test_a_raised_card_remakes_the_scenes_that_show_it(monkeypatch: pytest.MonkeyPatch, gallery: Gallery) -> None:
    film = gallery.film("card", "ink")
    scenes = range(len(film.scenes))
    before = [segment_key(film, index, "libx264") for index in scenes]
    rests = [tail_key(film, index, "libx264") for index in scenes]
    monkeypatch.setattr(CommentCard, "version", "next")
    shown = {index for index in scenes if isinstance(film.scenes[index].card, CommentCard)}
    after = max(shown) + 1
    assert {index for index in scenes if tail_key(film, index, "libx264") != rests[index]} == shown
    changed = {index for index in scenes if segment_key(film, index, "libx264") != before[index]}
    assert shown <= changed <= shown | {after}, "the scene behind it begins with what is left of it"


def test_a_raised_template_or_drawing_part_remakes_all_scenes(
    monkeypatch: pytest.MonkeyPatch, gallery: Gallery
) -> None:
    film, other = gallery.film("battle", "ink"), gallery.film("card", "ink")

    def keys() -> list[str]:
        return [segment_key(film, index, "libx264") for index in range(len(film.scenes))]

    before, unconcerned = keys(), segment_key(other, 0, "libx264")
    replace_adapter(monkeypatch, AdapterKind.TEMPLATE, "battle", version="next")
    raised = keys()
    assert not set(raised) & set(before)
    assert segment_key(other, 0, "libx264") == unconcerned
    for part in ("CANVAS", "TYPOGRAPHY", "SURROUNDINGS", "ENCODING"):
        segment._drawing.cache_clear()
        monkeypatch.setattr(segment, part, VersionedPart(part, "next"))
        assert not set(keys()) & set(raised), part


def test_a_digest_is_of_size_and_content(tmp_path: Path) -> None:
    one, large = tmp_path / "one", tmp_path / "large"
    one.write_bytes(b"content")
    before = file_digest(one)
    one.write_bytes(b"Content")
    assert file_digest(one) != before
    large.write_bytes(b"\0" * (9 * 2**20))
    whole = file_digest(large)
    for place in (0, 4 * 2**20 + 2**19, 9 * 2**20 - 1):
        with large.open("r+b") as file:
            file.seek(place)
            file.write(b"\1")
        assert file_digest(large) != whole, place
        whole = file_digest(large)


def test_a_folder_s_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    empty = folder_digest(tmp_path)
    assert empty == folder_digest(tmp_path / "none")
    (tmp_path / "a/b/one").write_bytes(b"1")
    one = folder_digest(tmp_path)
    (tmp_path / "a/b/one").rename(tmp_path / "a/one")
    assert len({empty, one, folder_digest(tmp_path)}) == 3
    assert folder_digest(tmp_path / "a/one") == file_digest(tmp_path / "a/one")
