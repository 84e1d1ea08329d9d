"""Kinds of failed API calls, decided before anything is repeated.

Source of the reasons: Google, "YouTube Data API - Errors", and "Google API error model" (ErrorInfo).
"""

from enum import StrEnum
from typing import Final, NamedTuple

from google.auth.exceptions import GoogleAuthError, RefreshError
from googleapiclient.errors import HttpError
from httplib2 import HttpLib2Error
from pydantic import ValidationError

from libraries.platform_apis.answers import describe_answer
from libraries.platform_apis.youtube.answers import YoutubeErrorAnswer


class NoChannel(Exception):
    """The Google account that gave permission has no channel."""


Raised = (HttpError, GoogleAuthError, HttpLib2Error, OSError, NoChannel)
"""All exceptions a call may raise for a reason outside this program."""


class YoutubeErrorKind(StrEnum):
    """What a failed call means for the calls after it."""

    DAY = "the quota of the day is used up"
    CHANNEL = "the channel may upload no more for a day"
    AUTH = "the channel's permission has ended"
    PROJECT = "the project may not use the API"
    NO_CHANNEL = "the account has no channel"
    BANNED = "the channel or its account is closed or suspended"
    ABSENT = "there is no such thing"
    ALREADY = "it is done already"
    BUSY = "the platform is busy or out of reach"
    REFUSED = "the platform refuses it"


class ApiFailure(NamedTuple):
    """A failed call: its kind, and status and reason as the platform words them. ``status`` is 0 without an answer."""

    kind: YoutubeErrorKind
    why: str
    status: int = 0


_REASONS: Final[dict[YoutubeErrorKind, str]] = {
    YoutubeErrorKind.CHANNEL: "uploadLimitExceeded",
    YoutubeErrorKind.DAY: "quotaExceeded dailyLimitExceeded dailyLimitExceededUnreg",
    YoutubeErrorKind.PROJECT: "accessNotConfigured SERVICE_DISABLED projectNotLinked CONSUMER_INVALID"
    " CONSUMER_SUSPENDED PROJECT_INVALID BILLING_DISABLED USER_PROJECT_DENIED ipRefererBlocked unregisteredCallers"
    " keyInvalid keyExpired API_KEY_INVALID",
    YoutubeErrorKind.NO_CHANNEL: "youtubeSignupRequired authenticatedUserNotChannel userChannelNotFound",
    YoutubeErrorKind.BANNED: "authenticatedUserAccountClosed authenticatedUserAccountSuspended accountClosed"
    " accountSuspended accountDelegationForbidden ineligibleAccount channelForbidden channelClosed"
    " channelSuspended channelNotFound",
    YoutubeErrorKind.AUTH: "authError required unauthorized insufficientPermissions insufficientScopes"
    " ACCESS_TOKEN_SCOPE_INSUFFICIENT ACCESS_TOKEN_EXPIRED CREDENTIALS_MISSING",
    YoutubeErrorKind.ALREADY: "videoAlreadyInPlaylist captionExists",
    YoutubeErrorKind.REFUSED: "playlistNotFound playlistItemNotFound",
    YoutubeErrorKind.BUSY: "rateLimitExceeded userRateLimitExceeded RATE_LIMIT_EXCEEDED uploadRateLimitExceeded"
    " backendError internalError processingFailure servingLimitExceeded concurrentLimitExceeded",
}
_KINDS: Final = {kind: frozenset(reasons.split()) for kind, reasons in _REASONS.items()}
"""Kinds by reason; an earlier one wins where an answer gives several."""
_ENDED: Final = (
    "invalid_grant", "invalid_client", "unauthorized_client", "deleted_client", "disabled_client", "invalid_scope",
    "access_denied", "admin_policy_enforced", "org_internal", "invalid_rapt", "account_disabled",
)  # fmt: skip
"""Codes with which Google's token endpoint refuses for good. Source: RFC 6749, 5.2; Google, "OAuth 2.0 errors"."""


def api_failure(error: Exception) -> ApiFailure:
    """What one of the errors of `Raised` means: kind, words and status of the failed call.

    A used-up day is answered with 429 rateLimitExceeded "… per day", the same reason as a burst that passes in seconds;
    only the text tells them apart. Older projects get 403 quotaExceeded. What is no answer of the API (HTML of a proxy,
    a redirect) says nothing of the film, so it means that the platform is busy.
    """
    if isinstance(error, NoChannel):
        return ApiFailure(YoutubeErrorKind.NO_CHANNEL, str(error))
    if isinstance(error, RefreshError):
        ended = any(code in str(error) for code in _ENDED) and not error.retryable
        return ApiFailure(
            YoutubeErrorKind.AUTH if ended else YoutubeErrorKind.BUSY, f"the token could not be renewed: {error}"[:200]
        )
    if not isinstance(error, HttpError):
        return ApiFailure(YoutubeErrorKind.BUSY, str(error) or type(error).__name__)
    status, reasons, message = _answer(error)
    why = f"{status} {reasons[0] if reasons else message}".strip()
    return ApiFailure(_kind(status, reasons, message), why, status)


def _kind(status: int, reasons: tuple[str, ...], message: str) -> YoutubeErrorKind:
    if status == 429 and "per day" in message.lower():
        return YoutubeErrorKind.DAY
    for kind, known in _KINDS.items():
        if known & {*reasons}:
            return kind
    if status == 401:
        return YoutubeErrorKind.AUTH
    if status in (404, 410):
        return YoutubeErrorKind.ABSENT
    if status in (408, 409, 425, 429) or status >= 500 or status < 400 or not reasons:
        return YoutubeErrorKind.BUSY
    return YoutubeErrorKind.REFUSED


def _answer(error: HttpError) -> tuple[int, tuple[str, ...], str]:
    """Status, reasons and message of an error; without reasons where its body is none of the API's."""
    try:
        found = YoutubeErrorAnswer.model_validate_json(error.content)
    except ValidationError:
        return int(error.resp.status), (), describe_answer(error.content)
    return int(error.resp.status), found.reasons, found.error.message
