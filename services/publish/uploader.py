"""The contract of every platform a film can go to."""

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

from schemas.base import Frozen, Sha256
from schemas.events import Film
from schemas.posts import PostKey


class Publication(Frozen):
    """All a platform is told about a film. ``description`` holds the source link and the disclosure already."""

    post_key: PostKey
    revision: int
    title: str
    description: str
    hashtags: tuple[str, ...]
    source_url: str
    film: Film
    privacy: Literal["private", "unlisted", "public"] = "private"
    synthetic_voice: bool = True

    @property
    def marker(self) -> str:
        """What the publication is found by on a platform: post, revision and the hash of the film."""
        return f"wb:{self.post_key}:{self.revision}:{self.film.video.sha256[:16]}"


class Capabilities(Frozen):
    """Limits of a platform, and what makes an upload to it idempotent."""

    title_characters: int
    description_bytes: int
    max_seconds: float
    idempotent_by: str


class Handle(Frozen):
    """Where a broken upload goes on. Durable: it is kept before the first byte is sent. A secret on most platforms."""

    platform: str
    address: str


class Receipt(Frozen):
    """The platform has the film."""

    remote_id: str
    url: str
    video_sha256: Sha256


class BaseUploader(ABC):
    """validate → open → send → confirm → finish, and withdraw. Every step may be repeated after a crash.

    Raises Retryable when the platform may take it later, Permanent when it never will.
    """

    platform: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    @abstractmethod
    async def validate(self, publication: Publication) -> None:
        """Refuse what the platform would refuse, before anything is sent. Raises BadInput."""

    @abstractmethod
    async def find(self, publication: Publication) -> Receipt | None:
        """What the platform already has of this very film: the question asked before and after every doubt."""

    @abstractmethod
    async def open(self, publication: Publication) -> Handle:
        """Prepare the upload. Opening without sending leaves nothing visible behind."""

    @abstractmethod
    async def send(self, handle: Handle, publication: Publication) -> None:
        """Send the bytes, going on where an earlier try was broken off."""

    @abstractmethod
    async def confirm(self, handle: Handle, publication: Publication) -> Receipt:
        """Make sure the platform has all of it."""

    @abstractmethod
    async def finish(self, receipt: Receipt, publication: Publication) -> None:
        """Thumbnail, captions, playlist, visibility: what is done once the film is there."""

    @abstractmethod
    async def withdraw(self, remote_id: str) -> None:
        """Take it down. Withdrawing what is gone already is a success."""


async def upload(uploader: BaseUploader, publication: Publication) -> Receipt:
    """Bring a film to a platform once, however often this is called for it."""
    await uploader.validate(publication)
    receipt = await uploader.find(publication)
    if receipt is None:
        handle = await uploader.open(publication)
        await uploader.send(handle, publication)
        receipt = await uploader.confirm(handle, publication)
    await uploader.finish(receipt, publication)
    return receipt
