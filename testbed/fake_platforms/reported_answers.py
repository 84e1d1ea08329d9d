"""Unusual answers that the platforms are known to give, from their documents and from public reports of programs.

Each says what it means for the film that is being published, and where it is from: the fakes give it, and the uploaders
must understand it. Odd answers, of which nobody writes, are told apart by their source.
"""

from typing import Final, NamedTuple

from testbed.fake_platforms.platform import Json, PlannedReply


class ReportedAnswer(NamedTuple):
    """An answer that a call may get. ``meaning``: what becomes of the film, in one word and what belongs to it:

    ``passes``: it is published all the same. ``stops CODE``: the account is stopped, and it goes on afterwards.
    ``fails CODE``: it will never be taken. ``skips STEP``: it is published without that. ``doubt``: a person must look.
    """

    platform: str
    call: str
    reply: PlannedReply
    meaning: str
    source: str


_INSERT: Final = "POST /upload/youtube/v3/videos"
_PUT: Final = "PUT /upload/session"
_LIST: Final = "GET /youtube/v3/videos"
_THUMBNAIL: Final = "POST /upload/youtube/v3/thumbnails/set"
_CAPTIONS: Final = "POST /upload/youtube/v3/captions"
_PLAYLIST: Final = "POST /youtube/v3/playlistItems"
_UPDATE: Final = "PUT /youtube/v3/videos"
_TOKEN: Final = "POST /token"  # noqa: S105 - the name of a call
_INIT: Final = "POST /v2/post/publish/inbox/video/init/"
_FETCH: Final = "POST /v2/post/publish/status/fetch/"
_CHUNK: Final = "PUT /upload"
_MEDIA: Final = "POST /USER/media"
_PUBLISH: Final = "POST /USER/media_publish"
_LIMIT: Final = "GET /USER/content_publishing_limit"
_CONTAINER: Final = "GET /ID"
_RUPLOAD: Final = "POST /rupload/ig-api-upload/ID"

_GOOGLE: Final = "developers.google.com/youtube/v3/docs/errors"
_GOOGLE_MODEL: Final = "cloud.google.com/apis/design/errors (ErrorInfo)"
_GOOGLE_VIDEO: Final = "developers.google.com/youtube/v3/docs/videos"
_GOOGLE_OAUTH: Final = "developers.google.com/identity/protocols/oauth2, RFC 6749 5.2"
_TIKTOK: Final = "developers.tiktok.com/doc/tiktok-api-v2-error-handling"
_TIKTOK_UPLOAD: Final = "developers.tiktok.com/doc/content-posting-api-reference-upload-video"
_TIKTOK_STATUS: Final = "developers.tiktok.com/doc/content-posting-api-reference-get-video-status"
_META: Final = "developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes"
_META_GRAPH: Final = "developers.facebook.com/docs/graph-api/guides/error-handling"
ODD: Final = "odd, by kind: no document and no report"

_HTML: Final = b"<!doctype html><title>502</title><h1>Sorry...</h1>"
_CLIENT_2753: Final = "github.com/googleapis/google-api-python-client/issues/2753"
_CLIENT_3566: Final = "github.com/googleapis/google-api-nodejs-client/issues/3566"
_PER_DAY: Final = "Quota exceeded for quota metric 'Video Uploads' and limit 'Video Uploads per day'"
_DEEP: Final = b'{"a":' + b"[" * 3000
_NO_CHANNEL: Final = "stops publish.no_channel"
_BANNED: Final = "stops publish.account_banned"
_FULL: Final = "stops publish.account_full"
_PROJECT: Final = "stops publish.project_refused"
_PERMISSION: Final = "stops publish.permission_ended"
_REFUSED: Final = "fails publish.answer_refused"
_REJECTED: Final = "fails publish.film_rejected"


def _google(call: str, status: int, why: str, meaning: str, source: str = _GOOGLE, message: str = "") -> ReportedAnswer:
    """An error of the YouTube Data API in its old form."""
    error: Json = {"code": status, "message": message, "errors": [{"domain": "youtube", "reason": why}]}
    return ReportedAnswer("youtube", call, _lasting(status, {"error": error}, meaning), meaning, source)


def _info(call: str, status: int, reason: str, meaning: str) -> ReportedAnswer:
    """An error of Google's in both forms, with a link to help before the detail that has the reason."""
    details: list[Json] = [{"@type": "type.googleapis.com/google.rpc.Help", "links": []}, {"reason": reason}]
    error: Json = {"code": status, "message": "…", "status": "PERMISSION_DENIED", "details": details}
    return ReportedAnswer("youtube", call, _lasting(status, {"error": error}, meaning), meaning, _GOOGLE_MODEL)


