"""``python -m testbed.contact_sheets.scenes [PLACE…]``: the drawn places as thumbnails on sheets, to look at."""

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from libraries.drawn_world.figure_light import lit_figure
from libraries.drawn_world.people.acting import Acting, Expression
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.drawn_world.scenes import FRAME, Scene, ScenePalette, Setting, scene_of_setting
from libraries.drawn_world.scenes.places import SCENE_FUNCTIONS
from libraries.vector.affine import scaling, translation
from libraries.vector.painter import paint_picture
from libraries.vector.picture import Group
from schemas.beats import Place, Season, TimeOfDay, Weather

T, W, S = TimeOfDay, Weather, Season
MOMENTS = ((T.NOON, W.CLEAR, S.SUMMER), (T.EVENING, W.CLEAR, S.AUTUMN), (T.NIGHT, W.RAIN, S.SUMMER))
"""What is shown of every place when nothing else is asked for."""

VARIED = (
    (T.AFTERNOON, W.CLEAR, S.SUMMER),
    (T.EVENING, W.CLEAR, S.AUTUMN),
    (T.NIGHT, W.CLEAR, S.SUMMER),
    (T.NOON, W.CLEAR, S.SPRING),
    (T.NIGHT, W.SNOW, S.WINTER),
    (T.NIGHT, W.RAIN, S.SUMMER),
    (T.MORNING, W.SNOW, S.WINTER),
)


def frame_pixels(picture: Group, wide: int) -> NDArray[np.uint8]:
    """A picture of the frame's size painted as pixels: height × width × 3, on black."""
    scale = wide / FRAME[0]
    return paint_picture(picture, wide, round(FRAME[1] * scale), scaling(scale))[..., :3]


def scene_thumbnail(made: Scene, wide: int, seconds: float = 0.4) -> Image.Image:
    """A scene as a thumbnail."""
    return Image.fromarray(frame_pixels(made.picture_at(seconds), wide))


def thumbnail_with_people(made: Scene, wide: int, seconds: float = 0.4) -> Image.Image:
    """A scene as a thumbnail, with two of the cast at its marks, in its light."""
    scale = wide / FRAME[0]
    high = round(FRAME[1] * scale)
    whole = _over(
        *(paint_picture(plane.picture_at(seconds), wide, high, scaling(scale)) for plane in (made.back, made.middle))
    )
    first, _, second = made.marks[:3]
    for name, mark, turn in (("office_woman", first, 0.6), ("boss", second, -0.6)):
        drawn = figure(SAMPLE_PEOPLE[name], Acting(Expression.GLAD, turn=turn)).picture
        place = scaling(scale).after(translation(mark.x, mark.y)).after(scaling(mark.scale))
        whole = _over(whole, lit_figure(paint_picture(drawn, wide, high, place), made.light, mark.scale * scale))
    whole = _over(whole, paint_picture(made.front.picture_at(seconds), wide, high, scaling(scale)))
    return Image.fromarray(whole[..., :3])


def _over(below: NDArray[np.uint8], *above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    for each in above:
        rest = (255 - each[..., 3:].astype(np.uint16)) * below // 255
        below = (rest + each).astype(np.uint8)
    return below


def write_overview(target: Path, columns: int = 13, wide: int = 108) -> None:
    """Write one picture of every place, small, each at another hour, in another weather and look."""
    high, places = round(wide * FRAME[1] / FRAME[0]), sorted(SCENE_FUNCTIONS)
    sheet = Image.new("RGB", (columns * (wide + 4), -(-len(places) // columns) * (high + 4)), "#ffffff")
    for k, place in enumerate(places):
        made = scene_of_setting(Setting(place, *VARIED[k % len(VARIED)], seed=k))
        small = scene_thumbnail(made, 2 * wide).resize((wide, high), Image.Resampling.LANCZOS)
        sheet.paste(small, (k % columns * (wide + 4) + 2, k // columns * (high + 4) + 2))
    sheet.save(target, quality=80, optimize=True)


def main() -> None:
    """Write the sheets that the command line asks for and print their names."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of places.")
    parser.add_argument("--out", type=Path, default=Path("contact-sheets"), help="folder to write to")
    parser.add_argument("--wide", type=int, default=300, help="width of a thumbnail in pixels")
    parser.add_argument("--columns", type=int, default=6, help="thumbnails a row")
    parser.add_argument("--mood", type=ScenePalette, default=ScenePalette.PLAIN, choices=list(ScenePalette))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--people", action="store_true", help="with two people at the marks")
    parser.add_argument("--moment", nargs="*", help="TIME/WEATHER/SEASON, instead of three lights of every place")
    parser.add_argument("--overview", type=Path, help="write one picture of all places at several hours, and end")
    parser.add_argument("places", nargs="*", type=Place, help="places to draw; all drawn ones when none is named")
    given = parser.parse_args()
    if given.overview:
        write_overview(given.overview)
        return
    moments = [_moment(each) for each in given.moment or ()] or list(MOMENTS)
    pictures: list[Image.Image] = []
    for place in given.places or SCENE_FUNCTIONS:
        started = time.process_time()
        for hour, weather, season in moments:
            made = scene_of_setting(Setting(place, hour, weather, season, given.mood, given.seed))
            pictures.append((thumbnail_with_people if given.people else scene_thumbnail)(made, given.wide))
        print(f"{place}: {(time.process_time() - started) / len(moments) * 1000:.0f} ms a thumbnail")
    given.out.mkdir(parents=True, exist_ok=True)
    for number, sheet in enumerate(_sheets(pictures, given.columns), 1):
        target = given.out / f"scenes-{number}.png"
        sheet.save(target)
        print(target)


def _moment(text: str) -> tuple[TimeOfDay, Weather, Season]:
    hour, weather, season = (*text.split("/"), W.CLEAR, S.SUMMER)[:3]
    return TimeOfDay(hour), Weather(weather), Season(season)


def _sheets(pictures: list[Image.Image], columns: int, rows: int = 2) -> list[Image.Image]:
    wide, high = pictures[0].size
    sheets: list[Image.Image] = []
    for first in range(0, len(pictures), columns * rows):
        part = pictures[first : first + columns * rows]
        across, down = min(columns, len(part)), -(-len(part) // columns)
        sheet = Image.new("RGB", (across * (wide + 8), down * (high + 8)), "#ffffff")
        for k, picture in enumerate(part):
            sheet.paste(picture, (k % columns * (wide + 8), k // columns * (high + 8)))
        sheets.append(sheet)
    return sheets


if __name__ == "__main__":
    main()
