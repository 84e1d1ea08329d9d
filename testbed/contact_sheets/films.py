"""Contact sheets of drawn films: ``python -m testbed.contact_sheets.films FILE POST[:SCENE,SCENE…] …``.

Each row is the film in `toon` of a post of the sample board, as the extractive writer tells it, its words evenly
spoken: six of its scenes, or those that are named. Nothing is heard or encoded, so that a film takes a second.
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crawlers.sample.sample_posts import POSTS, read_sample_post
from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.yuv import to_rgb
from libraries.storyboard.timeline import Timeline
from schemas.media import MediaRef
from schemas.recipe import Recipe, ScriptChoice
from schemas.script import Script
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.config import StudioSettings
from services.studio.film.templates.registry import template_named
from services.studio.script.stage import write_script
from testbed.benchmarks.script.script_sets import crawled_post
from testbed.contact_sheets.sheet import write_sheet

TEMPLATE: Final = "toon"
_SIZE: Final = (200, 356)
_EDGE: Final = 4
_SCENES: Final = 6
_PACE: Final = 0.155
"""Seconds of a syllable."""
_PAUSE: Final = 0.2
_RATE: Final = 24_000


def evenly_timed_voice(script: Script) -> VoiceTrack:
    """A narration without sound in which every syllable of the script takes the same time."""
    at, lines = 0.1, []
    for index, line in enumerate(script.lines):
        words = []
        for text in line.display.split():
            end = at + max(0.18, _PACE * len(text))
            words.append(Word(text=text, start=round(at, 3), end=round(end, 3)))
            at = end
        timed = tuple(words)
        lines.append(
            SpokenLine(index=index, start=timed[0].start, end=timed[-1].end, words=timed, timing=Timing.ESTIMATED)
        )
        at += _PAUSE
    silence = MediaRef(key="00/" + "0" * 64 + ".wav", sha256="0" * 64, size=0)
    return VoiceTrack(audio=silence, sample_rate=_RATE, duration=round(at, 3), lines=tuple(lines))


def film_timeline(number: str) -> Timeline:
    """The timeline of the film in `toon` of a post of the sample board."""
    post = crawled_post(read_sample_post(POSTS / f"{number}.yaml"))
    script = write_script(post, ScriptChoice(chain=("extractive",)), StudioSettings()).made
    choice = Recipe().with_seed_of(str(post.key)).film.model_copy(update={"template": TEMPLATE})
    return template_named(TEMPLATE).plan(post, script, evenly_timed_voice(script), choice)


def scene_thumbnail(film: Timeline, index: int) -> NDArray[np.uint8]:
    """A small picture of a scene when two thirds of it are over, on white: height × width × 3."""
    drawn = draw_frame(template_named(TEMPLATE).compose(film, index, {}), film.scenes[index].frames * 2 // 3)
    small = Image.fromarray(to_rgb(drawn)).resize(_SIZE, Image.Resampling.LANCZOS)
    cell = Image.new("RGB", (_SIZE[0] + 2 * _EDGE, _SIZE[1] + 2 * _EDGE), "white")
    cell.paste(small, (_EDGE, _EDGE))
    return np.asarray(cell, np.uint8)


def main(path: Path, posts: list[str]) -> None:
    """Write a sheet with a row of scenes for each post."""
    cells = []
    for each in posts:
        number, _, scenes = each.partition(":")
        film = film_timeline(number)
        last = len(film.scenes) - 1
        chosen = (
            [int(at) for at in scenes.split(",")] if scenes else [last * at // (_SCENES - 1) for at in range(_SCENES)]
        )
        cells += [scene_thumbnail(film, index) for index in chosen[:_SCENES]]
    write_sheet(cells, _SCENES, path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
