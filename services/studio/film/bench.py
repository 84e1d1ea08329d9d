"""What a film costs, against nothing but encoding the same frames, measured in one run on one machine."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from PIL import Image

from schemas.errors import Permanent
from schemas.events import Film
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import FPS, Timeline
from services.config import ROOT
from services.media.store import LocalStore
from services.studio.film.bench_story import edited, story, told_post
from services.studio.film.compose import play, still
from services.studio.film.encode import as_arguments
from services.studio.film.ffmpeg import locate, run
from services.studio.film.fonts import Weight, font_path
from services.studio.film.make import make_film, plan
from services.studio.film.plate import Canvas, to_rgb
from services.studio.film.templates.registry import template

_MOVIEPY: Final = "moviepy==2.2.1"
_SAMPLE: Final = 1.5
"""Seconds of each of two scenes that are made the rivals' way: it takes them a minute of CPU for a second or two."""
_WATCH_SECONDS: Final = 0.05
_BATCH: Final = 10
_BATCH_SECONDS: Final = 8.0

T = TypeVar("T")
Figures = dict[str, float | str]


class Cost(NamedTuple):
    """CPU seconds of this process and its children, and seconds by the clock."""

    cpu: float
    wall: float


def bench_film(seconds: float = 60.0, name: str = "card", ffmpeg: str = "", *, rivals: bool = True) -> Figures:
    """Figures of a film of about ``seconds`` made with template ``name``, its sound, joining and checks included.

    - ``cpu_floor_ratio``, ``wall_floor_ratio``: cost over that of the cheapest bare encode of the same frames at the
      same settings, either one process with all cores or two with a thread each.
    - ``wall_realtime``: seconds of film made in a second. ``cached_s``: making it again, unchanged.
    - ``edit_ratio``: CPU of making it again with one of its nine lines reworded, over that of making it.
    - ``moviepy_cpu_ratio``: CPU per second of film, over that of a sample made with MoviePy (see `bench_rivals`), which
      is installed into an environment that is thrown away. A text says why where that was not to be had.
    - ``ssim``: of luma, against the frames before they were encoded; ``mbit_s`` of the whole file.
    - ``rss_mb``: at most so much memory, this process and all it starts together.
    - ``batch_cpu_ratio``: CPU of a film of a batch of ten from the second on, over that of the first, start included.

    The frames lie on disk meanwhile: 93 MB a second of film. Raises what making a film raises.
    """
    binary = locate(ffmpeg)
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-film-") as at:
        folder = Path(at)
        store = LocalStore(folder / "media")
        choice = FilmChoice(template=name, encoder="libx264")
        told, voice = story(seconds, store)
        timeline = plan(told_post(), told, voice, choice)

        def film(script: Script) -> Film:
            return make_film(
                told_post(), script, voice, choice, store, ffmpeg=ffmpeg, tick=lambda _percent, _note: None
            )

        with _watched() as peak:
            made, cost = _measured(lambda: film(told))
        _, again = _measured(lambda: film(told))
        _, edit = _measured(lambda: film(edited(told)))
        frames = _drawn(timeline, folder)
        floor = _floor(binary, timeline, frames)
        return {
            "film_s": timeline.duration,
            "film_cpu_s": cost.cpu,
            "floor_cpu_s": floor.cpu,
            "cpu_floor_ratio": cost.cpu / floor.cpu,
            "wall_floor_ratio": cost.wall / floor.wall,
            "wall_realtime": timeline.duration / cost.wall,
            "ssim": _ssim(binary, timeline, frames, store.path(made.video)),
            "mbit_s": made.video.size * 8 / timeline.duration / 1e6,
            "edit_ratio": edit.cpu / cost.cpu,
            "cached_s": again.wall,
            "rss_mb": peak[0],
            "moviepy_cpu_ratio": _against_rivals(timeline, cost, folder) if rivals else "not asked for",
            "batch_cpu_ratio": _batch(name, folder) if rivals else "not asked for",
        }


def _unheard(_percent: float, _note: str) -> None:
    """Nobody waits for this film."""


def _measured(work: Callable[[], T]) -> tuple[T, Cost]:
    before, began = _cpu(), time.perf_counter()
    done = work()
    return done, Cost(_cpu() - before, time.perf_counter() - began)


def _cpu() -> float:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


