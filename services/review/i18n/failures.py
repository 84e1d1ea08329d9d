"""A failure as the app shows it, in Korean and in English, made from its code and its fields."""

from collections.abc import Mapping

from schemas.base import Frozen
from schemas.failures import failure_explanation, join_sentences


class FailureText(Frozen):
    """The text of a failure: what happened, and what helps."""

    sentence: str
    remedy: str


class ExplainedFailure(Frozen):
    """A failure explained in both languages. ``en`` holds both parts. All of it is empty where nothing failed."""

    ko: FailureText
    en: str


def explain_failure(code: str, fields: Mapping[str, object], message: str = "") -> ExplainedFailure:
    """The failure of a code; ``message``: the English words of the record, for a code that is not known here."""
    korean, english = failure_explanation(code, fields, "ko"), failure_explanation(code, fields, "en")
    if korean is None or english is None:
        sentence = "알 수 없는 이유로 작업을 마치지 못했습니다." if code or message else ""
        return ExplainedFailure(ko=FailureText(sentence=sentence, remedy=""), en=message or code)
    return ExplainedFailure(ko=FailureText(**korean._asdict()), en=join_sentences(english))
