"""The language an answer is written in."""

from typing import get_args

from schemas.failures import Language


def request_language(accept: str | None) -> Language:
    """The language our own pages ask for by ``Accept-Language``; Korean unless it is exactly one of ours."""
    for language in get_args(Language):
        if accept == language:
            found: Language = language
            return found
    return "ko"
