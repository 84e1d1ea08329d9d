"""The two kinds of error. Nothing else decides what happens to a message.

The text of an error is its class's docstring, filled with the typed fields it was raised with, so every
sentence a person reads stands in one place: beside the class that means it.
"""

import inspect
from functools import partial
from typing import Any


class WaggleError(Exception):
    """Something went wrong."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        text = inspect.cleandoc(type(self).__doc__ or type(self).__name__)
        super().__init__(" ".join(text.format(**fields).split()))

    def __reduce__(self) -> tuple[Any, ...]:
        """An error may come out of another process: there it is made anew from its fields."""
        return partial(type(self), **self.fields), ()


class Retryable(WaggleError):
    """{what} is not possible just now: {why}. It will be tried again by itself."""


class Permanent(WaggleError):
    """{what} failed: {why}. {remedy}"""


class ProviderDown(Retryable):
    """{provider} does not answer: {why}. It is tried again after a pause; nothing is lost."""


class Parked(Retryable):
    """{what} waits until {until}: {why}. It goes on by itself; no try is counted."""


class NoSpace(Retryable):
    """The disk is full while writing {where}. Free some space; the work is parked and goes on by itself."""


class IllegalTransition(Permanent):
    """{post} is {status}: {event} is not possible from there. Reload and decide again."""


class Conflict(Retryable):
    """{post} changed while it was being decided (now at sequence {sequence}). Reload and decide again."""


class BadInput(Permanent):
    """{what} cannot be used: {why}. {remedy}"""


class ConfigurationError(Permanent):
    """{setting}: {why}. {remedy}"""


class Refused(Permanent):
    """{what} was declined by {who}: {why}. Decide yourself: decline it, or make it with another writer."""
