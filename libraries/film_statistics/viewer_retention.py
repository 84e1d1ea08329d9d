"""How many viewers each line of a film's script keeps: the retention curve of the platform over the lines' times."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from schemas.base import Frozen
from schemas.events import (
    ContentMeasured,
    ContentRendered,
    ContentScriptApproved,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    PostCollected,
    RecordedFact,
)
from schemas.script import Script
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from schemas.voice import VoiceTrack


class LineRetention(Frozen):
    """A line of the script with the share of all views that watched its beginning and its end.

    ``start`` and ``end`` in seconds of the film. ``lost``: of those who watched its beginning, the share that left
    before its end; below zero where more came (they watched it twice).
    """

    text: str
    start: float
    end: float
    at_start: float
    at_end: float
    lost: float


class FilmViewerRetention(Frozen):
    """A film's retention curve with the lines of its script. ``worst``: index of the line that loses most viewers.

    No ``points``: the platform says no curve, or not yet. ``seconds``: length of the film.
    """

    title: str
    platform: str
    views: Annotated[int, Field(ge=0)] | None
    seconds: float
    points: tuple[RetentionPoint, ...]
    lines: tuple[LineRetention, ...]
    worst: int | None


def film_viewer_retention(facts: Sequence[RecordedFact], revision: int, platform: str) -> FilmViewerRetention | None:
    """The retention of one film of a post, by all its facts; None for a film that was not made.

    The curve is that of the oldest age that has one. A remake keeps script and narration that it did not make anew.
    """
    title, uploaded, script, voice, film, cut = "", "", None, None, None, None
    newest = FilmStatistics()
    for fact in facts:
        event = fact.event
        match event:
            case PostCollected():
                title = event.post.title
            case ContentScripted() | ContentScriptApproved() if event.revision <= revision:
                script = event.script
            case ContentVoiced() if event.revision <= revision:
                voice = event.voice
            case ContentRendered() if event.revision == revision:
                film, cut = event.film, event.cut
            case ContentUploaded() if (event.revision, event.platform) == (revision, platform):
                uploaded = event.video_sha256
            case ContentMeasured(age=FilmAge()) if (event.revision, event.platform) == (revision, platform):
                newest = event.statistics if event.statistics.retention or not newest.retention else newest
            case _:
                pass
    if film is None or script is None or voice is None:
        return None
    if cut is not None and uploaded == cut.film.video.sha256 and max(cut.lines) < len(script.lines):
        film, voice = cut.film, cut.voice
        script = script.model_copy(update={"lines": tuple(script.lines[at] for at in cut.lines)})
    lines = line_retentions(newest.retention, script, voice, film.duration)
    return FilmViewerRetention(
        title=title,
        platform=platform,
        views=newest.views,
        seconds=film.duration,
        points=newest.retention,
        lines=lines,
        worst=line_losing_most_viewers(lines),
    )


def line_retentions(
    points: Sequence[RetentionPoint], script: Script, voice: VoiceTrack, seconds: float
) -> tuple[LineRetention, ...]:
    """The spoken lines over a curve; none without one, or for a narration that is of another script."""
    if len(points) < 2 or any(line.index >= len(script.lines) for line in voice.lines):
        return ()
    found = []
    for line in voice.lines:
        first, last = (share_still_watching(points, min(1.0, at / seconds)) for at in (line.start, line.end))
        lost = (first - last) / first if first > 0 else 0.0
        text = script.lines[line.index].display
        found.append(LineRetention(text=text, start=line.start, end=line.end, at_start=first, at_end=last, lost=lost))
    return tuple(found)


def line_losing_most_viewers(lines: Sequence[LineRetention]) -> int | None:
    """The line that the largest share of its viewers leaves; None where no line loses any."""
    worst = max(range(len(lines)), key=lambda index: lines[index].lost, default=None)
    return worst if worst is not None and lines[worst].lost > 0 else None


def share_still_watching(points: Sequence[RetentionPoint], place: float) -> float:
    """The curve at a place of the film, by straight lines between its points, which are in order."""
    if place <= points[0].place:
        return points[0].watching
    for before, after in pairwise(points):
        if place <= after.place:
            span = after.place - before.place
            part = (place - before.place) / span if span else 1.0
            return before.watching + part * (after.watching - before.watching)
    return points[-1].watching