def _state(meaning: str, source: str, *, times: int = 0, **fields: Json) -> ReportedAnswer:
    """A video in the list with these fields."""
    reply = PlannedReply(200, {"items": [{"id": "x", **fields}]}, times=times)
    return ReportedAnswer("youtube", _LIST, reply, meaning, source)


def _tiktok(call: str, status: int, code: str, meaning: str, source: str = _TIKTOK) -> ReportedAnswer:
    body: Json = {"data": {}, "error": {"code": code, "message": "", "log_id": "1"}}
    return ReportedAnswer("tiktok", call, _lasting(status, body, meaning), meaning, source)


def _failed(reason: str, meaning: str) -> ReportedAnswer:
    body: Json = {"data": {"status": "FAILED", "fail_reason": reason}, "error": {"code": "ok", "message": ""}}
    return ReportedAnswer("tiktok", _FETCH, _lasting(200, body, meaning), meaning, _TIKTOK_STATUS)


def _uploaded(count: int) -> PlannedReply:
    data: Json = {"status": "PROCESSING_UPLOAD", "uploaded_bytes": count}
    return PlannedReply(200, {"data": data, "error": {"code": "ok"}})


def _transferred(status: Json | list[Json]) -> PlannedReply:
    return PlannedReply(200, {"status_code": "IN_PROGRESS", "video_status": status})


def _meta(call: str, code: int, detail: int, meaning: str, source: str = _META, status: int = 400) -> ReportedAnswer:
    error: Json = {"message": "…", "type": "OAuthException", "code": code, "error_subcode": detail}
    return ReportedAnswer("instagram", call, _lasting(status, {"error": error}, meaning), meaning, source)


def _odd(platform: str, call: str, reply: PlannedReply, meaning: str = "passes") -> ReportedAnswer:
    return ReportedAnswer(platform, call, reply, meaning, ODD)


def _lasting(status: int, body: Json, meaning: str) -> PlannedReply:
    """What passes is answered twice, or once when it means success; everything else until somebody acts."""
    return PlannedReply(status, body, times=(1 if status == 409 else 2) if meaning == "passes" else 0)


