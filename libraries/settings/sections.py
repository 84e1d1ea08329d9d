"""The base classes of sections of the settings."""

from typing import Any, ClassVar, Self, TypeVar, cast, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SecretStr,
    SerializeAsAny,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import from_json, to_jsonable_python

from schemas.adapters import Adapter, settings_sections


def parse_list(text: str) -> Any:
    """The list in the text of an environment variable: as JSON, or with commas. Raises ValueError."""
    if text[:1] != "[":
        return [each for part in text.split(",") if (each := part.strip())]
    try:
        return from_json(text)
    except ValueError as error:
        raise ValueError(f"{text[:60]!r} is no JSON ({error})") from error


class Section(BaseModel):
    """A frozen group of settings. Unknown names are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _from_text(cls, value: object, info: ValidationInfo) -> object:
        """Lists and tables may come as text, as environment variables carry them: as JSON, a list also with commas."""
        kind = get_origin(cls.model_fields[info.field_name or ""].annotation)
        if not isinstance(value, str) or (kind not in (tuple, dict) and value[:1] not in ("{", "[")):
            return value
        if kind is tuple:
            return parse_list(value)
        try:
            return from_json(value)
        except ValueError as error:
            if kind is not dict:
                return value
            raise ValueError(f"it is no JSON: {error}") from None  # the value itself may be secret

    def json_with_secrets(self) -> dict[str, JsonValue]:
        """All settings as JSON with their secrets in plain text: for a pipe to a process of ours, never for a file."""
        plain: dict[str, JsonValue] = to_jsonable_python(_reveal(self.model_dump()))
        return plain


def _reveal(value: object) -> object:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case dict():
            return {name: _reveal(each) for name, each in value.items()}
        case list() | tuple():
            return [_reveal(each) for each in value]
        case _:
            return value


S = TypeVar("S", bound=BaseModel)


class SectionWithAdapters(Section):
    """A station's section: its own settings, and one section for each installed adapter that declares one.

    An adapter's section is given beside the station's own settings, under the name its descriptor says
    (``WAGGLEBOT_STUDIO__SUPERTONIC__STEPS=5``), and read with `section_of`.
    """

    STATION: ClassVar[str]

    adapters: dict[str, SerializeAsAny[BaseModel]] = Field(default_factory=dict)
    """The sections that were given, by name. Read them with `section_of`, which knows the defaults too."""

    def section_of(self, model: type[S]) -> S:
        """The section of an adapter, by its model; the defaults when none was given."""
        for section in self.adapters.values():
            if isinstance(section, model):
                return section
        return model()

    def settings_of_adapter(self, adapter: Adapter) -> BaseModel | None:
        """The settings of an adapter; None when it has none."""
        return None if adapter.settings is None else self.section_of(adapter.settings.model)

    def with_only_adapters(self, *wanted: Adapter) -> Self:
        """A copy with the sections of these adapters and of no other."""
        names = {each.settings.name for each in wanted if each.settings is not None}
        return self.model_copy(update={"adapters": {n: s for n, s in self.adapters.items() if n in names}})

    @model_validator(mode="before")
    @classmethod
    def _sort_out_adapters(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        own = {name: value for name, value in given.items() if name in cls.model_fields and name != "adapters"}
        rest = {name: value for name, value in given.items() if name not in cls.model_fields}
        rest |= given.get("adapters") or {}
        known = settings_sections(cls.STATION) if rest else {}
        # A model of just the given sections, so that an error names the whole way to the setting.
        fields = cast("dict[str, Any]", {name: (known[name], ...) for name in rest if name in known})
        group = create_model("Adapters", **fields)
        parsed = group.model_validate({name: value for name, value in rest.items() if name in known})
        unknown = {name: value for name, value in rest.items() if name not in known}
        return own | unknown | {"adapters": {name: getattr(parsed, name) for name in fields}}

    def with_adapter_sections(self, *given: BaseModel) -> Self:
        """A copy with these adapters' sections in place of what was given."""
        by_model = {model: name for name, model in settings_sections(self.STATION).items()}
        changed = {by_model[type(section)]: section for section in given}
        return self.model_copy(update={"adapters": self.adapters | changed})
