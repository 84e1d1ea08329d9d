"""What a reviewer must check before approving a post: because of its flags, or of its site's policy."""

from typing import Final

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput
from schemas.posts import COPY, Post, flag_value

_MASKED: Final = "pii-masked"


def required_checks(post: Post | None) -> tuple[str, ...]:
    """Names of the checks: ``pii`` (personal data was masked; is there more?), ``copy`` (the same story is known
    already), ``policy`` (the site's file says that it is not to be collected). None of a post without text.
    """
    if post is None:
        return ()
    found = ["pii"] if _MASKED in post.flags else []
    if flag_value(post.flags, COPY) is not None:
        found.append("copy")
    spec = _site(post.key.site)
    if spec is not None and not spec.policy.enabled:
        found.append("policy")
    return tuple(found)


def _site(code: str) -> SiteSpec | None:
    """The declared site of a code; None for a post of one that is not declared any more, or wrongly."""
    try:
        return registry.site_spec(code)
    except BadInput:
        return None
