"""The contract of every platform a film can go to."""

import asyncio
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Self, TypeVar

from pydantic import Field

from schemas.base import Frozen, Sha256
from schemas.errors import BadInput, Permanent
from schemas.events import Film
from schemas.posts import PostKey
from services.bus import Bucket
from services.media.store import MediaStore
from services.publish.platforms.oauth_consent import AskForAddress, Show

Privacy = Literal["private", "unlisted", "public"]


class Publication(Frozen):
    """All a platform is told about a film. ``description`` holds the source link and the disclosure already."""

    post_key: PostKey
    revision: int
    title: str
    description: str
    hashtags: tuple[str, ...]
    tags: tuple[str, ...] = ()
    source_url: str
    film: Film
    language: str = "ko"
    synthetic_voice: bool = True

    @property
    def marker(self) -> str:
        """What a folder of ours is known by: post, revision and the hash of the film."""
        return f"wb:{self.post_key}:{self.revision}:{self.film.video.sha256[:16]}"

    @property
    def mark(self) -> str:
        """What the film is found by in a platform's list of uploads."""
        return mark_of(self.film.video.sha256)

    @property
    def seal(self) -> Sha256:
        """sha256 over the film and every word beside it: what an approval to go public is bound to."""
        told = self.model_dump(mode="json", exclude={"film", "revision", "post_key"})
        told |= {"video": self.film.video.sha256, "thumbnail": self.film.thumbnail.sha256}
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def mark_of(video_sha256: Sha256) -> str:
    """What a film is found by in a platform's list of uploads."""
    return f"wb:{video_sha256[:16]}"


class Capabilities(Frozen):
    """Limits of a platform, what makes an upload to it idempotent, and how far its list of uploads can be believed."""

    description_bytes: int
    min_seconds: float = 1.0
    max_seconds: float
    max_bytes: int
    label_field: str
    """Where the platform is told that the voice is synthetic."""
    idempotent_by: str
    absence_is_proof: bool
    """Whether a film that `find` does not find is surely not there; else the list of uploads may lag."""
    keeps_private: bool = True
    """Whether a film can be there unseen; else nothing is sent before a reviewer released it."""
    takes_down: bool = True
    """Whether we can delete a film there; else only a person in the platform's own app can."""


class UploadHandle(Frozen):
    """Where a broken upload goes on; kept before the first byte is sent. A secret: whoever has it can write to it."""

    platform: str
    address: str = Field(repr=False)


class UploadReceipt(Frozen):
    """The platform has the film."""

    remote_id: str
    url: str
    video_sha256: Sha256


class UploadProgress(NamedTuple):
    """What a handle says: bytes it has, the receipt when it has all, or that it is ``gone`` and nobody knows more.

    ``void``: the platform itself says that no film came of it, and why, so a new one doubles nothing.
    """

    received: int = 0
    receipt: UploadReceipt | None = None
    gone: bool = False
    void: str = ""


class InDoubt(Permanent):
    """Whether {what} is there cannot be known from here: {why}. A person must look: wagglebot uploads list --doubt."""


BeforeCall = Callable[[bool], Awaitable[None]]
"""Called before every piece of work on the platform: True when the film may be whole there afterwards.

It raises when the upload is no longer ours to go on with.
"""


S = TypeVar("S")


class UploaderContext(NamedTuple, Generic[S]):
    """What an uploader is made of. ``settings`` is the section that the platform's descriptor declares, if any."""

    store: MediaStore
    exports: Path
    settings: S
    ledger: Bucket
    tell: Callable[[str, str], Awaitable[None]]
    """Alerts a person: what happened, and where and why."""


