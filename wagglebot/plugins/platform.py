"""The base class of a platform that films are published to, and what passes between it and the station."""

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

__all__ = [
    "BaseUploader",
    "BeforeCall",
    "Capabilities",
    "InDoubt",
    "MediaStore",
    "Privacy",
    "Publication",
    "UploadHandle",
    "UploadProgress",
    "UploadReceipt",
    "UploaderContext",
    "conform",
    "mark_of",
    "require_fit",
]
