"""The captions as a side file in SubRip form."""

from typing import Final

from schemas.timeline import FPS, Timeline
from services.studio.film.captions import blocks

_PLAIN: Final = str.maketrans("{}<>", "()()")
"""Braces and angle brackets are orders to some players; a side file holds words only."""


def srt(timeline: Timeline) -> str:
    """All captions, and the texts that are read on cards, with their times."""
    entries: list[tuple[int, int, str]] = []
    for scene in timeline.scenes:
        shown = scene.captions or blocks(scene.words, scene.start, scene.end)
        entries.extend((block.start, block.end, block.text) for block in shown)
    return "".join(
        f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{text.translate(_PLAIN)}\n\n"
        for number, (start, end, text) in enumerate(entries, start=1)
    )


def _stamp(frame: int) -> str:
    """SubRip time, hh:mm:ss,mmm."""
    seconds, rest = divmod(frame, FPS)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest * 1000 // FPS:03}"
