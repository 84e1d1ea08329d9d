"""Kinds of failed API calls, decided before anything is repeated."""

from enum import StrEnum
from typing import NamedTuple

from google.auth.exceptions import GoogleAuthError, RefreshError
from googleapiclient.errors import HttpError
from httplib2 import HttpLib2Error

Raised = (HttpError, GoogleAuthError, HttpLib2Error, OSError)
"""All exceptions a call may raise for a reason outside this program."""


class ErrorKind(StrEnum):
    """What a failed call means for the calls after it."""

    DAY = "the quota of the day is used up"
    CHANNEL = "the channel may upload no more for a day"
    AUTH = "the channel's permission has ended"
    ABSENT = "there is no such thing"
    ALREADY = "it is done already"
    BUSY = "the platform is busy or out of reach"
    REFUSED = "the platform refuses it"


class ApiFailure(NamedTuple):
    """A failed call: its kind, and status and reason as the platform words them."""

    kind: ErrorKind
    why: str


_ALREADY = {"videoAlreadyInPlaylist", "captionExists"}
_AUTH = {"authError", "youtubeSignupRequired", "required", "unauthorized"}


def classify(error: Exception) -> ApiFailure:
    """The kind of one of `Raised`.

    A used-up day is answered with 429 rateLimitExceeded "… per day", the same reason as a burst that passes in seconds;
    only the text tells them apart. Older projects get 403 quotaExceeded.
    """
    if isinstance(error, RefreshError):
        return ApiFailure(ErrorKind.BUSY if error.retryable else ErrorKind.AUTH, "the token could not be renewed")
    if not isinstance(error, HttpError):
        return ApiFailure(ErrorKind.BUSY, str(error) or type(error).__name__)
    status, reason, text = int(error.resp.status), _reason(error), str(error.reason or "")
    why = f"{status} {reason or text}".strip()
    if reason == "uploadLimitExceeded":
        return ApiFailure(ErrorKind.CHANNEL, why)
    if reason in ("quotaExceeded", "dailyLimitExceeded") or (status == 429 and "per day" in text.lower()):
        return ApiFailure(ErrorKind.DAY, why)
    if status == 401 or reason in _AUTH:
        return ApiFailure(ErrorKind.AUTH, why)
    if status == 409 or reason in _ALREADY:
        return ApiFailure(ErrorKind.ALREADY, why)
    if status in (404, 410):
        return ApiFailure(ErrorKind.ABSENT, why)
    if status in (408, 429) or status >= 500 or reason in ("rateLimitExceeded", "userRateLimitExceeded"):
        return ApiFailure(ErrorKind.BUSY, why)
    return ApiFailure(ErrorKind.REFUSED, why)


def _reason(error: HttpError) -> str:
    details = error.error_details
    if isinstance(details, list) and details and isinstance(details[0], dict):
        return str(details[0].get("reason", ""))
    return ""