_YOUTUBE: Final = (
    _google(_INSERT, 403, "accessNotConfigured", _PROJECT, "github.com/rasguanabana/ytfs/issues/31"),
    _info(_INSERT, 403, "SERVICE_DISABLED", _PROJECT),
    _info(_INSERT, 403, "CONSUMER_SUSPENDED", _PROJECT),
    _google(_INSERT, 401, "youtubeSignupRequired", _NO_CHANNEL, "github.com/tokland/youtube-upload/issues/288"),
    _google(_INSERT, 403, "authenticatedUserNotChannel", _NO_CHANNEL),
    _google(_INSERT, 403, "authenticatedUserAccountSuspended", _BANNED),
    _google(_INSERT, 403, "authenticatedUserAccountClosed", _BANNED),
    _google(_INSERT, 403, "channelSuspended", _BANNED),
    _google(_INSERT, 403, "channelClosed", _BANNED),
    _google(_INSERT, 404, "channelNotFound", _BANNED),
    _google(_INSERT, 403, "forbidden", _BANNED, "github.com/gitroomhq/postiz-app/pull/1913"),
    _google(_INSERT, 401, "authError", _PERMISSION),
    _info(_INSERT, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", _PERMISSION),
    _google(_INSERT, 400, "uploadLimitExceeded", _FULL, "github.com/porjo/youtubeuploader/issues/212"),
    _google(_INSERT, 403, "quotaExceeded", "waits publish.quota_empty"),
    _google(_INSERT, 429, "rateLimitExceeded", "waits publish.quota_empty", _CLIENT_2753, _PER_DAY),
    _google(_INSERT, 403, "rateLimitExceeded", "passes"),
    _google(_INSERT, 503, "backendError", "passes"),
    _google(_INSERT, 500, "internalError", "passes"),
    _google(_INSERT, 400, "invalidTitle", _REFUSED),
    _google(_INSERT, 400, "invalidDescription", _REFUSED),
    _google(_INSERT, 400, "invalidCategoryId", _REFUSED),
    _google(_THUMBNAIL, 403, "forbidden", "skips thumbnail", "github.com/joedawson/youtube/issues/82"),
    _google(_THUMBNAIL, 429, "uploadRateLimitExceeded", "skips thumbnail"),
    _google(_THUMBNAIL, 400, "mediaBodyRequired", "skips thumbnail"),
    _google(_THUMBNAIL, 400, "invalidImage", "skips thumbnail"),
    _google(_THUMBNAIL, 503, "backendError", "passes"),
    _google(_CAPTIONS, 403, "forbidden", "skips captions"),
    _google(_CAPTIONS, 400, "nameTooLong", "skips captions"),
    _google(_CAPTIONS, 409, "captionExists", "passes"),
    _google(_PLAYLIST, 404, "playlistNotFound", "skips playlist"),
    _google(_PLAYLIST, 403, "playlistContainsMaximumNumberOfVideos", "skips playlist"),
    _google(_PLAYLIST, 403, "playlistItemsNotAccessible", "skips playlist"),
    _google(_PLAYLIST, 409, "videoAlreadyInPlaylist", "passes"),
    _google(_UPDATE, 404, "videoNotFound", "passes"),
    _google(_UPDATE, 403, "quotaExceeded", "waits publish.quota_empty"),
    _state("skips processed", _CLIENT_3566, status={"uploadStatus": "uploaded"}),
    _state("skips processed", _GOOGLE_VIDEO, processingDetails={"processingStatus": "processing"}),
    _state("skips processed", ODD, status={"uploadStatus": "new"}, processingDetails={"processingStatus": "later"}),
    _state("skips processed", ODD),
    _state("passes", _GOOGLE_VIDEO, status={"uploadStatus": "processed"}),
    _state("passes", _GOOGLE_VIDEO, processingDetails={"processingStatus": "terminated"}),
    _state(_REJECTED, _GOOGLE_VIDEO, status={"uploadStatus": "rejected", "rejectionReason": "duplicate"}),
    _state(_REJECTED, _GOOGLE_VIDEO, status={"uploadStatus": "failed", "failureReason": "codec"}),
    _state(_REJECTED, _GOOGLE_VIDEO, status={"uploadStatus": "deleted"}),
    _google(_LIST, 403, "channelForbidden", _BANNED),
    _google(_LIST, 403, "neverHeardOf", _BANNED, ODD),
    _google(_INSERT, 403, "neverHeardOf", _BANNED, ODD),
    _google(_THUMBNAIL, 403, "neverHeardOf", "skips thumbnail", ODD),
    _odd("youtube", _LIST, PlannedReply(200, {"items": []}, times=4)),
    _odd("youtube", _LIST, PlannedReply(200, {"pageInfo": {"totalResults": 0}}, times=0), "skips processed"),
    _google(_TOKEN, 400, "x", "passes", ODD),
    ReportedAnswer(
        "youtube", _TOKEN, PlannedReply(400, {"error": "invalid_grant"}, times=0), _PERMISSION, _GOOGLE_OAUTH,
    ),
    ReportedAnswer(
        "youtube", _TOKEN, PlannedReply(401, {"error": "deleted_client"}, times=0), _PERMISSION, _GOOGLE_OAUTH,
    ),
    _odd("youtube", _TOKEN, PlannedReply(200, _HTML)),
    _odd("youtube", _INSERT, PlannedReply(200, b"")),
    _odd("youtube", _INSERT, PlannedReply(200, b"", {"Location": "ftp://nowhere/"})),
    _odd("youtube", _INSERT, PlannedReply(403, _HTML, {"Content-Type": "text/html"})),
    _odd("youtube", _INSERT, PlannedReply(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"})),
    _odd("youtube", _PUT, PlannedReply(200, b"")),
    _odd("youtube", _PUT, PlannedReply(200, b"", after=True)),
    _odd("youtube", _PUT, PlannedReply(200, _HTML, {"Content-Type": "text/html"})),
    _odd("youtube", _PUT, PlannedReply(200, {"kind": "youtube#video"})),
    _odd("youtube", _PUT, PlannedReply(201, b"[1]")),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": "bytes=0-"})),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": "bytes=*"})),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": "bytes=9-0"})),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": "bytes=0--7"})),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": f"bytes=0-{10**30}"})),
    _odd("youtube", _PUT, PlannedReply(308, b"", {"Range": "bytes=0-999999"})),
    _odd("youtube", _PUT, PlannedReply(308)),
    _odd("youtube", _PUT, PlannedReply(400, _DEEP)),
    _odd("youtube", _PUT, PlannedReply(400, {"error": {"message": 5}})),
    _odd("youtube", _PUT, PlannedReply(301, b"", {"Location": "/elsewhere"})),
    _odd("youtube", _LIST, PlannedReply(200, b"")),
    _odd("youtube", _LIST, PlannedReply(200, _HTML, {"Content-Type": "text/html"})),
    _odd("youtube", _LIST, PlannedReply(200, {"items": [{"status": None}]})),
    _odd("youtube", _LIST, PlannedReply(200, {"items": "none"})),
    _odd("youtube", _LIST, PlannedReply(200, b'{"items": [', {"Content-Length": "4000"})),
    _odd("youtube", _LIST, PlannedReply(200, b"no gzip", {"Content-Encoding": "gzip"})),
    _odd("youtube", _LIST, PlannedReply(204, b"", {"Content-Length": "0"})),
    _odd("youtube", _UPDATE, PlannedReply(204)),
    _odd("youtube", _THUMBNAIL, PlannedReply(413, _HTML, times=0), "skips thumbnail"),
)  # fmt: skip

