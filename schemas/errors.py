"""The two kinds of error, `Retryable` and `Permanent`. Nothing else decides what happens to a message.

An error is raised with a failure code and that code's fields: ``BadInput("voice.no_style", voice="narrator-3")``. Its
sentences, English and Korean, are made from those in one place (`schemas.failures`). What follows from its class, such
as that the work is tried again, is added here.
"""

import inspect
from functools import partial
from typing import Any, ClassVar

from schemas.failures import Explained, Language, explain, joined


class WaggleError(Exception):
    """Something went wrong."""

    next_en: ClassVar[str] = ""
    """What happens next, as a sentence, where that follows from the class alone."""
    next_ko: ClassVar[str] = ""

    def __init__(self, code: str = "", **fields: Any) -> None:
        self.code = code
        self.fields = fields
        super().__init__(self._english())

    def explained(self, language: Language) -> Explained:
        """What happened and what helps, in ``language``."""
        told = explain(self.code, self.fields, language)
        if told is None:
            return Explained(str(self), "")
        follows = self.next_en if language == "en" else self.next_ko
        return Explained(told.sentence, joined((told.remedy, follows)))

    def _english(self) -> str:
        told = explain(self.code, self.fields, "en")
        if told is not None:
            return joined((told.sentence, told.remedy, self.next_en))
        text = inspect.cleandoc(type(self).__doc__ or type(self).__name__)
        return " ".join(text.format(**self.fields).split())

    def __reduce__(self) -> tuple[Any, ...]:
        """An error may come out of another process: there it is made anew from its code and fields."""
        return partial(type(self), self.code, **self.fields), ()


class Retryable(WaggleError):
    """{what} is not possible just now: {why}. It will be tried again by itself."""

    next_en = "It is tried again automatically."
    next_ko = "자동으로 다시 시도합니다."


class Permanent(WaggleError):
    """{what} failed: {why}. {remedy}"""


class ProviderDown(Retryable):
    """{provider} does not answer: {why}. It is tried again after a pause; nothing is lost."""

    next_en = "It is tried again after a pause."
    next_ko = "잠시 뒤 자동으로 다시 시도합니다."


class Parked(Retryable):
    """{what} waits until {until}: {why}. It goes on by itself; no try is counted."""

    next_en = "It goes on by itself; this does not count as an attempt."
    next_ko = "때가 되면 자동으로 이어지며, 시도 횟수에 들어가지 않습니다."


class NoSpace(Retryable):
    """The disk is full while writing {where}. Free some space; the work is parked and goes on by itself."""

    next_en = "The work is parked and goes on by itself once there is room."
    next_ko = "공간이 생기면 작업이 자동으로 이어집니다."


class IllegalTransition(Permanent):
    """{post} is {status}: {event} is not possible from there. Reload and decide again."""


class Conflict(Retryable):
    """{post} changed while it was being decided (now at sequence {sequence}). Reload and decide again."""

    next_en = ""
    next_ko = ""


class BadInput(Permanent):
    """{what} cannot be used: {why}. {remedy}"""


class ConfigurationError(Permanent):
    """{setting}: {why}. {remedy}"""


class Refused(Permanent):
    """{what} was declined by {who}: {why}. Decide yourself: decline it, or make it with another writer."""
