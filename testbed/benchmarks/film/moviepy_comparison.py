"""The cost of making the same film with MoviePy, which is installed into a temporary environment."""

import json
import subprocess
import venv
from pathlib import Path
from typing import Final

from PIL import Image

from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.canvas.yuv import to_rgb
from libraries.drawing.typography.fonts import Weight, font_path
from libraries.storyboard.cards.card import Files
from libraries.storyboard.timeline import Timeline
from services.studio.film.templates.registry import template_named
from testbed.benchmarks.film.cost import TimeCost

_MOVIEPY: Final = "moviepy==2.2.1"
_SAMPLE: Final = 1.5
"""Seconds of each of two scenes that are made the rivals' way: it takes them a minute of CPU for a second or two."""


def cpu_ratio_to_moviepy(timeline: Timeline, files: Files, cost: TimeCost, folder: Path) -> float | str:
    """Our CPU time for a second of film divided by that of MoviePy, or the reason why it is not known."""
    place = folder / "rivals"
    venv.create(place / "env", with_pip=True)
    python = place / "env/bin/python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", _MOVIEPY], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        return f"not measured: {_MOVIEPY} could not be installed"
    sample = place / "plan.json"
    sample.write_text(json.dumps(_sample(timeline, files, place), ensure_ascii=False), encoding="utf-8")
    script = Path(__file__).with_name("moviepy_film.py")
    made = subprocess.run([python, script, sample], capture_output=True, text=True, check=True, cwd=place)
    return (cost.cpu / timeline.duration) / (float(made.stdout.split()[-1]) / (2 * _SAMPLE))


def _sample(timeline: Timeline, files: Files, place: Path) -> dict[str, object]:
    """Two scenes in the middle as stills, and their words as captions two at a time."""
    middle = len(timeline.scenes) // 2
    stills: list[tuple[str, float]] = []
    captions: list[tuple[str, float, float, int]] = []
    words = ("사탕 하나를", "달라고 했어요", "그래서 한 봉지", "사 줬습니다")
    for i, index in enumerate((middle, middle + 1)):
        scene = template_named(timeline.template).compose(timeline, index, files)
        picture = place / f"still-{i}.png"
        Image.fromarray(to_rgb(draw_frame(scene, scene.frames // 2))).save(picture)
        stills.append((str(picture), _SAMPLE))
    for i, text in enumerate(words):
        captions.append((text, i * _SAMPLE / 2, (i + 1) * _SAMPLE / 2, 88))
    return {"stills": stills, "captions": captions, "font": str(font_path(Weight.EXTRA_BOLD))}
