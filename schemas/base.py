"""The base model and basic types of all schemas."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints
from typing_extensions import override

Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""One token of a NATS subject: no dots, wildcards or spaces."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Moment = AwareDatetime
"""A point in time with its time zone; naive datetimes are refused."""


def nfc_text(text: str) -> str:
    """``text`` in NFC, in which names of files and what a person typed can be compared: macOS gives both in NFD."""
    return unicodedata.normalize("NFC", text)


ComposedName = Annotated[str, AfterValidator(nfc_text)]
"""A name that may be that of a file."""


_set = object.__setattr__


class Frozen(BaseModel):
    """An immutable model. Unknown fields are refused, so typos and data of a newer release are noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    @override
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, several times faster: the values of an immutable model need not be copied."""
        if deep:
            return super().model_copy(update=update, deep=True)
        changes = update or {}
        made = object.__new__(type(self))
        known = self.__pydantic_fields_set__
        _set(made, "__dict__", {**self.__dict__, **changes})
        _set(made, "__pydantic_fields_set__", known if known.issuperset(changes) else known.union(changes))
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made
