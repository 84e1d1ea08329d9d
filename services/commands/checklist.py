"""What a reviewer must look at by itself before approving a post: because of its flags, or of its site's policy."""

from functools import lru_cache
from typing import Final

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput
from schemas.posts import Post

_BY_FLAG: Final = {"pii-masked": "pii"}
_COPY: Final = "copy:"


def demands(post: Post) -> tuple[str, ...]:
    """Names of what must be looked at: ``pii`` (something personal was masked; is more left?), ``copy`` (the same
    story is there already), ``policy`` (the site's file says that it is not to be collected).
    """
    found = [_BY_FLAG[flag] for flag in post.flags if flag in _BY_FLAG]
    if any(flag.startswith(_COPY) for flag in post.flags):
        found.append("copy")
    spec = site_of(post.key.site)
    if spec is not None and not spec.policy.enabled:
        found.append("policy")
    return tuple(found)


@lru_cache(maxsize=512)
def site_of(code: str) -> SiteSpec | None:
    """The declared site of a code; None for a post of one that nobody declares any more."""
    path = registry.SITES / f"{code}.yaml"
    if not path.is_file():
        return None
    try:
        return registry.site(code)
    except BadInput:
        return None
