"""Shorter forms of a sentence that say less, and never something else."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final

from services.studio.script.extractive.weight import SPEECH_ONLY

_ASIDE: Final = re.compile(r" ?\([^()]{1,80}\)")
_LAUGHTER: Final = re.compile(r"(?<=\S) *(?:[ㅋㅎㅠㅜㄷ]+|;;|\^\^)(?=$|[ .!?])")
_DEGREE: Final = re.compile(
    r"(?<![가-힣])(?:진짜|정말|너무|완전|그냥|좀|엄청|굉장히|아주|되게|무척|매우|참|아예|괜히|왠지|도대체|솔직히|사실상|당연히|물론|아무튼|어쨌든|"
    r"하여튼|참고로|뭐|막) (?!안 |못 |않|없|아니)"
)
"""Words that only say how much, or that the teller goes on."""
_LEADS_ON: Final = re.compile(
    r"^(?:그래서|그리고|그러니까|그래도|그러다가?|그러면서|그러더니|그러자|그제서?야|그때|게다가|거기다가?"
    r"|또|그럼|그러면|아니|아|와|헐|뭐),? "
)
"""A word that ties a sentence to the one before it, and can go with it."""
_GOES_ON: Final = re.compile(
    r"(?:더니|는데|은데|던데|니까|길래|자마자|면서|(?<!바)다가|지만|고서|라서|어서|아서|해서|와서|가서),?$"
)
"""The end of a clause behind which another begins."""
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
_AUXILIARY: Final = re.compile(r"(?:시작|있|겁|거|것|버|주|줬|했|함|하)")
"""How the last word of a sentence begins that says little without the word before it."""
_AUXILIARY_VERB: Final = re.compile(
    r"(?:있|없|싶|나서|나니|나면|나자|말았|말고|계[시셨]|보니|보면|보았|봤|다니|왔|갔|가서|가고|오고|내[가려])"
)
"""How a word begins that goes with the verb before it: 하고 있다, 사 가지고 갔다."""
_SAME_SUBJECT: Final = re.compile(r"(?:면서|(?<!바)다가|고서|(?<![었았였했])더니),?$")
"""The end of a clause whose subject is that of the next one."""
_WITH_PARTICLE: Final = re.compile(
    r"([가-힣]{2,})(?:을|를|의|에게|에게서|한테|한테서|께|께서|이랑|랑|에서|에|도|만|과|와)$"
)
_PERSONS: Final = frozenset(("저는", "나는", "제가", "내가", "우리는", "저희는", "그는", "그녀는"))
_FEWEST: Final = 8
"""Letters that a clause must have to stand alone."""
_QUOTE: Final = re.compile(r"\"[^\"]*\"|“[^“”]*”|‘[^‘’]*’|(?<!\w)'[^']*'(?!\w)")
_HELD, _FREED = str.maketrans(" ", "\ue000"), str.maketrans("\ue000", " ")
_SPOKEN: Final = re.compile(r"^([\"“])([^\"“”]+)([\"”])$")
_STOP: Final = re.compile(r"(?<=[.!?…]) ")


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


def announcement(sentence: str, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """``sentence``, which announces speech, as no more than who speaks: 대표가 중간에 손을 들더니 딱 한마디 물어봄."""
    words = sentence.split(" ")
    size = 3 if _AUXILIARY.match(words[-1]) else 2
    subjects = [at for at in range(len(words) - size) if _is_subject(words[at], known)]
    rest = words[-size:]
    while len(rest) > 1 and _VERB.search(rest[0]):
        rest = rest[1:]  # the end of a clause whose object is left out
    if rest[0][0] in "적쓰써":
        return  # 적혀 있었어요 says nothing without where and how
    if subjects and not _QUOTE.search(sentence) and not any(word.endswith(("이", "가")) for word in rest):
        yield " ".join((words[subjects[-1]], *rest))


def nouns(sentences: Iterable[str]) -> frozenset[str]:
    """Words of a story that are surely nouns: they stand before a particle that no verb has."""
    words = (word.rstrip(",.!?…~") for sentence in sentences for word in sentence.split(" "))
    return frozenset(found[1] for found in map(_WITH_PARTICLE.match, words) if found)


def parts(sentence: str, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Parts of ``sentence`` that are whole sentences themselves. ``known``: `nouns` of its story.

    Of speech some of its sentences, from the first or to the last. Of others clauses: the last ones, with their own
    subject (벨을 눌렀더니 아저씨가 나오셨다) or that of the whole (팀장이 마우스를 잡고 화면만 봄), and the first
    ones, where they stand beside the rest as equals (메일로 보냈고 답은 없었다).
    """
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
    ends = [at for at in range(1, len(words) - 1) if _goes_on(words[at - 1])]
    whose = next((at for at in range(min(2, len(words))) if _is_subject(words[at], known)), -1)
    for start in (0, *ends):
        own = not start or _has_subject(words[start:], known)
        if start and own:
            yield from _whole(words[start:])
        elif start and 0 <= whose < start - 1 and _stands_behind(words, start, known):
            yield from _whole([*words[: whose + 1], *words[start:]])
        for end in ends if own else ():
            if end > start:
                yield from _whole(_closed(words[start:end], sentence))


def _stands_behind(words: Sequence[str], start: int, known: frozenset[str]) -> bool:
    """Whether the words from ``start`` on can follow the subject of the whole: a clause without one of its own."""
    # A subject further on may belong to a clause in between, or be the object of a verb like 되다.
    return (
        bool(_SAME_SUBJECT.search(words[start - 1]))
        and not _AUXILIARY_VERB.match(words[start])
        and not any(_is_subject(word, known) for word in words[start:])
    )


def _whole(words: Sequence[str]) -> Iterator[str]:
    text = " ".join(words).translate(_FREED)
    if len(text) >= _FEWEST:
        yield text


def _goes_on(word: str) -> bool:
    return bool(_GOES_ON.search(word)) or _joined_stem(word) >= 0


def _joined_stem(word: str) -> int:
    """Where the ending of a clause in the past that stands beside the next one begins in ``word``; -1 without one."""
    found = _JOINS.search(word)
    past = found and found["stem"] not in "있겠" and (ord(found["stem"]) - 0xAC00) % 28 == _PAST
    return found.end("stem") if found and past else -1


def _closed(clause: Sequence[str], sentence: str) -> list[str]:
    """``clause`` with the ending of a sentence in the style of ``sentence``; empty where it cannot have one."""
    end = _joined_stem(clause[-1])
    if end < 0:
        return []
    ending = next((ending for style, ending in _STYLES if style.search(sentence)), "")
    return [*clause[:-1], f"{clause[-1][:end]}{ending}"] if ending else []


def _has_subject(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether one of the first two words is a subject, and of the last clause rather than of a phrase inside it."""
    at = 0 if _is_subject(words[0], known) or _VERB.search(words[0]) else 1
    return (
        at < len(words) - 1
        and _is_subject(words[at], known)
        and not any(_ADNOMINAL.search(word) for word in words[at + 1 : at + 3])
    )


def _is_subject(word: str, known: frozenset[str]) -> bool:
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
        return bare[:-1] in known
    return bare[-1] == ("이" if closed else "가") and len(bare) >= (3 if bare[-1] == "이" else 2)
