"""Failures of the area "film": planning, drawing, sound, encoding, and the checks; of own files see `own_files`."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences
from schemas.failures.studio.own_files import REPLACE

_MAKE_VOICE: Final = ("Make the voice again.", "음성을 다시 만드세요.")
_MAKE_FILM: Final = ("Make the film again.", "영상을 다시 만드세요.")
_FFMPEG: Final = (
    "Install the package imageio-ffmpeg, or set WAGGLEBOT_STUDIO__FFMPEG to the path of an ffmpeg.",
    "imageio-ffmpeg 패키지를 설치하거나 WAGGLEBOT_STUDIO__FFMPEG에 ffmpeg의 경로를 적으세요.",
)

_PLAN: Final[Mapping[str, Sentences]] = {
    "film.voice_line_unknown": Sentences(
        "The voice speaks line {line}, which the script does not have.",
        "음성에는 {line}번 줄이 있지만 대본에는 없습니다.",
        *_MAKE_VOICE,
    ),
    "film.word_count_differs": Sentences(
        "Line {line} has {spoken} words in the voice and {written} in the script.",
        "{line}번 줄의 어절 수가 음성({spoken}개)과 대본({written}개)에서 서로 다릅니다.",
        *_MAKE_VOICE,
    ),
    "film.nothing_to_draw": Sentences(
        "None of the lines of the script can be drawn.",
        "대본에 화면에 그릴 수 있는 줄이 하나도 없습니다.",
        "Make the script again.",
        "대본을 다시 만드세요.",
    ),
    "film.theme_unknown": Sentences(
        "There is no theme called {name}.",
        "이름이 {name}인 테마가 없습니다.",
        "Take one of: {known}.",
        "다음 가운데 하나를 고르세요: {known}",
    ),
    "film.form_unknown": Sentences(
        "There is no form of {what} called {name}.",
        "이름이 {name}인 {what} 형식이 없습니다.",
        "Take one of: {known}.",
        "다음 가운데 하나를 고르세요: {known}",
    ),
    "film.background_unknown": Sentences(
        "There is no background called {name}.",
        "이름이 {name}인 배경이 없습니다.",
        "Take auto or one of: {known}.",
        "auto 또는 다음 가운데 하나를 고르세요: {known}",
    ),
}

_PICTURES: Final[Mapping[str, Sentences]] = {
    "film.drawing_out_of_range": Sentences(
        "A drawing has a number that is none or beyond {limit} ({what}).",
        "그림에 숫자가 아니거나 {limit}을(를) 넘는 값이 있습니다({what}).",
        "Make the film again with another style.",
        "다른 스타일로 영상을 다시 만드세요.",
    ),
    "film.picture_too_large": Sentences(
        "The picture {name} has too many pixels.",
        "그림 {name}의 화소 수가 너무 많습니다.",
        "Remove it from the post.",
        "글에서 그 그림을 빼세요.",
    ),
    "film.picture_unreadable": Sentences(
        "The picture {name} cannot be read ({why}).",
        "그림 {name}을(를) 읽을 수 없습니다({why}).",
        "Collect the post again.",
        "글을 다시 수집하세요.",
    ),
    "film.font_missing": Sentences(
        "The font {path} is missing.",
        "글꼴 파일 {path}이(가) 없습니다.",
        "Restore it with: git checkout -- assets/fonts",
        "다음 명령으로 되돌리세요: git checkout -- assets/fonts",
    ),
    "film.faces_model_unusable": Sentences(
        "{setting}: {model} is no face detection network that is supported ({why}).",
        "{setting}: {model}은(는) 지원하는 얼굴 인식 모델이 아닙니다({why}).",
        "Remove the file, then run: wagglebot models get centerface",
        "파일을 지운 뒤 실행하세요: wagglebot models get centerface",
    ),
}

_SOUND: Final[Mapping[str, Sentences]] = {
    "film.narration_silent": Sentences(
        "The narration is silent (below -70 LUFS).",
        "내레이션에 소리가 없습니다(-70 LUFS 미만).",
        *_MAKE_VOICE,
    ),
    "film.sound_silent": Sentences(
        "The sound {name} is silent (below -70 LUFS).",
        "{name}에 소리가 없습니다(-70 LUFS 미만).",
        "Take another file.",
        "다른 파일을 쓰세요.",
    ),
    "film.narration_not_wav": Sentences(
        "The narration {name} is no WAV file ({why}).",
        "내레이션 {name}은(는) WAV 파일이 아닙니다({why}).",
        *_MAKE_VOICE,
    ),
    "film.narration_format": Sentences(
        "The narration {name} has {channels} channels of {bits} bits at {rate} Hz, not one channel of 16 bits.",
        "내레이션 {name}의 형식이 16비트 모노가 아닙니다({channels}채널, {bits}비트, {rate} Hz).",
        *_MAKE_VOICE,
    ),
    "film.sound_unreadable": Sentences(
        "The sound {name} cannot be read ({why}).",
        "소리 {name}을(를) 읽을 수 없습니다({why}).",
        *REPLACE,
    ),
    "film.sound_not_finite": Sentences(
        "The sound {name} holds samples that are infinite or no numbers.",
        "소리 {name}에 무한대이거나 숫자가 아닌 값이 들어 있습니다.",
        "Export it again or replace it.",
        "다시 내보내거나 다른 파일로 바꾸세요.",
    ),
    "film.sound_processing_failed": Sentences(
        "The sound cannot be processed: {why}.",
        "소리를 처리할 수 없습니다: {why}.",
        "Try it without music and effects of your own; if that does not help, make the voice again.",
        "직접 넣은 음악과 효과음 없이 만들어 보고, 그래도 안 되면 음성을 다시 만드세요.",
    ),
    "film.mastering_failed": Sentences(
        "The soundtrack came out at {lufs:.1f} LUFS and {peak:.1f} dBTP, not {target:.0f} ± {tolerance} LUFS and at "
        "most {max_peak:.0f} dBTP.",
        "사운드트랙이 {lufs:.1f} LUFS, {peak:.1f} dBTP로 나왔습니다(기준: {target:.0f} ± {tolerance} LUFS, 최대 "
        "{max_peak:.0f} dBTP).",
        "Listen to the narration: it may be noise or single clicks. Make the voice again.",
        "내레이션이 잡음이나 딸깍 소리뿐인지 들어 보고 음성을 다시 만드세요.",
    ),
    "film.no_loudness": Sentences(
        "ffmpeg reported no loudness of {name}.",
        "ffmpeg가 {name}의 음량을 알려 주지 않았습니다.",
        *REPLACE,
    ),
    "film.duration_invalid": Sentences(
        "A film cannot last {seconds} s.", "영상 길이가 {seconds}초일 수는 없습니다.", *_MAKE_VOICE
    ),
    "film.narration_too_long": Sentences(
        "The narration lasts {narration:.2f} s and the film {film:.2f} s, so its end would be cut off.",
        "내레이션({narration:.2f}초)이 영상({film:.2f}초)보다 길어 끝이 잘립니다.",
        *_MAKE_VOICE,
    ),
    "film.cue_outside": Sentences(
        "The effect {name} at {time} s lies outside the film of {seconds} s.",
        "{time}초에 나올 효과음 {name}이(가) 영상 길이({seconds}초)를 벗어납니다.",
        *_MAKE_FILM,
    ),
    "film.music_unknown": Sentences(
        "There is no music called {name}.",
        "이름이 {name}인 음악이 없습니다.",
        "Take one of: {known}.",
        "다음 가운데 하나를 고르세요: {known}",
    ),
    "film.effect_unknown": Sentences(
        "There is no effect called {name}.",
        "이름이 {name}인 효과음이 없습니다.",
        "Take one of: {known}.",
        "다음 가운데 하나를 고르세요: {known}",
    ),
}

_ENCODING: Final[Mapping[str, Sentences]] = {
    "film.nvenc_unusable": Sentences(
        "{setting}: h264_nvenc does not work on this machine.",
        "{setting}: 이 컴퓨터에서는 h264_nvenc를 쓸 수 없습니다.",
        "Set it to auto, or bring the NVIDIA driver and its encode library up to date.",
        "auto로 두거나 NVIDIA 드라이버와 인코딩 라이브러리를 최신으로 올리세요.",
    ),
    "film.out_of_memory": Sentences(
        "There is not enough memory to draw scene {scene} of the film.",
        "메모리가 모자라 영상의 {scene}번째 장면을 그릴 수 없습니다.",
    ),
    "film.unexpected_frame_number": Sentences(
        "The encoder numbered frame {picture} behind a key frame in an unexpected way.",
        "인코더가 키 프레임 뒤 {picture}번째 프레임의 번호를 예상과 다르게 매겼습니다.",
        "Install the version of PyAV that requirements/base.txt names.",
        "requirements/base.txt에 적힌 버전의 PyAV를 설치하세요.",
    ),
    "film.disk_full": Sentences(
        "The disk is full while writing {where}.", "{where}을(를) 쓰는 중에 디스크가 가득 찼습니다."
    ),
    "film.ffmpeg_failed": Sentences(
        "ffmpeg failed while {work} (exit status {status}): {output}.",
        "ffmpeg 작업({work})이 실패했습니다(종료 코드 {status}): {output}.",
        "The command was: {command}",
        "실행한 명령: {command}",
    ),
    "film.ffmpeg_timeout": Sentences(
        "ffmpeg was not done with {work} after {seconds:.0f} s.",
        "ffmpeg가 {seconds:.0f}초 안에 작업({work})을 끝내지 못했습니다.",
    ),
    "film.ffmpeg_killed": Sentences(
        "ffmpeg was ended from outside while {work} ({signal}).",
        "ffmpeg 작업({work})이 외부에서 중단되었습니다({signal}).",
    ),
    "film.ffmpeg_missing": Sentences(
        "{setting}: no ffmpeg was found, neither in the package imageio-ffmpeg nor on PATH.",
        "{setting}: imageio-ffmpeg 패키지와 PATH 어디에도 ffmpeg가 없습니다.",
        *_FFMPEG,
    ),
    "film.ffmpeg_absent": Sentences("{setting}: {path} does not exist.", "{setting}: {path}이(가) 없습니다.", *_FFMPEG),
    "film.ffmpeg_unusable": Sentences(
        "{setting}: {path} cannot be started as ffmpeg ({why}).",
        "{setting}: {path}을(를) ffmpeg로 실행할 수 없습니다({why}).",
        *_FFMPEG,
    ),
}

_CHECKS: Final[Mapping[str, Sentences]] = {
    "film.check_failed": Sentences(
        "The film failed its check: {wrong}.",
        "영상이 검사를 통과하지 못했습니다: {wrong}.",
        "Look at the film; another template, voice or shorter text may help.",
        "영상을 확인하세요. 템플릿이나 목소리를 바꾸거나 글을 줄이면 나아질 수 있습니다.",
    ),
    "film.frame_count": Sentences(
        "The film has {frames:.0f} frames instead of {planned}.",
        "영상의 프레임 수가 계획({planned})과 다릅니다({frames:.0f}).",
    ),
    "film.unreadable": Sentences(
        "The film {name} cannot be read ({why}).", "영상 {name}을(를) 읽을 수 없습니다({why})."
    ),
    "film.segment_unreadable": Sentences(
        "The scene {name} cannot be read ({why}).", "장면 {name}을(를) 읽을 수 없습니다({why})."
    ),
    "film.streams_missing": Sentences(
        "{name} has {videos} video and {sounds} audio streams.",
        "{name}에는 영상 스트림이 {videos}개, 소리 스트림이 {sounds}개 있습니다.",
        "Give a film with picture and sound.",
        "화면과 소리가 모두 있는 영상을 지정하세요.",
    ),
    "film.not_mp4": Sentences(
        "{name} is no MP4 file.",
        "{name}은(는) MP4 파일이 아닙니다.",
        "Give the path of a film.",
        "영상 파일의 경로를 지정하세요.",
    ),
    "film.file_cut_off": Sentences(
        "The file of the film is cut off after {bytes} bytes.", "영상 파일이 {bytes}바이트에서 잘려 있습니다."
    ),
    "film.no_sound": Sentences(
        "{name} has no sound that can be read ({why}).", "{name}에 읽을 수 있는 소리가 없습니다({why}).", *_MAKE_FILM
    ),
}

SENTENCES: Final[Mapping[str, Sentences]] = {**_PLAN, **_PICTURES, **_SOUND, **_ENCODING, **_CHECKS}
