"""Sentences cut into lines a caption can hold, at clause boundaries, never inside a word."""

import re
from typing import Final

from libraries.korean.text_normalisation import NormalisedLine, normalise
from schemas.script import Line, Role, Speaker

WIDEST: Final = 36
"""Characters of a line: two caption rows of 18."""
_CONNECTIVE: Final = re.compile(
    r"(?:,|(?:니까|는데|은데|인데|던데|한데|지만|면서|려고|다가|더니|자마자|도록|거나|길래|든지|아서|어서|해서|여서|라서|으며|으면|"
    r"하고|되고|었고|았고|했고|이고|라고|다고|냐고|자고|하며|하면|라면|다면|는지|때문에|때|후에|뒤에))$"
)
_STOP: Final = re.compile(r"[.!?…~][\"”’')]*$")
_DEPENDENT: Final = re.compile(
    r"(?:거|것|건|게|걸|줄|수|때|적|뿐|채|듯|데|만큼|지|중|후|뒤|전|동안|정도|때문|명|개|번|마리|있|없|않|못|싶|보|같)"
)
"""Dependent nouns and auxiliaries, which belong to the word before: a line begins with one only where it must."""
_SHORT: Final = 4
"""Characters of the longest word that is one of these with its particle."""
_BEHIND_A_NOUN: Final = re.compile(
    r"(?:앞|뒤|옆|위|아래|밑|안|밖|속|쪽|근처|사이|씨|님|분)(?:[은는이가을를에의도로]|에[는도서]|에서[는도]?|으로|까지|부터)?[,.!?]?$"
)
"""Words for a place or a person that say nothing without the word before them: 역 앞에, 문 밖에서, 저 같은 분이."""
_DETERMINER: Final = re.compile(
    r"(?:한|두|세|네|몇|여러|그|이|저|제|내|우리|어떤|무슨|어느|다른|새|모든|온갖|첫|옛|약|단|딱|안|못|잘|더|덜|또|매|각|전|총|[0-9,.]+)"
)
"""Words that belong to the word behind them: 한 분, 제 이름, 안 되면."""
_LONGEST_SPOKEN: Final = 320


def script_lines(text: str, role: Role, speaker: Speaker, *, credit: str = "", likes: int = 0) -> list[Line]:
    """``text`` as the lines of a script, one or more; empty when there is nothing to say."""
    made: list[Line] = []
    for part in split_sentence(text):
        spoken_form = normalise(part)
        if spoken_form is not None:
            made.extend(
                Line(role=role, speaker=speaker, display=shown, spoken=spoken, credit=credit[:128], likes=likes)
                for shown, spoken in _within_limits(spoken_form)
            )
    ends = [bool(_STOP.search(each.display)) for each in made[:-1]] + [True] * bool(made)
    return [each.model_copy(update={"continues": not end}) for each, end in zip(made, ends, strict=True)]


def _within_limits(spoken_form: NormalisedLine) -> list[NormalisedLine]:
    """``spoken_form`` halved until each part can be spoken: a number of a hundred digits is short to show only."""
    if len(spoken_form.spoken) <= _LONGEST_SPOKEN:
        return [spoken_form]
    shown, spoken = spoken_form.display.split(" "), spoken_form.spoken.split(" ")
    if len(shown) == 1:
        return [NormalisedLine(spoken_form.display, spoken_form.spoken[:_LONGEST_SPOKEN])]
    half = len(shown) // 2
    return _within_limits(NormalisedLine(" ".join(shown[:half]), " ".join(spoken[:half]))) + _within_limits(
        NormalisedLine(" ".join(shown[half:]), " ".join(spoken[half:]))
    )


def split_sentence(sentence: str) -> list[str]:
    """``sentence`` in pieces of at most `WIDEST` characters, as even as its clauses allow."""
    words = [piece for word in sentence.split(" ") for piece in _pieces(word)]
    return _halve(words)


def _pieces(word: str) -> list[str]:
    """A word that no caption row can hold, cut inside."""
    return [word[at : at + WIDEST] for at in range(0, len(word), WIDEST)]


def _halve(words: list[str]) -> list[str]:
    text = " ".join(words)
    if len(text) <= WIDEST or len(words) == 1:
        return [text] if text else []
    best = min(range(1, len(words)), key=lambda at: _cost(words, at, len(text)))
    return _halve(words[:best]) + _halve(words[best:])


def _cost(words: list[str], at: int, length: int) -> float:
    """The cost of a cut before word ``at``: uneven halves add to it, the end of a clause reduces it."""
    left = len(" ".join(words[:at]))
    uneven = abs(length - 2 * left) / length
    before, after = words[at - 1], words[at]
    clause = 0.7 if _STOP.search(before) else 0.35 if _CONNECTIVE.search(before) else 0.0
    if _tied(before, after):
        clause -= 0.4
    too_wide = 0.2 if max(left, length - left - 1) > WIDEST else 0.0
    return uneven - clause + too_wide


def _tied(before: str, after: str) -> bool:
    """Whether two neighbouring words are said as one group."""
    dependent = len(after) <= _SHORT and (_DEPENDENT.match(after) or _BEHIND_A_NOUN.match(after))
    return bool(dependent or _DETERMINER.fullmatch(before))
