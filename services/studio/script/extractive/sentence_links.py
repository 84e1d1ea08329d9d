"""Which sentences of a story only make sense together."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.film_scripts import pacing
from libraries.korean.text_normalisation import spoken_form
from services.studio.script.extractive.sentence_weight import ABOUT_THE_POST, SPEECH_ONLY

_SHORTEST: Final = 7
"""Syllables; a sentence of fewer says something only behind the one before it."""
_REFERS_BACK: Final = re.compile(
    r"(?:그게|그걸|그건|그거|이게|이걸|이건|이거|그랬더니|그렇다고|그 말|그 소리|이 말|하고 |라고|얘는"
    r"|거기|거긴|그곳|그러자|그렇게|그제서?야)"
)
"""How a sentence begins that says something about the one before it."""
_REPORTS: Final = re.compile(r"(?:냐고|다고|라고|자고|거라고)(?:요|는데)?[.!?…~]*$")
"""The end of a sentence that somebody in the one before it says."""
_GOES_ON: Final = re.compile(
    r"(?:고|[아어여해와워려져라]서|는데|은데|인데|던데|한데|니까|으면|[하되가오]면|며|지만|려고|다가|더니|길래|자마자|도록|때|뒤에"
    r"|[을를은는에]|에서|으로|까지|부터|처럼|보다|한테|에게|께서|와|과|랑|,|→)$"
)
"""How a line ends whose sentence goes on in the next one: with a connective ending or a particle."""
_ANNOUNCES: Final = re.compile(
    r"(?:말|묻|물어|물었|대답|외치|외쳤|소리|그러|그랬|이러|이랬|이렇게|다음과|적혀|적었|쓰여|써 ?있|왔|옴|한마디)"
    r"[^\"“”]{0,12}$|:$"
)
"""The end of a sentence that announces what somebody says or wrote."""


_ASKS: Final = re.compile(r"(?:물었|물어 ?[봤보]|여쭸|여쭈었|여쭤)[^\"“”]{0,8}$")
"""The end of a sentence that asks; what follows is the answer."""
_IS: Final = re.compile(r"(?:이었|였|거였|것이었|것이|거)(?:다|습니다|어요|음|임|예요|던 거예요)[.!?…~]*$")
_SUBJECT: Final = re.compile(r"[가-힣](?:은|는|이|가|도|께서)(?: |,)")
"""A sentence that says what something is without naming it: it is about the sentence before."""
_ANSWERS: Final = re.compile(
    r"^(?:\S+ ){0,3}\S*[다라냐자]고 (?:했더니|하니까|하자|하길래|물었더니|물으니까|되물었|물어보면)"
)
"""A sentence that begins with an answer to what was said before."""
_PROMISES: Final = re.compile(
    r"(?:이유|원인|정체|문제|이상한 (?:것|점)|무서운 (?:것|점)|것|건|답|방법)[은는이가]? "
    r"\S*(?: \S+){0,4} ?(?:간단|단순|따로|말이었|하나(?:였|뿐)|이거|이랬|다음|이렇)[가-힣]*[.!?…~]*$"
)
"""A sentence that promises what the next one says: 원인은 간단했다."""
_POINTS: Final = re.compile(r"(?:^| )(?:그|이) (?P<noun>[가-힣]{2})")
"""그 상자: what is meant stands in a sentence before."""
_AFTERWORD: Final = re.compile(
    r"^(?:여러분|다들|추가|수정|세 ?줄|한 ?줄|요약|교훈|긴 글)"
    r"|(?:세요|십시오|합시다|시길|바랍니다|다니셈|하셈|감사합니다|고맙습니다"
    r"|드리고 싶습니다|(?:적어|써) ?봤(?:음|어요|습니다|다)|(?:적|씁|올립)니다)[.!?…~ㅋㅎㅠㅜ ]*$"
)
"""A sentence to the readers behind the end of a story: a moral, thanks, a note."""
_FOREWORDS: Final = 4
"""The most sentences before the beginning of a story."""
_AFTERWORDS: Final = 4
"""The most sentences behind the end of a story."""
_NEAR: Final = 2
"""Sentences between speech that nothing announces and what is kept before it."""


class SentenceLink(NamedTuple):
    """Which neighbours a sentence needs to make sense, as indexes of sentences.

    The last kept one before it should be at least ``earliest``, the next kept one at most ``latest``. It must be at
    least ``needed``.
    """

    earliest: int
    latest: int
    needed: int = -1


def sentence_links(sentences: Sequence[str]) -> list[SentenceLink]:
    """The link of each sentence. Without any, ``earliest`` is -1 and ``latest`` the number of sentences."""
    runs = _runs(sentences)
    return [SentenceLink(_earliest(sentences, at, runs), _latest(sentences, at)) for at in range(len(sentences))]


def with_ends_linked(found: Sequence[SentenceLink], sentences: Sequence[str]) -> list[SentenceLink]:
    """``found``, changed so that a choice begins where the story begins and has the two sentences that end it."""
    first, last = index_of_beginning(sentences), index_of_ending(sentences)
    return [
        link._replace(
            needed=max(0 if at > first + 1 else -1, last - 1 if at == last else -1, last if at > last else -1),
        )
        for at, link in enumerate(found)
    ]


def index_of_beginning(sentences: Sequence[str]) -> int:
    """The index of the sentence that begins the story: before it are only words about the post."""
    return next((at for at in range(_FOREWORDS) if at < len(sentences) and not ABOUT_THE_POST.search(sentences[at])), 0)


def index_of_ending(sentences: Sequence[str]) -> int:
    """The index of the sentence that ends the story: behind it are only words to the readers."""
    last = len(sentences) - 1
    for at in range(last, max(0, last - _AFTERWORDS), -1):
        sentence = sentences[at]
        if SPEECH_ONLY.match(sentence) or not (_AFTERWORD.search(sentence) or ABOUT_THE_POST.search(sentence)):
            return at
    return last


def _runs(sentences: Sequence[str]) -> list[int]:
    """For each sentence that is only speech the index of the sentence before its run; -1 for others."""
    found: list[int] = []
    for at, sentence in enumerate(sentences):
        if not SPEECH_ONLY.match(sentence):
            found.append(-1)
        else:
            found.append(found[-1] if at and SPEECH_ONLY.match(sentences[at - 1]) else at - 1)
    return found


def _earliest(sentences: Sequence[str], at: int, runs: Sequence[int]) -> int:
    sentence = sentences[at]
    if not at:
        return -1
    before = sentences[at - 1]
    if SPEECH_ONLY.match(sentence):
        start = runs[at]
        return start if start < 0 or announces_speech(sentences[start]) else max(-1, start - _NEAR)
    bound = (
        _REFERS_BACK.match(sentence)
        or _REPORTS.search(sentence)
        or _GOES_ON.search(before.rstrip(" ㅋㅎㅠㅜ"))
        or pacing.hangul_syllable_count(spoken_form(sentence)) < _SHORTEST
        or _ASKS.search(before)
        or _PROMISES.search(before)
        or _ANSWERS.match(sentence)
        or (_IS.search(sentence) and not _SUBJECT.search(sentence))
    )
    return at - 1 if bound else _named(sentences, at)


def _named(sentences: Sequence[str], at: int) -> int:
    """The nearest of the few sentences before that has what sentence ``at`` points to; -1 for none."""
    pointed = [found["noun"] for found in _POINTS.finditer(sentences[at])]
    near = range(at - 1, max(-1, at - 1 - _NEAR), -1)
    return next((place for place in near if any(noun in sentences[place] for noun in pointed)), -1)


def _latest(sentences: Sequence[str], at: int) -> int:
    size = len(sentences)
    if at + 1 == size:
        return size
    sentence = sentences[at]
    goes_on = _GOES_ON.search(sentence.rstrip(" ㅋㅎㅠㅜ"))
    return (
        at + 1
        if goes_on
        or _ASKS.search(sentence)
        or _PROMISES.search(sentence)
        or (announces_speech(sentence) and _said(sentences[at + 1]))
        else size
    )


def _said(sentence: str) -> bool:
    return bool(SPEECH_ONLY.match(sentence) or _REPORTS.search(sentence))


def announces_speech(sentence: str) -> bool:
    """Whether ``sentence`` says that somebody is going to say or has written something."""
    return not SPEECH_ONLY.match(sentence) and bool(_ANNOUNCES.search(sentence))
