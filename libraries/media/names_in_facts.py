"""The names of media files and stage results that facts hold."""

from collections.abc import Mapping
from typing import Any

from libraries.media.store import stage_result_name
from schemas.events import Event, RecordedFact, StageDone


def names_in_fact(fact: RecordedFact) -> set[str]:
    """As `names_in_event`, of a recorded fact."""
    return names_in_event(fact.event)


def names_in_event(event: Event) -> set[str]:
    """Names in the media store that an event holds, recorded or not: of all its media and of its stage result."""
    names = media_keys_in_json(event.model_dump(mode="json"))
    return names | {stage_result_name(event.stage_key)} if isinstance(event, StageDone) else names


def media_keys_in_json(value: Any) -> set[str]:
    """Keys of all media files in the JSON of a fact, at any depth."""
    found: set[str] = set()
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str) and "sha256" in value:
            found.add(value["key"])
        for inner in value.values():
            found |= media_keys_in_json(inner)
    elif isinstance(value, list):
        for inner in value:
            found |= media_keys_in_json(inner)
    return found
