"""Beats: what is to be seen while each line of a script is spoken, and the cast of the story.

The values of these enumerations are the contract between the words of a story and the scenes and people that are drawn.
``unknown`` means that the text does not say; whoever draws may then choose, as long as it stays the same.
"""

from schemas.beats.acting import Action, Feeling
from schemas.beats.people import Age, CastKind, CastMember, Occupation, Relation, Sex
from schemas.beats.places import SCREENS, Place
from schemas.beats.storyboard import Beat, BeatCertainty, BeatReason, CastAppearance, ShotSize, Storyboard, TextSource
from schemas.beats.things import Thing
from schemas.beats.time_and_weather import DARK, DAYLIGHT, Season, TimeOfDay, Weather

__all__ = [
    "DARK",
    "DAYLIGHT",
    "SCREENS",
    "Action",
    "Age",
    "Beat",
    "BeatCertainty",
    "BeatReason",
    "CastAppearance",
    "CastKind",
    "CastMember",
    "Feeling",
    "Occupation",
    "Place",
    "Relation",
    "Season",
    "Sex",
    "ShotSize",
    "Storyboard",
    "TextSource",
    "Thing",
    "TimeOfDay",
    "Weather",
]
