"""Failures of the catalogue of models: names, licences, fetching, and files that are not what they should be."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_ELSEWHERE: Final = (
    "Fetch it on another machine and give the folder: wagglebot models get NAME --from FOLDER.",
    "다른 컴퓨터에서 받은 폴더를 지정하세요: wagglebot models get NAME --from FOLDER",
)

SENTENCES: Final[Mapping[str, Sentences]] = {
    "models.unknown": Sentences(
        en="There is no model {name} in the catalogue.",
        ko="목록에 {name}이라는 모델이 없습니다.",
        cure="Known: {known}. 'wagglebot models list' says more.",
        cure_ko="있는 모델: {known}. 자세한 내용은 'wagglebot models list'로 볼 수 있습니다.",
    ),
    "models.licence": Sentences(
        en="{name} is under the licence {licence} ({url}), to which nobody has agreed here.",
        ko="{name}의 라이선스 {licence}({url})에 아직 동의하지 않았습니다.",
        cure="Read it, then run: wagglebot models get {name} --agree",
        cure_ko="읽은 뒤 실행하세요: wagglebot models get {name} --agree",
    ),
    "models.no_room": Sentences(
        en="{name} needs {needed_mb} MiB more in {folder}, where {free_mb} MiB are free.",
        ko="{name}을(를) 받으려면 {folder}에 {needed_mb}MiB가 더 필요한데 {free_mb}MiB만 비어 있습니다.",
        cure="Free some space and run the command again: what has arrived is kept.",
        cure_ko="공간을 비우고 명령을 다시 실행하세요. 이미 받은 부분은 남아 있습니다.",
    ),
    "models.not_fetched": Sentences(
        en="{name} cannot be fetched: {why}.",
        ko="{name}을(를) 받을 수 없습니다: {why}",
        cure="Run the command again later, it goes on where it stopped; or give a folder that has the files: "
        "wagglebot models get {name} --from FOLDER",
        cure_ko="나중에 다시 실행하면 이어서 받습니다. 파일이 있는 폴더를 지정해도 됩니다: "
        "wagglebot models get {name} --from FOLDER",
    ),
    "models.gated": Sentences(
        en="{source} gives {file} only to accounts that were let in (status {status}).",
        ko="{source}은(는) 허락받은 계정에만 {file}을(를) 줍니다(상태 {status}).",
        cure="Ask for access on its page, make a token there and set HF_TOKEN.",
        cure_ko="그 페이지에서 접근을 신청하고, 토큰을 만들어 HF_TOKEN으로 설정하세요.",
    ),
    "models.token_refused": Sentences(
        en="{source} refuses the token or password for {file} (status {status}).",
        ko="{source}이(가) {file}에 대한 토큰이나 비밀번호를 거절했습니다(상태 {status}).",
        cure="See that the account of HF_TOKEN was let in on the page of the model, and that the token is not expired.",
        cure_ko="HF_TOKEN의 계정이 모델 페이지에서 허락을 받았는지, 토큰이 만료되지 않았는지 확인하세요.",
    ),
    "models.gone": Sentences(
        en="{source} does not have {file} any more (status {status}).",
        ko="{source}에 {file}이(가) 더는 없습니다(상태 {status}).",
        cure=_ELSEWHERE[0],
        cure_ko=_ELSEWHERE[1],
    ),
    "models.busy": Sentences(
        en="{source} is busy (status {status}) and asks to be left alone for {seconds} s.",
        ko="{source}이(가) 바쁩니다(상태 {status}). {seconds}초 뒤에 다시 요청하라고 합니다.",
        cure="Run the command again later: what has arrived is kept.",
        cure_ko="나중에 명령을 다시 실행하세요. 이미 받은 부분은 남아 있습니다.",
    ),
    "models.unreachable": Sentences(
        en="{source} cannot be reached: {why}.",
        ko="{source}에 연결할 수 없습니다: {why}",
        cure="See to the network and to https_proxy, or name a mirror in HF_ENDPOINT.",
        cure_ko="네트워크와 https_proxy를 확인하거나 HF_ENDPOINT에 미러를 적으세요.",
    ),
    "models.broken_off": Sentences(
        en="{source} breaks off again and again, after {mb} MiB.",
        ko="{source}의 전송이 {mb}MiB에서 거듭 끊깁니다.",
        cure="Run the command again: it goes on where it stopped.",
        cure_ko="명령을 다시 실행하면 이어서 받습니다.",
    ),
    "models.slow": Sentences(
        en="{source} sends only {kb_s} kB a second.",
        ko="{source}의 속도가 초당 {kb_s}kB밖에 되지 않습니다.",
    ),
    "models.altered": Sentences(
        en="{source} has another {file} than the catalogue names: size or sha256 differ, nothing of it was kept.",
        ko="{source}의 {file}은(는) 목록에 적힌 파일이 아닙니다(크기나 sha256이 다름). 아무것도 저장하지 않았습니다.",
        cure=_ELSEWHERE[0],
        cure_ko=_ELSEWHERE[1],
    ),
    "models.unsafe_redirect": Sentences(
        en="{source} sends the request on to {target} without encryption.",
        ko="{source}이(가) 암호화되지 않은 주소({target})로 넘깁니다.",
        cure=_ELSEWHERE[0],
        cure_ko=_ELSEWHERE[1],
    ),
    "models.bad_address": Sentences(
        en="{source}: {address} is no address of a file.",
        ko="{source}: {address}은(는) 올바른 주소가 아닙니다.",
        cure="See to HF_ENDPOINT and to the index that pip is set to.",
        cure_ko="HF_ENDPOINT와 pip에 설정된 저장소를 확인하세요.",
    ),
    "models.not_in_folder": Sentences(
        en="{folder} has no {file}.",
        ko="{folder}에 {file}이(가) 없습니다.",
        cure="Copy all files of the model there; 'wagglebot models list NAME' names them.",
        cure_ko="모델의 파일을 모두 그 폴더에 넣으세요. 파일 이름은 'wagglebot models list NAME'으로 볼 수 있습니다.",
    ),
    "models.other_file_there": Sentences(
        en="{file} is another file than that of {name}.",
        ko="{file}은(는) {name}의 파일이 아닙니다.",
        cure="Move it away and run the command again.",
        cure_ko="그 파일을 옮긴 뒤 명령을 다시 실행하세요.",
    ),
    "models.not_there": Sentences(
        en="{name} was not fetched.",
        ko="{name}을(를) 받은 적이 없습니다.",
        cure="Run: wagglebot models get {name}",
        cure_ko="실행하세요: wagglebot models get {name}",
    ),
    "models.damaged": Sentences(
        en="{name} is damaged: {files}.",
        ko="{name}의 파일이 손상되었습니다: {files}",
        cure="Run: wagglebot models get {name}. Only what is damaged is fetched again.",
        cure_ko="실행하세요: wagglebot models get {name}. 손상된 파일만 다시 받습니다.",
    ),
    "models.no_trial": Sentences(
        en="{name} is neither a writer nor a voice: there is no trial for it.",
        ko="{name}은(는) 대본 작성기나 목소리가 아니라서 시험할 수 없습니다.",
        cure="'wagglebot adapters' names the writers and voices.",
        cure_ko="쓸 수 있는 이름은 'wagglebot adapters'로 볼 수 있습니다.",
    ),
    "models.below_floor": Sentences(
        en="{name} does badly: with it, much is made anew by the next one of the chain, or fails.",
        ko="{name}의 성적이 낮습니다. 다음 순서의 작성기나 목소리가 대신하는 일이 많거나, 실패가 잦을 것입니다.",
        cure="Choose a larger model: wagglebot models list.",
        cure_ko="더 큰 모델을 고르세요: wagglebot models list",
    ),
}
