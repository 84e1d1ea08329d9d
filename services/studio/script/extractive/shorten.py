"""Shorter forms of a sentence that say less, and never something else."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

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
    r"(?:더니|는데|은데|던데|니까|길래|자마자|면서|다가|지만|고서|라서|어서|아서|해서|와서|가서),?$"
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
_FEWEST: Final = 8
"""Letters that a clause must have to stand alone."""
_QUOTE: Final = re.compile(r"\"[^\"]*\"|“[^“”]*”|‘[^‘’]*’|(?<!\w)'[^']*'(?!\w)")
_HELD, _FREED = str.maketrans(" ", "\ue000"), str.maketrans("\ue000", " ")
_SPOKEN: Final = re.compile(r"^([\"“])([^\"“”]+)([\"”])$")
_STOP: Final = re.compile(r"(?<=[.!?…]) ")


def plain(sentence: str) -> str:
    """``sentence`` without what stands in parentheses, laughter and words of degree. Speech is kept as it is."""
    if _QUOTE.search(sentence):
        return sentence
    text = _DEGREE.sub("", _LAUGHTER.sub("", _ASIDE.sub("", sentence)))
    return " ".join(text.split()) or sentence


def unled(sentence: str) -> str:
    """``sentence`` without the word that ties it to the one before it."""
    text = _LEADS_ON.sub("", sentence)
    return text if len(text) >= _FEWEST else sentence


def announcement(sentence: str) -> Iterator[str]:
    """``sentence``, which announces speech, as no more than who speaks: 대표가 중간에 손을 들더니 딱 한마디 물어봄."""
    words = sentence.split(" ")
    size = 3 if _AUXILIARY.match(words[-1]) else 2
    subjects = [at for at in range(len(words) - size) if _is_subject(words[at])]
    if subjects and not _QUOTE.search(sentence):
        yield " ".join((words[subjects[-1]], *words[-size:]))


def parts(sentence: str) -> Iterator[str]:
    """Parts of ``sentence`` that are whole sentences themselves.

    Of speech some of its sentences, from the first or to the last. Of others clauses: the last ones, where they name
    their own subject (벨을 눌렀더니 아저씨가 나오셨다), the first ones, where they stand beside the rest as equals
    (메일로 보냈고 답은 없었다).
    """
    spoken = _SPOKEN.match(sentence)
    if spoken:
        opens, words, closes = spoken.groups()
        said = _STOP.split(words)
        for at in range(1, len(said)):
            yield f"{opens}{' '.join(said[:at])}{closes}"
            yield f"{opens}{' '.join(said[at:])}{closes}"
        return
    held = _QUOTE.sub(lambda found: found.group().translate(_HELD), sentence)
    words = held.split(" ")
    ends = [at for at in range(1, len(words) - 1) if _goes_on(words[at - 1])]
    starts = [0, *(at for at in ends if _has_subject(words[at:]))]
    for start in starts:
        if start:
            yield from _whole(words[start:])
        for end in ends:
            if end > start:
                yield from _whole(_closed(words[start:end], sentence))


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


def _has_subject(words: Sequence[str]) -> bool:
    """Whether one of the first two words is a subject, and of the last clause rather than of a phrase inside it."""
    at = 0 if _is_subject(words[0]) or _VERB.search(words[0]) else 1
    return (
        at < len(words) - 1
        and _is_subject(words[at])
        and not any(_ADNOMINAL.search(word) for word in words[at + 1 : at + 3])
    )


def _is_subject(word: str) -> bool:
    """이 stands behind a consonant, 가 behind a vowel: so 아이 and 누나가 are told apart from 사람이."""
    bare = word.rstrip(",")
    if bare in {"저는", "나는", "제가", "내가", "우리는", "저희는"} or bare.endswith("께서"):
        return True
    if len(bare) < 2 or not "가" <= bare[-2] <= "힣":
        return False
    closed = (ord(bare[-2]) - 0xAC00) % 28 > 0
    return bare[-1] == ("이" if closed else "가") and len(bare) >= (3 if bare[-1] == "이" else 2)
