"""A failure as the app shows it: in Korean, and in the English words it was recorded with.

Facts carry the code and the fields of a failure, and its sentences are made from those (`schemas.failures`). Facts of
release 0.1.0 have only the class of the error and an English sentence: of those the Korean text says what the class
means.
"""

from collections.abc import Mapping
from typing import Final

from schemas.base import Frozen
from schemas.events import ContentFailed
from schemas.failures import explain


class FailureText(Frozen):
    """What happened, and what helps."""

    sentence: str
    remedy: str


class ExplainedFailure(Frozen):
    """``en``: the words of the record, the remedy included. All empty where nothing failed."""

    ko: FailureText
    en: str


NOTHING: Final = ExplainedFailure(ko=FailureText(sentence="", remedy=""), en="")

_UNKNOWN: Final = FailureText(
    sentence="작업을 마치지 못했습니다.", remedy="원문을 확인한 뒤 다시 시도하거나, 글을 거절해 주세요."
)
_BY_CLASS: Final[Mapping[str, FailureText]] = {
    "Retryable": FailureText(sentence="지금은 작업할 수 없었습니다.", remedy="자동으로 다시 시도합니다."),
    "Permanent": FailureText(
        sentence="작업에 실패했습니다.", remedy="내용을 확인한 뒤 다시 시도하거나, 글을 거절해 주세요."
    ),
    "ProviderDown": FailureText(
        sentence="작업에 필요한 외부 서비스가 응답하지 않습니다.",
        remedy="오래 이어지면 그 서비스의 상태를 확인해 주세요.",
    ),
    "Parked": FailureText(sentence="정해진 때까지 기다리는 중입니다.", remedy="때가 되면 자동으로 이어집니다."),
    "NoSpace": FailureText(sentence="저장 공간이 가득 찼습니다.", remedy="공간을 비우면 작업이 자동으로 이어집니다."),
    "IllegalTransition": FailureText(
        sentence="글의 상태가 바뀌어 이 작업이 더는 맞지 않습니다.", remedy="글을 다시 확인하고 결정해 주세요."
    ),
    "Conflict": FailureText(sentence="다른 곳에서 동시에 바꾸었습니다.", remedy="다시 확인하고 결정해 주세요."),
    "BadInput": FailureText(
        sentence="받은 내용을 그대로 쓸 수 없습니다.", remedy="내용을 고쳐 다시 만들거나, 글을 거절해 주세요."
    ),
    "ConfigurationError": FailureText(
        sentence="설정에 문제가 있어 작업하지 못했습니다.", remedy="설정을 바로잡은 뒤 다시 시도해 주세요."
    ),
    "Refused": FailureText(
        sentence="언어 모델이 이 글로 대본 쓰기를 거절했습니다.",
        remedy="다른 작성기로 만들거나, 글을 거절해 주세요.",
    ),
    "MediaMissing": FailureText(
        sentence="필요한 미디어 파일이 저장소에 없습니다.", remedy="백업에서 되살리거나 그 단계부터 다시 만들어 주세요."
    ),
}
"""What an error means that was recorded without a code, by the name of its class."""


def explain_failure(
    message: str, *, error: str = "", code: str = "", fields: Mapping[str, object] | None = None
) -> ExplainedFailure:
    """A failure by its code and fields, or else by the name of its class; ``message``: the words of the record.

    Without a code and a class, the class may stand in front of the words, as dead letters have it.
    """
    if not (message or code):
        return NOTHING
    told = explain(code, fields or {}, "ko")
    if told is not None:
        return ExplainedFailure(ko=FailureText(sentence=told.sentence, remedy=told.remedy), en=message)
    named, colon, words = message.partition(": ")
    if not error and colon and named in _BY_CLASS:
        error, message = named, words
    return ExplainedFailure(ko=_BY_CLASS.get(error, _UNKNOWN), en=message)


def explain_failed(fact: ContentFailed | None) -> ExplainedFailure:
    """The failure that a fact records; `NOTHING` without one."""
    return NOTHING if fact is None else explain_failure(fact.message, error=fact.error)
