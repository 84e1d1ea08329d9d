"""The benchmark of a film: its cost against a bare encode of the same frames, in one run on one machine."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from libraries.ffmpeg import locate_ffmpeg
from libraries.media.store import LocalStore
from schemas.events import Film
from schemas.recipe import FilmChoice
from schemas.script import Script
from services.config import ROOT, StudioSettings
from services.studio.film.render import make_film, plan_film
from services.studio.film.templates.registry import template_names
from testbed.benchmarks.film.bare_encode import bare_encode_cost, ssim, write_raw_frames
from testbed.benchmarks.film.batch import batch_cpu_ratio
from testbed.benchmarks.film.cost import measure_cost, watch_peak_memory
from testbed.benchmarks.film.invented_story import edited_script, photograph_like_images, script_and_voice, source_post
from testbed.benchmarks.film.moviepy_comparison import cpu_ratio_to_moviepy

Figures = dict[str, float | str]

_WORST_IS_LEAST: Final = ("wall_realtime", "ssim")


def bench_film(
    seconds: float = 60.0, name: str = "card", ffmpeg: str = "", *, pictures: int = 0, rivals: bool = True
) -> Figures:
    """Figures of a film of about ``seconds`` made with template ``name``, its sound, joining and checks included.

    - ``cpu_floor_ratio``, ``wall_floor_ratio``: cost over that of the cheapest bare encode of the same frames at the
      same settings, either one process with all cores or two with a thread each.
    - ``wall_realtime``: seconds of film made in a second. ``cached_s``: making it again, unchanged.
    - ``edit_ratio``: CPU of making it again with one of its nine lines reworded, over that of making it;
      ``edit_cpu_s``: that CPU alone.
    - ``moviepy_cpu_ratio``: CPU per second of film, over that of a sample made with MoviePy (see `moviepy_film`), which
      is installed into an environment that is thrown away. A text says why where that was not to be had.
    - ``ssim``: of luma, against the frames before they were encoded; ``mbit_s`` of the whole file.
    - ``rss_mb``: at most so much memory, this process and all it starts together.
    - ``batch_cpu_ratio``: CPU of a film of a batch of ten from the second on, over that of the first, start included.

    ``pictures`` is how many photographs the post has: those of a card film fill most of the frame and always move.
    The frames lie on disk meanwhile: 93 MB a second of film. Raises what making a film raises.
    """
    binary = locate_ffmpeg(ffmpeg)
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-film-") as at:
        folder = Path(at)
        store, settings = LocalStore(folder / "media"), StudioSettings(ffmpeg=ffmpeg)
        choice = FilmChoice(template=name, encoder="libx264")
        story_script, voice = script_and_voice(seconds, store)
        post = source_post(photograph_like_images(store, pictures))
        timeline = plan_film(post, story_script, voice, choice)

        def film(script: Script) -> Film:
            return make_film(post, script, voice, choice, store, settings, progress=lambda _percent, _note: None)

        with watch_peak_memory() as peak:
            made, cost = measure_cost(lambda: film(story_script))
        _, again = measure_cost(lambda: film(story_script))
        _, edit = measure_cost(lambda: film(edited_script(story_script)))
        files = {image.media.key: store.path(image.media) for image in post.images}
        frames = write_raw_frames(timeline, files, folder)
        floor = bare_encode_cost(binary, timeline, frames)
        return {
            "film_s": timeline.duration,
            "film_cpu_s": cost.cpu,
            "floor_cpu_s": floor.cpu,
            "cpu_floor_ratio": cost.cpu / floor.cpu,
            "wall_floor_ratio": cost.wall / floor.wall,
            "wall_realtime": timeline.duration / cost.wall,
            "ssim": ssim(binary, timeline, frames, store.path(made.video)),
            "mbit_s": made.video.size * 8 / timeline.duration / 1e6,
            "edit_cpu_s": edit.cpu,
            "edit_ratio": edit.cpu / cost.cpu,
            "cached_s": again.wall,
            "rss_mb": peak[0],
            "moviepy_cpu_ratio": cpu_ratio_to_moviepy(timeline, files, cost, folder) if rivals else "not asked for",
            "batch_cpu_ratio": batch_cpu_ratio(name, folder) if rivals else "not asked for",
        }


def bench_films(seconds: float, ffmpeg: str = "", *, pictures: int = 0) -> Figures:
    """The figures of `bench_film` for every template, each measured in a process of its own; MoviePy and the batch
    along with the first only.

    Figures of a template bear its name (``card.ssim``); those without a name are the worst of all.
    """
    each: dict[str, Figures] = {}
    for name in template_names():
        given = {"seconds": seconds, "name": name, "ffmpeg": ffmpeg, "pictures": pictures, "rivals": not each}
        command = [sys.executable, "-m", "testbed.benchmarks.film", json.dumps(given)]
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout
        each[name] = json.loads(output.splitlines()[-1])
    worst: Figures = {}
    for figure in next(iter(each.values())):
        values = [value for figures in each.values() if not isinstance(value := figures[figure], str)]
        if values:
            worst[figure] = min(values) if figure in _WORST_IS_LEAST else max(values)
    return worst | {f"{name}.{figure}": value for name, figures in each.items() for figure, value in figures.items()}
