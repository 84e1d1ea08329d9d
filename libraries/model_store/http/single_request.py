"""One request to a web server and its answer, of whatever status.

Proxies are those of the environment (``https_proxy``, ``no_proxy``).
"""

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from typing_extensions import override

from libraries.model_store.http.file_address import FileAddress
from libraries.model_store.http.refusals import unreachable_error
from schemas.errors import ConfigurationError

_SILENCE: Final = 15.0
"""Seconds in which a host must be reached, and without a byte after which a connection counts as broken."""


@contextmanager
def send_get_request(address: FileAddress, url: str, headers: Mapping[str, str]) -> Iterator[http.client.HTTPResponse]:
    """The answer to a GET; redirects are not followed. Raises ConfigurationError, ProviderDown."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigurationError("models.bad_address", source=address.source, address=url)
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 - the scheme was looked at
    try:
        response = _opener(address.certificates).open(request, None, _SILENCE)
    except urllib.error.HTTPError as error:
        raise unreachable_error(address, error) from error
    except urllib.error.URLError as error:
        raise unreachable_error(address, error.reason) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise unreachable_error(address, error) from error
    with response:
        yield response


@cache
def _trusting(certificates: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificates or None)


class _EveryStatus(urllib.request.HTTPErrorProcessor):
    """Gives answers of any status to the caller, redirects too."""

    @override
    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


def _opener(certificates: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=_trusting(certificates)),
        _EveryStatus(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
