"""Scripts of shorts: what is shown and what is spoken, line by line."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Frozen


class Speaker(StrEnum):
    """Who speaks a line."""

    NARRATOR = "narrator"
    COMMENTER = "commenter"


class Role(StrEnum):
    """The role of a line in the story."""

    HOOK = "hook"
    BODY = "body"
    COMMENT = "comment"
    CLOSER = "closer"


class Mood(StrEnum):
    """The mood of a story; music and background are chosen by it."""

    HUMOR = "humor"
    TOUCHING = "touching"
    ANGER = "anger"
    SADNESS = "sadness"
    HORROR = "horror"
    INFO = "info"
    CONTROVERSY = "controversy"
    DAILY = "daily"
    SHOCK = "shock"


class Decline(StrEnum):
    """Why a language model would not tell a post. It is a proposal: a person decides."""

    MINORS = "minors"
    """Sexual content about minors."""
    SELF_HARM = "self_harm"
    """How to hurt oneself."""
    CRIME = "crime"
    """How to commit a crime."""
    ACCUSATION = "accusation"
    """An unproven accusation of a real person."""
    FILTERED = "filtered"
    """The server of the model took the answer out."""


class Line(Frozen):
    """One spoken line.

    ``display`` is what the caption shows, ``spoken`` what the voice reads. Both have the same number of
    어절 (words separated by one space), so a word time of the one is a word time of the other.
    """

    role: Role
    speaker: Speaker
    display: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    spoken: Annotated[str, StringConstraints(min_length=1, max_length=320)]
    credit: Annotated[str, StringConstraints(max_length=128)] = ""
    """Pseudonym of the commenter who is quoted; empty for the narrator."""
    likes: Annotated[int, Field(ge=0)] = 0


class Script(Frozen):
    """A script: hook, body, comments and closer, in the order they are spoken."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=40)]
    hashtags: tuple[Annotated[str, StringConstraints(pattern=r"^#\w{1,30}$")], ...] = ()
    mood: Mood = Mood.DAILY
    summary: Annotated[str, StringConstraints(max_length=600)] = ""

    @property
    def hook(self) -> Line:
        """The first line, which is also the headline card."""
        return self.lines[0]
