"""The base class of a platform that films are published to, and what passes between it and the station."""

from libraries.media.store import MediaStore
from libraries.oauth_consent import AskForAddress, Show
from schemas.posts import PostKey
from services.publish.platforms.base import (
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
    "NOT_SEEN",
    "RELEASE_IN_DOUBT",
    "STILL_PROCESSING",
    "AskForAddress",
    "BaseUploader",
    "BeforeCall",
    "Capabilities",
    "MediaStore",
    "PostKey",
    "Privacy",
    "Publication",
    "Show",
    "UploadHandle",
    "UploadProgress",
    "UploadReceipt",
    "UploaderContext",
    "mark_of",
    "require_fit",
    "require_within_limits",
]
