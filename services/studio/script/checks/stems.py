"""Stems of Korean words, found by cutting particles and endings: no analyser, no dictionary.

Two words count as the same when the first two syllables of their stems are; a verb's second syllable is compared without
its final consonant and with the vowels that conjugation changes made equal (울리다, 울려서, 울림). This is coarse: of two
texts it tells how much they have in common, not whether one word is another.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[가-힣]+|[A-Za-z]+|[0-9][0-9,.]*")
_NOUN_PARTICLES: Final = (
    "을 를 의 에서 에게 에게서 한테 한테서 께 께서 께서는 으로 로 으로는 로는 으로도 로도 로서 으로서 로써 와 과 랑 이랑 까지 "
    "부터 보다 처럼 마다 조차 마저 밖에 에는 에도 에만 에서는 에서도 에선 에게는 에게도 한테는 한테도 까지도 부터는 만은 만을 "
    "들 들이 들은 들을 들도 들의 들에게 들과 이었다 였다 이었어요 였어요 이에요 예요 입니다 이다 이었고 였고 이었는데 였는데 "
    "이었던 였던 이었죠 였죠 이었대요 였대요 이래요 이었음 였음 씩 쯤 뿐 째 이자 네 네는 네가 네에 님 님이 님은 님을 님의 님께"
).split()
_OTHER_PARTICLES: Final = "은 는 이 가 에 도 만 나 이나 라도 이라도 야 이야 라고 이라고 라는 이라는 인 인데 임 요 죠 이고 이며 하고 같이".split()
_ENDINGS: Final = (
    "다 고 며 면 면서 지만 니 니까 는데 은데 던데 더니 었더니 았더니 자 자마자 도록 려고 으려고 러 으러 거나 든지 어서 아서 "
    "여서 어 아 여 어요 아요 여요 었어요 았어요 였어요 었다 았다 였다 었고 았고 였고 었는데 았는데 였는데 었지만 았지만 었죠 "
    "았죠 였죠 죠 지 지요 었대요 았대요 였대요 대요 대 래요 었대 았대 는 은 을 던 었던 았던 기 게 음 었음 았음 였음 겠다 "
    "습니다 었습니다 았습니다 였습니다 네 네요 더라 더라고요 었더라 았더라 구나 는구나 는지 은지 을지 었는지 았는지 는다 "
    "는대요 는대 다고 는다고 었다고 았다고 라고 냐고 자고 다는 는다는 었다는 았다는 라는 으면 으며 으니 으니까 어도 아도 "
    "어야 아야 지는 지도 지를 진 기는 기도 기만 기로 세요 으세요 셨어요 으셨어요 시는 시던 셔서 셨다 셨는데 시더니 셨죠 셨고 "
    "십니다 셨습니다 시고 시니 시면 심 셨음 거든요 거든 잖아요 잖아 을까 을까요 했어요 했다 했는데 했고 했죠 했음 했대요 "
    "해요 해서 하는 하고 하며 하면 하던 하자 한 함 할 해 하지 하러 하려고 했던 됐다 됐어요 됐음 되는 된 됨 돼서 되고"
).split()
_STOP: Final = frozenset(
    "그 이 저 것 거 게 걸 건 수 때 줄 데 더 또 다 잘 안 못 좀 왜 뭐 참 딱 꼭 막 곧 늘 다시 바로 이제 지금 그때 이때 그날 다음 뒤 "
    "후 전 중 위 속 앞 옆 글쓴이 사람 사연 이야기 얘기 글 여러분 당신 우리 나 저 제 내 너 자기 자신 누구 무슨 무엇 어디 언제 "
    "어떻게 어떤 이런 그런 저런 그렇게 이렇게 그런데 근데 그래서 그리고 그러나 하지만 그러자 그러다 그러더니 그래도 그러고 "
    "그제야 결국 사실 드디어 마침내 갑자기 정말 진짜 너무 아주 매우 조금 모두 전부 함께 같이 혼자 서로 하나 둘 있 없 하 되 같 "
    "보 주 가 오 말 생각 때문 정도 만큼 했 한 할 해 됐 된 돼 있었 없었 있어 없어 싶 않 아니 모르 알 들 났 나오 나와 이분 그분 "
    "이것 그것 거기 여기 저기 번 일 날 오늘 어제 내일 처음 마지막 다들 계속 그냥 어느 모든 여전히 아직 벌써 이미 점점 혹시 "
    "거예 거였 거임 거야 거죠 겁니 동안 한참 이거 이건 그거 그건 그걸 이걸 니 라 함 임 합니 했어 해서 하셨 하시 분 님 명 년 시 개 원".split()
)
_ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅏㅏㅏㅓㅓㅣㅣㅗㅗㅗㅗㅗㅜㅜㅜㅜㅜㅡㅡㅣ"
"""The vowels in their order in Unicode, each as the one it changes with."""


def _by_length(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_NOUN_TAILS: Final = _by_length(_NOUN_PARTICLES)
_TAILS: Final = _by_length([*_OTHER_PARTICLES, *_ENDINGS])


class Stem(NamedTuple):
    """A content word: as it stands in the text, its stem, and whether a particle shows that it is a noun."""

    word: str
    form: str
    noun: bool

    @property
    def key(self) -> str:
        """What is looked up in the `keys` of another text."""
        return _exact(self.form) if self.noun else _loose(self.form)

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is found by: as a noun, as a verb, and as the second half of a compound."""
        halves = (self.form[2:],) if len(self.form) >= 4 else ()
        return tuple(key for form in (self.form, *halves) for key in (_exact(form), _loose(form)))


def stems(text: str) -> list[Stem]:
    """The content words of ``text`` in order."""
    found = (_stem(word) for word in _WORD.findall(text))
    return [stem for stem in found if stem.form not in _STOP and stem.word not in _STOP]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> Stem:
    if not "가" <= word[0] <= "힣":
        return Stem(word, word.lower().replace(",", ""), noun=True)
    for tail in _NOUN_TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 2 - (tail in ("을", "를", "에서", "에게", "으로")):
            return Stem(word, word[: -len(tail)], noun=True)
    for least in (2, 1):
        for tail in _TAILS:
            if word.endswith(tail) and len(word) - len(tail) >= least:
                return Stem(word, word[: -len(tail)], noun=False)
    return Stem(word, word, noun=False)


def _exact(form: str) -> str:
    return form[:2] if len(form) > 1 else f"{form}."


@lru_cache(maxsize=20_000)
def _loose(form: str) -> str:
    if not "가" <= form[0] <= "힣":
        return form
    return "~" + (form[0] + _skeleton(form[1]) if len(form) > 1 else _skeleton(form[0]))


def _skeleton(syllable: str) -> str:
    number = ord(syllable) - 0xAC00
    return _ONSETS[number // 588] + _VOWELS[number % 588 // 28]
