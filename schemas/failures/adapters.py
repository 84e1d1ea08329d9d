"""Failures of adapters: those that are not there, or cannot be used as they are installed."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "adapter.unknown": Sentences(
        en="{setting}: there is no {kind} called {name}.",
        ko="{setting}: 이름이 {name}인 {kind} 어댑터가 없습니다.",
        cure="Choose one of: {known}. See: wagglebot adapters.",
        cure_ko="다음 가운데 하나를 고르세요: {known}. 목록 보기: wagglebot adapters",
    ),
    "adapter.broken": Sentences(
        en="{setting}: {name} of the package {package} cannot be loaded ({why}).",
        ko="{setting}: {package} 패키지의 {name}을(를) 불러올 수 없습니다({why}).",
        cure="Mend or remove that package. See: wagglebot adapters.",
        cure_ko="해당 패키지를 고치거나 제거하세요. 목록 보기: wagglebot adapters",
    ),
    "adapter.libraries_missing": Sentences(
        en="The {kind} {name} needs Python packages that are not installed ({why}).",
        ko="{kind} 어댑터 {name}에 필요한 파이썬 패키지가 설치되어 있지 않습니다({why}).",
        cure="Install WaggleBot with its extra {extra}. See: wagglebot doctor.",
        cure_ko="WaggleBot을 {extra} 구성으로 설치하세요. 점검: wagglebot doctor",
    ),
}
