"""The base class of a platform that films are published to, and what passes between it and the station."""

from libraries.oauth_consent import AskForAddress, Show
from schemas.posts import PostKey
from services.media.store import MediaStore
from services.publish.platforms.base import (
    RELEASE_IN_DOUBT,
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
    "RELEASE_IN_DOUBT",
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
