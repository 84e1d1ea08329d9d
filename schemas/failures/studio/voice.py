"""Failures of voices: lines they cannot say, voices they do not have, models and libraries that are not there."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "voice.unknown": Sentences(
        en="{engine} has no voice for {voice}.",
        ko="{engine}에는 {voice}에 쓸 목소리가 없습니다.",
        cure="Known: {known}.",
        cure_ko="쓸 수 있는 목소리: {known}",
    ),
    "voice.nothing_to_say": Sentences(
        en="The line {line} cannot be spoken: there is nothing in it to say.",
        ko="대사 {line}에는 소리 내어 읽을 말이 없습니다.",
        cure="Take it out of the script.",
        cure_ko="대본에서 빼세요.",
    ),
    "voice.unknown_letters": Sentences(
        en="The line {line} cannot be spoken: {engine} knows no letter of it.",
        ko="대사 {line}에는 {engine}이(가) 아는 글자가 없습니다.",
        cure="Take it out of the script.",
        cure_ko="대본에서 빼세요.",
    ),
    "voice.korean_line": Sentences(
        en="The line {line} is Korean, which Kokoro has no voice and no sounds for.",
        ko="대사 {line}은(는) 한국어인데, Kokoro에는 한국어 목소리와 발음이 없습니다.",
        cure="Name 'supertonic', 'edge' or 'espeak' in recipe.voice.chain instead.",
        cure_ko="recipe.voice.chain에 supertonic, edge, espeak 가운데 하나를 적으세요.",
    ),
    "voice.other_language": Sentences(
        en="{engine} does not speak the language of this script ({language}); it speaks {known}.",
        ko="{engine}은(는) 이 대본의 언어({language})를 말하지 못합니다. 말할 수 있는 언어: {known}",
        cure="Name a voice in recipe.voice.chain that speaks it; docs/adapters.md lists the languages of each.",
        cure_ko="recipe.voice.chain에 그 언어를 말하는 목소리를 적으세요. 언어는 docs/adapters.md에 있습니다.",
    ),
    "voice.no_korean": Sentences(
        en="{setting}: the model in {folder} does not know Korean (missing in {file}: {missing}).",
        ko="{setting}: {folder}에 있는 모델은 한국어를 모릅니다({file}에 없는 것: {missing}).",
        cure="Move the English model away, then run: wagglebot models get supertonic-3.",
        cure_ko="영어 모델을 옮긴 뒤 실행하세요: wagglebot models get supertonic-3",
    ),
    "voice.line_refused": Sentences(
        en="A line for {server} cannot be used: the server refuses it: {why}.",
        ko="서버가 대사를 받아들이지 않습니다({server}): {why}",
        cure="Check the names of model and voice in the settings.",
        cure_ko="설정의 모델 이름과 목소리 이름을 확인하세요.",
    ),
    "voice.model_unknown": Sentences(
        en="studio.speech.model: {server} has no model {model}; it has {known}.",
        ko="studio.speech.model: 서버에 {model} 모델이 없습니다({server}). 있는 모델: {known}",
        cure="Set WAGGLEBOT_STUDIO__SPEECH__MODEL to one of them.",
        cure_ko="WAGGLEBOT_STUDIO__SPEECH__MODEL을 그 가운데 하나로 설정하세요.",
    ),
    "voice.no_sound_file": Sentences(
        en="The answer of {source} is no sound file ({why}).",
        ko="{source}의 응답이 소리 파일이 아닙니다({why}).",
        cure="Look at the log of that server.",
        cure_ko="그 서버의 로그를 확인하세요.",
    ),
    "voice.empty_sound": Sentences(
        en="{engine} answered a sound file without sound.",
        ko="{engine}이(가) 소리가 없는 파일을 보냈습니다.",
    ),
    "voice.silent": Sentences(
        en="The voice {engine} returned silence for the line {line}.",
        ko="{engine} 목소리가 대사 {line}에서 아무 소리도 내지 않았습니다.",
    ),
    "voice.failed": Sentences(
        en="{engine} does not answer: {why}.",
        ko="{engine}이(가) 응답하지 않습니다: {why}",
    ),
    "voice.no_answer": Sentences(
        en="{engine} does not answer after {tries} tries: {why}.",
        ko="{engine}이(가) {tries}번 시도해도 응답하지 않습니다: {why}",
    ),
    "voice.no_model_file": Sentences(
        en="{setting}: {file} is not there.",
        ko="{setting}: {file} 파일이 없습니다.",
        cure="Fetch the model: wagglebot models get NAME; 'wagglebot models list' has the names.",
        cure_ko="모델을 받으세요: wagglebot models get NAME. 이름은 'wagglebot models list'로 볼 수 있습니다.",
    ),
    "voice.unusable_file": Sentences(
        en="{setting}: {file} cannot be used ({why}).",
        ko="{setting}: {file} 파일을 쓸 수 없습니다({why}).",
        cure="Fetch the model: wagglebot models get NAME; 'wagglebot models list' has the names.",
        cure_ko="모델을 받으세요: wagglebot models get NAME. 이름은 'wagglebot models list'로 볼 수 있습니다.",
    ),
    "voice.no_model_voice": Sentences(
        en="{setting}: the model has no voice {voice}.",
        ko="{setting}: 모델에 {voice} 목소리가 없습니다.",
        cure="Choose of: {known}.",
        cure_ko="다음 가운데 고르세요: {known}",
    ),
    "voice.no_language": Sentences(
        en="{setting}: espeak knows no language {language}.",
        ko="{setting}: espeak에 {language} 언어가 없습니다.",
        cure="Set it to 'en-us', for example.",
        cure_ko="en-us처럼 espeak에 있는 언어로 바꾸세요.",
    ),
    "voice.no_recording": Sentences(
        en="studio.sovits.voices: there is no recording for the voice {voice}.",
        ko="studio.sovits.voices: {voice} 목소리의 녹음이 없습니다.",
        cure="Name a file of three to ten seconds on the server, and the words spoken in it.",
        cure_ko="서버에 있는 3~10초짜리 녹음 파일과 거기서 말한 문장을 적으세요.",
    ),
    "voice.espeak_missing": Sentences(
        en="The voice 'espeak' needs the package espeakng-loader, which is not installed.",
        ko="목소리 espeak에 필요한 espeakng-loader 패키지가 설치되어 있지 않습니다.",
        cure="Run: {command} — or choose another voice.",
        cure_ko="실행하세요: {command} — 또는 다른 목소리를 고르세요.",
    ),
    "voice.espeak_library": Sentences(
        en="The library of espeak does not load ({why}).",
        ko="espeak 라이브러리를 불러올 수 없습니다({why}).",
        cure="Install the package espeakng-loader again.",
        cure_ko="espeakng-loader 패키지를 다시 설치하세요.",
    ),
    "voice.espeak_data": Sentences(
        en="espeak has no voice {voice} in its data at {data}.",
        ko="espeak 데이터({data})에 {voice} 목소리가 없습니다.",
        cure="Install the package espeakng-loader again.",
        cure_ko="espeakng-loader 패키지를 다시 설치하세요.",
    ),
}
