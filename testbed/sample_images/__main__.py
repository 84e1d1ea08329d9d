"""``python -m testbed.sample_images [NAME…]``: draw the pictures into ``crawlers/sample/images``."""

import argparse
from pathlib import Path

from crawlers.sample.sample_posts import IMAGES
from services.config import DATA
from testbed.sample_images import food, papers, roads, rooms, streets
from testbed.sample_images.registry import SCENES, draw_sample_image

MODULES = (food, papers, roads, rooms, streets)
"""Imported for the scenes they list."""
FONT = DATA / "assets/fonts/Pretendard-Bold.otf"


def main() -> None:
    """Draw the pictures that the command line names, or all."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the sample board.")
    parser.add_argument("--font", type=Path, default=FONT, help="a TrueType or OpenType font with Hangul")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder to write to")
    parser.add_argument("names", nargs="*", help="pictures to draw; all when none is named")
    given = parser.parse_args()
    for name in given.names or SCENES:
        target = given.out / f"{name}.webp"
        draw_sample_image(name, given.font).save(target, quality=82, method=6)
        print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
