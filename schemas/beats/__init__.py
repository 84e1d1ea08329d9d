"""Beats: what is to be seen while each line of a script is spoken, and the cast of the story.

The values of these enumerations are the contract between the words of a story and the scenes and people that are drawn.
``unknown`` means that the text does not say; whoever draws may then choose, as long as it stays the same.
"""

from schemas.beats.acting import Action, Feeling
from schemas.beats.moments import DARK, DAYLIGHT, Season, TimeOfDay, Weather
from schemas.beats.people import Age, CastMember, Kind, Relation, Sex, Work
from schemas.beats.places import SCREENS, Place
from schemas.beats.storyboard import Appearance, Beat, Certainty, Reason, Shot, Source, Storyboard
from schemas.beats.things import Thing

__all__ = [
    "DARK",
    "DAYLIGHT",
    "SCREENS",
    "Action",
    "Age",
    "Appearance",
    "Beat",
    "CastMember",
    "Certainty",
    "Feeling",
    "Kind",
    "Place",
    "Reason",
    "Relation",
    "Season",
    "Sex",
    "Shot",
    "Source",
    "Storyboard",
    "Thing",
    "TimeOfDay",
    "Weather",
    "Work",
]
