"""Failures of local models: their libraries and files, the graphics card, converting and fetching."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_AGAIN: Final = (
    "See what is damaged: 'wagglebot models verify'; then fetch it again: wagglebot models get NAME.",
    "'wagglebot models verify'로 손상된 파일을 찾아 다시 받으세요: wagglebot models get NAME",
)

SENTENCES: Final[Mapping[str, Sentences]] = {
    "model.runtime_twice": Sentences(
        en="{packages} are both installed and overwrite each other's files.",
        ko="{packages}이(가) 함께 설치되어 서로의 파일을 덮어씁니다.",
        cure="Remove both, then install one: {python} -m pip uninstall -y {uninstall} && {command}",
        cure_ko="둘 다 지우고 하나만 다시 설치하세요: {python} -m pip uninstall -y {uninstall} && {command}",
    ),
    "model.library_missing": Sentences(
        en="Local models need {package}, which is not installed.",
        ko="로컬 모델에 필요한 {package}이(가) 설치되어 있지 않습니다.",
        cure="Run: {command} — or, for a graphics card, with [local-gpu].",
        cure_ko="실행하세요: {command} (그래픽 카드를 쓰려면 [local-gpu])",
    ),
    "model.cuda_unusable": Sentences(
        en="{setting}: CUDA cannot be used: {why}.",
        ko="{setting}: CUDA를 쓸 수 없습니다({why}).",
        cure="Run: {command} — with a driver for CUDA 13; or set the device to 'auto' or 'cpu'.",
        cure_ko="CUDA 13을 지원하는 드라이버를 설치하고 {command}을(를) 실행하거나, 장치를 auto나 cpu로 바꾸세요.",
    ),
    "model.no_driver": Sentences(
        en="{setting}: CUDA cannot be used: there is no NVIDIA driver.",
        ko="{setting}: NVIDIA 드라이버가 없어 CUDA를 쓸 수 없습니다.",
        cure="Install a driver for CUDA 13, or set the device to 'auto' or 'cpu'.",
        cure_ko="CUDA 13을 지원하는 드라이버를 설치하거나, 장치를 auto나 cpu로 바꾸세요.",
    ),
    "model.ran_on_cpu": Sentences(
        en="{setting}: CUDA cannot be used: the session runs on the CPU.",
        ko="{setting}: CUDA를 쓸 수 없어 세션이 CPU에서 돌아갑니다.",
        cure="See what 'wagglebot doctor' says of the card, or set the device to 'auto' or 'cpu'.",
        cure_ko="'wagglebot doctor'로 그래픽 카드를 점검하거나, 장치를 auto나 cpu로 바꾸세요.",
    ),
    "model.file_unusable": Sentences(
        en="{setting}: {file} is no usable model ({why}).",
        ko="{setting}: {file}은(는) 쓸 수 있는 모델이 아닙니다({why}).",
        cure=_AGAIN[0],
        cure_ko=_AGAIN[1],
    ),
    "model.target_exists": Sentences(
        en="{folder} is there already.",
        ko="{folder}이(가) 이미 있습니다.",
        cure="Name another folder, or take it away.",
        cure_ko="다른 폴더 이름을 쓰거나 그 폴더를 치우세요.",
    ),
    "model.environment_not_made": Sentences(
        en="The environment {folder} cannot be made: {why}.",
        ko="변환용 환경 {folder}을(를) 만들 수 없습니다: {why}",
        cure="See that pip works, and run the command again.",
        cure_ko="pip이 동작하는지 확인한 뒤 명령을 다시 실행하세요.",
    ),
    "model.source_missing": Sentences(
        en="{source}: there is no such folder.",
        ko="{source} 폴더가 없습니다.",
        cure="Give a folder, or a repository of the hub such as owner/model or owner/model@revision.",
        cure_ko="폴더를 주거나 owner/model, owner/model@revision 같은 저장소 이름을 주세요.",
    ),
    "model.source_without_architecture": Sentences(
        en="{source}: its config.json is missing or names no architecture.",
        ko="{source}: config.json이 없거나 모델 구조가 적혀 있지 않습니다.",
        cure="Give the folder of a Hugging Face model.",
        cure_ko="Hugging Face 모델의 폴더를 주세요.",
    ),
    "model.source_without_weights": Sentences(
        en="{source} has no *.safetensors.",
        ko="{source}에 *.safetensors 파일이 없습니다.",
        cure="Fetch the model's weights.",
        cure_ko="모델 가중치를 내려받으세요.",
    ),
    "model.no_room": Sentences(
        en="{folder} would need {needed_mb} MiB there and {free_mb} MiB are free.",
        ko="{folder}에 {needed_mb}MiB가 필요한데 {free_mb}MiB만 비어 있습니다.",
        cure="Free some space or name another disk.",
        cure_ko="공간을 비우거나 다른 디스크를 지정하세요.",
    ),
    "model.no_memory": Sentences(
        en="The conversion reads {needed_mb} MiB of weights into memory, of which {free_mb} MiB are free.",
        ko="변환하려면 가중치 {needed_mb}MiB를 메모리에 올려야 하는데 {free_mb}MiB만 비어 있습니다.",
        cure="Close other programs, choose a smaller model, or a ready one: wagglebot models list.",
        cure_ko="다른 프로그램을 닫거나 더 작은 모델, 또는 바로 쓸 수 있는 모델을 고르세요: wagglebot models list",
    ),
    "model.builder_killed": Sentences(
        en="Converting {source}: the builder was ended by signal {signal}, perhaps for want of memory.",
        ko="{source} 변환 프로그램이 신호 {signal}(으)로 끝났습니다. 메모리가 모자랐을 수 있습니다.",
    ),
    "model.builder_failed": Sentences(
        en="{source}: the builder gives up: {why}.",
        ko="{source}을(를) 변환할 수 없습니다: {why}",
        cure="Choose a model of an architecture the builder knows; docs/models.md names some.",
        cure_ko="변환 프로그램이 지원하는 구조의 모델을 고르세요. docs/models.md에 예가 있습니다.",
    ),
    "model.builder_incomplete": Sentences(
        en="{source}: the builder made no {file}.",
        ko="{source}: 변환 결과에 {file}이(가) 없습니다.",
        cure="Report it with the version of onnxruntime-genai.",
        cure_ko="onnxruntime-genai 버전과 함께 알려 주세요.",
    ),
}
