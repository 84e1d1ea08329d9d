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
    "settings.unknown": Sentences(
        en="{setting} is no setting of WaggleBot.",
        ko="{setting}(이)라는 설정은 없습니다.",
        cure="Remove it; .env.example has every setting.",
        cure_ko="지우세요. 모든 설정은 .env.example에 있습니다.",
    ),
    "settings.misspelt": Sentences(
        en="{setting} is no setting of WaggleBot.",
        ko="{setting}(이)라는 설정은 없습니다.",
        cure="The nearest is {nearest}; .env.example has every setting.",
        cure_ko="비슷한 설정은 {nearest}입니다. 모든 설정은 .env.example에 있습니다.",
    ),
    "settings.unknown_station": Sentences(
        en="There is no such station as {station}.",
        ko="{station} 스테이션이 없습니다.",
        cure="Choose of: {known}.",
        cure_ko="다음 가운데 고르세요: {known}.",
    ),
    "settings.extra_missing": Sentences(
        en="The package {package} is not installed; it comes with the extra '{extra}'.",
        ko="{package} 패키지가 설치되어 있지 않습니다. '{extra}' 구성에 들어 있습니다.",
        cure="Run: {command} (with [all] it brings every part).",
        cure_ko="실행: {command} ([all]을 쓰면 모든 구성이 설치됩니다)",
    ),
    "settings.not_installed": Sentences(
        en="WaggleBot is not installed in this Python ({python}).",
        ko="이 파이썬({python})에는 WaggleBot이 설치되어 있지 않습니다.",
        cure="Run 'make demo' in the checkout, or install the wheel.",
        cure_ko="저장소에서 'make demo'를 실행하거나 휠을 설치하세요.",
    ),
}
