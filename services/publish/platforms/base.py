"""The contract of every platform a film can go to."""

import asyncio
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, Literal, NamedTuple, Self, TypeVar

from pydantic import Field

from libraries.bus import Bucket
from libraries.files import sha256_of_file
from libraries.film_statistics.platform_report import NOT_TOLD, FilmReport
from libraries.film_statistics.timing import StatisticsTiming
from libraries.media.store import MediaStore
from libraries.oauth_consent import AskForAddress, Show
from schemas.base import Frozen, Sha256
from schemas.errors import BadInput
from schemas.events import Film
from schemas.posts import PostKey
from services.publish.limits.quota import AlertFunction

Privacy = Literal["private", "unlisted", "public"]

RELEASE_IN_DOUBT: Final = "publish.release_in_doubt"
"""Code of the Permanent error that `BaseUploader.release` raises when the outcome cannot be known."""
STILL_PROCESSING: Final = "publish.processing"
"""Code of the Parked error for a film that the platform has and is at work on; how long that may last and when it is
asked again is decided by `upload.delivery`, whatever ``until`` says."""
NOT_SEEN: Final = "publish.not_seen"
"""As STILL_PROCESSING, for a film that the platform took and does not show: one such answer means nothing."""


NOT_PERMITTED: Final = "insight.not_permitted"
"""Code of the ConfigurationError that `BaseUploader.measure` raises where a person must give permission anew."""


class Publication(Frozen):
    """A film with all the words a platform gets beside it. ``description`` ends with source link and disclosure."""

    post_key: PostKey
    revision: int
    title: str
    description: str
    hashtags: tuple[str, ...]
    tags: tuple[str, ...] = ()
    source_url: str
    film: Film
    other_length: Film | None = None
    """The same story in another length: a shorter cut, or the whole film of one. Other platforms are given that."""
    language: str = "ko"
    synthetic_voice: bool = True
    imitated_voice: bool = False
    """Whether its voice was made after a real person's. It follows from the film, so it is not among the sealed words:
    a release from before it was known still counts."""
    synthetic_pictures: bool = False
    """Whether a picture in it was made or put there by us and could be taken for real."""

    def for_platform(self, capabilities: "Capabilities") -> "Publication":
        """The same with the length of the film that a platform is given: the shorter cut, or the whole film."""
        other = self.other_length
        if other is None or (self.film.duration < other.duration) is capabilities.takes_cut:
            return self
        return self.model_copy(update={"film": other, "other_length": self.film})

    @property
    def labelled(self) -> bool:
        """Whether a platform must be told that the film holds altered or synthetic content.

        What could be taken for a real person or scene must be labelled; a machine's reading voice, captions, help with
        the script and drawings need no label (YouTube Help, "Disclosing use of altered or synthetic content",
        support.google.com/youtube/answer/14328491).
        """
        return self.imitated_voice or self.synthetic_pictures

    @property
    def export_marker(self) -> str:
        """Identifies an exported folder: post, revision and the beginning of the film's hash."""
        return f"wb:{self.post_key}:{self.revision}:{self.film.video.sha256[:16]}"

    @property
    def mark(self) -> str:
        """Identifies the film in a platform's list of uploads; see `mark_of`."""
        return mark_of(self.film.video.sha256)

    @property
    def seal(self) -> Sha256:
        """sha256 over the film, in all its lengths, and every word beside it: an approval to go public is bound to this
        digest, which is the same for all platforms."""
        outside = {"film", "other_length", "revision", "post_key", "imitated_voice"}
        words = self.model_dump(mode="json", exclude=outside)
        if not self.synthetic_pictures:  # Releases of 0.1.0 were sealed without it.
            del words["synthetic_pictures"]
        whole = self.film
        if self.other_length is not None:
            cut, whole = sorted((self.film, self.other_length), key=lambda film: film.duration)
            words["cut"] = cut.video.sha256
        words |= {"video": whole.video.sha256, "thumbnail": whole.thumbnail.sha256}
        text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def mark_of(video_sha256: Sha256) -> str:
    """The text by which a film of this hash is found in a platform's list of uploads."""
    return f"wb:{video_sha256[:16]}"


