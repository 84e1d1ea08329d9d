"""Failures of the area "film" with files of the creator's own: backgrounds, music, effects."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

REPLACE: Final = ("Convert the file or replace it.", "파일을 변환하거나 다른 파일로 바꾸세요.")

SENTENCES: Final[Mapping[str, Sentences]] = {
    "film.own_unreadable": Sentences(
        "{name} cannot be read ({why}).", "{name}을(를) 읽을 수 없습니다({why}).", *REPLACE
    ),
    "film.own_without_sound": Sentences(
        "There is no sound in {name}.", "{name}에 소리가 없습니다.", "Take another file.", "다른 파일을 쓰세요."
    ),
    "film.own_without_picture": Sentences(
        "There is no picture in {name}.", "{name}에 화면이 없습니다.", "Take another file.", "다른 파일을 쓰세요."
    ),
    "film.own_silent": Sentences(
        "{name} is silent (peaks at {peak:.0f} dBFS).",
        "{name}은(는) 거의 들리지 않습니다(최대 {peak:.0f} dBFS).",
        "Take another file.",
        "다른 파일을 쓰세요.",
    ),
    "film.own_music_silent": Sentences(
        "Nothing is heard in the first {seconds:.0f} s of {name}.",
        "{name}의 첫 {seconds:.0f}초 동안 아무 소리도 들리지 않습니다.",
        "Cut the silence off, or take another file.",
        "무음 구간을 잘라 내거나 다른 파일을 쓰세요.",
    ),
    "film.own_transparent": Sentences(
        "{name} is transparent all over.",
        "{name}은(는) 전체가 투명해서 보이지 않습니다.",
        "Take another file.",
        "다른 파일을 쓰세요.",
    ),
    "film.own_cut_off": Sentences(
        "{name} is cut off: it holds {seconds:.1f} of {announced:.1f} s.",
        "{name}이(가) 중간에서 끊겨 있습니다: {announced:.1f}초 가운데 {seconds:.1f}초만 있습니다.",
        "Copy or download it again.",
        "다시 복사하거나 내려받으세요.",
    ),
    "film.own_too_small": Sentences(
        "{name} is too small: {width}x{height} pixels.",
        "{name}이(가) 너무 작습니다: {width}x{height} 픽셀.",
        "Take one of at least {least} pixels a side.",
        "가로세로가 모두 {least}픽셀 이상인 파일을 쓰세요.",
    ),
    "film.own_too_large": Sentences(
        "{name} is too large: {width}x{height} pixels.",
        "{name}이(가) 너무 큽니다: {width}x{height} 픽셀.",
        "Scale it down to 2160 pixels in width.",
        "가로 2160픽셀로 줄이세요.",
    ),
    "film.own_too_long_side": Sentences(
        "{name} is too long or too wide: {width}x{height} pixels.",
        "{name}이(가) 한쪽으로 너무 깁니다: {width}x{height} 픽셀.",
        "Cut it to the form of a screen.",
        "화면에 가까운 비율로 자르세요.",
    ),
    "film.own_too_short": Sentences(
        "{name} lasts {seconds:.1f} s, which is too short.",
        "{name}은(는) {seconds:.1f}초로 너무 짧습니다.",
        "Take a longer one.",
        "더 긴 파일을 쓰세요.",
    ),
    "film.own_too_long": Sentences(
        "{name} lasts {seconds:.1f} s, which is too long.",
        "{name}은(는) {seconds:.1f}초로 너무 깁니다.",
        "Cut it shorter.",
        "짧게 자르세요.",
    ),
    "film.own_not_a_loop": Sentences(
        "{name} cannot be made into a loop ({why}).", "{name}을(를) 반복 영상으로 만들 수 없습니다({why}).", *REPLACE
    ),
    "film.own_refused": Sentences(
        "{name} cannot be used: {why}.",
        "{name}을(를) 쓸 수 없습니다: {why}.",
        "Rename or replace it. See: wagglebot assets",
        "이름을 바꾸거나 다른 파일로 바꾸세요. 목록 보기: wagglebot assets",
    ),
}
