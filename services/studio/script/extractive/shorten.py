"""Shorter forms of a sentence that say the same: without words of degree, asides and laughter.

Whole clauses are never left out: to a listener half a sentence misses who did it or to what, and over all labelled
stories (`testbed.benchmarks.script.cross_validation`) it tells fewer beats than whole sentences do.
"""

import re
from collections.abc import Callable
from itertools import chain, zip_longest
from typing import Final

from libraries.korean.quotations import QUOTED
from services.studio.script.extractive.sentence_weight import SPEECH_ONLY

_ASIDE: Final = re.compile(r" ?\([^()]{1,80}\)")
_LAUGHTER: Final = re.compile(r"(?<=[^\sㄱ-ㅎ]) *(?:[ㅋㅎㅠㅜㄷ]+|;;|\^\^)(?=$|[ .!?])")
_DEGREE: Final = re.compile(
    r"(?<![가-힣])(?:너무|엄청|굉장히|되게|무척|매우|괜히|왠지|도대체|솔직히|당연히|아무튼|어쨌든|하여튼|참고로"
    r"|(?:진짜|정말|완전|아주|그냥|좀)(?= \S*(?:[었았였했렸졌갔왔났]|[다요음네서][.!?…~]*(?: |$))))"
    r" (?!안 |못 |않|없|아니)"
)
"""Words that only say how much, or that the teller goes on; some only before a verb: 진짜 범인은 keeps 진짜."""
_LEADS_ON: Final = re.compile(
    r"^(?:그래서|그리고|그러니까|그러다가?|그러면서|그러더니|그러자|그제서?야|게다가|거기다가?|그럼|그러면|아|와|헐),? "
)
"""A word that ties a sentence to the one before it, and can go with it."""
_FEWEST: Final = 8
"""Characters that must be left of a sentence."""


def sentence_without_asides(sentence: str) -> str:
    """``sentence`` without what stands in parentheses, laughter and words of degree. Speech is kept as it is."""
    if SPEECH_ONLY.match(sentence):
        return sentence
    text = " ".join(
        _outside_speech(lambda part: _DEGREE.sub("", _LAUGHTER.sub("", _ASIDE.sub("", part))), sentence).split()
    )
    return text if len(text) >= _FEWEST else sentence


def _outside_speech(change: Callable[[str], str], sentence: str) -> str:
    said = [found.group() for found in QUOTED.finditer(sentence)]
    rest = [change(part) for part in QUOTED.split(sentence)]
    return "".join(chain.from_iterable(zip_longest(rest, said, fillvalue="")))


def without_connective(sentence: str) -> str:
    """``sentence`` without the word that ties it to the one before it."""
    text = _LEADS_ON.sub("", sentence)
    return text if len(text) >= _FEWEST else sentence