_TIKTOKS: Final = (
    _tiktok(_INIT, 401, "access_token_invalid", _PERMISSION),
    _tiktok(_INIT, 401, "scope_not_authorized", _PERMISSION),
    _tiktok(_INIT, 400, "scope_permission_missed", _PERMISSION),
    _tiktok(_INIT, 403, "spam_risk_too_many_posts", _FULL, _TIKTOK_UPLOAD),
    _tiktok(_INIT, 403, "spam_risk_too_many_pending_share", _FULL, "github.com/gitroomhq/postiz-app/pull/1539"),
    _tiktok(_INIT, 403, "reached_active_user_cap", _FULL, _TIKTOK_UPLOAD),
    _tiktok(_INIT, 403, "spam_risk_user_banned_from_posting", _BANNED, _TIKTOK_UPLOAD),
    _tiktok(_INIT, 403, "unaudited_client_can_only_post_to_private_accounts", _PROJECT, _TIKTOK_UPLOAD),
    _tiktok(_INIT, 403, "url_ownership_unverified", _PROJECT, _TIKTOK_UPLOAD),
    _tiktok(_INIT, 429, "rate_limit_exceeded", "passes"),
    _tiktok(_INIT, 500, "internal_error", "passes"),
    _tiktok(_INIT, 400, "invalid_params", _REFUSED),
    _tiktok(_INIT, 400, "invalid_file_upload", _REFUSED),
    _tiktok(_INIT, 403, "never_heard_of", _PROJECT, ODD),
    _tiktok(_INIT, 400, "never_heard_of", _REFUSED, ODD),
    _tiktok(_FETCH, 429, "rate_limit_exceeded", "passes", _TIKTOK_STATUS),
    _failed("file_format_check_failed", _REJECTED),
    _failed("duration_check_failed", _REJECTED),
    _failed("frame_rate_check_failed", _REJECTED),
    _failed("picture_size_check_failed", _REJECTED),
    _failed("publish_cancelled", _REJECTED),
    _failed("spam_risk_text", _REJECTED),
    _failed("spam_risk_too_many_posts", _FULL),
    _failed("spam_risk_user_banned_from_posting", _BANNED),
    _failed("auth_removed", _PERMISSION),
    _odd("tiktok", _INIT, PlannedReply(200, b"")),
    _odd("tiktok", _INIT, PlannedReply(200, _HTML, {"Content-Type": "text/html"})),
    _odd("tiktok", _INIT, PlannedReply(200, {"error": {"code": "ok"}})),
    _odd("tiktok", _INIT, PlannedReply(200, {"data": {"publish_id": "p"}, "error": {"code": "ok"}})),
    _odd("tiktok", _INIT, PlannedReply(200, {"error": "ok"})),
    _odd("tiktok", _INIT, PlannedReply(307, b"", {"Location": "/elsewhere"})),
    _odd("tiktok", _INIT, PlannedReply(403, _HTML)),
    _odd("tiktok", _INIT, PlannedReply(200, _DEEP)),
    _odd("tiktok", _CHUNK, PlannedReply(404, _HTML)),
    _odd("tiktok", _CHUNK, PlannedReply(302, b"", {"Location": "/elsewhere"})),
    _odd("tiktok", _FETCH, PlannedReply(200, {"data": {"status": 7}, "error": {"code": "ok"}})),
    _odd("tiktok", _FETCH, _uploaded(-5)),
    _odd("tiktok", _FETCH, _uploaded(10**15)),
    _odd("tiktok", _FETCH, PlannedReply(200, b'{"data"', {"Content-Length": "900"})),
)  # fmt: skip

