"""Failures of the studio's stages: inputs that are missing, processes that end, memory that is short."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_REMAKE: Final = (
    "Make it again from the script on: wagglebot remake {post} --from-stage script.",
    "대본부터 다시 만드세요: wagglebot remake {post} --from-stage script",
)

SENTENCES: Final[Mapping[str, Sentences]] = {
    "stage.post_without_text": Sentences(
        en="The text of post {post} is not in the stream.",
        ko="{post} 글의 본문이 스트림에 없습니다.",
        cure="Collect the post first: wagglebot crawl SITE.",
        cure_ko="먼저 글을 수집하세요: wagglebot crawl SITE",
    ),
    "stage.no_script": Sentences(
        en="Post {post} has no script yet.",
        ko="{post} 글에는 아직 대본이 없습니다.",
        cure=_REMAKE[0],
        cure_ko=_REMAKE[1],
    ),
    "stage.no_narration": Sentences(
        en="Post {post} has no narration yet.",
        ko="{post} 글에는 아직 음성이 없습니다.",
        cure=_REMAKE[0],
        cure_ko=_REMAKE[1],
    ),
    "stage.no_such_line": Sentences(
        en="The script has no line {line}.",
        ko="대본에 {line}번 줄이 없습니다.",
        cure="Listen to another line.",
        cure_ko="다른 줄을 골라 들어 보세요.",
    ),
    "stage.too_slow": Sentences(
        en="The {stage} stage took longer than {seconds} s and was ended. Its last output: {output}.",
        ko="{stage} 단계가 {seconds}초를 넘겨 중단했습니다. 마지막 출력: {output}",
    ),
    "stage.no_answer": Sentences(
        en="The process of the {stage} stage said {line}, which is no answer.",
        ko="{stage} 단계의 프로세스가 알 수 없는 응답을 했습니다: {line}",
    ),
    "stage.exited": Sentences(
        en="The process of the {stage} stage ended with status {status}. Its last output: {output}.",
        ko="{stage} 단계의 프로세스가 상태 {status}(으)로 끝났습니다. 마지막 출력: {output}",
    ),
    "stage.killed": Sentences(
        en="The process of the {stage} stage was ended by {signal}. Its last output: {output}.",
        ko="{stage} 단계의 프로세스가 {signal} 신호로 끝났습니다. 마지막 출력: {output}",
    ),
    "stage.interpreter_not_started": Sentences(
        en="studio.interpreter: the Python of the {stage} stage, {python}, does not start ({why}).",
        ko="studio.interpreter: {stage} 단계의 파이썬 {python}을(를) 실행할 수 없습니다({why}).",
        cure="Correct WAGGLEBOT_STUDIO__INTERPRETER, or leave it empty to use the studio's own.",
        cure_ko="WAGGLEBOT_STUDIO__INTERPRETER를 고치거나, 비워 두고 스튜디오의 파이썬을 쓰세요.",
    ),
    "stage.short_of_vram": Sentences(
        en="The {stage} stage waits until {until}: it needs {needed_mb} MiB of graphics memory "
        "and {free_mb} MiB are free.",
        ko="{stage} 단계에 그래픽 메모리 {needed_mb}MiB가 필요한데 {free_mb}MiB만 비어 있어 {until}까지 기다립니다.",
    ),
    "stage.failed": Sentences(
        en="The {stage} stage failed: {why}.",
        ko="{stage} 단계가 실패했습니다: {why}",
    ),
    "stage.failed_for_good": Sentences(
        en="The {stage} stage failed: {why}.",
        ko="{stage} 단계가 실패했습니다: {why}",
        cure="Correct the cause, then make the post again.",
        cure_ko="원인을 고친 뒤 글을 다시 만드세요.",
    ),
    "scratch.not_ours": Sentences(
        en="TMPDIR: {folder} belongs to another user.",
        ko="TMPDIR: {folder}은(는) 다른 사용자의 폴더입니다.",
        cure="Set TMPDIR to a folder of your own.",
        cure_ko="TMPDIR을 자신의 폴더로 바꾸세요.",
    ),
}
