"""Descriptions of films: what of a film is compared with other films of its channel, taken from its facts."""

from typing import Any, Final, NamedTuple

from libraries.channel.syllables import count_spoken_syllables
from schemas.events.film_traits import FilmTraits
from schemas.recipe import FilmChoice, VoiceChoice
from schemas.script import Role, Script
from schemas.states import PostState

OWN_VOICE: Final = "own"
"""The name of a person's own recorded voice."""


class LineWithoutWords(NamedTuple):
    """A line of a script without its words: whose it is, what it does, and its length in syllables."""

    role: str
    speaker: str
    syllables: int


class FilmDescription(NamedTuple):
    """What of a film is compared. ``voices``: the narrator's first. A field is empty, or None, where it is not known:
    facts of films from before 0.2.0 do not say what was chosen for ``auto``, and have no first frame or cuts.
    """

    film: str
    lines: tuple[LineWithoutWords, ...]
    hook: str
    closer: str
    template: str = ""
    theme: str = ""
    layout: str = ""
    opening: str = ""
    closing: str = ""
    comments: str = ""
    captions: str = ""
    transition: str = ""
    background: str = ""
    voices: tuple[str, ...] = ()
    music: str = ""
    shots: tuple[float, ...] = ()
    first_frame: str | None = None
    colours: tuple[float, ...] = ()


def describe_film(name: str, state: PostState) -> FilmDescription | None:
    """The description of a post's finished film; None while it has none. ``name`` is what the film is called."""
    if state.script is None or state.film is None:
        return None
    return describe_film_by_parts(
        name, state.script, state.recipe.voice, state.voice_by, state.recipe.film, state.film.traits
    )


def describe_film_by_parts(
    name: str, script: Script, voice: VoiceChoice, voice_by: str, choice: FilmChoice, traits: FilmTraits | None
) -> FilmDescription:
    """The description of a film by its parts. ``voice_by``: the adapter that speaks; empty takes the first of the
    recipe's. Without ``traits`` only what the recipe names is known of the look.
    """
    lines = tuple(
        LineWithoutWords(each.role, each.speaker, count_spoken_syllables(each.spoken)) for each in script.lines
    )
    closers = [each.display for each in script.lines if each.role is Role.CLOSER]
    engine = voice_by or voice.chain[0]
    recorded = sum(each.recording is not None for each in script.lines)
    narrator = (OWN_VOICE,) if recorded * 2 > len(lines) else (f"{engine}/{voice.narrator}",)
    more = (*voice.commenters, *voice.persons, *((OWN_VOICE,) if 0 < recorded * 2 <= len(lines) else ()))
    base = FilmDescription(
        name, lines, script.hook.display, " ".join(closers) or script.lines[-1].display, voices=(*narrator, *more)
    )
    known: dict[str, Any] = {part: _named(choice, part) for part in LOOK}
    if traits is not None:
        known = {part: getattr(traits, part) for part in (*LOOK, "shots", "first_frame", "colours")}
    return base._replace(**known)


LOOK: Final = (
    "template",
    "theme",
    "layout",
    "opening",
    "closing",
    "comments",
    "captions",
    "transition",
    "background",
    "music",
)
"""The fields of a description that a recipe chooses for the film."""


def _named(choice: FilmChoice, part: str) -> str:
    """What a recipe itself names for a part of the look; empty for ``auto``."""
    given = choice.caption_style if part == "captions" else getattr(choice, part)
    return "" if given == "auto" else str(given)
