"""What people do and feel in a sentence, which things are seen, and from how near."""

from collections.abc import Sequence
from typing import Final

from libraries.story_beats.lexicons import ACTIONS, FEELINGS, THINGS
from libraries.story_beats.sentence import Sentence, read_sentence
from schemas.beats import SCREENS, Action, Feeling, Place, ShotSize, Thing

_NEGATED: Final = ("안 ", "못 ")
_STRONG: Final = frozenset(
    (Feeling.CRYING, Feeling.AFRAID, Feeling.ANGRY, Feeling.SURPRISED, Feeling.LAUGHING, Feeling.EMBARRASSED)
)
_NOT: Final = ("지 않", "지 못", "지 마", "지도 않", "지도 못", "지는 않")
MOST_THINGS: Final = 3


def told_actions(sentence: Sentence) -> list[tuple[Action, str]]:
    """What is done, in the order of the sentence, with the words; what is denied is left out."""
    return [
        (found.value, found.stem)
        for found in ACTIONS.find_words(sentence)
        if not _denied(sentence, found.at, found.end)
    ]


def _denied(sentence: Sentence, at: int, end: int) -> bool:
    if sentence.told[:at].endswith(_NEGATED):
        return True
    return any(word in sentence.told[at : end + 4] for word in _NOT)


def told_feelings(sentence: Sentence) -> list[tuple[Feeling, str]]:
    """Moods that the words tell, quoted ones too, strongest last."""
    whole = (
        sentence
        if not sentence.quotes
        else read_sentence(sentence.line, sentence.text.replace('"', " ").replace("'", " "))
    )
    found = [(each.value, each.stem) for each in FEELINGS.find_words(whole) if not _denied(whole, each.at, each.end)]
    return sorted(found, key=lambda each: each[0] in _STRONG)


def told_things(sentence: Sentence) -> tuple[Thing, ...]:
    """Up to `MOST_THINGS` things the sentence speaks of, as they come."""
    return tuple(dict.fromkeys(found.value for found in THINGS.find_words(sentence)))[:MOST_THINGS]


def choose_shot(
    place: Place, *, new_place: bool, people: int, speaks: bool, feeling: Feeling, seen: Sequence[Thing]
) -> ShotSize:
    """How near the picture of a line is."""
    if place in SCREENS:
        return ShotSize.SCREEN
    if new_place:
        return ShotSize.WIDE
    if not people:
        return ShotSize.DETAIL if seen else ShotSize.WIDE
    if people == 1 and feeling in _STRONG:
        return ShotSize.CLOSE
    if people >= 2:
        return ShotSize.TWO if speaks else ShotSize.MEDIUM
    return ShotSize.MEDIUM


def different_shot(last: ShotSize, seen: Sequence[Thing], people: int) -> ShotSize:
    """A shot that differs from ``last``, for a line that has the same place and people."""
    if seen and last is not ShotSize.DETAIL:
        return ShotSize.DETAIL
    if people:
        return ShotSize.CLOSE if last is not ShotSize.CLOSE else ShotSize.MEDIUM
    return ShotSize.WIDE if last is not ShotSize.WIDE else ShotSize.MEDIUM
