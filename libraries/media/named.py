"""The names of media files and stage results that facts hold."""

from collections.abc import Mapping
from typing import Any

from libraries.media.store import result_name
from schemas.events import Recorded, StageDone


def named(fact: Recorded) -> set[str]:
    """Names of all media and of the stage result that a fact names."""
    names = references(fact.event.model_dump(mode="json"))
    return names | {result_name(fact.event.stage_key)} if isinstance(fact.event, StageDone) else names


def references(value: Any) -> set[str]:
    """Keys of all media that a fact names, at any depth."""
    found: set[str] = set()
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str) and "sha256" in value:
            found.add(value["key"])
        for inner in value.values():
            found |= references(inner)
    elif isinstance(value, list):
        for inner in value:
            found |= references(inner)
    return found
