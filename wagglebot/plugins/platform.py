"""The base class of a platform that films are published to, and what passes between it and the station."""

from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.timing import StatisticsTiming
from libraries.media.store import MediaStore
from libraries.oauth_consent import AskForAddress, Show
from schemas.posts import PostKey
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from services.publish.platforms.base import (
    NOT_PERMITTED,
    NOT_SEEN,
    RELEASE_IN_DOUBT,
    STILL_PROCESSING,
    BaseUploader,
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploaderContext,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    mark_of,
    require_fit,
    require_within_limits,
)

__all__ = [
    "NOT_PERMITTED",
    "NOT_SEEN",
    "NOT_TOLD",
    "RELEASE_IN_DOUBT",
    "STILL_PROCESSING",
    "AskForAddress",
    "BaseUploader",
    "BeforeCall",
    "Capabilities",
    "FilmAge",
    "FilmReport",
    "FilmStatistics",
    "MediaStore",
    "PostKey",
    "Privacy",
    "Publication",
    "RetentionPoint",
    "Show",
    "StatisticsTiming",
    "UploadHandle",
    "UploadProgress",
    "UploadReceipt",
    "UploaderContext",
    "mark_of",
    "require_fit",
    "require_within_limits",
]
