"""How unlike finished films are: distances of their colours, layout, pictures and cuts, pair by pair.

Only the finished files are read, so films of two versions of the program are measured by the same code in one run.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from libraries.channel.distances import distribution_distance
from libraries.storyboard.traits import perceptual_bits
from schemas.errors import BadInput

_SMALL: Final = (216, 384)
"""Pixels of a frame that is measured, width and height."""
_SHARES: Final = (0.25, 0.5, 0.75)
_EDGE: Final = 0.5
"""Seconds from the beginning, and from the end, at which the first and the last frame are looked at."""
_BINS: Final = 8
"""Levels of lightness, and of each of the two colour axes."""
_CELLS: Final = (9, 16)
_TINY: Final = (27, 48)
_CUT: Final = 18.0
"""Mean change of a level of lightness, of 255, from one frame to the next that counts as a cut."""
_DISTANCES: Final = ("colour", "layout", "picture", "first", "rhythm")

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class FilmLook(NamedTuple):
    """What is compared of two films: colours, layouts, picture hashes and lengths of shots. ``colours``, ``layouts``
    and ``hashes`` have a row for each frame looked at.
    """

    colours: Floats
    """Share of the pixels of each colour."""
    layouts: Floats
    """Share of the edges that lie in each cell of a grid."""
    hashes: NDArray[np.bool_]
    """The 64 bits of each frame's perceptual hash."""
    shots: Floats
    """Lengths of the shots in seconds."""


class SampledFrames(NamedTuple):
    """Some frames of a film, 384 × 216 × 3, blue first, and the lengths of its shots in seconds."""

    frames: list[Pixels]
    shots: list[float]


def film_look(film: Path) -> FilmLook:
    """The look of a film: measured on its frames at 0.5 s, at every quarter and 0.5 s before its end, and its cuts.

    Raises BadInput for a file that has no frames.
    """
    found = sample_frames(film)
    return FilmLook(
        np.stack([_colours(frame) for frame in found.frames]),
        np.stack([_layout(frame) for frame in found.frames]),
        np.stack([perceptual_hash(frame) for frame in found.frames]),
        np.array(found.shots, np.float32),
    )


def sample_frames(film: Path) -> SampledFrames:
    """Decode a film's frames at 0.5 s, at every quarter and 0.5 s before the end, and find its shots. Raises BadInput
    for no film.
    """
    with av.open(str(film)) as file:
        stream = file.streams.video[0]
        stream.thread_type = "AUTO"
        if not stream.duration or stream.time_base is None:
            raise BadInput("bench.not_a_film", file=str(film))
        seconds = float(stream.duration * stream.time_base)
        wanted = [_EDGE, *(seconds * share for share in _SHARES), seconds - _EDGE]
        frames: list[Pixels] = []
        cuts = [0.0]
        before: Pixels | None = None
        for frame in file.decode(stream):
            pixels = frame.to_ndarray(format="bgr24", width=_SMALL[0], height=_SMALL[1])
            while len(frames) < len(wanted) and frame.time >= wanted[len(frames)]:
                frames.append(np.asarray(pixels, np.uint8))
            light = np.asarray(cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), _TINY), np.uint8)
            if before is not None and float(cv2.absdiff(light, before).mean()) > _CUT:
                cuts.append(float(frame.time))
            before = light
    if len(frames) < len(wanted):
        raise BadInput("bench.not_a_film", file=str(film))
    return SampledFrames(frames, list(np.diff([*cuts, seconds])))


def _colours(frame: Pixels) -> Floats:
    lab = cv2.cvtColor(frame, cv2.COLOR_BGR2LAB)
    counts = cv2.calcHist([lab], [0, 1, 2], None, [_BINS] * 3, [0, 256] * 3)
    return np.asarray(counts, np.float32).ravel() / np.float32(frame.shape[0] * frame.shape[1])


def _layout(frame: Pixels) -> Floats:
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    edges = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    cells = np.asarray(cv2.resize(edges, _CELLS, interpolation=cv2.INTER_AREA), np.float32).ravel()
    return cells / np.float32(max(float(cells.sum()), 1e-6))


def perceptual_hash(frame: Pixels) -> NDArray[np.bool_]:
    """The 64 bits of the perceptual hash of a frame that is height × width × 3, blue first."""
    grey = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    return perceptual_bits(grey.astype(np.float32))


def distances_by_part(one: FilmLook, other: FilmLook) -> dict[str, float]:
    """The distances of two films, each 0 (the same) to 1.

    ``colour`` and ``layout``: half the sum of the differences of shares (total variation), mean over the moments.
    ``picture``: the share of the bits of the perceptual hash that differ; ``first``: of the first frame alone.
    ``rhythm``: the largest distance between the distributions of the lengths of shots (Kolmogorov–Smirnov).
    """
    differing = (one.hashes != other.hashes).mean(axis=1)
    return {
        "colour": float(np.abs(one.colours - other.colours).sum(axis=1).mean() / 2),
        "layout": float(np.abs(one.layouts - other.layouts).sum(axis=1).mean() / 2),
        "picture": float(differing.mean()),
        "first": float(differing[0]),
        "rhythm": distribution_distance(sorted(one.shots.tolist()), sorted(other.shots.tolist())),
    }


def mean_film_distances(films: Path, before: Path | None, report: Callable[[str], None]) -> dict[str, float | str]:
    """The mean distances between all films (``*/film.mp4``) of a folder; with ``before``, those of that folder too.

    ``mean`` is the mean of colour, layout, picture and rhythm; ``closest`` the least of that of any two films, which
    are named. ``ratio``: each over that of the films before. Raises BadInput for a folder with fewer than two films.
    """
    figures = _figures(films, report)
    if before is None:
        return figures
    old = _figures(before, report)
    compared = (name for name in (*_DISTANCES, "mean", "closest"))
    ratios = {f"ratio.{name}": _over(figures[name], old[name]) for name in compared}
    return figures | {f"before.{name}": value for name, value in old.items()} | ratios


def _over(now: float | str, old: float | str) -> float:
    """How many times as large, or 0 where there was no distance before."""
    assert isinstance(now, float)
    assert isinstance(old, float)
    return now / old if old else 0.0


def _figures(folder: Path, report: Callable[[str], None]) -> dict[str, float | str]:
    paths = sorted(folder.glob("*/film.mp4"))
    if len(paths) < 2:
        raise BadInput("bench.too_few_films", folder=str(folder), found=len(paths))
    looks = {path.parent.name: film_look(path) for path in _reported(paths, report)}
    pairs = {(one, other): distances_by_part(looks[one], looks[other]) for one, other in combinations(looks, 2)}
    figures: dict[str, float | str] = {
        name: float(np.mean([each[name] for each in pairs.values()])) for name in _DISTANCES
    }
    means = {pair: _mean(each) for pair, each in pairs.items()}
    closest = min(means, key=lambda pair: means[pair])
    return figures | {
        "films": float(len(paths)),
        "mean": float(np.mean(list(means.values()))),
        "closest": means[closest],
        "closest_films": " and ".join(closest),
    }


def _mean(each: dict[str, float]) -> float:
    return sum(each[name] for name in _DISTANCES if name != "first") / (len(_DISTANCES) - 1)


def _reported(paths: Sequence[Path], report: Callable[[str], None]) -> Iterator[Path]:
    for path in paths:
        report(f"looking at {path}")
        yield path
