"""The captions as side files: SubRip, which every player reads, and ASS with look and word times of the film."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from fontTools.ttLib import TTFont

from libraries.drawing.typography.captions import WEIGHT, caption_blocks
from libraries.drawing.typography.design_tokens import CAPTION, HEIGHT, WIDTH, Theme, theme_named
from libraries.drawing.typography.fonts import font_path
from libraries.drawing.typography.text import drawable_line
from libraries.drawing.typography.words import CaptionBlock, TimedWord
from libraries.storyboard.timeline import Timeline
from schemas.frames import FPS

_PLAIN: Final = str.maketrans("{}<>\\", "()()/")
"""Braces, angle brackets and backslashes are commands to some players, so they are replaced."""
_EDGE: Final = 0.075
"""Width of the outline in sizes of the text, as the film draws it."""


def srt_text(timeline: Timeline) -> str:
    """The text of an SRT file: all captions, and the texts that are read on cards, with their times."""
    return "".join(
        f"{number}\n{_stamp(block.start)} --> {_stamp(block.end)}\n{block.text.translate(_PLAIN)}\n\n"
        for number, block in enumerate(_all_captions(timeline), start=1)
    )


def ass_text(timeline: Timeline) -> str:
    """The text of an ASS file (v4.00+): the captions where and as large as the film has them, in its colours.

    Each word turns to the colour of the marker when it is spoken (``\\k``, in hundredths of a second from the start of
    its event). Only our own override blocks are in it: texts are cleaned as for drawing, their braces and backslashes
    replaced.
    """
    blocks_ = list(_all_captions(timeline))
    largest = max((block.size for block in blocks_), default=0)
    return "\n".join((*_ass_header(theme_named(timeline.theme), largest), *map(_ass_event, blocks_), ""))


def _all_captions(timeline: Timeline) -> Iterator[CaptionBlock]:
    for scene in timeline.scenes:
        yield from scene.captions or caption_blocks(scene.words, scene.start, scene.end)


def _stamp(frame: int) -> str:
    """SubRip time, hh:mm:ss,mmm."""
    seconds, rest = divmod(frame, FPS)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest * 1000 // FPS:03}"


def _ass_header(theme: Theme, size: int) -> Iterator[str]:
    spoken = theme.sides[0] if theme.caption == theme.ink else theme.marker
    colours = ",".join(map(_colour, (spoken, theme.caption, theme.caption_edge, theme.caption_edge)))
    family, edge = _caption_font()[0], max(4, round(size * _EDGE))
    yield from ("[Script Info]", "ScriptType: v4.00+", f"PlayResX: {WIDTH}", f"PlayResY: {HEIGHT}")
    yield from ("WrapStyle: 2", "ScaledBorderAndShadow: yes", "YCbCr Matrix: TV.709", "", "[V4+ Styles]")
    yield (
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
        "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
        "MarginR, MarginV, Encoding"
    )
    margins = f"{CAPTION.left},{WIDTH - CAPTION.right},{HEIGHT - CAPTION.bottom}"
    yield f"Style: Caption,{family},{_ass_size(size)},{colours},0,0,0,0,100,100,0,0,1,{edge},2,5,{margins},1"
    yield from ("", "[Events]", "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text")


def _ass_event(block: CaptionBlock) -> str:
    at = f"{{\\pos({(CAPTION.left + CAPTION.right) // 2},{(CAPTION.top + CAPTION.bottom) // 2})"
    lead = max(0, _hundredths(block.words[0].start) - _hundredths(block.start))
    ends = [*(word.start for word in block.words[1:]), block.end]
    sung = [_karaoke_word(word, max(word.start, block.start), end) for word, end in zip(block.words, ends, strict=True)]
    lines, rest = [], iter(zip(block.words, sung, strict=True))
    for line in block.lines:
        timed = [next(rest) for _ in line]
        lines.append("".join(text if word.glued or not i else f" {text}" for i, (word, text) in enumerate(timed)))
    return (
        f"Dialogue: 0,{_time(block.start)},{_time(block.end)},Caption,,0,0,0,,"
        f"{at}\\fs{_ass_size(block.size)}\\k{lead}}}" + "\\N".join(lines)
    )


def _karaoke_word(word: TimedWord, start: int, end: int) -> str:
    held = max(0, _hundredths(end) - _hundredths(start))
    return f"{{\\k{held}}}{drawable_line(word.text).translate(_PLAIN)}"


def _hundredths(frame: int) -> int:
    """Hundredths of a second, rounded down, so that a word changes colour in the frame it is spoken in."""
    return frame * 100 // FPS


def _time(frame: int) -> str:
    """ASS time, h:mm:ss.cc."""
    seconds, rest = divmod(_hundredths(frame), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:02}"


def _colour(colour: str) -> str:
    """#rrggbb → &H00BBGGRR."""
    return f"&H00{colour[5:7]}{colour[3:5]}{colour[1:3]}".upper()


def _ass_size(size: int) -> int:
    """A size in ASS is the height of a line by the font's Windows metrics, not of its em."""
    return round(size * _caption_font()[1])


@cache
def _caption_font() -> tuple[str, float]:
    """Family of the caption's font, and its line height in ems."""
    with TTFont(font_path(WEIGHT), lazy=True) as file:
        metrics = file["OS/2"]
        family = file["name"].getDebugName(1)
        return str(family), (metrics.usWinAscent + metrics.usWinDescent) / file["head"].unitsPerEm
