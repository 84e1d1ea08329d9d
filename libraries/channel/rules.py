"""The channel's rules about one film: the host's verdict, and the post's wording in its script."""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from libraries.channel.host_verdict import LEAST_SHARE, host_speech_share
from libraries.channel.words_shared_with_post import words_shared_with_post
from schemas.base import Frozen
from schemas.errors import IllegalTransition, WaggleError
from schemas.posts import Post
from schemas.script import Script

VerdictRule = Literal["required", "asked", "off"]
SharedWordsRule = Literal["refuse", "warn", "off"]


class ChannelRules(Frozen):
    """What the operator asks of every film of a channel; shares are 0..1."""

    verdict: VerdictRule = "asked"
    shared_words: Annotated[float, Field(ge=0, le=1)] = 0.15
    shared_words_rule: SharedWordsRule = "warn"
    interchangeability: Annotated[float, Field(ge=0, le=1)] = 0.7


class BrokenRule(NamedTuple):
    """A rule that a film breaks. ``refuses``: it is not released until that is mended."""

    error: WaggleError
    refuses: bool


def broken_rules(script: Script, post: Post, rules: ChannelRules) -> tuple[BrokenRule, ...]:
    """The rules that a film with this script breaks."""
    found = []
    verdict = host_speech_share(script)
    if rules.verdict == "required" and verdict.missing:
        least = round(LEAST_SHARE * 100)
        fields = {"post": str(post.key), "share": round(verdict.share * 100), "least": least}
        found.append(BrokenRule(IllegalTransition("channel.verdict_short", missing=verdict.missing, **fields), True))
    if rules.shared_words_rule != "off" and (share := words_shared_with_post(script, post).share) > rules.shared_words:
        percent = {"share": round(share * 100), "most": round(rules.shared_words * 100)}
        error = IllegalTransition("channel.shared_words", post=str(post.key), **percent)
        found.append(BrokenRule(error, rules.shared_words_rule == "refuse"))
    return tuple(found)


def require_channel_rules(script: Script, post: Post, rules: ChannelRules) -> None:
    """Raises IllegalTransition for the first rule broken that refuses a film."""
    for broken in broken_rules(script, post, rules):
        if broken.refuses:
            raise broken.error
