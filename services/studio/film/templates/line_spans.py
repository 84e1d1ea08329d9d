"""The lines of a script with the frames they are spoken in, and their division into shots."""

from typing import Final, NamedTuple

from libraries.drawing.typography.captions import caption_blocks, timed_words
from libraries.drawing.typography.words import TextLine
from schemas.errors import BadInput
from schemas.frames import frame_at
from schemas.script import Line, Role, Script
from schemas.voice import VoiceTrack

LEAD: Final = 2
"""Frames by which a line is seen before it is heard."""
_LONGEST_SHOT: Final = 96
"""Frames; a longer line is shown in several shots."""


class LineSpan(NamedTuple):
    """A line of the script, its words as they are drawn, and its frames: ``start`` up to, not including, ``end``."""

    line: Line
    words: TextLine
    start: int
    end: int


class LineShot(NamedTuple):
    """A part of a line that is shown in one scene."""

    words: TextLine
    start: int
    end: int


def line_spans(script: Script, voice: VoiceTrack) -> list[LineSpan]:
    """The lines that can be drawn, each reaching to the next; the first begins at frame 0.

    Raises BadInput when voice and script do not belong together, or nothing can be drawn.
    """
    spans: list[LineSpan] = []
    for spoken in voice.lines:
        if spoken.index >= len(script.lines):
            raise BadInput("film.voice_line_unknown", line=spoken.index + 1)
        line = script.lines[spoken.index]
        words = timed_words(line, spoken)
        if words:
            first = max(0, min(words[0].start, frame_at(spoken.start)) - LEAD) if spans else 0
            spans.append(LineSpan(line, words, first, max(words[-1].end, frame_at(spoken.end))))
    if not spans:
        raise BadInput("film.nothing_to_draw")
    return [
        span._replace(end=max(span.start + 1, spans[i + 1].start) if i + 1 < len(spans) else span.end + 3)
        for i, span in enumerate(spans)
    ]


def line_shots(span: LineSpan) -> list[LineShot]:
    """The shots of a line: its words in parts of about three seconds at most, cut where captions change."""
    if span.end - span.start <= _LONGEST_SHOT:
        return [LineShot(span.words, span.start, span.end)]
    captions = caption_blocks(span.words, span.start, span.end)
    count = min(len(captions), -(-(span.end - span.start) // _LONGEST_SHOT))
    groups = [captions[len(captions) * i // count : len(captions) * (i + 1) // count] for i in range(count)]
    return [
        LineShot(tuple(word for block in group for word in block.words), group[0].start, group[-1].end)
        for group in groups
    ]


def is_quoted_comment(line: Line) -> bool:
    """Whether a line quotes a comment by name."""
    return line.role is Role.COMMENT and bool(line.credit)
