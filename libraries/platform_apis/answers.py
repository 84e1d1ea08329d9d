"""Answers of platforms, parsed in one place: whatever does not fit is one error, which means that it is tried again."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.errors import ProviderDown

_SHOWN: Final = 60
"""Characters of an answer that are shown of what cannot be read."""
_STORED: Final = re.compile(r"bytes=0-(\d{1,18})")

Identity = Annotated[str, Field(min_length=1)]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+")]


class ApiAnswer(BaseModel):
    """A part of an answer; fields that we do not know are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


A = TypeVar("A", bound=ApiAnswer)


def parse_answer(model: type[A], content: object, platform: str) -> A:
    """The answer as a ``model``: of JSON in bytes, or of what was read from it.

    Raises ProviderDown (``publish.odd_answer``), which shows the names of the fields, never their values.
    """
    try:
        return model.model_validate_json(content) if isinstance(content, bytes) else model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise unexpected_answer_error(platform, f"{place}: {first['type']}, in {describe_answer(content)}") from None


def unexpected_answer_error(platform: str, what: str) -> ProviderDown:
    """The error for an answer that was not expected: ``what`` came instead."""
    return ProviderDown("publish.odd_answer", platform=platform, what=what)


def describe_answer(content: object) -> str:
    """A description of what came, without the values of its fields: they may be secret."""
    if isinstance(content, bytes):
        try:
            return describe_answer(json.loads(content)) if content else "an empty body"
        except (ValueError, RecursionError):
            return repr(content[:_SHOWN].decode(errors="replace"))
    return f"fields {sorted(map(str, content))[:8]}" if isinstance(content, dict) else type(content).__name__


def received_bytes_in_range(stored: str | None, size: int, platform: str) -> int:
    """Bytes that an upload session has, by its Range header: ``bytes=0-N``, and no header when it has none.

    Raises ProviderDown for a header that says something else, or more bytes than the ``size`` of the film. Source:
    Google, "Resumable uploads" of the YouTube Data API.
    """
    if stored is None:
        return 0
    match = _STORED.fullmatch(stored.strip())
    if match is None or int(match[1]) >= size:
        raise unexpected_answer_error(platform, f"the range {stored[:_SHOWN]!r} of {size} bytes")
    return int(match[1]) + 1


def parse_date_header(text: str | None) -> datetime | None:
    """The moment of a Date header; None where there is none, or where it is no date."""
    try:
        found = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
