"""Failures of recognising an unknown site from its pages."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "site.not_recognised": Sentences(
        en="No list of posts was recognised at {url}, nor on the {pages} pages around it.",
        ko="{url} 주소와 그 주변 {pages}쪽에서 글 목록을 찾지 못했습니다.",
        cure="Give the address of a board's list. A board that is drawn by scripts alone needs an engine of its own.",
        cure_ko="게시판 목록의 주소를 지정하세요. 스크립트로만 그려지는 게시판은 전용 엔진이 필요합니다.",
    ),
}
