"""Answers of TikTok's Content Posting API, and what its codes mean.

Source: TikTok for Developers, "Error Handling", "Upload" and "Get Post Status" of the Content Posting API.
"""

from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field

from libraries.platform_apis.answers import ApiAnswer, Identity, WebAddress
from schemas.statistics import Count


class TiktokCodeKind(StrEnum):
    """What a code of TikTok's means for the calls after it."""

    AUTH = "the creator's permission has ended"
    FULL = "the inbox takes nothing more for a day"
    BANNED = "the creator may not post"
    PROJECT = "the app may not do this"
    BUSY = "TikTok is busy"
    UNKNOWN_UPLOAD = "there is no such upload"
    REFUSED = "TikTok refuses the film"


_KINDS: Final[dict[TiktokCodeKind, str]] = {
    TiktokCodeKind.AUTH: "access_token_invalid access_token_has_expired scope_not_authorized scope_permission_missed"
    " auth_removed",
    TiktokCodeKind.FULL: "spam_risk_too_many_pending_share spam_risk_too_many_posts reached_active_user_cap",
    TiktokCodeKind.BANNED: "spam_risk_user_banned_from_posting spam_risk app_version_check_failed",
    TiktokCodeKind.PROJECT: "unaudited_client_can_only_post_to_private_accounts url_ownership_unverified"
    " invalid_client unauthorized_client client_not_authorized",
    TiktokCodeKind.BUSY: "rate_limit_exceeded internal_error internal server_error temporarily_unavailable",
    TiktokCodeKind.UNKNOWN_UPLOAD: "invalid_publish_id token_not_authorized_for_specified_publish_id",
    TiktokCodeKind.REFUSED: "file_format_check_failed duration_check_failed frame_rate_check_failed"
    " picture_size_check_failed video_size_check_failed spam_risk_text publish_cancelled invalid_param invalid_params"
    " invalid_file_upload privacy_level_option_mismatch",
}
_KIND_OF: Final = {code: kind for kind, codes in _KINDS.items() for code in codes.split()}


class TiktokError(ApiAnswer):
    """``error`` of every answer; its code is ``ok`` when there is none."""

    code: str = ""


class TiktokAnswer(ApiAnswer):
    """What every answer is: ``data``, and an error."""

    data: dict[str, Any] = Field(default_factory=dict)
    error: TiktokError


class BegunUpload(ApiAnswer):
    """An upload that was begun: its id, and where the bytes go, which is a secret."""

    publish_id: Identity
    upload_url: WebAddress


class PublishStatus(ApiAnswer):
    """TikTok's status of an upload: how far it is, and why it failed."""

    status: Identity
    fail_reason: str = "it does not say why"
    uploaded_bytes: Annotated[int, Field(ge=0)] = 0
    public_ids: tuple[int, ...] = Field((), alias="publicaly_available_post_id")
    """Ids of the public posts that the creator made of it, once they are moderated; the misspelling is TikTok's."""


class VideoCounts(ApiAnswer):
    """A public video: totals until now."""

    created: Annotated[int, Field(ge=0, lt=2**40)] | None = Field(None, alias="create_time")
    """Seconds since 1970."""
    views: Count | None = Field(None, alias="view_count")
    likes: Count | None = Field(None, alias="like_count")
    comments: Count | None = Field(None, alias="comment_count")
    shares: Count | None = Field(None, alias="share_count")


class QueriedVideos(ApiAnswer):
    """Videos that were asked for by id; one that is not public is left out."""

    videos: tuple[VideoCounts, ...] = ()


VIDEO_QUERY: Final = "v2/video/query/?fields=id,create_time,view_count,like_count,comment_count,share_count"
"""Source: TikTok for Developers, "Query Videos" and "Video Object"; needs the scope ``video.list``."""
NO_SCOPE: Final = frozenset({"scope_not_authorized", "scope_permission_missed"})


def error_code_kind(status: int, code: str) -> TiktokCodeKind:
    """The kind of a failed call by its HTTP status and code.

    A code that nobody knows goes by its status: all documented 403 are of the creator or the app, never of a film.
    """
    if status == 401:
        return TiktokCodeKind.AUTH
    if code in _KIND_OF:
        return _KIND_OF[code]
    if not code or status in (408, 425, 429) or status >= 500 or 300 <= status < 400:
        return TiktokCodeKind.BUSY
    return TiktokCodeKind.PROJECT if status == 403 else TiktokCodeKind.REFUSED


def fail_reason_kind(reason: str) -> TiktokCodeKind:
    """The kind of a ``fail_reason``; of one that nobody knows a new upload may come to more."""
    return _KIND_OF.get(reason, TiktokCodeKind.BUSY)
