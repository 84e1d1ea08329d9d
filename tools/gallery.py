#!/usr/bin/env python3
"""Update the pictures of films: the golden frames of the tests and the contact sheets of the documentation.

Run it after a change that is meant to be seen, look at the sheets, and commit both.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixtures.studio.gallery import TEMPLATES, Gallery, keep  # noqa: E402
from PIL import Image  # noqa: E402

from libraries.drawing.typography.design_tokens import THEMES  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDTH, GAP = 200, 8
COLUMNS = 6


def save_sheet(rows: list[list[Image.Image]], name: str) -> None:
    """Save pictures in rows on white into the pictures of the docs."""
    height = WIDTH * 16 // 9
    size = (len(rows[0]) * (WIDTH + GAP) + GAP, len(rows) * (height + GAP) + GAP)
    whole = Image.new("RGB", size, "white")
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            whole.paste(picture, (GAP + x * (WIDTH + GAP), GAP + y * (height + GAP)))
    whole.save(PICTURES / name, quality=80, optimize=True)


def main() -> None:
    """Make the sample films and write their frames and sheets."""
    with tempfile.TemporaryDirectory() as folder:
        gallery = Gallery(Path(folder))
        for name in TEMPLATES:
            keep(name, [[picture for _, picture in gallery.drawn(name, theme)] for theme in THEMES])
        themes = list(THEMES)
        kinds: list[list[Image.Image]] = []
        palettes: list[list[Image.Image]] = [[] for _ in themes]
        for i, name in enumerate(TEMPLATES):
            film = gallery.film(name, themes[i % len(themes)])
            moments = gallery.moments(film)
            shown = [moments[0], *moments[2:]]
            row = [gallery.large(film, moment, WIDTH) for moment in shown]
            extra = [s for s in range(1, len(film.scenes)) if s not in {moment.scene for moment in shown}]
            for index in extra[: max(0, COLUMNS - len(row))]:
                row.insert(
                    -1,
                    gallery.large(film, moments[0]._replace(scene=index, frame=film.scenes[index].frames - 8), WIDTH),
                )
            kinds.append(row[:COLUMNS])
            for theme, column in zip(themes, palettes, strict=True):
                column.append(gallery.large(gallery.film(name, theme), moments[2], WIDTH))
        save_sheet(kinds, "templates.jpg")
        save_sheet(palettes, "themes.jpg")


if __name__ == "__main__":
    main()
