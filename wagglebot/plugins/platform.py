"""The base class of a platform that films are published to, and what passes between it and the station."""

from schemas.posts import PostKey
from services.media.store import MediaStore
from services.publish.platforms.base import (
    BaseUploader,
    BeforeCall,
    Capabilities,
    InDoubt,
    Privacy,
    Publication,
    UploaderContext,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    conform,
    mark_of,
    require_fit,
)
from services.publish.platforms.oauth_consent import AskForAddress, Show

__all__ = [
    "AskForAddress",
    "BaseUploader",
    "BeforeCall",
    "Capabilities",
    "InDoubt",
    "MediaStore",
    "PostKey",
    "Privacy",
    "Publication",
    "Show",
    "UploadHandle",
    "UploadProgress",
    "UploadReceipt",
    "UploaderContext",
    "conform",
    "mark_of",
    "require_fit",
]
