"""Who speaks each line of a script: the voices that a recipe gives to narrator, commenters and persons."""

import re
from typing import Final, NamedTuple

from schemas.recipe import VoiceChoice
from schemas.script import Line, Script, Speaker

_QUOTED: Final = re.compile(r"^[“\"'‘「『][^“”\"「」『』]+[”\"'’」』][.,!?…~]*$")
_SUBJECT: Final = re.compile(r"([가-힣A-Za-z]{1,9}?)(?:께서는|께서|이|가|은|는)(?= |$)")
_SELF: Final = frozenset(("나", "내", "저", "제", "우리", "저희"))


class Casting(NamedTuple):
    """The speaker of a line and the voice it has. ``who`` is empty for the narrator."""

    who: str
    voice: str


def cast_voices(script: Script, choice: VoiceChoice) -> list[Casting]:
    """Who speaks each line, in which voice. Speakers get the voices of their kind in turn and keep theirs."""
    commenters: dict[str, str] = {}
    persons: dict[str, str] = {}
    parts: list[Casting] = []
    for index, line in enumerate(script.lines):
        if line.speaker is Speaker.COMMENTER and choice.commenters:
            voices, given, name = choice.commenters, commenters, line.credit
        elif (name := _person(script.lines, index, choice)) and choice.persons:
            voices, given = choice.persons, persons
        else:
            parts.append(Casting("", choice.narrator))
            continue
        voice = given.setdefault(name, voices[len(given) % len(voices)])
        parts.append(Casting(f"{line.speaker} {name}", voice))
    return parts


def with_single_voice(choice: VoiceChoice, part: Casting) -> VoiceChoice:
    """``choice`` with the voice of ``part`` for everybody: for its line alone."""
    return choice.model_copy(
        update={"narrator": part.voice, "commenters": (part.voice,), "persons": (part.voice,), "quotes": "narrator"}
    )


def _person(lines: tuple[Line, ...], index: int, choice: VoiceChoice) -> str:
    """The person who speaks a line; empty for the narrator."""
    line = lines[index]
    if line.speaker is Speaker.PERSON:
        return line.person or "?"
    if line.speaker is not Speaker.NARRATOR or choice.quotes == "narrator" or not _is_quoted(line):
        return ""
    return _said_by(lines, index)


def _is_quoted(line: Line) -> bool:
    return _QUOTED.match(line.display) is not None


def _said_by(lines: tuple[Line, ...], index: int) -> str:
    """The subject that the narrator named last before the quotation; empty for the narrator himself.

    Quotations behind one another are an exchange: every other one answers.
    """
    first = index
    while first and _is_quoted(lines[first - 1]):
        first -= 1
    named = _SUBJECT.findall(lines[first - 1].display) if first else []
    who = named[-1] if named else "?"
    if (index - first) % 2:
        return "answer" if who in _SELF or len(named) < 2 else named[-2]
    return "" if who in _SELF else who