class Capabilities(Frozen):
    """A platform's limits, what makes an upload to it idempotent, and how far its list of uploads can be trusted."""

    description_bytes: int
    min_seconds: float = 1.0
    max_seconds: float
    max_bytes: int
    label_field: str
    """Where the platform is told that voice or pictures could be taken for real."""
    idempotent_by: str
    absence_is_proof: bool
    """Whether a film that `find` does not find is surely not there; else the list of uploads may lag."""
    keeps_private: bool = True
    """Whether a film can be there unseen; else nothing is sent before a reviewer released it."""
    takes_down: bool = True
    """Whether we can delete a film there; else only a person in the platform's own app can."""
    statistics: StatisticsTiming | None = None
    """When the platform says how films are watched; None: `BaseUploader.measure` is not to be called."""
    takes_cut: bool = True
    """Whether it is given the shorter cut of a film, where there is one; else the whole film."""
    shows_on_release: bool = True
    """Whether a release shows a film to people; else a person does it in the platform's own app."""


class UploadHandle(Frozen):
    """The address at which an interrupted upload continues; stored before the first byte is sent.

    It is a secret: whoever has it can write to it.
    """

    platform: str
    address: str = Field(repr=False)


class UploadReceipt(Frozen):
    """What a platform says that has a film: its id and address. ``skipped``: optional steps that were left out."""

    remote_id: str
    url: str
    video_sha256: Sha256
    skipped: tuple[str, ...] = ()


class UploadProgress(NamedTuple):
    """State of an upload handle: bytes received, and the receipt once the film is complete.

    ``expired``: the platform no longer knows the handle, and nothing else is known. ``aborted``: the platform itself
    says that no film came of it, and why, so a new upload cannot make a second one.
    """

    received: int = 0
    receipt: UploadReceipt | None = None
    expired: bool = False
    aborted: str = ""


BeforeCall = Callable[[bool], Awaitable[None]]
"""Called before every call to the platform: True when the film may be complete there after it.

Raises Parked when another process has taken the upload over.
"""

S = TypeVar("S")


class UploaderContext(NamedTuple, Generic[S]):
    """What an uploader is made of. ``settings`` is the section that the platform's descriptor declares, if any."""

    store: MediaStore
    exports: Path
    settings: S
    ledger: Bucket
    alert: AlertFunction


def require_within_limits(film: Film, platform: str, limits: Capabilities) -> None:
    """Raises BadInput for a film that the platform would refuse, by what was measured on the finished file."""
    if not limits.min_seconds <= film.duration <= limits.max_seconds:
        shortest, longest = round(limits.min_seconds), round(limits.max_seconds)
        seconds = round(film.duration)
        raise BadInput("publish.film_length", platform=platform, seconds=seconds, shortest=shortest, longest=longest)
    if film.height <= film.width:
        raise BadInput("publish.film_not_upright", platform=platform, width=film.width, height=film.height)
    if not 0 < film.video.size <= limits.max_bytes:
        raise BadInput("publish.film_bytes", platform=platform, size=film.video.size, limit=limits.max_bytes)
    if not 23 <= film.fps <= 60:
        raise BadInput("publish.film_frame_rate", platform=platform, fps=film.fps)
    failed = [name for name, value in film.checks.items() if value is False]
    if failed:
        raise BadInput("publish.film_checks", platform=platform, checks=", ".join(failed))


def require_unchanged_file(path: Path, film: Film) -> None:
    """Raises BadInput when the file is not the film that was made and measured. Reads all of it."""
    if sha256_of_file(path) != film.video.sha256:
        raise BadInput("publish.film_changed", path=path)


async def require_fit(store: MediaStore, publication: Publication, platform: str, limits: Capabilities) -> None:
    """Raises BadInput for a film that the platform would refuse, or whose file is not the one that was made."""
    require_within_limits(publication.film, platform, limits)
    path = await asyncio.to_thread(store.path, publication.film.video)
    await asyncio.to_thread(require_unchanged_file, path, publication.film)


