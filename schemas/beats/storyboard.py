"""Beats, one for each line of a story."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Frozen
from schemas.beats.acting import Action, Feeling
from schemas.beats.people import CastMember, MemberId
from schemas.beats.places import Place
from schemas.beats.things import Thing
from schemas.beats.time_and_weather import Season, TimeOfDay, Weather


class ShotSize(StrEnum):
    """How near the picture is."""

    WIDE = "wide"
    """The place, people small in it."""
    MEDIUM = "medium"
    CLOSE = "close"
    """A face."""
    TWO = "two"
    """Two persons who speak with each other."""
    DETAIL = "detail"
    """A thing fills the picture."""
    SCREEN = "screen"
    """A screen or a page fills the picture."""


class BeatCertainty(StrEnum):
    """How surely a place or a person is read from the words of a story."""

    TOLD = "told"
    """The words of the line say it."""
    HELD = "held"
    """Lines before it said it, and the line goes on from them."""
    GUESSED = "guessed"
    """Only likely: to leave it out is better than to be wrong."""


class CastAppearance(Frozen):
    """A member of the cast in one beat."""

    member: MemberId
    certainty: BeatCertainty = BeatCertainty.TOLD
    action: Action = Action.UNKNOWN
    feeling: Feeling = Feeling.CALM
    speaks: bool = False
    """Whether the words of the line are this member's."""


class TextSource(StrEnum):
    """Where words stand."""

    SCRIPT = "script"
    POST = "post"
    """The body of the post, in a sentence that the script leaves out."""
    TITLE = "title"
    """The title of the post, or the name of its board."""


class BeatReason(Frozen):
    """Which words of the text decided a field of a beat, and where they stand."""

    field: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    source: TextSource = TextSource.SCRIPT
    line: Annotated[int, Field(ge=0)]
    """A line of the script, or a sentence of the post; from 0, and 0 for the title."""
    words: tuple[Annotated[str, StringConstraints(max_length=40)], ...]


class Beat(Frozen):
    """What is to be seen while one line is spoken."""

    line: Annotated[int, Field(ge=0)]
    place: Place = Place.UNKNOWN
    behind: Place = Place.UNKNOWN
    """Where one is while `place` is a screen or a page; else unknown."""
    place_certainty: BeatCertainty = BeatCertainty.TOLD
    time: TimeOfDay = TimeOfDay.UNKNOWN
    weather: Weather = Weather.UNKNOWN
    season: Season = Season.UNKNOWN
    cast: tuple[CastAppearance, ...] = ()
    things: tuple[Thing, ...] = ()
    feeling: Feeling = Feeling.CALM
    shot: ShotSize = ShotSize.MEDIUM
    memory: bool = False
    """Whether the line tells what was before the story."""
    why: tuple[BeatReason, ...] = ()


class Storyboard(Frozen):
    """The beats of a story, one for each line in order, and its cast."""

    beats: tuple[Beat, ...]
    cast: tuple[CastMember, ...]
    version: str = ""

    def member(self, member_id: str) -> CastMember:
        """The member with that id. Raises KeyError."""
        for each in self.cast:
            if each.id == member_id:
                return each
        raise KeyError(member_id)
