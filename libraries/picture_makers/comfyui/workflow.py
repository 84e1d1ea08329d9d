"""Workflows in ComfyUI's API format: nodes by id, each with ``class_type`` and ``inputs``; texts have placeholders."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from schemas.errors import ConfigurationError

_SETTING: Final = "studio.comfyui.workflow"
PLACEHOLDERS: Final = ("{prompt}", "{never}", "{seed}", "{width}", "{height}")


def read_workflow(file: Path) -> dict[str, JsonValue]:
    """The workflow in a file. Raises ConfigurationError for none, the editor's own format, and one without a prompt."""
    try:
        found: JsonValue = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise ConfigurationError("picture.workflow", setting=_SETTING, file=str(file), why=why) from error
    nodes = found if isinstance(found, dict) else {}
    if not nodes or not all(isinstance(each, dict) and "class_type" in each for each in nodes.values()):
        why = "it is not in the API format: nodes by id, each with its class_type"
        raise ConfigurationError("picture.workflow", setting=_SETTING, file=str(file), why=why)
    if "{prompt}" not in json.dumps(nodes):
        raise ConfigurationError("picture.workflow", setting=_SETTING, file=str(file), why="{prompt} is nowhere in it")
    return nodes


def fill_workflow(workflow: JsonValue, values: Mapping[str, str | int]) -> JsonValue:
    """The workflow with its placeholders replaced; a text that is nothing but a placeholder becomes its value."""
    match workflow:
        case dict():
            return {name: fill_workflow(each, values) for name, each in workflow.items()}
        case list():
            return [fill_workflow(each, values) for each in workflow]
        case str():
            whole = values.get(workflow.removeprefix("{").removesuffix("}")) if workflow in PLACEHOLDERS else None
            if whole is not None:
                return whole
            for name, value in values.items():
                workflow = workflow.replace(f"{{{name}}}", str(value))
            return workflow
        case _:
            return workflow
