"""Permission to publish: OAuth for installed programs, by loopback address and PKCE (RFC 8252, RFC 7636)."""

import asyncio
import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import httplib2
from google.oauth2.credentials import Credentials
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from schemas.errors import BadInput, ConfigurationError, ProviderDown
from services.config import YoutubeSettings

M = TypeVar("M", bound=BaseModel)

SCOPES: Final = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
)
_WAIT: Final = 600.0
"""Seconds a person has to agree."""
_PAGE: Final = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    "<!doctype html><title>WaggleBot</title><p>허용되었습니다. 이 창은 닫아도 됩니다."
)


class Client(BaseModel):
    """The program as Google knows it. For desktop programs the secret is none, but is not shown either."""

    model_config = ConfigDict(extra="ignore")

    client_id: str
    client_secret: SecretStr
    auth_uri: str = "https://accounts.google.com/o/oauth2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


class Token(BaseModel):
    """What is kept between runs; the short-lived access token is not."""

    model_config = ConfigDict(extra="ignore")

    refresh_token: Annotated[SecretStr, Field(min_length=1)]
    client_id: str
    client_secret: SecretStr
    token_uri: str


def credentials(settings: YoutubeSettings) -> Credentials:
    """The channel's credentials. Raises ConfigurationError when nobody gave permission yet."""
    token = _read(settings.token_file, Token, "publish.youtube.token_file", "Run: wagglebot auth youtube")
    make: Callable[..., Credentials] = Credentials  # its constructor has no annotations
    return make(
        token=None,
        refresh_token=token.refresh_token.get_secret_value(),
        token_uri=token.token_uri,
        client_id=token.client_id,
        client_secret=token.client_secret.get_secret_value(),
        scopes=list(SCOPES),
    )


def client(settings: YoutubeSettings) -> Client:
    """Raises ConfigurationError."""
    remedy = "Make an OAuth client of kind 'desktop app' in Google's console and save its JSON file there."
    return _read(settings.client_file, Client, "publish.youtube.client_file", remedy)


async def authorise(
    settings: YoutubeSettings, show: Callable[[str], None], paste: Callable[[], str] | None = None
) -> None:
    """Ask a person for permission and keep the token, readable by its owner only.

    ``show`` gets the address to open, in any browser that reaches this machine's loopback (from WSL2, Windows's own
    does). Where none does, ``paste`` gives the address that the browser ended at.
    Raises ConfigurationError, BadInput (the answer is not ours) and ProviderDown.
    """
    known = client(settings)
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(24)
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
        redirect = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        show(_question(known, redirect, verifier, state))
        try:
            answer = await (asyncio.to_thread(paste) if paste else asyncio.wait_for(answered, _WAIT))
        except TimeoutError as error:
            raise ProviderDown(provider="The person at the browser", why="nobody agreed within ten minutes") from error
    code = _code(answer, state)
    granted = await asyncio.to_thread(_exchange, known, code, verifier, redirect)
    await asyncio.to_thread(_keep, settings.token_file, known, granted)


def _question(known: Client, redirect: str, verifier: str, state: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    wanted = {
        "client_id": known.client_id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "access_type": "offline",  # without these two there is no refresh token the second time
        "prompt": "consent",
    }
    return f"{known.auth_uri}?{urlencode(wanted)}"


def _code(answer: str, state: str) -> str:
    query = parse_qs(urlsplit(answer.strip()).query)
    if not secrets.compare_digest(query.get("state", [""])[0], state):
        raise BadInput(what="The answer of the browser", why="it does not belong to this question", remedy="Try again.")
    if "code" not in query:
        why = query.get("error", ["it holds no code"])[0]
        raise BadInput(what="The answer of the browser", why=why, remedy="Agree to every permission that is asked for.")
    return query["code"][0]


def _exchange(known: Client, code: str, verifier: str, redirect: str) -> str:
    """The refresh token for a code."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        response, content = httplib2.Http(timeout=30).request(known.token_uri, "POST", urlencode(form), headers)
        answer: dict[str, Any] = json.loads(content)
    except (OSError, httplib2.HttpLib2Error, ValueError) as error:
        raise ProviderDown(provider="The token service", why=type(error).__name__) from error
    if response.status != 200 or not answer.get("refresh_token"):
        why = str(answer.get("error", "it gave no refresh token"))
        raise BadInput(what="The permission", why=why, remedy="Run the command again.")
    return str(answer["refresh_token"])


def _keep(file: Path, known: Client, refresh_token: str) -> None:
    kept = {
        "refresh_token": refresh_token,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
        "token_uri": known.token_uri,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as writing:
        json.dump(kept, writing)
        writing.flush()
        os.fsync(writing.fileno())
    fresh.replace(file)


def _read(file: Path, model: type[M], setting: str, remedy: str) -> M:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        inner = found.get("installed", found) if isinstance(found, dict) else found
        return model.model_validate(inner)
    except FileNotFoundError as error:
        raise ConfigurationError(setting=setting, why=f"there is no {file}", remedy=remedy) from error
    except (OSError, ValueError, ValidationError):
        raise ConfigurationError(setting=setting, why=f"{file} is not such a file", remedy=remedy) from None