_INSTAGRAMS: Final = (
    _meta(_MEDIA, 190, 463, _PERMISSION, _META_GRAPH),
    _meta(_MEDIA, 102, 0, _PERMISSION, _META_GRAPH),
    _meta(_MEDIA, 10, 0, _PERMISSION, _META_GRAPH, 403),
    _meta(_MEDIA, 200, 0, _PERMISSION, _META_GRAPH, 403),
    _meta(_MEDIA, 77777, 0, _PERMISSION, ODD, 403),
    _meta(_MEDIA, 77777, 0, _REFUSED, ODD),
    _meta(_MEDIA, 3, 0, _PROJECT, _META_GRAPH),
    _meta(_MEDIA, 368, 0, _BANNED, _META_GRAPH),
    _meta(_MEDIA, 25, 2207050, _BANNED),
    _meta(_PUBLISH, 4, 2207051, _BANNED),
    _meta(_PUBLISH, 9, 2207042, _FULL),
    _meta(_MEDIA, 4, 0, "waits publish.too_many_calls", _META_GRAPH),
    _meta(_MEDIA, 17, 0, "waits publish.too_many_calls", _META_GRAPH),
    _meta(_MEDIA, 1, 0, "passes", _META_GRAPH, 500),
    _meta(_MEDIA, 2, 0, "passes", _META_GRAPH, 503),
    _meta(_MEDIA, -1, 2207032, "passes"),
    _meta(_MEDIA, -1, 2207001, "passes"),
    _meta(_PUBLISH, 9007, 2207027, "passes", "github.com/exileum/meta-mcp/issues/138"),
    _meta(_PUBLISH, 24, 2207008, "passes"),
    _meta(_PUBLISH, 24, 2207006, "passes"),
    _meta(_PUBLISH, -2, 2207003, "passes"),
    _meta(_PUBLISH, -2, 2207020, "passes"),
    _meta(_PUBLISH, -1, 2207053, "passes"),
    _meta(_PUBLISH, 352, 2207026, _REJECTED),
    _meta(_PUBLISH, 100, 2207089, _REFUSED, "github.com/MookieLian/n8n-nodes-instagram/issues/9"),
    _meta(_MEDIA, 36004, 2207010, _REFUSED),
    _meta(_MEDIA, 100, 2207023, _REFUSED),
    ReportedAnswer(
        "instagram", _CONTAINER,
        PlannedReply(
            200, {"status_code": "ERROR", "status": "Media upload has failed with error code 2207082"}, times=0,
        ),
        _REJECTED, "github.com/gitroomhq/postiz-app/pull/1992",
    ),
    ReportedAnswer(
        "instagram", _CONTAINER, PlannedReply(200, {"status_code": "EXPIRED", "status": "Expired"}), "passes",
        "developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container"),
    _odd("instagram", _MEDIA, PlannedReply(200, b"")),
    _odd("instagram", _MEDIA, PlannedReply(200, _HTML)),
    _odd("instagram", _MEDIA, PlannedReply(200, {"id": "1"})),
    _odd("instagram", _MEDIA, PlannedReply(400, {"error": "no"})),
    _odd("instagram", _MEDIA, PlannedReply(403, _HTML)),
    _odd("instagram", _LIMIT, PlannedReply(200, {"data": [{"quota_usage": 1}]})),
    _odd("instagram", _PUBLISH, PlannedReply(200, b"", after=True)),
    _odd("instagram", _PUBLISH, PlannedReply(200, {"success": True}, after=True)),
    _odd("instagram", _RUPLOAD, PlannedReply(400, {"debug_info": {"retriable": False, "type": "OffsetInvalidError"}})),
    _odd("instagram", _CONTAINER, PlannedReply(409, _DEEP)),
    _odd("instagram", _RUPLOAD, PlannedReply(302, b"", {"Location": "/elsewhere"})),
    _odd("instagram", _CONTAINER, _transferred({"uploading_phase": {"bytes_transferred": 10**15}})),
    _odd("instagram", _CONTAINER, _transferred([])),
    _odd("instagram", _CONTAINER, PlannedReply(200, b"gzip", {"Content-Encoding": "gzip"})),
)  # fmt: skip

REPORTED: Final = (*_YOUTUBE, *_TIKTOKS, *_INSTAGRAMS)
