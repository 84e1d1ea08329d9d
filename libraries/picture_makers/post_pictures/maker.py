"""The maker of the post's own pictures."""

import re
from typing import Final

from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, StoryToIllustrate
from schemas.pictures import Origin
from schemas.posts import Image, Post
from schemas.script import Script

_WORD: Final = re.compile(r"[가-힣A-Za-z0-9]{2,}")
_ALIKE: Final = 0.34
"""Share of the beginnings of words that a line must have in common with the paragraph that it tells."""


class PostPictureMaker:
    """Pictures whose place in the text is known; pictures of old posts are spread over the film by the templates."""

    def __init__(self, story: StoryToIllustrate) -> None:
        self._at = pictures_of_lines(story.post, story.script)

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """The picture that stood in the text where the line is told."""
        image = self._at.get(wanted.line)
        return None if image is None else FoundPicture(Origin.POST, image=image)


def pictures_of_lines(post: Post, script: Script) -> dict[int, Image]:
    """The picture of each line that has one: it stood behind the paragraph that the line tells, or opened the post."""
    told = [_told(line.display, post) for line in script.lines]
    found: dict[int, Image] = {}
    for image in post.images:
        if image.paragraph is None:
            continue
        beside = max(0, image.paragraph - 1)
        free = [at for at, paragraph in enumerate(told) if paragraph == beside and at not in found]
        if free:
            found[free[-1]] = image
    return found


def _told(line: str, post: Post) -> int | None:
    """The paragraph of the post that a line tells; None where none is like it."""
    own = _beginnings(line)
    paragraphs = post.content.splitlines()
    if not own or not paragraphs:
        return None
    shares = [len(own & _beginnings(each)) / len(own) for each in paragraphs]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best if shares[best] >= _ALIKE else None


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:2] for word in _WORD.findall(text))
