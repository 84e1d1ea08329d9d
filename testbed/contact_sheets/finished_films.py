"""Finished films side by side, a column each; ``python -m testbed.contact_sheets.finished_films FOLDER OUT.jpg``.

The frames are those that `mean_film_distances` compares: at 0.5 s, at every quarter, and 0.5 s before the end.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from testbed.benchmarks.film.likeness import sample_frames
from testbed.contact_sheets.sheet import write_sheet


def write_film_sheet(films: Sequence[Path], path: Path) -> None:
    """Write a sheet with a column of frames for each film. Raises BadInput for a file that is no film."""
    columns = [sample_frames(film).frames for film in films]
    cells = [np.ascontiguousarray(frame[..., ::-1]) for row in zip(*columns, strict=True) for frame in row]
    write_sheet(cells, len(columns), path)


if __name__ == "__main__":
    write_film_sheet(sorted(Path(sys.argv[1]).glob("*/film.mp4")), Path(sys.argv[2]))
