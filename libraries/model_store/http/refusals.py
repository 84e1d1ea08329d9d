"""What answers mean that bring no file, and a server that is not reached."""

import http.client
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit

from libraries.model_store.http.file_address import FileAddress, file_name_in_url
from schemas.errors import BadInput, ProviderDown, WaggleError


class ServerBusy(ProviderDown):
    """The error of a server that asks to be left alone for ``seconds``."""


def unreachable_error(address: FileAddress, why: object) -> ProviderDown:
    """The error for a server that is not reached; ``why``: what the connection raised, or said."""
    text = (why.strerror if isinstance(why, OSError) else None) or str(why).strip() or type(why).__name__
    return ProviderDown("models.unreachable", source=address.source, why=text[:200].rstrip("."))


def raise_for_status(address: FileAddress, url: str, response: http.client.HTTPResponse) -> None:
    """Raise the error that the status of an answer means; nothing for a good one."""
    status, source, file = response.status, address.source, file_name_in_url(address.url)
    if status in (200, 206, 416):
        return
    error: WaggleError
    if status in (401, 403) and urlsplit(url).netloc == urlsplit(address.url).netloc:
        code = "models.token_refused" if "Authorization" in address.headers else "models.gated"
        error = BadInput(code, source=source, file=file, status=status)
    elif status in (404, 410, 451):
        error = BadInput("models.gone", source=source, file=file, status=status)
    elif status in (408, 425, 429) or status >= 500:
        error = ServerBusy("models.busy", source=source, status=status, seconds=_asked_to_wait(response))
    else:
        error = ProviderDown("models.unreachable", source=source, why=f"it answers {status}")
    raise error


def _asked_to_wait(response: http.client.HTTPResponse) -> int:
    """Seconds of Retry-After, which may also be a date; 0 without one."""
    text = response.headers.get("Retry-After", "")
    if text.isdigit():
        return int(text)
    try:
        return max(0, round(parsedate_to_datetime(text).timestamp() - time()))
    except ValueError:
        return 0
