"""What decides a stage's result beside its choices and inputs: code, adapter, settings, models, libraries, assets."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from libraries.drawing.canvas import CANVAS
from libraries.drawing.typography import TYPOGRAPHY
from libraries.drawn_world.scenes_version import SCENES
from libraries.film_scripts import CHECKS
from libraries.own_assets import AssetKind, find_assets, possible_assets
from libraries.sound import DECODING
from libraries.story_beats import BEATS
from libraries.storyboard.cards import CARDS, SURROUNDINGS
from libraries.vector import VECTOR
from libraries.versions import VersionedPart, adapter_version, package_versions, versioned_parts
from schemas.adapters import Adapter, AdapterKind, Extra, usable_adapters
from schemas.frames import FPS, SAMPLE_RATE
from schemas.recipe import FilmChoice, Recipe, Stage
from services.config import DATA, StudioSettings
from services.studio.adapters import ChosenAdapter, adapter_names_in_recipe, chosen_adapters, model_folder
from services.studio.digests import file_digest, folder_digest
from services.studio.film import FILM
from services.studio.film.audio import SOUND
from services.studio.film.cut import CUTTING
from services.studio.film.encode import ENCODING
from services.studio.film.privacy import COVERING
from services.studio.film.user_media import OWN_MEDIA
from services.studio.picture import PICTURING
from services.studio.script import SCRIPT
from services.studio.script.llm import PROMPTS, RETELLING
from services.studio.voice import VOICE

PARTS: Final[dict[Stage, tuple[VersionedPart, ...]]] = {
    Stage.SCRIPT: (SCRIPT, RETELLING, CHECKS),
    Stage.VOICE: (VOICE, DECODING),
    Stage.PICTURE: (PICTURING,),
    Stage.FILM: (
        FILM,
        CANVAS,
        TYPOGRAPHY,
        SURROUNDINGS,
        *CARDS,
        SCENES,
        VECTOR,
        BEATS,
        ENCODING,
        SOUND,
        COVERING,
        OWN_MEDIA,
        DECODING,
    ),
}
"""The versioned parts of each stage. Templates, writers and voices are added by what the recipe chooses."""
CUT_PARTS: Final = (CUTTING,)
"""The versioned parts of the cut beside a film; in the film's key where the recipe asks for one."""
_CONSTANTS: Final[dict[str, JsonValue]] = {"fps": FPS, "sample_rate": SAMPLE_RATE}


def stage_dependencies(stage: Stage, recipe: Recipe, settings: StudioSettings) -> str:
    """JSON of all that decides the result of a stage of the studio but its own choices and inputs. Reads files."""
    found: dict[str, JsonValue] = {"parts": [part.key_part for part in PARTS[stage]]}
    match stage:
        case Stage.SCRIPT:
            found |= {"adapter": _adapter(stage, recipe, settings), "prompt": _prompt(recipe.script.prompt)}
        case Stage.VOICE:
            found |= {"adapter": _adapter(stage, recipe, settings), "constants": _CONSTANTS}
        case Stage.PICTURE:
            found |= {"makers": _makers(recipe, settings), "beats": BEATS.key_part, "network": _network(settings)}
            found |= {"shows": _shows(recipe.film), "quality": recipe.film.quality, "seed": recipe.film.seed}
        case _:
            found |= {"templates": _templates(recipe.film.template), "constants": _CONSTANTS, "assets": _assets()}
            found |= {"own": _own(recipe.film, settings), "faces": _faces(recipe.film, settings)}
            found |= {"ffmpeg": _ffmpeg(settings.ffmpeg)}
    return json.dumps(found, sort_keys=True, ensure_ascii=False)


def _adapter(stage: Stage, recipe: Recipe, settings: StudioSettings) -> JsonValue:
    """The adapter that the recipe names first: what a stand-in makes is not kept. None when it is not installed."""
    names = adapter_names_in_recipe(stage, recipe)[:1]
    first = next((each for each in chosen_adapters(stage, recipe, settings) if each.adapter.name in names), None)
    return None if first is None else _described(first, settings.stage_python(stage.value))


def _described(chosen: ChosenAdapter, python: str) -> JsonValue:
    folder = model_folder(chosen)
    return {
        "version": [chosen.adapter.name, adapter_version(chosen.adapter)],
        "packages": package_versions(_modules(chosen.adapter), python),
        "settings": chosen.decisive_settings,
        "model": folder_digest(folder) if folder else "",
    }


def _makers(recipe: Recipe, settings: StudioSettings) -> JsonValue:
    """Every maker of pictures that the recipe names, with its versioned parts, and the creator's own pictures."""
    found = chosen_adapters(Stage.PICTURE, recipe, settings)
    python = settings.stage_python(Stage.PICTURE.value)
    described: list[JsonValue] = [
        [_described(each, python), *(part.key_part for part in versioned_parts(each.adapter))] for each in found
    ]
    own = find_assets(settings.assets, "pictures") if "own" in recipe.picture.chain else []
    return [*described, [[each.name, file_digest(each.path)] for each in own if not each.why]]


def _modules(adapter: Adapter) -> tuple[str, ...]:
    return tuple(sorted({module for need in adapter.needs if isinstance(need, Extra) for module in need.modules}))


def _prompt(name: str) -> str:
    """Digest of a prompt, for the writers that have one; a name without a file is refused when it is used."""
    return next((file_digest(path) for path in PROMPTS.glob("*.md") if path.stem == name), "")


def _templates(choice: str) -> JsonValue:
    """The template of the recipe with its parts, or all that ``auto`` may take, which have none."""
    found: dict[str, JsonValue] = {}
    for each in usable_adapters(AdapterKind.TEMPLATE):
        if choice in ("auto", each.name):
            parts = [part.key_part for part in versioned_parts(each)] if choice == each.name else []
            found[each.name] = [adapter_version(each), *parts] if parts else adapter_version(each)
    return found


def _shows(film: FilmChoice) -> JsonValue:
    """What decides which template the film has, and so what it shows of pictures."""
    auto = film.template == "auto"
    possible = [each for each in usable_adapters(AdapterKind.TEMPLATE) if auto or film.template == each.name]
    turn = (film.number or film.seed) if auto else 0
    return [film.template, turn, {each.name: adapter_version(each) for each in possible}]


@cache
def _assets() -> JsonValue:
    """The fonts, music and effects that come with the program."""
    return {name: folder_digest(DATA / "assets" / name) for name in ("fonts", "music", "effects")}


def _ffmpeg(configured: str) -> str:
    """A program of the operator's choice; the one of the package imageio-ffmpeg counts by its version."""
    found = shutil.which(configured) if configured else None
    return file_digest(Path(found)) if found else ""


def _own(film: FilmChoice, settings: StudioSettings) -> JsonValue:
    """The creator's own files that the recipe may come to, by name and content."""
    kinds: tuple[tuple[AssetKind, str], ...] = (
        ("music", film.music),
        ("backgrounds", film.background),
        ("effects", ""),
    )
    found = [own for kind, choice in kinds for own in possible_assets(settings.assets, kind, choice)]
    return [[own.kind, own.name, file_digest(own.path)] for own in found]


def _faces(film: FilmChoice, settings: StudioSettings) -> JsonValue:
    """The network that finds faces, where the film asks for it."""
    return _network(settings) if film.blur != "none" else ""


def _network(settings: StudioSettings) -> str:
    return file_digest(settings.faces) if settings.faces.is_file() else ""
