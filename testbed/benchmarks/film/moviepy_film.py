"""A film made with MoviePy: every clip encoded, the clips joined and encoded, captions on top, encoded.

Runs by itself in an environment with MoviePy: ``python moviepy_film.py PLAN.json``; prints its CPU seconds.
"""

import json
import resource
import sys
from pathlib import Path

from moviepy import CompositeVideoClip, ImageClip, TextClip, VideoFileClip, concatenate_videoclips

_FPS = 30
_ZOOM = 0.03
"""A second."""


def make_film(plan: dict[str, object], folder: Path) -> None:
    """Make film.mp4 in the folder by a plan: ``stills`` as (picture, seconds), ``captions`` as (text, start, end,
    size), ``font``.
    """
    clips = []
    for i, (picture, seconds) in enumerate(plan["stills"]):  # type: ignore[arg-type, var-annotated]  # it is JSON
        clip = ImageClip(picture, duration=seconds).resized(lambda t: 1 + _ZOOM * t)
        out = folder / f"clip-{i}.mp4"
        CompositeVideoClip([clip.with_position("center")], size=(1080, 1920)).write_videofile(
            str(out), fps=_FPS, logger=None
        )
        clips.append(VideoFileClip(str(out)))
    joined = folder / "joined.mp4"
    concatenate_videoclips(clips).write_videofile(str(joined), fps=_FPS, logger=None)
    texts = [
        TextClip(font=plan["font"], text=text, font_size=size, color="white", stroke_color="black", stroke_width=6)
        .with_start(start)
        .with_end(end)
        .with_position(("center", 1200))
        for text, start, end, size in plan["captions"]  # type: ignore[attr-defined]  # it is JSON
    ]
    film = CompositeVideoClip([VideoFileClip(str(joined)), *texts])
    film.write_videofile(str(folder / "film.mp4"), fps=_FPS, logger=None)


def main() -> None:
    """Make the film of the plan that the command line names; print the CPU seconds it took."""
    path = Path(sys.argv[1])
    make_film(json.loads(path.read_text(encoding="utf-8")), path.parent)
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sys.stdout.write(f"{sum(use.ru_utime + use.ru_stime for use in uses)}\n")


if __name__ == "__main__":
    main()
