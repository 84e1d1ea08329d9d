"""JSON answers of APIs, parsed into typed models."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from crawlers.parse.dates import plausible_moment
from crawlers.parse.markup import parse_html
from crawlers.parse.plain_text import plain_text
from schemas.errors import BadInput


class ApiModel(BaseModel):
    """A part of an API's answer. Unknown fields are ignored, so that newer servers can still be read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Model = TypeVar("Model", bound=BaseModel)


def _moment(value: Any) -> Any:
    """Seconds since 1970 and times without a zone are UTC in every API we read."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _plausible(value: datetime | None) -> datetime | None:
    return None if value is None else plausible_moment(value)


def _count(value: Any) -> Any:
    return max(0, value) if isinstance(value, int) else None


Time = Annotated[datetime | None, AfterValidator(_plausible), BeforeValidator(_moment)]
Count = Annotated[int | None, BeforeValidator(_count)]
"""A number of votes or comments; a negative balance of votes counts as 0."""


def parse_json_answer(model: type[Model], body: bytes, url: str) -> Model:
    """The answer in ``body``. Raises BadInput (``page.not_a_post.format``)."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _of_another_form(error, url) from error


def validate_json_answer(model: type[Model], content: object, url: str) -> Model:
    """The parsed answer ``content``. Raises BadInput (``page.not_a_post.format``)."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _of_another_form(error, url) from error


def _of_another_form(error: ValidationError, url: str) -> BadInput:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the answer"
    return BadInput("page.not_a_post.format", url=url[:200], why=f"{where}: {first['msg']}")


def text_and_picture_addresses(markup: str) -> tuple[str, tuple[str, ...]]:
    """Plain text of a piece of HTML, and the addresses of its pictures as they are written."""
    if not markup.strip():
        return "", ()
    piece = parse_html(f"<div>{markup}</div>")
    pictures = (image.attrib.get("src", "") for image in piece.css("img:not(.emoji)"))
    return plain_text(piece), tuple(dict.fromkeys(address for address in pictures if address))
