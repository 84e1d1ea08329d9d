"""Moments of films of every template and theme: drawn small, held against what they were, laid out on a sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from fixtures_film import TOLD, picture, post, script, store_in, voice_of
from PIL import Image

from schemas.recipe import FilmChoice
from schemas.script import Mood
from services.studio.film.canvas.compositor import Composition, still
from services.studio.film.canvas.yuv import to_rgb
from services.studio.film.render import plan
from services.studio.film.templates.registry import template
from services.studio.film.timeline import PollCard, Scene, Timeline
from services.studio.film.typography.design_tokens import THEMES

TEMPLATES = ("card", "post", "chat", "battle", "big", "quiz")
GOLDEN = Path(__file__).parent / "golden"
SIZE = (90, 160)
"""Width and height of a small picture."""
_BLOCK = 10

Small = npt.NDArray[np.uint8]


class Moment(NamedTuple):
    """A frame of a scene, by what the scene shows."""

    kind: str
    scene: int
    frame: int


class Gallery:
    """Films of one invented post, one for each template and theme, planned with everything that can be seen in them."""

    def __init__(self, folder: Path) -> None:
        self._store = store_in(folder)
        images = (picture(self._store, 1600, 1000), picture(self._store, 700, 2400, 90))
        self._files = {image.media.key: self._store.path(image.media) for image in images}
        self._post = post(images)
        self._script = script(TOLD, Mood.SHOCK)
        self._voice = voice_of(self._script, self._store)

    def film(self, name: str, theme: str) -> Timeline:
        choice = FilmChoice(template=name, theme=theme)
        # Chats, posters and clues are told without pictures, posts have them on their sheet.
        told = self._post if name in ("card", "post", "battle") else self._post.model_copy(update={"images": ()})
        return plan(told, self._script, self._voice, choice)

    def scene(self, film: Timeline, index: int) -> Composition:
        return template(film.template).compose(film, index, self._files)

    def moments(self, film: Timeline) -> list[Moment]:
        """As they come in, and once they stand: the first scene of every kind."""
        first: dict[str, int] = {}
        for index, scene in enumerate(film.scenes):
            first.setdefault(_kind(scene), index)
        found = [Moment(kind, at, film.scenes[at].frames * 3 // 5) for kind, at in first.items()]
        return [found[0], Moment("coming", 1, 3), *found[1:]]

    def drawn(self, name: str, theme: str) -> Iterator[tuple[Moment, Small]]:
        """Every moment of a film, small."""
        film = self.film(name, theme)
        for moment in self.moments(film):
            yield moment, small(self.scene(film, moment.scene), moment.frame)

    def large(self, film: Timeline, moment: Moment, width: int) -> Image.Image:
        """A moment as a picture for people."""
        whole = Image.fromarray(to_rgb(still(self.scene(film, moment.scene), moment.frame)))
        return whole.resize((width, width * 16 // 9), Image.Resampling.LANCZOS)


def _kind(scene: Scene) -> str:
    asked = isinstance(scene.card, PollCard) and scene.card.asked
    return "asked" if asked else scene.card.kind


def small(scene: Composition, frame: int) -> Small:
    """(160, 90, 3) RGB: reduced before its colours are reckoned, which is most of the work."""
    canvas = still(scene, frame)
    planes = [cv2.resize(plane, SIZE, interpolation=cv2.INTER_AREA) for plane in canvas]
    y, u, v = (np.asarray(plane, np.uint8) for plane in planes)
    return np.asarray(to_rgb(type(canvas)(y, u, v)), np.uint8)


def distance(one: Small, other: Small) -> float:
    """How far two small pictures are apart for the eye, at the worst of their blocks of 10 x 10 pixels.

    The mean difference of lightness (CIE L*) pixel by pixel, or half that of the block's mean colour (CIE76), whichever
    is more: fine colour is neither seen nor kept by a lossy file. 0 for equal ones, up to 3.5 for what such a file
    makes of one, 9 and more for a text that moves by twelve pixels of the film.
    """
    labs = [cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for picture in (one, other)]
    apart = np.asarray(labs[0] - labs[1], np.float32)
    lightness = _blocks(np.abs(apart[..., :1])).max()
    colour = np.linalg.norm(_blocks(apart), axis=-1).max()
    return float(max(lightness, colour / 2))


def _blocks(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Means of the blocks of (h, w, n) values."""
    height, width, channels = values.shape
    shape = (height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK, channels)
    return np.asarray(values.reshape(shape).mean(axis=(1, 3)), np.float32)


def keep(name: str, rows: Sequence[Sequence[Small]]) -> None:
    """Store what a template looks like: a row for each theme, a column for each moment."""
    GOLDEN.mkdir(exist_ok=True)
    whole = np.concatenate([np.concatenate(row, axis=1) for row in rows], axis=0)
    Image.fromarray(whole).save(GOLDEN / f"{name}.webp", quality=90, method=6)


def kept(name: str, theme: str) -> list[Small]:
    """What a template looked like when it was stored."""
    with Image.open(GOLDEN / f"{name}.webp") as file:
        whole = np.asarray(file.convert("RGB"))
    width, height = SIZE
    top = list(THEMES).index(theme) * height
    row = whole[top : top + height]
    return [np.asarray(row[:, left : left + width], np.uint8) for left in range(0, row.shape[1], width)]
