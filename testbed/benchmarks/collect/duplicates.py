"""The benchmark of near duplicates: invented posts, and copies of them as members of boards make them."""

import random
import time
from collections.abc import Callable, Iterator
from itertools import combinations

from libraries.texts.near_duplicates import NearDuplicateFinder

_PLACE_WORDS = "편의점 지하철 도서관 시장 빨래방 미용실 공원 약국 옥상 기차역 식당 놀이터 병원 서점 계단 버스"
_PEOPLE_WORDS = "할머니 택배기사님 신입사원 초등학생 사촌동생 경비아저씨 선생님 단골손님 룸메이트 고모"
_THING_WORDS = "우산 지갑 고양이 김밥 휴대폰 자전거 열쇠 편지 안경 모자 화분 라디오 귤 가방 노트 강아지"
_PLACES, _PEOPLE, _THINGS = _PLACE_WORDS.split(), _PEOPLE_WORDS.split(), _THING_WORDS.split()
_DEEDS = (
    "{person}에게 {thing} 하나를 건네받았는데 알고 보니 제 것이었습니다.",
    "{place}에서 {thing} 때문에 줄이 길게 늘어섰고 아무도 이유를 몰랐어요.",
    "{person}께서 {place} 앞에 {thing} 그림을 그려 두셨더라고요.",
    "{thing} 소리가 나서 돌아보니 {person}이 웃고 계셨습니다.",
    "{place} 문이 닫히기 직전에 {thing}부터 챙긴 제가 부끄럽네요.",
    "그날 {person}이 한 말이 {place}에 갈 때마다 떠오릅니다.",
    "{thing} 값이 두 배로 올랐다는 안내문이 {place}에 붙어 있었어요.",
    "결국 {person}과 {thing} 나눠 쓰기로 하고 {place}에서 헤어졌습니다.",
    "{place} 뒷골목에서 {thing} 파는 {person}을 세 번이나 마주쳤어요.",
    "집에 와서 {thing} 상자를 여니 {person} 이름이 적혀 있더군요.",
)
_NUMBERS = tuple(f"{number}월 {number * 2 + 1}일 {number % 12}시쯤이었어요." for number in range(1, 12))
_REMARKS = ("ㅋㅋㅋ 이거 실화인가요", "다들 조심하세요", "반응 좋으면 후기 올릴게요", "저만 웃긴가요?")

Story = list[str]


def _story(chance: random.Random) -> Story:
    """Eight sentences; their parts come from common lists, so that strangers share words as real posts do."""
    deeds = chance.sample(_DEEDS, 7)
    return [chance.choice(_NUMBERS), *(deed.format(**_parts(chance)) for deed in deeds)]


def _parts(chance: random.Random) -> dict[str, str]:
    return {"place": chance.choice(_PLACES), "person": chance.choice(_PEOPLE), "thing": chance.choice(_THINGS)}


def _announced(story: Story, chance: random.Random) -> str:
    return "[펌] " + "\n".join(story) + f"\n출처: https://board{chance.randrange(9)}.example/{chance.randrange(9999)}"


def _commented(story: Story, chance: random.Random) -> str:
    return "\n\n".join([*story, *chance.sample(_REMARKS, 2)])


def _reordered(story: Story, chance: random.Random) -> str:
    half = len(story) // 2
    return "\n".join([*story[half:], *story[:half], chance.choice(_REMARKS)])


def _respaced(story: Story, chance: random.Random) -> str:
    return "".join(letter for letter in "\n".join(story) if letter != " " or chance.random() < 0.6).replace(".", "~!")


def _shortened(story: Story, chance: random.Random) -> str:
    left = chance.randrange(len(story))
    return "\n".join(line for place, line in enumerate(story) if place != left)


def _misspelt(story: Story, chance: random.Random) -> str:
    letters = list("\n".join(story))
    for place in chance.sample(range(len(letters)), len(letters) // 40):
        letters[place] = chance.choice("ㅋㅎ아요")
    return "".join(letters)


_COPYISTS: tuple[Callable[[Story, random.Random], str], ...] = (
    *(_announced, _commented, _reordered),
    *(_respaced, _shortened, _misspelt),
)


def bench_duplicates(stories: int = 100, seed: int = 20) -> dict[str, float]:
    """Precision and recall of near-duplicate detection, over ``stories`` invented posts with three copies each."""
    chance = random.Random(seed)  # noqa: S311 - an invented set, the same at every run
    texts = list(_texts(chance, stories))
    chance.shuffle(texts)
    detector, found = NearDuplicateFinder(), dict[str, str]()
    began = time.perf_counter()
    for place, (_, text) in enumerate(texts):
        found[str(place)] = detector.add_and_match(str(place), text).original
    seconds = time.perf_counter() - began
    true = reported = both = 0
    for (one, (story, _)), (other, (second, _)) in combinations(enumerate(texts), 2):
        same, claimed = story == second, found[str(one)] == found[str(other)]
        true, reported, both = true + same, reported + claimed, both + (same and claimed)
    return {
        "posts": len(texts),
        "pairs": true,
        "precision": both / reported if reported else 0.0,
        "recall": both / true,
        "ms_per_post": 1000 * seconds / len(texts),
    }


def _texts(chance: random.Random, stories: int) -> Iterator[tuple[int, str]]:
    for number in range(stories):
        story = _story(chance)
        yield number, "\n".join(story)
        for copyist in chance.sample(_COPYISTS, 3):
            yield number, copyist(story, chance)
