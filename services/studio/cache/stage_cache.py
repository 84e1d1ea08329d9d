"""The cache of stage results: the key of a result, and the results that are kept in the media store."""

import json
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ValidationError

from libraries.media.store import MediaMissing, MediaStore
from schemas.base import Sha256
from schemas.media import MediaRef
from schemas.pictures import Origin
from schemas.recipe import Stage, canonical_json, stage_key
from services.studio.cache.stage_dependencies import CUT_PARTS, stage_dependencies
from services.studio.worker.protocol import StageInputs, StageResult


class StageOutcome(NamedTuple):
    """The result of a stage, and what the fact of every stage's result says beside it."""

    result: StageResult
    fact_fields: dict[str, Any]

    @classmethod
    def of_result(cls, key: Sha256, result: StageResult, *, cached: bool) -> Self:
        """A result under its key; ``cached``: it was found, not made."""
        fields = {
            "stage_key": key,
            "served_by": result.served_by,
            "passed_over": result.passed_over,
            "models": result.models,
            "seconds": 0.0 if cached else result.seconds,
            "device": result.device,
            "cached": cached,
        }
        return cls(result, fields)


def result_key(inputs: StageInputs) -> Sha256:
    """The key of the result that a stage makes of ``inputs``. Reads files."""
    code = stage_dependencies(inputs.stage, inputs.recipe, inputs.settings)
    read = [*map(canonical_json, _read(inputs)), *_cut(inputs)]
    return stage_key(inputs.stage, code, recipe_section_of_stage(inputs), *read)


def _cut(inputs: StageInputs) -> list[str]:
    """What a cut beside the film is decided by; nothing without one, so that films without are found as before."""
    cut = inputs.recipe.cut if inputs.stage is Stage.FILM else None
    return [] if cut is None else [canonical_json(cut), json.dumps([part.key_part for part in CUT_PARTS])]


def recipe_section_of_stage(inputs: StageInputs) -> BaseModel:
    """The part of the recipe that belongs to the stage. Publishing is no stage of the studio."""
    recipe = inputs.recipe
    return {
        Stage.SCRIPT: recipe.script,
        Stage.VOICE: recipe.voice,
        Stage.PICTURE: recipe.picture,
        Stage.FILM: recipe.film,
    }[inputs.stage]


def recall_result(store: MediaStore, key: Sha256) -> StageResult | None:
    """The result that is kept under a key; None also for one that does not parse, or whose files are gone."""
    kept = store.kept_result(key)
    if kept is None:
        return None
    try:
        result = StageResult.model_validate_json(kept)
        for ref in _files(result):
            store.path(ref)
    except (ValidationError, MediaMissing):
        return None
    return result


def keep_lasting_result(store: MediaStore, key: Sha256, result: StageResult) -> None:
    """Keep a result, unless a stand-in made it, or a licence that may change allows it: the next remake asks anew."""
    licensed = result.pictures is not None and bool(result.pictures.attributions)
    if not result.stood_in and not licensed:
        store.keep_result(key, result.model_dump_json().encode())


def _read(inputs: StageInputs) -> list[BaseModel]:
    """The inputs that the stage reads."""
    match inputs.stage:
        case Stage.SCRIPT:
            read: tuple[BaseModel | None, ...] = (inputs.post,)
        case Stage.VOICE:
            read = (inputs.script,)
        case Stage.PICTURE:
            read = (inputs.post, inputs.script)
        case _:
            # What was measured of the narration is no part of it.
            heard = inputs.voice.model_copy(update={"speech": None}) if inputs.voice else None
            read = (inputs.post, inputs.script, heard, inputs.pictures)
    return [model for model in read if model is not None]


def film_inputs(inputs: StageInputs) -> dict[Stage, list[MediaRef]]:
    """The files that a film is made from, by the stage that made them, without pictures of the post itself."""
    pictures = inputs.pictures.pictures if inputs.pictures else ()
    made = [one.image.media for one in pictures if one.image is not None and one.origin is not Origin.POST]
    return {Stage.VOICE: [inputs.voice.audio] if inputs.voice else [], Stage.PICTURE: made}


def _files(result: StageResult) -> list[MediaRef]:
    files: list[MediaRef | None] = [result.voice.audio] if result.voice else []
    if result.pictures:
        files += [each.image.media for each in result.pictures.pictures if each.image is not None]
    if result.cut:
        files.append(result.cut.voice.audio)
    for film in (result.film, result.cut.film if result.cut else None):
        if film is not None:
            files += [film.video, film.thumbnail, film.captions, film.styled_captions]
    return [file for file in files if file is not None]
