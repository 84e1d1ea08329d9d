"""Loose jamo: laughter, tears, and abbreviations made of initial consonants."""

import re
from typing import Final

from services.studio.script.reading.particles import READ_OUT
from services.studio.script.reading.tables import pairs, words

_ABBREVIATIONS: Final = pairs(
    """
    ㅇㅈ=인정 ㄹㅇ=레알 ㄱㄱ=고고 ㄱㄱㄱ=고고고 ㄴㄴ=노노 ㅇㅇ=응응 ㅇㅋ=오케이 ㄱㅅ=감사 ㅈㅅ=죄송 ㅊㅋ=축하
    ㅊㅋㅊㅋ=축하축하
    ㅊㅊ=추천 ㅁㅊ=미친 ㅂㅂ=바이바이 ㅅㄱ=수고 ㄱㄷ=기다려 ㄱㅊ=괜찮아 ㄷㄷ=덜덜 ㄷㄷㄷ=덜덜덜 ㅎㄷㄷ=후덜덜
    ㅁㄹ=몰라 ㅇㄷ=어디 ㅇㅎ=아하 ㄴㅇㅅ=나이스 ㅇㅉ=어쩔 ㅂㄷㅂㄷ=부들부들 ㅂㄷ=부들 ㅃㅃ=빠빠 ㅃㅇ=빠이
    ㅎㅇ=하이 ㅌㅌ=튀튀 ㅍㅇㅌ=파이팅 ㅎㅇㅌ=화이팅 ㄱㄴ=가능 ㅂㄱㄴ=불가능 ㅈㄱㄴ=제목그대로 ㄴㄱ=누구
    ㄱㅇㄷ=개이득 ㅇㄱㄹㅇ=이거레알 ㅂㅂㅂㄱ=반박불가 ㄹㅈㄷ=레전드 ㅁㄷ=맞다 ㄱㅇㅇ=귀여워 ㅂㄹ=별로 ㅈㄴ=정말
    """
)
_NAMES: Final = dict(
    zip(
        "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㄲㄸㅃㅆㅉㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣㅐㅒㅔㅖㅘㅙㅚㅝㅞㅟㅢ",
        words(
            """
            기역 니은 디귿 리을 미음 비읍 시옷 이응 지읒 치읓 키읔 티읕 피읖 히읗 쌍기역 쌍디귿 쌍비읍 쌍시옷
            쌍지읒 아 야 어 여 오 요 우 유 으 이 애 얘 에 예 와 왜 외 워 웨 위 의
            """
        ),
        strict=True,
    )
)
_CLUSTERS: Final = pairs("ㄳ=ㄱㅅ ㄵ=ㄴㅈ ㄶ=ㄴㅎ ㄺ=ㄹㄱ ㄻ=ㄹㅁ ㄼ=ㄹㅂ ㄽ=ㄹㅅ ㄾ=ㄹㅌ ㄿ=ㄹㅍ ㅀ=ㄹㅎ ㅄ=ㅂㅅ")
_RUN: Final = re.compile(r"[ㄱ-ㆎ]+")
_FEELING: Final = "ㅋㅎㅠㅜㅡㅗ"
_LAUGHTER: Final = frozenset("ㅋㅎ")
_TEARS: Final = frozenset("ㅠㅜ")
_SULK: Final = frozenset("ㅡㅗ")


def read_jamo(text: str) -> str:
    """Abbreviations spelled out, laughter and tears left out, other letters by their names."""
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    run = found.group()
    for candidate in (run, run.strip(_FEELING)):
        known = _ABBREVIATIONS.get(candidate)
        if known:
            return known + READ_OUT
    rest = run.strip(_FEELING)
    if not rest:
        return ""
    return "".join(_NAMES.get(letter) or _parts(letter) for letter in rest) + READ_OUT


def _parts(letter: str) -> str:
    """The names of the letters a cluster is made of (``ㄳ``: 기역시옷); letters no longer in use have no name."""
    return "".join(_NAMES[part] for part in _CLUSTERS.get(letter, "")) or "옛글자"


def feeling(text: str) -> str:
    """The reading of a line that consists of laughter, tears or sulking alone; empty for any other text."""
    seen = set(text)
    if seen & _LAUGHTER:
        return "하하하"
    if seen & _TEARS:
        return "흑흑"
    return "음" if seen & _SULK else ""
