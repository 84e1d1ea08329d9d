"""JSON from the web, read into types: what an API's answers have in common."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from parsel import Selector
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from crawlers.engines.declarative import not_a_post
from crawlers.parse.text import plain


class ApiModel(BaseModel):
    """A part of an API's answer. What we do not read is left out, so a newer server does not break us."""

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


def _count(value: Any) -> Any:
    return max(0, value) if isinstance(value, int) else None


Time = Annotated[datetime | None, BeforeValidator(_moment)]
Count = Annotated[int | None, BeforeValidator(_count)]
"""Votes may be less than none where they are a balance."""


def read(model: type[Model], body: bytes, url: str) -> Model:
    """The answer in ``body``. Raises BadInput (``reason`` not_a_post)."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise not_a_post(
            url, f"{where}: {first['msg']}", "The site's API has changed, or this is another.", "not_a_post"
        ) from error


def from_html(markup: str) -> tuple[str, tuple[str, ...]]:
    """Plain text of a piece of HTML, and the addresses of its pictures as they are written."""
    if not markup.strip():
        return "", ()
    piece = Selector(text=f"<div>{markup}</div>", type="html")
    pictures = (image.attrib.get("src", "") for image in piece.css("img:not(.emoji)"))
    return plain(piece), tuple(dict.fromkeys(address for address in pictures if address))
