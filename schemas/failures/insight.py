"""Failures of reading the statistics of published films."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "insight.not_permitted": Sentences(
        en="{platform} does not let the statistics of films be read with the permission it has ({why}).",
        ko="지금 권한으로는 {platform} 영상 통계를 읽을 수 없습니다({why}).",
        cure="Publishing goes on. Give permission once more: wagglebot auth {platform}",
        cure_ko="게시는 계속됩니다. 권한을 다시 허용하세요: wagglebot auth {platform}",
    ),
    "insight.refused": Sentences(
        en="{platform} refused to say how films are watched ({why}).",
        ko="{platform}에서 영상 통계 요청을 거부했습니다({why}).",
        cure="Look the answer up in the platform's documentation; then ask again: wagglebot measure",
        cure_ko="플랫폼 문서에서 응답의 뜻을 확인한 다음 다시 물어보세요: wagglebot measure",
    ),
    "insight.nothing_online": Sentences(
        en="No film of {post} is on a platform that says how films are watched.",
        ko="통계를 알려 주는 플랫폼에 올라간 {post} 영상이 없습니다.",
        cure="See where it is: wagglebot uploads list",
        cure_ko="어디에 올라갔는지 확인하세요: wagglebot uploads list",
    ),
}
