"""Shorter forms of a sentence that say less, and never something else.

Only what Korean grammar surely allows is left out: words of degree, parentheses and laughter, a leading clause before a
person who does something to an object, one of two clauses that stand side by side each with its own subject, and
whole sentences of somebody's speech. In doubt a sentence is kept whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from services.studio.script.extractive.weight import SPEECH_ONLY

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
_GOES_ON: Final = re.compile(
    r"(?:는데|은데|던데|니까|길래|자마자|지만|라서|어서|아서|해서|와서|워서|려서|져서|더니),?$"
)
"""The end of a subordinate clause."""
_JOINS: Final = re.compile(r"(?P<stem>[가-힣])(?:고|으며),?$")
"""The end of a clause in the past that stands beside the next one as its equal."""
_PAST: Final = 20
"""The final consonant ㅆ, of which the past tense is made."""
_STYLES: Final = (
    (re.compile(r"니다[.!?…~]*$"), "습니다."),
    (re.compile(r"(?:요|죠)[.!?…~]*$"), "어요."),
    (re.compile(r"(?:[음임함됨짐심림줌옴감봄남]|거)[.!?…~]*$"), "음."),
    (re.compile(r"다[.!?…~]*$"), "다."),
)
"""How the sentence ends, and how its first clause ends where it stands alone."""
_ADNOMINAL: Final = re.compile(r"(?:[은는던]|할|될|볼|갈|올|줄|한|된|본|간|온|준|쓴|산|만든|같은|하는)$")
_VERB: Final = re.compile(r"(?:고|서|며|면|게|다|지|요|니|까|데|자|려|러|도|야),?$")
_REPORTED: Final = re.compile(r"(?:다고|라고|냐고|자고|[는은인]지|[다라]는|대요|래요|답니다|랍니다)(?: |[.!?…~]*$)")
"""Hearsay, whose verb at the end of the sentence belongs to all its clauses."""
_ANIMATE: Final = re.compile(r"([가-힣]{2,})(?:에게|에게서|한테|한테서|께|께서)$")
_WITH_PARTICLE: Final = re.compile(
    r"([가-힣]{2,})(?:을|를|의|에게|에게서|한테|한테서|께|께서|이랑|랑|에서|에|도|만|과|와)$"
)
_OBJECT: Final = re.compile(r"[가-힣](?:을|를),?$")
_REFERS: Final = re.compile(r"^(?:[그이](?:것|게|걸|건|거)?|[거여]기|그곳)(?:[을를은는이가도만에]|에서)?$")
"""A word that points to what was said before."""
_PERSONS: Final = frozenset(("저는", "나는", "제가", "내가", "우리는", "저희는", "그는", "그녀는"))
_FEWEST: Final = 8
"""Letters that a clause must have to stand alone."""
_QUOTE: Final = re.compile(r"\"[^\"]*\"|“[^“”]*”|‘[^‘’]*’|(?<!\w)'[^']*'(?!\w)")
_HELD, _FREED = str.maketrans(" ", "\ue000"), str.maketrans("\ue000", " ")
_SPOKEN: Final = re.compile(r"^([\"“])([^\"“”]+)([\"”])$")
_STOP: Final = re.compile(r"(?<=[.!?…]) ")


class Nouns(NamedTuple):
    """Words of a story that are surely nouns, and those of them that are persons."""

    every: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()


_NO_NOUNS: Final = Nouns()


def nouns(sentences: Iterable[str]) -> Nouns:
    """Nouns stand before a particle that no verb has, persons before one that no thing has."""
    words = [word.rstrip(",.!?…~") for sentence in sentences for word in sentence.split(" ")]
    every, persons = (
        frozenset(found[1] for found in map(pattern.match, words) if found) for pattern in (_WITH_PARTICLE, _ANIMATE)
    )
    return Nouns(every, persons)


def plain(sentence: str) -> str:
    """``sentence`` without what stands in parentheses, laughter and words of degree. Speech is kept as it is."""
    if SPEECH_ONLY.match(sentence):
        return sentence
    text = _outside_speech(lambda part: _DEGREE.sub("", _LAUGHTER.sub("", _ASIDE.sub("", part))), sentence)
    return " ".join(text.split()) or sentence


def _outside_speech(change: Callable[[str], str], sentence: str) -> str:
    said = [found.group() for found in _QUOTE.finditer(sentence)]
    rest = [change(part) for part in _QUOTE.split(sentence)]
    return "".join(chain.from_iterable(zip_longest(rest, said, fillvalue="")))


def unled(sentence: str) -> str:
    """``sentence`` without the word that ties it to the one before it."""
    text = _LEADS_ON.sub("", sentence)
    return text if len(text) >= _FEWEST else sentence


def parts(sentence: str, known: Nouns = _NO_NOUNS) -> Iterator[str]:
    """Parts of ``sentence`` that are whole sentences themselves. ``known``: `nouns` of its story."""
    spoken = _SPOKEN.match(sentence)
    if spoken:
        opens, said, closes = spoken.groups()
        each = _STOP.split(said)
        for at in range(1, len(each)):
            yield f"{opens}{' '.join(each[:at])}{closes}"
            yield f"{opens}{' '.join(each[at:])}{closes}"
        return
    held = _QUOTE.sub(lambda found: found.group().translate(_HELD), sentence)
    words = held.split(" ")
    for at in range(2, len(words) - 1):
        before, after = words[:at], words[at:]
        if _GOES_ON.search(before[-1]) and _acts(after, known):
            yield from _whole(after)
        elif _joined_stem(before[-1]) >= 0 and not _REPORTED.search(sentence) and _side_by_side(before, after, known):
            yield from _whole(_closed(before, sentence))
            yield from _whole(after)


def _acts(clause: Sequence[str], known: Nouns) -> bool:
    """Whether ``clause`` begins with a person and has an object of its own, and speaks of nothing before it."""
    word = clause[0].rstrip(",")
    person = word in _PERSONS or (_is_subject(word, known) and word[:-1] in known.persons)
    return (
        person
        and any(_OBJECT.search(each) for each in clause[1:])
        and not any(_REFERS.match(each) for each in clause)
        and _has_subject(clause, known)
    )


def _side_by_side(first: Sequence[str], second: Sequence[str], known: Nouns) -> bool:
    return _has_subject(first, known) and _has_subject(second, known) and not any(map(_REFERS.match, second))


def _whole(words: Sequence[str]) -> Iterator[str]:
    text = " ".join(words).translate(_FREED)
    if len(text) >= _FEWEST:
        yield text


def _joined_stem(word: str) -> int:
    """Where the ending of a clause in the past that stands beside the next one begins in ``word``; -1 without one."""
    found = _JOINS.search(word)
    past = found and found["stem"] not in "있겠" and (ord(found["stem"]) - 0xAC00) % 28 == _PAST
    return found.end("stem") if found and past else -1


def _closed(clause: Sequence[str], sentence: str) -> list[str]:
    """``clause`` with the ending of a sentence in the style of ``sentence``; empty where it cannot have one."""
    end = _joined_stem(clause[-1])
    ending = next((ending for style, ending in _STYLES if style.search(sentence)), "")
    return [*clause[:-1], f"{clause[-1][:end]}{ending}"] if ending else []


def _has_subject(words: Sequence[str], known: Nouns) -> bool:
    """Whether one of the first two words is a subject, and of the last clause rather than of a phrase inside it."""
    at = 0 if _is_subject(words[0], known) or _VERB.search(words[0]) else 1
    return (
        at < len(words) - 1
        and _is_subject(words[at], known)
        and not any(_ADNOMINAL.search(word) for word in words[at + 1 : at + 3])
    )


def _is_subject(word: str, known: Nouns) -> bool:
    """이 and 은 stand behind a consonant, 가 and 는 behind a vowel: so 아이 and 누나가 are told apart from 사람이.

    은 and 는 end verbs too (작은, 하는), so what is before them must be a noun that the story has elsewhere.
    """
    bare = word.rstrip(",")
    if bare in _PERSONS or bare.endswith("께서"):
        return True
    if bare.endswith("다가"):
        return False
    if len(bare) < 2 or not "가" <= bare[-2] <= "힣":
        return False
    closed = (ord(bare[-2]) - 0xAC00) % 28 > 0
    if bare[-1] == ("은" if closed else "는"):
        return bare[:-1] in known.every
    return bare[-1] == ("이" if closed else "가") and len(bare) >= (3 if bare[-1] == "이" else 2)
