"""Redirects followed to the answer that brings the file."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import urljoin, urlsplit

from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.http.refusals import raise_for_status
from libraries.model_store.http.single_request import send_get_request
from schemas.errors import BadInput, ProviderDown

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REDIRECTS: Final = 6


@contextmanager
def follow_redirects(
    address: FileAddress, headers: Mapping[str, str]
) -> Iterator[tuple[http.client.HTTPResponse, http.client.HTTPMessage]]:
    """The last answer of a chain of redirects, and the headers of the first, in which a hub describes the file."""
    url, sent, first = address.url, dict(headers), None
    for _ in range(_MOST_REDIRECTS):
        with send_get_request(address, url, sent) as response:
            first = first or response.headers
            if response.status not in _REDIRECTS:
                raise_for_status(address, url, response)
                yield response, first
                return
            target = urljoin(url, response.headers.get("Location", ""))
        if urlsplit(target).scheme != "https" and urlsplit(url).scheme == "https":
            raise BadInput("models.unsafe_redirect", source=address.source, target=urlsplit(target).netloc)
        if urlsplit(target).netloc != urlsplit(url).netloc:
            for name in address.headers:  # a token is for the host it was given for
                sent.pop(name, None)
        url = target
    raise ProviderDown("models.unreachable", source=address.source, why="it redirects in a circle")