def conform(film: Film, platform: str, limits: Capabilities) -> None:
    """Refuse a film that the platform would refuse, by what was measured on the finished file. Raises BadInput.

    That the file is still the one that was measured is known by its hash.
    """
    reasons = []
    if not limits.min_seconds <= film.duration <= limits.max_seconds:
        reasons.append(f"it is {film.duration:.0f} s long, the limit is {limits.max_seconds:.0f} s")
    if film.height <= film.width:
        reasons.append(f"it is not upright ({film.width}×{film.height})")
    if not 0 < film.video.size <= limits.max_bytes:
        reasons.append(f"it has {film.video.size} bytes, the limit is {limits.max_bytes}")
    if not 23 <= film.fps <= 60:
        reasons.append(f"it has {film.fps} frames a second, 23 to 60 are taken")
    failed = [name for name, value in film.checks.items() if value is False]
    if failed:
        reasons.append(f"its checks failed: {', '.join(failed)}")
    if reasons:
        what = f"The film for {platform}"
        raise BadInput(what=what, why="; ".join(reasons), remedy="Remake it, from a shorter script where it is long.")


def require_same(path: Path, film: Film) -> None:
    """Raises BadInput when the file is not the film that was made and measured. Reads all of it."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != film.video.sha256:
            raise BadInput(what=str(path), why="it is not the film that was made", remedy="Remake the film.")


async def require_fit(store: MediaStore, publication: Publication, platform: str, limits: Capabilities) -> None:
    """Refuse a film that the platform would refuse, or that is not the one that was made. Raises BadInput."""
    conform(publication.film, platform, limits)
    path = await asyncio.to_thread(store.path, publication.film.video)
    await asyncio.to_thread(require_same, path, publication.film)


class BaseUploader(ABC):
    """validate → open → send → confirm → finish, and withdraw. Every step may be repeated after a crash.

    Raises Retryable when the platform may take it later, Permanent when it never will. Everything is uploaded
    private; only `release` makes it visible.
    """

    platform: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    steps: ClassVar[tuple[str, ...]] = ()
    """Names of what `finish` does, in order."""
    channel: str = "main"
    seen_by_people: ClassVar[bool] = True
    """Whether it is a channel that people follow, so that the same story twice would be noticed."""
    consent_is_pasted: ClassVar[bool] = False
    """Whether the platform sends the browser to an address of its own, which the person then pastes."""
    settle_seconds: float = 600.0
    """How long the platform's list of uploads may lag behind an upload."""

    @classmethod
    @abstractmethod
    def at(cls, context: UploaderContext[Any]) -> Self:
        """The uploader as the settings have it. Raises ConfigurationError."""

    @classmethod
    async def authorise(cls, settings: Any, show: Show, paste: AskForAddress | None = None) -> None:
        """Ask a person for permission to publish, and keep it; for platforms whose descriptor needs an account.

        Raises ConfigurationError (no client file), BadInput (the person said no) and ProviderDown.
        """
        raise NotImplementedError(f"{cls.platform} needs no permission")

    @abstractmethod
    async def validate(self, publication: Publication) -> None:
        """Refuse what the platform would refuse, before anything is sent. Raises BadInput."""

    @abstractmethod
    async def find(self, publication: Publication) -> UploadReceipt | None:
        """What the platform's list of uploads has of this very film."""

    @abstractmethod
    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:
        """The id of a film of ours of which nothing is left but its hash."""

    @abstractmethod
    async def open(self, publication: Publication) -> UploadHandle:
        """Prepare the upload. Opening without sending leaves nothing visible behind."""

    @abstractmethod
    async def confirm(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        """Ask the platform how much of it arrived."""

    @abstractmethod
    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, watch: BeforeCall
    ) -> UploadProgress:
        """Send the bytes from ``received`` on, and say how it stands then. Raises Parked while it is processed."""

    @abstractmethod
    async def finish(self, step: str, receipt: UploadReceipt, publication: Publication, watch: BeforeCall) -> None:
        """One of `steps`: processing awaited, thumbnail, captions, playlist."""

    @abstractmethod
    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt | None:
        """Make it visible, with exactly the words of ``publication``; gives what it is known by from then on.

        None: it is not there any more and nothing came of it, so it is brought again. Raises InDoubt.
        """

    @abstractmethod
    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        """Close a handle for ever; the receipt when it was complete before."""

    @abstractmethod
    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:
        """Hide it at once, then delete it unless it is on ``hold``. Withdrawing what is gone is a success.

        False: it may still be there, and only a person can take it down.
        """

    async def time(self) -> datetime | None:
        """What time the platform has; None where it does not say. Raises ProviderDown."""
        return None
