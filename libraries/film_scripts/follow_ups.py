"""Follow-ups: posts that go on with an earlier one of their author, and the recall that their film begins with."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from libraries.film_scripts import pacing
from libraries.film_scripts.joined_lines import lines_bound_to_the_one_before
from libraries.film_scripts.lines import script_lines
from libraries.korean.sentences import split_sentences
from schemas.errors import BadInput
from schemas.script import Line, Role, Script, Speaker

RECALL_SECONDS: Final = 10.0
"""Estimated seconds that a recall takes at most."""
_SIGN: Final = re.compile(
    r"후기|[2-9] ?[탄편부화](?![가-힣])|\([2-9]\)|그 ?후|그 ?뒤|뒷 ?이야기|다음 ?이야기|이어서|이어지는"
    r"|결말|근황|추가 ?글|업데이트"
)
_OTHER_REVIEWS: Final = re.compile(
    r"(?:사용|이용|구매|구입|방문|여행|시식|수강|공연|관람|설치|완주|면접|수술|참가|체험|합격|본) ?후기"
)
"""A review of something: no follow-up by itself."""
_BEGINS: Final = "지난 이야기입니다."
_GOES_ON: Final = "그 뒷이야기입니다."
_ENDED: Final = re.compile(r"[.!?…~][\"”’')]*$")
_MOST_LINES: Final = 40

Key = TypeVar("Key")


def announces_follow_up(title: str) -> bool:
    """Whether a title says that the post goes on with an earlier one (후기, 2탄, 그 후); not for a review."""
    return bool(_SIGN.search(_OTHER_REVIEWS.sub("", title)))


def most_alike_first(title: str, earlier: Mapping[Key, str]) -> list[Key]:
    """Earlier posts by how many words of their titles stand in ``title``; of equal ones those named first."""
    words = _words(title)
    return sorted(earlier, key=lambda key: -len(words & _words(earlier[key])))


def _words(title: str) -> frozenset[str]:
    """The first two syllables of every word that is no sign of a follow-up."""
    return frozenset(word[:2] for word in re.findall(r"[가-힣]{2,}|[A-Za-z0-9]{2,}", _SIGN.sub(" ", title)))


def recall_text(script: Script) -> str:
    """What a follow-up's film says of the first part: its opening and as much of its end as `RECALL_SECONDS` allow."""
    bound = lines_bound_to_the_one_before(script.lines)
    groups: list[list[Line]] = []
    for at, line in enumerate(script.lines):
        if at in bound and groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    opening, told = _sentence(groups[0]), [_sentence(each) for each in groups[1:] if _is_story(each)]
    ending: list[str] = []
    for sentence in reversed(told):
        if recall_seconds(" ".join((_BEGINS, opening, sentence, *ending, _GOES_ON))) > RECALL_SECONDS:
            break
        ending.insert(0, sentence)
    return " ".join((_BEGINS, opening, *ending, _GOES_ON))


def _is_story(lines: Sequence[Line]) -> bool:
    return all(line.role is Role.BODY and line.speaker in (Speaker.NARRATOR, Speaker.PERSON) for line in lines)


def _sentence(lines: Sequence[Line]) -> str:
    text = " ".join(line.display for line in lines)
    return text if _ENDED.search(text) else f"{text}."


def recall_seconds(recall: str) -> float:
    """Estimated seconds that a recall takes."""
    return pacing.script_duration(recall_lines(recall))


def recall_lines(recall: str) -> list[Line]:
    """A recall as lines of a script."""
    return [
        line for sentence in split_sentences(recall) for line in script_lines(sentence, Role.BODY, Speaker.NARRATOR)
    ]


def script_with_recall(script: Script, recall: str) -> Script:
    """The script with the recall behind its opening. Raises BadInput (``script.recall_no_room``)."""
    lines = recall_lines(recall)
    if len(script.lines) + len(lines) > _MOST_LINES:
        raise BadInput("script.recall_no_room", lines=len(script.lines), recall=len(lines), most=_MOST_LINES)
    at = next((at for at, line in enumerate(script.lines) if line.role is not Role.HOOK), len(script.lines))
    return script.model_copy(update={"lines": (*script.lines[:at], *lines, *script.lines[at:])})
