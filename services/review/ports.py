"""What other stations do for the app. The composition root gives it; the app knows the shape only."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from schemas.base import Frozen, Sha256
from schemas.media import MediaRef
from schemas.posts import Post, PostKey
from schemas.progress import ProgressCallback
from schemas.recipe import Recipe
from schemas.script import Mood, Script
from schemas.states import PostState


class Words(Frozen):
    """What a platform is told about a film; ``seal`` is over film and words, and names what was approved."""

    title: str
    description: str
    seal: Sha256


class Rehearsal(Protocol):
    """Hearing and seeing before anything is decided. Raises Retryable, Permanent."""

    async def listen(self, script: Script, line: int, recipe: Recipe) -> MediaRef:
        """One line as it would be spoken: a WAV."""
        ...

    async def preview(self, post: Post, script: Script, recipe: Recipe, tick: ProgressCallback) -> MediaRef:
        """The first seconds as a small film: an MP4."""
        ...


class PublishingPort(Protocol):
    """The publishing desk. Raises IllegalTransition, ProviderDown, Parked."""

    def words(self, state: PostState, key: PostKey) -> Words: ...

    async def release(
        self,
        key: PostKey,
        *,
        platform: str,
        reviewer: str,
        privacy: Literal["unlisted", "public"],
        at: datetime | None,
        seal: str,
    ) -> None: ...

    async def withdraw(self, key: PostKey, *, reason: str, by: str) -> tuple[str, ...]:
        """Take it back for ever; gives the platforms on which it must be looked at again."""
        ...


class Choices(Frozen):
    """What may be chosen."""

    templates: tuple[str, ...]
    voices: tuple[str, ...]
    music: tuple[str, ...]
    backgrounds: tuple[str, ...]
    moods: tuple[Mood, ...] = tuple(Mood)


class Ports(NamedTuple):
    rehearsal: Rehearsal
    desk: PublishingPort
    choices: Callable[[], Choices]
    """What may be chosen now; looks into folders."""