class BaseUploader(ABC):
    """One account on one platform: validate → open → send → confirm → finish → release, and withdraw.

    Every step may be repeated after a crash. Raises Retryable when the platform may take it later, Permanent when it
    never will. Everything is uploaded private; only `release` makes it visible.
    """

    platform: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    steps: ClassVar[tuple[str, ...]] = ()
    """Names of what `finish` does, in order."""
    optional: ClassVar[frozenset[str]] = frozenset()
    """Those of ``steps`` without which a film is published all the same when the platform refuses them."""
    channel: str = "main"
    """Name of the account in our records."""
    seen_by_people: ClassVar[bool] = True
    """Whether people follow the account, so that the same story twice would be noticed."""
    consent_is_pasted: ClassVar[bool] = False
    """Whether the platform sends the browser to an address of its own, which the person then pastes."""
    settle_seconds: float = 600.0
    """How long the platform's list of uploads may lag behind an upload."""

    @classmethod
    @abstractmethod
    def at(cls, context: UploaderContext[Any]) -> Self:
        """The uploader as the settings have it. Raises ConfigurationError."""

    @classmethod
    async def authorise(cls, settings: Any, show: Show, paste: AskForAddress | None = None) -> None:  # noqa: ARG003
        """Ask a person for permission to publish, and keep it; for platforms whose descriptor needs an account.

        Raises ConfigurationError (no client file), BadInput (the person said no) and ProviderDown.
        """
        raise BadInput("publish.no_account_needed", platform=cls.platform)

    @abstractmethod
    async def validate(self, publication: Publication) -> None:
        """Raises BadInput for what the platform would refuse, before anything is sent."""

    @abstractmethod
    async def find(self, publication: Publication) -> UploadReceipt | None:
        """This very film in the platform's list of uploads; None when it is not listed."""

    @abstractmethod
    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:
        """The platform's id of a film of ours of which only the hash is known; None when it is not listed."""

    @abstractmethod
    async def open(self, publication: Publication) -> UploadHandle:
        """Prepare the upload. Opening without sending leaves nothing visible behind."""

    @abstractmethod
    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        """Ask the platform how much of the film arrived."""

    @abstractmethod
    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        """Send the bytes from ``received`` on; gives the progress after that. Raises Parked while it is processed."""

    async def finish(  # noqa: B027 - a platform without steps has nothing to do
        self, step: str, receipt: UploadReceipt, publication: Publication, before_call: BeforeCall
    ) -> None:
        """Do one of `steps`, where there are any: wait for processing, set the thumbnail, add captions and playlist."""

    @abstractmethod
    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt | None:
        """Make the film visible, with exactly the words of ``publication``; gives its receipt from then on.

        None: it is no longer there and never became visible, so it is uploaded again. Raises Permanent with the code
        RELEASE_IN_DOUBT when the outcome cannot be known.
        """

    @abstractmethod
    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        """Close a handle for good; gives the receipt when the film was complete before."""

    @abstractmethod
    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:
        """Hide a film at once, then delete it unless it is on ``hold``. Withdrawing what is gone is a success.

        False: it may still be there, and only a person can take it down.
        """

    async def measure(self, remote_id: str, published: datetime, until: datetime | None) -> FilmReport:  # noqa: ARG002
        """Statistics of a film that people see since ``published``: totals until now, or of the days before ``until``.

        What an upload needs of the quota is never spent on it. Raises ConfigurationError (`NOT_PERMITTED`), Parked (the
        quota), ProviderDown, Permanent.
        """
        return NOT_TOLD

    @classmethod
    def lacks_permission(cls, settings: Any) -> bool:  # noqa: ARG003
        """Whether the permission that a person gave does not reach to statistics, as far as it is known from here.

        Raises ConfigurationError when nobody gave any.
        """
        return False

    async def time(self) -> datetime | None:
        """The platform's clock; None where it does not tell the time. Raises ProviderDown."""
        return None
