"""Finds sites by code or file, and serves the sample board while it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from crawlers.sample.server import running_sample_board
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

SAMPLE: Final = "sample"


def find_site(code_or_file: str, base_url: str | None = None) -> SiteSpec:
    """A site by its code or its file, moved to ``base_url`` if one is given. Raises BadInput."""
    spec = registry.site_spec(code_or_file)
    if base_url is None:
        return spec
    try:
        return spec.moved_to(base_url)
    except ValidationError as error:
        why = error.errors(include_url=False)[0]["msg"]
        raise BadInput("site.address", site=spec.code, address=base_url, why=why) from error


@contextmanager
def reachable_site(spec: SiteSpec) -> Iterator[SiteSpec]:
    """The site, ready to be read: the sample board is served on a free port for as long as the block runs.

    A sample board that is already served elsewhere is reached by its address (`SiteSpec.moved_to`).
    """
    if spec.code != SAMPLE or urlsplit(spec.base_url).port is not None:
        yield spec
        return
    with running_sample_board() as board:
        yield spec.moved_to(board.url)
