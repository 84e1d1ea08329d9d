"""The commands that write contact sheets of places and of drawn films."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from testbed.contact_sheets import films, scenes


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["scenes", *arguments])
    scenes.main()


def test_a_sheet_has_a_thumbnail_for_each_moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moments = ["noon/clear/summer", "night/rain/autumn"]
    run(monkeypatch, "cafe", "--out", str(tmp_path), "--wide", "60", "--columns", "4", "--moment", *moments)
    with Image.open(tmp_path / "scenes-1.png") as sheet:
        assert sheet.size == (2 * 68, 107 + 8)
        noon, night = sheet.crop((0, 0, 60, 107)), sheet.crop((68, 0, 128, 107))
        assert ImageStat.Stat(noon.convert("L")).mean[0] > ImageStat.Stat(night.convert("L")).mean[0]


def test_people_can_stand_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sheets = []
    for folder, flags in (("empty", []), ("peopled", ["--people"])):
        run(monkeypatch, "park", "--out", str(tmp_path / folder), "--wide", "60", "--moment", "noon", *flags)
        sheets.append(Image.open(tmp_path / folder / "scenes-1.png").tobytes())
    assert sheets[0] != sheets[1]


@pytest.mark.slow
def test_the_overview_shows_every_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(monkeypatch, "--overview", str(tmp_path / "places.jpg"))
    with Image.open(tmp_path / "places.jpg") as sheet:
        assert sheet.width == 13 * 112


def test_a_drawn_film_of_a_sample_post_has_a_row_of_six_frames() -> None:
    film = films.film_timeline("1012")
    assert film.template == films.TEMPLATE
    assert all(one.end == other.start for one, other in pairwise(film.scenes))
    assert film.scenes[-1].end == film.frames
    cell = films.scene_thumbnail(film, 0)
    assert cell.shape == (364, 208, 3)
    assert cell.std() > 20
