"""Failures of makers of pictures."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "picture.refused": Sentences(
        en="{server} gave no picture: {why}.",
        ko="그림 서버가 그림을 주지 않았습니다({server}): {why}",
    ),
    "picture.flagged": Sentences(
        en="{server} says itself that its picture is not fit to be seen ({why}); it is not used.",
        ko="서버가 스스로 부적절하다고 표시한 그림이라 쓰지 않았습니다({server}, {why}).",
    ),
    "picture.only_address": Sentences(
        en="{server} answers with the address of a picture instead of the picture.",
        ko="서버가 그림 대신 그림의 주소만 보냈습니다({server}).",
        cure="Add 'response_format': 'b64_json' to WAGGLEBOT_STUDIO__IMAGES__EXTRA.",
        cure_ko="WAGGLEBOT_STUDIO__IMAGES__EXTRA에 'response_format': 'b64_json'을 넣으세요.",
    ),
    "picture.minor_in_harm": Sentences(
        en="No model is asked for a picture of line {line}: it would show a child in harm.",
        ko="{line}번째 줄은 아이가 다치는 장면이어서 그림 모델에 맡기지 않았습니다.",
    ),
    "picture.workflow": Sentences(
        en="{setting}: {file} is no workflow that can be run: {why}.",
        ko="{setting}: 실행할 수 있는 워크플로가 아닙니다({file}): {why}",
        cure="Export it with 'Export (API)' in ComfyUI, and write {{prompt}} into its text.",
        cure_ko="ComfyUI에서 'Export (API)'로 내보내고, 문장 자리에 {{prompt}}을(를) 적으세요.",
    ),
    "picture.workflow_refused": Sentences(
        en="{server} refuses the workflow: {why}.",
        ko="ComfyUI가 워크플로를 거절했습니다({server}): {why}",
        cure="Run it in ComfyUI itself, and export it again.",
        cure_ko="ComfyUI에서 직접 실행해 본 뒤 다시 내보내세요.",
    ),
    "picture.no_contact": Sentences(
        en="{setting}: it is empty, and the collections ask every program to say whom they can write to.",
        ko="{setting}: 비어 있습니다. 공개 사진 저장소는 프로그램마다 연락처를 밝히도록 요구합니다.",
        cure="Set WAGGLEBOT_STUDIO__COMMONS__CONTACT to your mail address or page.",
        cure_ko="WAGGLEBOT_STUDIO__COMMONS__CONTACT에 메일 주소나 홈페이지를 적으세요.",
    ),
    "picture.contact_unreadable": Sentences(
        en="{setting}: {contact} has letters that cannot be sent to the collections.",
        ko="{setting}: 공개 사진 저장소에 보낼 수 없는 글자가 있습니다({contact}).",
        cure="Write a mail address or the address of a page, in English letters.",
        cure_ko="메일 주소나 홈페이지 주소를 영문으로 적으세요.",
    ),
    "picture.faces_unknown": Sentences(
        en="{setting}: {file} is not there, so faces of real persons in photographs would not be noticed.",
        ko="{setting}: 파일이 없어({file}) 사진 속 실제 인물의 얼굴을 알아챌 수 없습니다.",
        cure="Fetch it: wagglebot models get centerface.",
        cure_ko="받아 두세요: wagglebot models get centerface",
    ),
    "picture.faces": Sentences(
        en="A photograph was not used: the face of a real person is in it.",
        ko="실제 인물의 얼굴이 있는 사진이라 쓰지 않았습니다.",
    ),
    "picture.provider_unknown": Sentences(
        en="The collection {provider} is one of a plug-in; what its licences are now cannot be asked.",
        ko="플러그인이 쓰는 저장소라({provider}) 지금의 라이선스를 확인할 수 없습니다.",
    ),
    "picture.licences_changed": Sentences(
        en="{count} pictures in films may no longer be shown as before.",
        ko="영상에 쓴 사진 {count}장은 더 이상 전처럼 보여 줄 수 없습니다.",
        cure="Make these films anew from the pictures on: wagglebot remake POST --from-stage picture.",
        cure_ko="그 영상들을 그림부터 다시 만드세요: wagglebot remake POST --from-stage picture",
    ),
    "picture.job_lost": Sentences(
        en="{server} has lost the job {job}: it is neither in its queue nor in its history.",
        ko="서버가 작업을 잃어버렸습니다({server}, {job}). 대기열에도 기록에도 없습니다.",
    ),
    "picture.job_failed": Sentences(
        en="{server} broke in the middle of a picture: {why}.",
        ko="서버가 그림을 만들다가 멈췄습니다({server}): {why}",
    ),
}
