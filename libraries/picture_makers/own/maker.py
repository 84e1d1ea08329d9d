"""The maker of the creator's own pictures."""

import re
from typing import Final

from libraries.own_assets import UserAsset, find_assets
from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, StoryToIllustrate
from libraries.story_beats.lexicons import PLACE_WORDS
from schemas.errors import BadInput
from schemas.pictures import Origin

_WORD: Final = re.compile(r"[^\W_]+")
_LARGEST: Final = 32 * 2**20
"""Bytes."""


class OwnPictureMaker:
    """Pictures whose names have a word of the line or of its place; of several the one of the story's mood."""

    def __init__(self, story: StoryToIllustrate) -> None:
        self._story = story
        self._pictures = [each for each in find_assets(story.assets, "pictures") if not each.why and each.words]
        self._last: UserAsset | None = None

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """The picture with most of the line's words, and not the one of the line before where there is another.

        Raises BadInput for a file that is too large.
        """
        said = self._said(wanted)
        scores = {each.path: self._score(each, said) for each in self._pictures}
        most = max(scores.values(), default=(0, False))
        if not most[0]:
            return None
        best = [each for each in self._pictures if scores[each.path] == most]
        fresh = [each for each in best if each is not self._last] or best
        self._last = fresh[(self._story.seed + wanted.line) % len(fresh)]
        size = self._last.path.stat().st_size
        if size > _LARGEST:
            raise BadInput("picture.own_too_large", name=self._last.name, size=size, limit=_LARGEST)
        return FoundPicture(Origin.OWN, self._last.path.read_bytes(), model=self._last.name, lifelike=True)

    def _said(self, wanted: LineToIllustrate) -> frozenset[str]:
        """The words of the line and the names of its place."""
        line = self._story.script.lines[wanted.line].display
        return frozenset((*_WORD.findall(line.lower()), *PLACE_WORDS.get(wanted.beat.place, ())))

    def _score(self, picture: UserAsset, said: frozenset[str]) -> tuple[int, bool]:
        """How many words of the picture's name begin a word of the line, and whether its mood is the story's."""
        named = sum(any(word.startswith(each) for word in said) for each in picture.words if len(each) > 1)
        return named, self._story.script.mood in picture.moods
