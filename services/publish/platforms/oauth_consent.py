"""Permission to publish: a person agrees in a browser, and what comes of it is kept for its owner alone.

By loopback address (RFC 8252); where no browser reaches this machine, the address it ended at is pasted.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ValidationError

from schemas.errors import BadInput, ConfigurationError, ProviderDown
from services import files

M = TypeVar("M", bound=BaseModel)

_WAIT: Final = 600.0
"""Seconds a person has to agree."""
_PAGE: Final = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    "<!doctype html><title>WaggleBot</title><p>허용되었습니다. 이 창은 닫아도 됩니다."
)

Show = Callable[[str], None]
"""Gets the address to open, in any browser that reaches this machine's loopback (from WSL2, Windows's own does)."""
AskForAddress = Callable[[], str]
"""Gives the address that a browser elsewhere ended at."""


class Granted(NamedTuple):
    """The code of a person who agreed, and the address they were sent back to."""

    code: str
    redirect: str


async def granted(
    question: Callable[[str, str], str], show: Show, paste: AskForAddress | None, redirect: str = ""
) -> Granted:
    """Ask a person. ``question`` makes the address to open from the address to come back to and a state.

    ``redirect``: where a browser is sent whose answer is pasted; a loopback address of ours otherwise.
    Raises BadInput (the answer is not ours, or no) and ProviderDown (nobody answered).
    """
    state = secrets.token_urlsafe(24)
    if redirect and paste:
        show(question(redirect, state))
        return Granted(_code(await asyncio.to_thread(paste), state), redirect)
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode("latin-1").split(" ")
        writer.write(_PAGE.encode())
        await writer.drain()
        writer.close()
        if len(line) > 1 and "state=" in line[1] and not answered.done():
            answered.set_result(line[1])

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    async with server:
        here = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        show(question(here, state))
        try:
            answer = await (asyncio.to_thread(paste) if paste else asyncio.wait_for(answered, _WAIT))
        except TimeoutError as error:
            raise ProviderDown(provider="The person at the browser", why="nobody agreed within ten minutes") from error
    return Granted(_code(answer, state), here)


def _code(answer: str, state: str) -> str:
    query = parse_qs(urlsplit(answer.strip()).query)
    if not secrets.compare_digest(query.get("state", [""])[0], state):
        raise BadInput(what="The answer of the browser", why="it does not belong to this question", remedy="Try again.")
    if "code" not in query:
        why = query.get("error", ["it holds no code"])[0]
        raise BadInput(what="The answer of the browser", why=why, remedy="Agree to every permission that is asked for.")
    return query["code"][0]


def keep(file: Path, token: dict[str, Any]) -> None:
    """Write a token that only its owner may read; whole or not at all."""
    files.write(file, json.dumps(token).encode(), mode=files.PRIVATE)


def kept(file: Path, model: type[M], setting: str, remedy: str) -> M:
    """What a file holds, as ``model``. Raises ConfigurationError, which quotes nothing of it."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        inner = found.get("installed", found) if isinstance(found, dict) else found
        return model.model_validate(inner)
    except FileNotFoundError as error:
        raise ConfigurationError(setting=setting, why=f"there is no {file}", remedy=remedy) from error
    except (OSError, ValueError, ValidationError):
        raise ConfigurationError(setting=setting, why=f"{file} is not such a file", remedy=remedy) from None
