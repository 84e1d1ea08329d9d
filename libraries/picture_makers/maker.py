"""What a maker of pictures is asked, and what it answers."""

from pathlib import Path
from typing import NamedTuple, Protocol

from schemas.beats import Beat, Storyboard
from schemas.pictures import Attribution, Origin, PicturesShown
from schemas.posts import Image, Post
from schemas.script import Script

SHOWN: tuple[int, int] = (1080, 648)
"""Pixels, width and height, in which films show a picture."""


class StoryToIllustrate(NamedTuple):
    """The story whose lines are to be seen, and what a maker may know of the film.

    ``style``: words for prompts; empty for the maker's own. ``shows``: what the template shows of pictures; ``small``:
    a preview of half the size. ``faces``: the network that finds faces, which need not exist. ``assets``: the
    creator's own files.
    """

    post: Post
    script: Script
    board: Storyboard
    seed: int
    style: str
    shows: PicturesShown
    small: bool
    faces: Path
    assets: Path


class LineToIllustrate(NamedTuple):
    """A line whose picture is wanted; ``attempt`` counts from 0, and a later one must give another picture."""

    line: int
    beat: Beat
    attempt: int = 0


class FoundPicture(NamedTuple):
    """A picture for a line: a file as it came (``data``), one that is in the media store (``image``), or a scene that
    the template draws (``shows``). ``own``: the bytes are our own drawing and need no cleaning.
    ``without_faces``: it is used only where no face is found in it, and another may be asked for.
    """

    origin: Origin
    data: bytes = b""
    own: bool = False
    image: Image | None = None
    shows: Beat | None = None
    attribution: Attribution | None = None
    model: str = ""
    prompt: str = ""
    seed: int = 0
    lifelike: bool = False
    without_faces: bool = False


class PictureMaker(Protocol):
    """A maker, made anew for each story.

    `picture` raises ProviderDown where its server is down, which ends its work for this film; ConfigurationError
    likewise; BadInput for this picture alone.
    """

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """The picture of a line; None where the maker has none that fits."""
        ...
