"""Traits of a finished film by which films of one channel are compared: chosen forms, cuts and the first frame."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import ComposedName, Frozen


class FilmTraits(Frozen):
    """What was chosen for a film where its recipe says ``auto``, and what its first frame looks like."""

    template: str
    theme: str
    layout: str
    opening: str
    closing: str
    comments: str
    captions: str
    transition: str
    background: ComposedName
    music: ComposedName
    """Name of the music file; ``none`` without music."""
    shots: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1)]
    """Lengths of the scenes in seconds, in their order."""
    first_frame: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16})?$")]
    """Perceptual hash of the first frame (`libraries.storyboard.traits`)."""
    colours: tuple[Annotated[float, Field(ge=0, le=1)], ...]
    """Shares of the first frame's pixels by colour: three levels each of red, green and blue, 27 in all."""
