"""Pictures of every shape fill what they are to fill."""

import numpy as np
import pytest
from PIL import Image

from libraries.drawing.canvas.open_and_crop import cover_crop

TARGETS = ((108, 192), (132, 92), (127, 101))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.slow
def test_a_picture_of_any_size_covers(target: tuple[int, int]) -> None:
    """Also where the quotient of sizes is not a whole number, which is most of the time."""
    for wide in range(160, 700, 41):
        for high in range(160, 700, 37):
            if 1 / 14 <= wide / high <= 5:
                picture = Image.new("L", (wide, high), 200)
                assert np.all(np.asarray(cover_crop(picture, *target)) == 200)


def test_what_is_kept_of_a_tall_picture_lies_above_its_middle() -> None:
    rows = np.repeat(np.arange(250, dtype=np.uint8)[:, None], 10, axis=1)
    kept = np.asarray(cover_crop(Image.fromarray(rows, "L"), 10, 10))
    assert kept.mean() == pytest.approx(240 * 0.4 + 4.5, abs=1)
