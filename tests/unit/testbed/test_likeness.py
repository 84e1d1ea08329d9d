"""The measure of how unlike films are, on films whose distances are known."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from schemas.errors import BadInput
from testbed.benchmarks.film.likeness import distances_by_part, film_look, mean_film_distances, perceptual_hash
from testbed.cli.bench import bench
from testbed.contact_sheets.finished_films import write_film_sheet

Rgb = tuple[int, int, int]
RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (120, 120, 120)


def film(folder: Path, name: str, *colours: Rgb, stripe: int = 40, frames: int = 60) -> Path:
    """A film of plain grounds, each as long as the others, with a light stripe."""
    path = folder / name / "film.mp4"
    path.parent.mkdir(parents=True)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 216, 384, "yuv420p"
        for number in range(frames):
            picture = np.full((384, 216, 3), colours[number * len(colours) // frames], np.uint8)
            picture[stripe : stripe + 60] = 240
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def test_a_film_has_no_distance_from_itself_and_distances_are_symmetric(tmp_path: Path) -> None:
    one, other = film_look(film(tmp_path, "a", RED, BLUE)), film_look(film(tmp_path, "b", GREY, stripe=250))
    assert set(distances_by_part(one, one).values()) == {0.0}
    assert distances_by_part(one, other) == pytest.approx(distances_by_part(other, one))
    assert all(0 <= value <= 1 for value in distances_by_part(one, other).values())


@pytest.mark.slow
def test_each_distance_measures_its_own(tmp_path: Path) -> None:
    base = film_look(film(tmp_path, "base", RED))
    other_colour = distances_by_part(base, film_look(film(tmp_path, "colour", BLUE)))
    other_place = distances_by_part(base, film_look(film(tmp_path, "place", RED, stripe=300)))
    other_cuts = distances_by_part(
        base, film_look(film(tmp_path, "cuts", RED, (250, 240, 90), RED, (250, 240, 90), RED, RED))
    )
    assert other_colour["colour"] > 0.6
    assert other_colour["layout"] < 0.1
    assert other_place["layout"] > 0.8
    assert other_place["colour"] < 0.1
    assert other_place["picture"] > other_colour["picture"]
    assert other_cuts["rhythm"] > 0.4 > other_place["rhythm"]


def test_cuts_are_found_where_the_picture_changes(tmp_path: Path) -> None:
    shots = film_look(film(tmp_path, "a", RED, (250, 240, 90), BLUE, frames=90)).shots
    assert shots == pytest.approx([1.0, 1.0, 1.0], abs=0.04)


def test_a_hash_knows_a_picture_again_that_is_brighter(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    picture = np.kron(random.integers(0, 160, (12, 7, 3)), np.ones((32, 32, 1))).astype(np.uint8)
    assert (perceptual_hash(picture) != perceptual_hash(picture + 40)).mean() < 0.05
    assert (perceptual_hash(picture) != perceptual_hash(picture[::-1])).mean() > 0.3


@pytest.mark.slow
def test_the_bench_compares_with_films_from_before(tmp_path: Path) -> None:
    for name, colour in (("a", RED), ("b", BLUE), ("c", GREY)):
        film(tmp_path / "now", name, colour)
    for name, stripe in (("a", 40), ("b", 60)):
        film(tmp_path / "before", name, RED if stripe > 40 else GREY, stripe=stripe)
    seen: list[str] = []
    figures = mean_film_distances(tmp_path / "now", tmp_path / "before", seen.append)
    assert len(seen) == 5
    assert figures["films"] == 3.0
    assert figures["before.films"] == 2.0
    assert figures["ratio.colour"] == pytest.approx(figures["colour"] / figures["before.colour"])  # type: ignore[operator]
    assert str(figures["closest_films"]).split(" and ")[0] in "abc"
    assert isinstance(figures["closest"], float)
    assert isinstance(figures["mean"], float)
    assert figures["closest"] <= figures["mean"]


def test_films_lie_side_by_side_on_a_sheet(tmp_path: Path) -> None:
    films = [film(tmp_path, name, colour) for name, colour in (("a", RED), ("b", BLUE))]
    write_film_sheet(films, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (2 * 216, 5 * 384)
        red, blue = (sheet.getpixel((x, 300)) for x in (100, 316))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, colour in (("a", RED), ("b", BLUE)):
        film(tmp_path, name, colour)
    bench("likeness", films=tmp_path, json=True)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["films"] == 2
    assert figures["colour"] > 0.6
    assert figures["closest_films"] == "a and b"


def test_too_few_films_and_files_that_are_none_are_refused(tmp_path: Path) -> None:
    film(tmp_path / "one", "a", RED)
    with pytest.raises(BadInput, match="at least two are compared"):
        mean_film_distances(tmp_path / "one", None, lambda _text: None)
    with pytest.raises(BadInput, match="is no film of at least"):
        film_look(film(tmp_path, "short", RED, frames=10))