@contextmanager
def _watched() -> Iterator[list[float]]:
    """One figure: the most memory in MB that this process and its children held together while within."""
    peak, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(_WATCH_SECONDS):
            peak[0] = max(peak[0], _resident_mb())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _resident_mb() -> float:
    """Resident memory by Linux's /proc. What processes share is counted for each of them, so this is an upper bound.

    A child that has not become its own program yet still runs in the memory of this process, which is counted already.
    """
    own = Path("/proc/self")
    children = [pid for task in own.glob("task/*/children") for pid in task.read_text().split()]
    program, pages = (own / "exe").readlink(), 0
    for process in (own, *(Path("/proc", pid) for pid in children)):
        try:
            if process is own or (process / "exe").readlink() != program:
                pages += int((process / "statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended between being listed and being looked at.
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _drawn(timeline: Timeline, folder: Path) -> tuple[Path, Path]:
    """All frames as raw planes, in two files of half of them each."""
    canvas = Canvas.blank(timeline.width, timeline.height)
    halves = (folder / "first.yuv", folder / "second.yuv")
    with halves[0].open("wb") as first, halves[1].open("wb") as second:
        for index, scene in enumerate(timeline.scenes):
            for frame, _ in enumerate(play(template(timeline.template).compose(timeline, index, {}), canvas)):
                out = first if 2 * (scene.start + frame) < timeline.frames else second
                out.writelines(plane.tobytes() for plane in canvas)
    return halves


def _floor(binary: Path, timeline: Timeline, frames: tuple[Path, Path]) -> Cost:
    """The least CPU and the least time of the two ways to encode the frames and do nothing else."""

    def encode(source: str, threads: int) -> None:
        given = [*_raw(timeline), "-i", source, "-threads", str(threads), *as_arguments("libx264", timeline.height)]
        run(binary, [*given, "-f", "null", "-"], what="The bare encode")

    def apart() -> None:
        with ThreadPoolExecutor(len(frames)) as threads:
            list(threads.map(lambda path: encode(str(path), 1), frames))

    whole = "concat:" + "|".join(map(str, frames))
    costs = [_measured(way)[1] for way in (apart, lambda: encode(whole, 0))]
    return Cost(min(cost.cpu for cost in costs), min(cost.wall for cost in costs))


def _raw(timeline: Timeline) -> list[str]:
    size = f"{timeline.width}x{timeline.height}"
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(FPS)]


def _ssim(binary: Path, timeline: Timeline, frames: tuple[Path, Path], film: Path) -> float:
    """Mean structural similarity of luma (Z. Wang et al., 2004), as ffmpeg's filter ssim reckons it."""
    whole = "concat:" + "|".join(map(str, frames))
    graph = "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim"
    said = run(
        binary,
        ["-i", str(film), *_raw(timeline), "-i", whole, "-lavfi", graph, "-an", "-f", "null", "-"],
        what="Comparing the film with its frames",
    )
    _, found, rest = said.partition("SSIM Y:")
    if not found:
        raise Permanent(what="Comparing the film with its frames", why="ffmpeg gave no figure", remedy=said[-300:])
    return float(rest.split()[0])


def _against_rivals(timeline: Timeline, cost: Cost, folder: Path) -> float | str:
    """Our CPU for a second of film over theirs, or why it is not known."""
    place = folder / "rivals"
    venv.create(place / "env", with_pip=True)
    python = place / "env/bin/python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", _MOVIEPY], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        return f"not measured: {_MOVIEPY} could not be installed"
    sample = place / "plan.json"
    sample.write_text(json.dumps(_sample(timeline, place), ensure_ascii=False), encoding="utf-8")
    script = Path(__file__).with_name("bench_rivals.py")
    made = subprocess.run([python, script, sample], capture_output=True, text=True, check=True, cwd=place)
    return (cost.cpu / timeline.duration) / (float(made.stdout.split()[-1]) / (2 * _SAMPLE))


def _sample(timeline: Timeline, place: Path) -> dict[str, object]:
    """Two scenes in the middle as stills, and their words as captions two at a time."""
    middle = len(timeline.scenes) // 2
    stills: list[tuple[str, float]] = []
    captions: list[tuple[str, float, float, int]] = []
    words = ("사탕 하나를", "달라고 했어요", "그래서 한 봉지", "사 줬습니다")
    for i, index in enumerate((middle, middle + 1)):
        scene = template(timeline.template).compose(timeline, index, {})
        picture = place / f"still-{i}.png"
        Image.fromarray(to_rgb(still(scene, scene.frames // 2))).save(picture)
        stills.append((str(picture), _SAMPLE))
    for i, text in enumerate(words):
        captions.append((text, i * _SAMPLE / 2, (i + 1) * _SAMPLE / 2, 88))
    return {"stills": stills, "captions": captions, "font": str(font_path(Weight.EXTRA_BOLD))}


def _batch(name: str, folder: Path) -> float:
    """A process of its own makes ten films, none like another."""
    command = [sys.executable, "-m", "services.studio.film.bench", name, str(folder / "batch")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    first, *later = map(float, said.split())
    return sum(later) / len(later) / first


def _make_batch(name: str, folder: Path) -> None:
    """Print the CPU seconds of each film; those of the first include the start of the process."""
    store, choice, before = LocalStore(folder), FilmChoice(template=name, encoder="libx264"), 0.0
    for number in range(_BATCH):
        told, voice = story(_BATCH_SECONDS, store, number)
        make_film(told_post(), told, voice, choice, store, tick=_unheard)
        now = _cpu()
        sys.stdout.write(f"{now - before}\n")
        before = now


if __name__ == "__main__":
    _make_batch(sys.argv[1], Path(sys.argv[2]))
