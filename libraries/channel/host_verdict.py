"""The host's verdict: an own opinion in every film, where the story turns, long enough to be the film's own part.

Films that only read what others wrote earn nothing (YouTube's channel monetisation policies,
support.google.com/youtube/answer/1311392); an own opinion of a fifth of the speech makes them one's own.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.channel.syllables import count_spoken_syllables
from schemas.errors import BadInput
from schemas.script import Line, Role, Script, Speaker

LEAST_SHARE: Final = 0.20
"""Share of the spoken syllables that the host's own part must have."""
SYLLABLES_PER_SECOND: Final = 6.5
"""Syllables that a film tells in a second, its pauses counted in: no less than scripts of the 92 sample stories have,
so that what is asked for at the approval is a fifth of the finished script."""
_MOST_LINES: Final = 40
_QUOTES: Final = (("“", "”"), ("‘", "’"), ("「", "」"))
_BEFORE: Final = 2
"""Sentences of the story that stand before the verdict at least."""


class HostSpeechShare(NamedTuple):
    """How much of a script is the host's own: ``syllables`` of ``whole``, and how many are ``missing`` to the least."""

    syllables: int
    whole: int
    missing: int

    @property
    def share(self) -> float:
        """Share of the spoken syllables, 0..1."""
        return self.syllables / self.whole if self.whole else 0.0


def host_speech_share(script: Script) -> HostSpeechShare:
    """How much of a script is the host's own."""
    own = sum(count_spoken_syllables(line.spoken) for line in script.lines if line.speaker is Speaker.HOST)
    whole = sum(count_spoken_syllables(line.spoken) for line in script.lines)
    return HostSpeechShare(own, whole, _missing(own, whole - own))


def needed_verdict_syllables(seconds: float) -> int:
    """Syllables that a verdict needs in a film of ``seconds``, before its script is written."""
    return math.ceil(LEAST_SHARE * seconds * SYLLABLES_PER_SECOND)


def seconds_for_the_story(seconds: float, verdict: str, least: float = 15.0) -> float:
    """Seconds that are left of ``seconds`` for the story, when the host says ``verdict`` too."""
    return max(least, round(seconds - count_spoken_syllables(verdict) / SYLLABLES_PER_SECOND, 1))


def with_verdict(script: Script, verdict: Sequence[Line], phrases: str = "") -> Script:
    """The script with the host's lines where the story turns: before its last sentence, which is the reveal or the end.

    A story of fewer than three sentences has the verdict behind it. The lines take the place of an earlier verdict.
    ``phrases``: sentences of the program's own, as those that lead to the comments, which belong to no story.
    Raises BadInput (``channel.verdict_no_room``) where a script would be too long.
    """
    story = [line for line in script.lines if line.speaker is not Speaker.HOST]
    if len(story) + len(verdict) > _MOST_LINES:
        raise BadInput("channel.verdict_no_room", lines=len(story), verdict=len(verdict), most=_MOST_LINES)
    at = turning_point_index(story, phrases)
    return script.model_copy(update={"lines": (*story[:at], *verdict, *story[at:])})


def turning_point_index(lines: Sequence[Line], phrases: str = "") -> int:
    """The index before which the verdict stands: the first line of the story's last sentence, or behind the story.

    What somebody says in quotation marks is not broken into: then it stands before the sentence where that begins.
    """
    told = [
        at
        for at, line in enumerate(lines)
        if line.role is Role.BODY and line.speaker is not Speaker.COMMENTER and line.display not in phrases
    ]
    starts = [at for at in told if at == 0 or not lines[at - 1].continues or lines[at - 1].role is not Role.BODY]
    free = [at for at in starts[_BEFORE:] if not _in_quotation(lines[:at])]
    if free:
        return free[-1]
    return told[-1] + 1 if told else 1


def _in_quotation(lines: Sequence[Line]) -> bool:
    """Whether a quotation is open behind these lines."""
    text = "".join(line.display for line in lines if line.role is Role.BODY)
    return text.count('"') % 2 == 1 or any(text.count(begin) > text.count(end) for begin, end in _QUOTES)


def _missing(own: int, others: int) -> int:
    """Syllables that ``own`` lacks to be a fifth of the whole: own ≥ share·(own + others)."""
    return max(0, math.ceil(LEAST_SHARE * others / (1 - LEAST_SHARE) - 1e-9) - own)
