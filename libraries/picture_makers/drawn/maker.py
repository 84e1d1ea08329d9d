"""The maker of drawn pictures: each line as a still of the drawn world."""

from typing import Final

import cv2

from libraries.drawn_world.staging.director import Director
from libraries.drawn_world.staging.shot import SpokenWord
from libraries.drawn_world.staging.still import still_pixels
from libraries.drawn_world.staging.story_cast import ShotLine
from libraries.picture_makers.drawn.staging_styles import PLAIN, STAGING_STYLES
from libraries.picture_makers.maker import SHOWN, FoundPicture, LineToIllustrate, StoryToIllustrate
from schemas.pictures import Origin, PicturesShown
from schemas.script import Speaker

_ENCODED: Final = (
    *(cv2.IMWRITE_JPEG_QUALITY, 95),
    *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
)
"""A JPEG without a visible loss: a PNG takes as long as half of the drawing."""
_LENGTH: Final = 3.0
"""Seconds that a line is taken to last."""


class DrawnMaker:
    """Draws what a beat says; what it leaves unknown stays as in the line before."""

    def __init__(self, story: StoryToIllustrate) -> None:
        self._story = story
        self._director = Director(story.board, STAGING_STYLES.get(story.script.mood, PLAIN), story.seed, inserts=False)

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """A still; for a template that draws scenes itself, what it is to show."""
        if self._story.shows is PicturesShown.SCENES:
            return FoundPicture(Origin.DRAWN, shows=wanted.beat.model_copy(update={"why": ()}), seed=self._story.seed)
        shot = self._director.line_shot(self._told(wanted.line), 0)
        pixels = cv2.cvtColor(still_pixels(shot, SHOWN[1], small=self._story.small), cv2.COLOR_RGB2BGR)
        picture = cv2.imencode(".jpg", pixels, _ENCODED)[1].tobytes()
        return FoundPicture(Origin.DRAWN, picture, own=True, seed=self._story.seed)

    def _told(self, number: int) -> ShotLine:
        line = self._story.script.lines[number]
        words = tuple(SpokenWord(word, 0.0, _LENGTH) for word in line.display.split())
        return ShotLine(number, words, _LENGTH, line.person if line.speaker is Speaker.PERSON else "")
