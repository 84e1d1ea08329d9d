"""The two kinds of error, `Retryable` and `Permanent`. Nothing else decides what happens to a message.

An error is raised with a failure code and that code's fields: ``BadInput("voice.no_style", voice="narrator-3")``. Its
sentences, English and Korean, are made from those in one place (`schemas.failures`). What follows from its class, such
as that the work is tried again, is added here.
"""

from functools import partial
from typing import Any, ClassVar

from schemas.failures import FailureExplanation, Language, failure_explanation, join_sentences


class WaggleError(Exception):
    """The base class of all errors with a code."""

    next_en: ClassVar[str] = ""
    """What happens next, as a sentence, where that follows from the class alone."""
    next_ko: ClassVar[str] = ""

    def __init__(self, code: str, **fields: Any) -> None:
        self.code = code
        self.fields = fields
        super().__init__(join_sentences(self.explained("en")))

    def explained(self, language: Language) -> FailureExplanation:
        """What happened and what helps, in ``language``."""
        found = failure_explanation(self.code, self.fields, language)
        if found is None:  # of a plug-in that registered no sentences, or of a newer release
            fields = ", ".join(f"{name}={value}" for name, value in self.fields.items())
            found = FailureExplanation(f"{self.code} ({fields})." if fields else f"{self.code}.", "")
        follows = self.next_en if language == "en" else self.next_ko
        return FailureExplanation(found.sentence, join_sentences((found.remedy, follows)))

    def __reduce__(self) -> tuple[Any, ...]:
        """An error may come out of another process: there it is made anew from its code and fields."""
        return partial(type(self), self.code, **self.fields), ()


class Retryable(WaggleError):
    """It did not work now, and may later: the message is tried again with growing pauses."""

    next_en = "It is tried again automatically."
    next_ko = "자동으로 다시 시도합니다."


class Permanent(WaggleError):
    """Trying again would not help: a person must decide."""


class ProviderDown(Retryable):
    """A server or program that is needed does not answer."""

    next_en = "It is tried again after a pause."
    next_ko = "잠시 뒤 자동으로 다시 시도합니다."


class FaultySpeech(Retryable):
    """A spoken line that must not be heard: the voice is asked for it once more, then the next one of the chain."""


class Parked(Retryable):
    """The work waits until the time in the field ``until``; that does not count as an attempt."""

    next_en = "It goes on by itself; this does not count as an attempt."
    next_ko = "때가 되면 자동으로 이어지며, 시도 횟수에 들어가지 않습니다."


class NoSpace(Retryable):
    """A disk takes no files now: it is full, read-only, failing or not mounted."""

    next_en = "The work is parked and goes on by itself once the disk takes files again."
    next_ko = "디스크를 다시 쓸 수 있게 되면 작업이 자동으로 이어집니다."


class PieceMissing(Retryable):
    """A file that an earlier stage made is missing or damaged: the stage in the field ``make_from`` makes it again."""

    next_en = "It is made again automatically."
    next_ko = "자동으로 다시 만듭니다."


class IllegalTransition(Permanent):
    """A fact that may not follow the state its post is in."""


class Conflict(Retryable):
    """Somebody else changed the same thing at the same time: read again and decide again."""

    next_en = ""
    next_ko = ""


class BadInput(Permanent):
    """A post, file, answer or argument that cannot be used."""


class StreamDamaged(Permanent):
    """Stored messages that the broker cannot read any more, or that are missing from a post's history."""


class ConfigurationError(Permanent):
    """A setting, or what is installed on this machine, is wrong."""


class Refused(Permanent):
    """A writer declines to tell this post."""
