"""Pseudonyms of authors: always the same for an author of a site, and not reversible without the salt."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Final

_ADJECTIVE_WORDS: Final = """
졸린 느긋한 바쁜 수줍은 씩씩한 배고픈 심심한 용감한 엉뚱한 다정한 조용한 명랑한 똘똘한 게으른
꼼꼼한 상냥한 시무룩한 반짝이는 포근한 말랑한 뽀송한 든든한 재빠른 느린 신나는 궁금한 성실한 소심한
당당한 푸근한 새침한 털털한 부지런한 차분한 엄격한 유쾌한 진지한 솔직한 산뜻한 낭만적인 노래하는
춤추는 달리는 하품하는 웃는 생각하는 산책하는 여행하는
"""
_ANIMAL_WORDS: Final = """
수달 고래 참새 고양이 너구리 다람쥐 두더지 펭귄 오리 거북이 토끼 여우 곰 사슴 까치 부엉이
고슴도치 햄스터 알파카 판다 코알라 기린 하마 코끼리 물개 돌고래 문어 해파리 가재 잉어 두루미 제비
앵무새 비둘기 염소 양 당나귀 조랑말 족제비 오소리 담비 호랑이 표범 치타 늑대 강아지 병아리 개구리
"""
_ADJECTIVES: Final = tuple(_ADJECTIVE_WORDS.split())
_ANIMALS: Final = tuple(_ANIMAL_WORDS.split())
_MENTION: Final = re.compile(r"@(\S{2,30})")
NOBODY: Final = "익명"


class Pseudonyms:
    """The pseudonyms of one site. ``salt`` is that of the installation; another salt gives other pseudonyms."""

    def __init__(self, salt: str, site: str) -> None:
        self._key = hashlib.sha256(f"{salt}\n{site}".encode()).digest()

    def of(self, author: str) -> str:
        """``졸린수달42`` for a nickname; ``익명`` for an empty one."""
        if not author:
            return NOBODY
        digest = int.from_bytes(hmac.digest(self._key, author.encode(), "sha256")[:12], "big")
        rest, adjective = divmod(digest, len(_ADJECTIVES))
        rest, animal = divmod(rest, len(_ANIMALS))
        return f"{_ADJECTIVES[adjective]}{_ANIMALS[animal]}{rest % 99 + 1}"

    def in_text(self, text: str, authors: Iterable[str]) -> str:
        """``text`` with every ``@nickname`` of ``authors`` replaced by its pseudonym."""
        known = set(authors)

        def renamed(match: re.Match[str]) -> str:
            # A suffix may follow the name: 「@홍길동님」.
            for end in range(len(match[1]), 1, -1):
                if match[1][:end] in known:
                    return f"@{self.of(match[1][:end])}{match[1][end:]}"
            return match[0]

        return _MENTION.sub(renamed, text)
