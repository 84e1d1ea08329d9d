"""Failures of the catalogue of models: names, licences, fetching, and files that are not what they should be."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "models.unknown": Sentences(
        en="There is no model {name} in the catalogue.",
        ko="목록에 {name}이라는 모델이 없습니다.",
        cure="Known: {known}. 'wagglebot models list' says more.",
        cure_ko="있는 모델: {known}. 자세한 내용은 'wagglebot models list'로 볼 수 있습니다.",
    ),
}
