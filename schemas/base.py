"""The model every part of the contract is built on."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""One token of a NATS subject: no dots, wildcards or spaces."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Moment = AwareDatetime
"""A point in time with its zone; naive datetimes are refused."""


class Frozen(BaseModel):
    """An immutable value. Unknown fields are refused, so a typo or a newer writer is noticed at the edge."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")
