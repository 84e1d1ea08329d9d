"""OAuth consent of a person in a browser, and the files that keep the tokens.

The browser comes back to a loopback address (RFC 8252); where no browser reaches this machine, the person pastes the
address it ended at.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel

from libraries import files
from schemas.errors import BadInput, ConfigurationError, ProviderDown

M = TypeVar("M", bound=BaseModel)

_WAIT: Final = 600.0
"""Seconds a person has to agree."""
_PAGE: Final = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    "<!doctype html><title>WaggleBot</title><p>허용되었습니다. 이 창은 닫아도 됩니다."
)

Show = Callable[[str], None]
"""Shows a person the address to open, in any browser that reaches this machine's loopback (on WSL2, Windows's)."""
AskForAddress = Callable[[], str]
"""Asks a person for the address at which a browser elsewhere ended."""


class ConsentCode(NamedTuple):
    """The authorisation code of a person who agreed, and the redirect address it was given for."""

    code: str
    redirect: str


async def ask_consent(
    question: Callable[[str, str], str], show: Show, paste: AskForAddress | None, redirect: str = ""
) -> ConsentCode:
    """Ask a person for consent. ``question`` makes the address to open from the redirect address and a state.

    ``redirect``: where the platform sends a browser whose answer is pasted; empty for a loopback address of ours.
    Raises BadInput (the answer belongs to another question, or is a no) and ProviderDown (nobody answered).
    """
    state = secrets.token_urlsafe(24)
    if redirect and paste:
        show(question(redirect, state))
        return ConsentCode(_code(await asyncio.to_thread(paste), state), redirect)
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def answer_browser(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode("latin-1").split(" ")
        writer.write(_PAGE.encode())
        await writer.drain()
        writer.close()
        if len(line) > 1 and "state=" in line[1] and not answered.done():
            answered.set_result(line[1])

    server = await asyncio.start_server(answer_browser, "127.0.0.1", 0)
    async with server:
        here = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        show(question(here, state))
        try:
            async with asyncio.timeout(None if paste else _WAIT):
                answer = await (asyncio.to_thread(paste) if paste else answered)
        except TimeoutError as error:
            raise ProviderDown("publish.consent_timeout", minutes=round(_WAIT / 60)) from error
    return ConsentCode(_code(answer, state), here)


def _code(answer: str, state: str) -> str:
    query = parse_qs(urlsplit(answer.strip()).query)
    if not secrets.compare_digest(query.get("state", [""])[0], state):
        raise BadInput("publish.consent_foreign")
    if "code" not in query:
        raise BadInput("publish.consent_refused", why=query.get("error", ["no code"])[0])
    return query["code"][0]


def save_token(file: Path, token: dict[str, Any]) -> None:
    """Write a token file that only its owner may read; whole or not at all."""
    files.write_atomically(file, json.dumps(token).encode(), mode=files.PRIVATE)


def load_oauth_file(file: Path, model: type[M], code: str, **fields: str) -> M:
    """A client or token file, as ``model``. Raises ConfigurationError with ``code``, which quotes nothing of it."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        inner = found.get("installed", found) if isinstance(found, dict) else found
        return model.model_validate(inner)
    except (OSError, ValueError):  # a ValidationError of pydantic is a ValueError, and quotes what it found
        raise ConfigurationError(code, file=file, **fields) from None
