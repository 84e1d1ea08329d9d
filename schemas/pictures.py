"""The pictures of a film: which one is shown at which line, who made it, and under which licence it may be shown."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Frozen
from schemas.beats import Beat
from schemas.posts import Image


class Origin(StrEnum):
    """Where a picture comes from."""

    POST = "post"
    """The post itself."""
    OWN = "own"
    """The creator's own library."""
    DRAWN = "drawn"
    """Our own drawing, which nobody takes for real."""
    LICENSED = "licensed"
    """A public collection, under an open licence."""
    MODEL = "model"
    """A model that makes pictures from words."""


class PicturesShown(StrEnum):
    """What a template shows of the pictures of lines."""

    WORDS = "words"
    """Nothing of them."""
    STILLS = "stills"
    """Pictures, drawn ones among them."""
    SCENES = "scenes"
    """Pictures; drawn scenes it draws itself."""


class Attribution(Frozen):
    """What an open licence asks to be told: title, author, licence, and the page where all of it stands."""

    title: Annotated[str, StringConstraints(max_length=300)]
    author: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    licence: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    """As it is written in credits: ``CC BY-SA 4.0``."""
    licence_url: Annotated[str, StringConstraints(max_length=500)] = ""
    page: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    """Address of the page that describes the picture."""
    provider: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    """The collection that was asked."""
    identity: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    """What the collection calls the picture."""

    @property
    def credit(self) -> str:
        """Author and licence, as a film shows them beside the picture."""
        return f"{self.author} · {self.licence}"


class LinePicture(Frozen):
    """The picture of one line of a script."""

    line: Annotated[int, Field(ge=0)]
    maker: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    version: str = ""
    """Declared version of the maker."""
    origin: Origin
    image: Image | None = None
    """None for a scene that a template draws itself."""
    shows: Beat | None = None
    """What is drawn, of a drawn picture."""
    attribution: Attribution | None = None
    model: Annotated[str, StringConstraints(max_length=200)] = ""
    prompt: Annotated[str, StringConstraints(max_length=4000)] = ""
    seed: Annotated[int, Field(ge=0)] = 0
    lifelike: bool = False
    """Whether a viewer could take something made for something real, which a platform must be told."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.origin is Origin.LICENSED and self.attribution is None:
            raise ValueError("an openly licensed picture needs its attribution")
        if self.image is None and self.shows is None:
            raise ValueError("a picture is a file, or what a template draws")
        return self


class Pictures(Frozen):
    """The pictures of a film, at most one a line, in the order of the lines. Lines without one are shown by words."""

    pictures: Annotated[tuple[LinePicture, ...], Field(max_length=40)] = ()

    def at(self, line: int) -> LinePicture | None:
        """The picture of a line."""
        return next((each for each in self.pictures if each.line == line), None)

    @property
    def has_lifelike(self) -> bool:
        """Whether one of them could be taken for real."""
        return any(each.lifelike for each in self.pictures)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """What licences ask to be told, each picture once."""
        told = (each.attribution for each in self.pictures)
        return tuple(dict.fromkeys(each for each in told if each is not None))


NO_PICTURES = Pictures()
