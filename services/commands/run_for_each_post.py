"""One command on several posts, one after another: each has its own outcome, and nothing is half-decided."""

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from schemas.errors import BadInput, WaggleError
from schemas.posts import PostKey
from services.commands.fact_recording import NOT_SAVED, CommandOutcome


class PostOutcome(NamedTuple):
    """What became of one post: an outcome, or the error that says why there is none."""

    post: str
    outcome: CommandOutcome | None
    refusal: WaggleError | None


async def run_for_each_post(
    posts: Iterable[str], command: Callable[[PostKey], Awaitable[CommandOutcome]]
) -> list[PostOutcome]:
    """Run ``command`` on posts by their keys as a person typed them.

    A broker that did not answer once is not asked again: the rest is not saved either.
    """
    done: list[PostOutcome] = []
    away: WaggleError | None = None
    for post in posts:
        try:
            if away is not None:
                raise away
            done.append(PostOutcome(post, await command(_key(post)), None))
        except WaggleError as refusal:
            away = refusal if refusal.code == NOT_SAVED else None
            done.append(PostOutcome(post, None, refusal))
    return done


def _key(post: str) -> PostKey:
    try:
        return PostKey.parse(post)
    except ValueError as error:
        raise BadInput("post.unknown", post=post) from error
