"""Failures of own narration: recordings that do not fit their lines."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "recording.no_such_line": Sentences(
        en="The script has no line {line}, it has {lines}.",
        ko="대본에 {line}번째 줄이 없습니다. 모두 {lines}줄입니다.",
        cure="Count from 1.",
        cure_ko="1부터 세어 적으세요.",
    ),
    "recording.few_pauses": Sentences(
        en="The recording has {parts} parts between pauses, the script has {lines} lines.",
        ko="녹음은 쉬는 곳으로 나누면 {parts}토막인데 대본은 {lines}줄입니다.",
        cure="Pause for half a second behind each line, or record the lines one by one.",
        cure_ko="줄마다 반 초쯤 쉬어 읽거나 한 줄씩 녹음하세요.",
    ),
    "recording.line_unlike": Sentences(
        en="Line {line} ({text}) does not fit the recording: it has {seconds} s, and would take {expected} s.",
        ko="{line}번째 줄({text})이 녹음과 맞지 않습니다. {seconds}초인데 {expected}초쯤 걸릴 말입니다.",
        cure="Read every line as it stands and in order, or record this one by itself.",
        cure_ko="모든 줄을 적힌 대로 차례로 읽거나, 이 줄만 따로 녹음하세요.",
    ),
    "recording.unfit": Sentences(
        en="The recording of line {line} cannot be used ({why}).",
        ko="{line}번째 줄의 녹음을 쓸 수 없습니다({why}).",
        cure="Record it again, without other sounds, as it stands.",
        cure_ko="다른 소리 없이 적힌 대로 다시 녹음하세요.",
    ),
    "recording.no_sound": Sentences(
        en="The recording is no sound file.",
        ko="녹음이 소리 파일이 아닙니다.",
        cure="Save it as wav, mp3, m4a, flac or ogg.",
        cure_ko="wav, mp3, m4a, flac, ogg 가운데 하나로 저장하세요.",
    ),
    "recording.silent": Sentences(
        en="Nobody speaks in the recording.",
        ko="녹음에서 말소리가 들리지 않습니다.",
        cure="Check the microphone, and record again.",
        cure_ko="마이크를 확인하고 다시 녹음하세요.",
    ),
    "recording.damaged": Sentences(
        en="The recording is damaged ({why}).",
        ko="녹음 파일이 손상되었습니다({why}).",
        cure="Save or copy it again.",
        cure_ko="다시 저장하거나 복사하세요.",
    ),
}
