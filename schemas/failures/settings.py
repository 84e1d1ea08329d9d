"""Failures of settings, and of how a process is started."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "settings.invalid": Sentences(
        en="{setting} is not valid ({why}).",
        ko="{setting} 설정이 올바르지 않습니다({why}).",
        cure="See .env.example for every setting.",
        cure_ko="모든 설정은 .env.example에 있습니다.",
    ),
    "settings.unknown_station": Sentences(
        en="There is no such station as {station}.",
        ko="{station} 스테이션이 없습니다.",
        cure="Choose of: {known}.",
        cure_ko="다음 가운데 고르세요: {known}.",
    ),
}
