"""Failures that release 0.1.0 recorded: facts with the class of the error and an English message, without a code.

`upcast` gives them a code by the class, with the message as the only field.
"""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import FieldValue, Sentences

_KINDS: Final = {
    "retryable": "지금은 작업할 수 없었습니다.",
    "permanent": "작업에 실패했습니다. 내용을 확인한 뒤 다시 시도하거나 글을 거절하세요.",
    "provider_down": "작업에 필요한 외부 서비스가 응답하지 않습니다. 오래 이어지면 그 서비스의 상태를 확인하세요.",
    "parked": "정해진 때까지 기다리는 중입니다. 때가 되면 자동으로 이어집니다.",
    "no_space": "저장 공간이 가득 찼습니다. 공간을 비우면 작업이 자동으로 이어집니다.",
    "illegal_transition": "글의 상태가 바뀌어 이 작업이 더는 맞지 않습니다. 글을 다시 확인하고 결정하세요.",
    "conflict": "다른 곳에서 동시에 바꾸었습니다. 다시 확인하고 결정하세요.",
    "bad_input": "받은 내용을 그대로 쓸 수 없습니다. 내용을 고쳐 다시 만들거나 글을 거절하세요.",
    "configuration_error": "설정에 문제가 있어 작업하지 못했습니다. 설정을 바로잡은 뒤 다시 시도하세요.",
    "refused": "언어 모델이 이 글로 대본 쓰기를 거절했습니다. 다른 작성기로 만들거나 글을 거절하세요.",
    "media_missing": "필요한 미디어 파일이 저장소에 없습니다. 백업에서 되살리거나 그 단계부터 다시 만드세요.",
    "worker_lost": "작업 프로세스가 도중에 사라졌습니다. 로그와 메모리를 확인하세요.",
}
_FAULT: Final = "fault"

SENTENCES: Final[Mapping[str, Sentences]] = {
    f"legacy.{name}": Sentences(en="{message}.", ko=f"{text} (기록: {{message}})") for name, text in _KINDS.items()
} | {
    f"legacy.{_FAULT}": Sentences(
        en="{message}.",
        ko="예상하지 못한 오류가 났습니다. 로그를 확인한 뒤 다시 시도하세요. (기록: {message})",
    )
}


def upcast(error: str, message: str) -> tuple[str, dict[str, FieldValue]]:
    """Code and fields of a failure that was recorded as the class name ``error`` and its English ``message``."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in error).removeprefix("_")
    return f"legacy.{name if name in _KINDS else _FAULT}", {"message": message.rstrip(".")}
