"""References into the content-addressed media store."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Frozen, Sha256

MediaKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]{1,8}$")]
"""``ab/ab….mp4``: the folder is the first two digits of the sha256 of the content."""


class MediaRef(Frozen):
    """A stored file: its key, sha256 and size in bytes."""

    key: MediaKey
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]
