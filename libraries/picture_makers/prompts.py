"""Prompts for models: what a beat shows, who is in it, in which style, and what must not be seen."""

import hashlib
from typing import Final, NamedTuple

from libraries.picture_makers.maker import LineToIllustrate, StoryToIllustrate
from schemas.beats import (
    Action,
    Age,
    CastAppearance,
    CastKind,
    CastMember,
    Feeling,
    Occupation,
    Place,
    Season,
    Sex,
    TimeOfDay,
    Weather,
)
from schemas.errors import BadInput

STYLE: Final = (
    "flat Korean webtoon illustration, clean dark outlines, soft colours, simple shapes, full scene, wide shot"
)
NEVER: Final = (
    *("text", "letters", "captions", "speech bubbles", "watermark", "signature", "logo", "brand name"),
    *("a real person", "celebrity", "nudity", "sexual content", "blood", "gore", "weapon pointed at the viewer"),
    *("a child being hurt", "extra fingers", "deformed hands", "collage", "frame"),
)
"""What no picture may show."""
_YOUNG: Final = frozenset((Age.BABY, Age.CHILD, Age.STUDENT))
_HARM: Final = frozenset((Action.HITTING, Action.FIGHTING, Action.FALLING))
_AGES: Final = {
    Age.BABY: "baby",
    Age.CHILD: "child of eight",
    Age.STUDENT: "teenager",
    Age.TWENTIES: "in their twenties",
    Age.THIRTIES: "in their thirties",
    Age.MIDDLE_AGED: "middle-aged",
    Age.OLD: "elderly, grey hair",
}
_HAIR: Final = (
    "short black hair",
    "black bob hair",
    "long black hair",
    "brown ponytail",
    "short brown hair",
    "curly hair",
)
_CLOTHES: Final = ("navy cardigan", "grey hoodie", "white shirt", "green sweater", "beige coat", "purple sweatshirt")


class Prompt(NamedTuple):
    """``wanted``: what is to be seen; ``never``: what is not, as one list."""

    wanted: str
    never: str


def prompt_for(story: StoryToIllustrate, wanted: LineToIllustrate) -> Prompt:
    """The prompt of a line.

    Raises BadInput where a model would be asked to show a child in harm: also where another strikes beside the child.
    """
    beat = wanted.beat
    members = {member.id: member for member in story.board.cast}
    seen = [(members[each.member], each) for each in beat.cast if each.member in members][:3]
    there = [members[each.member] for each in beat.cast if each.member in members]
    if any(member.age in _YOUNG for member in there) and any(each.action in _HARM for each in beat.cast):
        raise BadInput("picture.minor_in_harm", line=wanted.line + 1)
    people = [_member(member, each, story.seed) for member, each in seen]
    place = beat.behind if beat.place is Place.UNKNOWN else beat.place
    parts = [
        *([f"in a {_words(place)} in South Korea"] if place is not Place.UNKNOWN else ["in South Korea"]),
        *([_words(beat.time)] if beat.time is not TimeOfDay.UNKNOWN else []),
        *([_words(beat.weather)] if beat.weather not in (Weather.UNKNOWN, Weather.CLEAR) else []),
        *([_words(beat.season)] if beat.season is not Season.UNKNOWN else []),
        *([f"with {', '.join(_words(thing) for thing in beat.things[:3])}"] if beat.things else []),
        *([f"{_words(beat.feeling)} mood"] if beat.feeling is not Feeling.CALM else []),
    ]
    who = "; ".join(people) or "no people"
    return Prompt(f"{story.style or STYLE}. {who}, {', '.join(parts)}.", ", ".join(NEVER))


def seed_for(story: StoryToIllustrate, wanted: LineToIllustrate) -> int:
    """The seed of a line's picture: another one for another attempt."""
    told = f"{story.seed} {wanted.line} {wanted.attempt}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4]) >> 1


def _member(member: CastMember, seen: CastAppearance, seed: int) -> str:
    """A member as a cast sheet says it: the same words in every picture of the story."""
    if member.kind is not CastKind.PERSON:
        return f"a {_words(member.kind)}"
    number = int.from_bytes(hashlib.sha256(f"{seed} {member.id}".encode()).digest()[:4])
    sex = {Sex.WOMAN: "woman", Sex.MAN: "man"}.get(member.sex, ("woman", "man")[number % 2])
    age = _AGES.get(member.age, "in their thirties")
    worn = _words(member.work) if member.work is not Occupation.UNKNOWN else _CLOTHES[number // 7 % len(_CLOTHES)]
    hair = "" if member.age is Age.OLD else f", {_HAIR[number // 3 % len(_HAIR)]}"
    does = f", {_words(seen.action)}" if seen.action is not Action.UNKNOWN else ""
    feels = f", looking {_words(seen.feeling)}" if seen.feeling is not Feeling.CALM else ""
    return f"a Korean {sex}, {age}{hair}, {worn}{does}{feels}"


def _words(value: Place | TimeOfDay | Weather | Season | Action | Feeling | Occupation | CastKind | str) -> str:
    return str(value).replace("_", " ")
