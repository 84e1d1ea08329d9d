"""Reading settings from the environment and ``.env``: plain lists, and an error for every name that is no setting."""

import json
import os
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from libraries.settings.sections import SectionWithAdapters
from schemas.adapters import settings_sections
from schemas.errors import ConfigurationError

PREFIX: Final = "WAGGLEBOT_"
_BESIDE: Final = {"WAGGLEBOT_HOME", "WAGGLEBOT_DRILL_CLOCK", "WAGGLEBOT_DRILL_KILL", "WAGGLEBOT_TEST_WEIGHTS"}
"""Variables that are read elsewhere: before there are settings, by drills and by tests."""


_STRUCTURED: Final = {"tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type"}


class _PlainText:
    """Values that are no JSON stay text, so that the model says what is wrong and of which setting."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ARG002 - the signature of the base class
        try:
            return json.loads(value)
        except ValueError:
            return value


class EnvironmentSource(_PlainText, EnvSettingsSource):
    """The source of settings that reads environment variables."""


class EnvFileSource(_PlainText, DotEnvSettingsSource):
    """The source of settings that reads ``.env`` files."""


def require_known_variables(model: type[BaseModel], file: EnvFileSource) -> None:
    """Raises ConfigurationError for a variable with our prefix that is no setting, and names the nearest."""
    given = [*os.environ, *(name for name, value in file.env_vars.items() if value is not None)]
    for name in sorted({name.upper() for name in given if name.upper().startswith(PREFIX)} - _BESIDE):
        section = name.removeprefix(PREFIX).split("__")[0].lower()
        if section not in model.model_fields:
            raise unknown_variable_error(model, name)


def settings_error(model: type[BaseModel], error: ValidationError) -> ConfigurationError:
    """The first fault of a ValidationError as an error that names the variable."""
    first = error.errors(include_url=False)[0]
    name = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
    if first["type"] == "extra_forbidden":
        return unknown_variable_error(model, name)
    why = "it is not written as JSON" if first["type"] in _STRUCTURED else first["msg"].removeprefix("Value error, ")
    return ConfigurationError("settings.invalid", setting=name, why=why)


def unknown_variable_error(model: type[BaseModel], name: str) -> ConfigurationError:
    """The error for a variable that is no setting."""
    near = get_close_matches(name.removeprefix(PREFIX), list(variable_names(model, "")), n=1)
    if near:
        return ConfigurationError("settings.misspelt", setting=name, nearest=PREFIX + near[0])
    return ConfigurationError("settings.unknown", setting=name)


def variable_names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The variables of all settings below ``model``, those of installed adapters included."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from variable_names(inner, f"{prefix}{name.upper()}__")
        elif name != "adapters":
            yield f"{prefix}{name.upper()}"
    if issubclass(model, SectionWithAdapters):
        for name, section in settings_sections(model.STATION).items():
            yield from variable_names(section, f"{prefix}{name.upper()}__")
