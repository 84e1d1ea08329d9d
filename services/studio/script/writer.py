"""The interface of script writers."""

from typing import Protocol, runtime_checkable

from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script


class Writer(Protocol):
    """A script writer. Registered in the entry-point group ``wagglebot.writers``."""

    def write(self, post: Post, choice: ScriptChoice) -> Script:
        """The script of ``post``. The same post and choice give the same script.

        Raises Permanent when no script can come of this post, Retryable when the writer is out of reach.
        """
        ...


@runtime_checkable
class KnowsNeededTime(Protocol):
    """A writer that can say how long a film its post needs."""

    def needed_seconds(self, post: Post) -> float:
        """Seconds of speech that tell what a listener must hear of ``post``."""
        ...


@runtime_checkable
class AsksSecondQuestion(Protocol):
    """A writer that may have asked its model which line of the last script does not follow from the post."""

    second_answer: str
