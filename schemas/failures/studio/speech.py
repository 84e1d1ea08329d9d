"""Faults of spoken lines: found by measuring the sound, before it is used."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "speech.cut_file": Sentences(
        en="The {kind} file of {source} ends before it is over (missing: {missing}).",
        ko="{source}에서 받은 {kind} 파일이 중간에 끊겼습니다(빠진 양: {missing}).",
        cure="Look at the log of that server.",
        cure_ko="그 서버의 로그를 확인하세요.",
    ),
    "speech.damaged_file": Sentences(
        en="The sound file of {source} is damaged behind {heard} s: {why}.",
        ko="{source}에서 받은 소리 파일이 {heard}초 뒤부터 깨져 있습니다: {why}",
        cure="Look at the log of that server.",
        cure_ko="그 서버의 로그를 확인하세요.",
    ),
    "speech.too_short": Sentences(
        en="{engine} said the line {line} in {seconds} s: {syllables} syllables take {least} s at least.",
        ko="{engine}이(가) 대사 {line}을(를) {seconds}초 만에 말했습니다({syllables}음절, 아무리 빨라도 {least}초).",
    ),
    "speech.too_long": Sentences(
        en="{engine} took {seconds} s for the line {line}: {syllables} syllables take {most} s at most.",
        ko="{engine}이(가) 대사 {line}에 {seconds}초나 걸렸습니다({syllables}음절, 길어도 {most}초).",
    ),
    "speech.out_of_pace": Sentences(
        en="{engine} said the line {line} in {seconds} s: at the pace of its other lines it takes {expected} s.",
        ko="{engine}이(가) 대사 {line}을(를) {seconds}초에 말했습니다. 다른 대사의 빠르기대로라면 {expected}초입니다.",
    ),
    "speech.noise": Sentences(
        en="What {engine} gave for the line {line} is more noise than speech (flatness {flatness}, voiced {voiced}).",
        ko="{engine}이(가) 대사 {line} 대신 잡음에 가까운 소리를 냈습니다(평탄도 {flatness}, 유성음 비율 {voiced}).",
    ),
    "speech.steady": Sentences(
        en="What {engine} returned for the line {line} is a steady tone or hum (change of level {depth}).",
        ko="{engine}이(가) 대사 {line} 대신 변화 없는 소리를 냈습니다(음량 변화 {depth}).",
    ),
    "speech.repeated": Sentences(
        en="{engine} said the line {line} more than once (likeness {likeness}).",
        ko="{engine}이(가) 대사 {line}을(를) 되풀이해서 말했습니다(유사도 {likeness}).",
    ),
    "speech.same": Sentences(
        en="{engine} gave the same sound for the lines {other} and {line} (likeness {likeness}).",
        ko="{engine}이(가) 서로 다른 대사 {other}, {line}에 같은 소리를 냈습니다(유사도 {likeness}).",
    ),
    "speech.cut_start": Sentences(
        en="The line {line} by {engine} begins inside a sound (level {level}).",
        ko="{engine}의 대사 {line}은(는) 첫소리가 잘려 있습니다(시작 음량 {level}).",
    ),
    "speech.cut_end": Sentences(
        en="The line {line} by {engine} ends inside a sound (level {level}).",
        ko="{engine}의 대사 {line}은(는) 끝소리가 잘려 있습니다(끝 음량 {level}).",
    ),
    "speech.pause": Sentences(
        en="{engine} is silent for {seconds} s inside the line {line}.",
        ko="{engine}이(가) 대사 {line} 중간에 {seconds}초 동안 말이 없습니다.",
    ),
    "speech.clipped": Sentences(
        en="The line {line} by {engine} is distorted: {share} % of it is at full scale.",
        ko="{engine}의 대사 {line}은(는) 소리가 찌그러져 있습니다(최대 음량에 붙은 비율 {share}%).",
    ),
}
