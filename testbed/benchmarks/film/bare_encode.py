"""The encode of a film's ready-drawn frames and nothing else, which the cost of making a film is compared with."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from libraries.drawing.canvas.compositor import draw_frames
from libraries.drawing.canvas.yuv import Canvas
from libraries.ffmpeg import run_ffmpeg
from libraries.storyboard.cards.card import Files
from libraries.storyboard.timeline import Timeline
from libraries.video.encoder import encoder_arguments
from schemas.errors import Permanent
from schemas.frames import FPS
from services.studio.film.templates.registry import template_named
from testbed.benchmarks.film.cost import TimeCost, measure_cost


def write_raw_frames(timeline: Timeline, files: Files, folder: Path) -> tuple[Path, Path]:
    """Draw all frames of a film and write them as raw planes, in two files of half of them each."""
    canvas = Canvas.blank(timeline.width, timeline.height)
    halves = (folder / "first.yuv", folder / "second.yuv")
    with halves[0].open("wb") as first, halves[1].open("wb") as second:
        for index, scene in enumerate(timeline.scenes):
            for frame, _ in enumerate(
                draw_frames(template_named(timeline.template).compose(timeline, index, files), canvas)
            ):
                out = first if 2 * (scene.start + frame) < timeline.frames else second
                out.writelines(plane.tobytes() for plane in canvas)
    return halves


def bare_encode_cost(binary: Path, timeline: Timeline, frames: tuple[Path, Path]) -> TimeCost:
    """The cost of only encoding the frames: the lower CPU time and the lower wall time of two ways to do it."""

    def encode(source: str, threads: int) -> None:
        given = [
            *_raw(timeline),
            "-i",
            source,
            "-threads",
            str(threads),
            *encoder_arguments("libx264", timeline.height),
        ]
        run_ffmpeg(binary, [*given, "-f", "null", "-"], work="The bare encode")

    def apart() -> None:
        with ThreadPoolExecutor(len(frames)) as threads:
            list(threads.map(lambda path: encode(str(path), 1), frames))

    whole = "concat:" + "|".join(map(str, frames))
    costs = [measure_cost(way)[1] for way in (apart, lambda: encode(whole, 0))]
    return TimeCost(min(cost.cpu for cost in costs), min(cost.wall for cost in costs))


def _raw(timeline: Timeline) -> list[str]:
    size = f"{timeline.width}x{timeline.height}"
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(FPS)]


def ssim(binary: Path, timeline: Timeline, frames: tuple[Path, Path], film: Path) -> float:
    """Mean structural similarity of luma (Z. Wang et al., 2004), as ffmpeg's filter ssim reckons it."""
    whole = "concat:" + "|".join(map(str, frames))
    graph = "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim"
    output = run_ffmpeg(
        binary,
        ["-i", str(film), *_raw(timeline), "-i", whole, "-lavfi", graph, "-an", "-f", "null", "-"],
        work="Comparing the film with its frames",
    )
    _, found, rest = output.partition("SSIM Y:")
    if not found:
        raise Permanent("bench.no_likeness", why=output[-300:])
    return float(rest.split()[0])
