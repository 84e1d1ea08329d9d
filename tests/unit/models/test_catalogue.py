"""The catalogue of models: every shipped entry can be read, and one that contradicts itself is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row
from pydantic import ValidationError

from libraries.model_store.catalogue import Model, ModelPurpose, find_model, read_catalogue
from schemas.errors import BadInput
from schemas.recipe import Recipe

WHEEL = {"wheel": "a_b-1-py3-none-any.whl", "size": 9, "sha256": "0" * 64, "member": "a_b/part"}
KNOWN = {"path": "a.bin", "size": 3, "sha256": "1" * 64}


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "name": "toy",
        "title": "Toy",
        "purpose": "voice",
        "adapter": "kokoro",
        "licence": {"name": "MIT", "url": "https://example.com", "terms_en": "free", "terms_ko": "자유"},
        "folder": "toy",
        "files": [KNOWN],
        "sources": [{"kind": "address", "urls": {"a.bin": "https://example.com/a"}}],
        "origin": "nobody",
        **changes,
    }


@each_row(
    "changes",
    [
        {"folder": "../elsewhere"},
        {"files": [{**KNOWN, "path": "/etc/passwd"}]},
        {"files": [{**KNOWN, "path": "a\\b"}]},
        {"files": [KNOWN, KNOWN]},
        {"files": [{"path": "a.bin"}]},
        {"sources": [{"kind": "address", "urls": {"b.bin": "https://example.com/a"}}]},
        {"sources": [{"kind": "index", "wheels": {}}]},
        {"sources": [{"kind": "hub", "repository": "owner/name", "revision": "main"}]},
        {"sources": [{"kind": "hub", "repository": "name", "revision": "0" * 40}]},
        {"sources": [{"kind": "hub", "repository": "o/n", "revision": "0" * 40, "paths": {"b.bin": "c"}}]},
        {"name": "Toy"},
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Model.model_validate(entry(**changes))


def test_a_wheel_is_listed_under_the_name_of_its_project() -> None:
    model = Model.model_validate(entry(sources=[{"kind": "index", "wheels": {"a.bin": [WHEEL]}}]))
    source = model.sources[0]
    assert source.kind == "index"
    assert source.wheels["a.bin"][0].project_name == "a-b"


def test_a_source_may_have_another_build_of_the_model() -> None:
    other = {"path": "a.bin", "size": 2, "sha256": "2" * 64}
    model = Model.model_validate(entry(sources=[{"kind": "index", "files": [other], "wheels": {"a.bin": [WHEEL]}}]))
    assert model.files_in_source(model.sources[0])[0].size == 2
    assert model.size == 3


def test_every_entry_can_be_read_and_names_an_existing_recipe() -> None:
    models = read_catalogue()
    assert {model.purpose for model in models.values()} >= {ModelPurpose.VOICE, ModelPurpose.WRITER, ModelPurpose.FACES}
    for model in models.values():
        Recipe.model_validate(model.recipe)
        assert model.files, model.name
        for value in (text for source in (model, *model.sources) for text in source.settings.values()):
            if value.startswith("{") and not value.startswith("{folder}"):
                json.loads(value)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"Known: .*kokoro"):
        find_model("korean-voice")
