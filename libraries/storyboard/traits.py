"""The traits of a film: what its plan says of its forms and cuts, and what its first frame looks like."""

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from libraries.storyboard.film_looks import film_choice_with_look
from libraries.storyboard.timeline import Timeline
from schemas.events.film_traits import FilmTraits
from schemas.frames import FPS
from schemas.recipe import FilmChoice

_SIDE: Final = 32
_LEVELS: Final = 3
_TERMS: Final = 8
_ANGLES: Final = np.outer(np.arange(_TERMS), 2 * np.arange(_SIDE) + 1) * (np.pi / (2 * _SIDE))
_COSINES: Final = (np.cos(_ANGLES) * np.where(np.arange(_TERMS) == 0, 0.5**0.5, 1.0)[:, None]).astype(np.float32)
"""The first rows of the orthogonal cosine transform (DCT-II), but for a common factor."""


def film_traits(timeline: Timeline, choice: FilmChoice, board: str, music: str, poster: bytes) -> FilmTraits:
    """The traits of the film that was made from ``timeline``. ``poster``: its first frame as a picture file.

    ``board``: where the post stood; ``music``: name of the music file, or ``none``.
    """
    look = film_choice_with_look(choice, timeline.mood, board)
    return FilmTraits(
        template=timeline.template,
        theme=timeline.theme,
        layout=look.layout,
        opening=look.opening,
        closing=look.closing,
        comments=look.comments,
        captions=timeline.caption_style,
        transition=look.transition,
        background=timeline.ground.media.sha256[:12] if timeline.ground else timeline.background,
        music=music,
        shots=tuple(round(scene.frames / FPS, 3) for scene in timeline.scenes),
        first_frame=perceptual_hash(poster),
        colours=color_shares(poster),
    )


def perceptual_hash(picture: bytes) -> str:
    """The perceptual hash of a picture file as 16 hex digits, the same or close for the same picture in any size."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.draft("L", (_SIDE * 8, _SIDE * 8))
        grey = opened.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    return np.packbits(perceptual_bits(np.asarray(grey, np.float32))).tobytes().hex()


def perceptual_bits(grey: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The 64 bits of the lightness of a picture at 32 × 32: the lowest 8 × 8 terms of its cosine transform, each above
    their median or not (pHash, C. Zauner, 2010)."""
    low = (_COSINES @ grey @ _COSINES.T).ravel()
    return np.asarray(low > np.median(low[1:]))


def color_shares(picture: bytes) -> tuple[float, ...]:
    """Shares of a picture's pixels by colour, at 32 × 32: three levels each of red, green and blue, 27 in all."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.draft("RGB", (_SIDE * 8, _SIDE * 8))
        small = opened.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
    counts = [0] * _LEVELS**3
    for at in range(0, len(small), 3):
        red, green, blue = (level * _LEVELS // 256 for level in small[at : at + 3])
        counts[(red * _LEVELS + green) * _LEVELS + blue] += 1
    return tuple(round(count / _SIDE**2, 4) for count in counts)
