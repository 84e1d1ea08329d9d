"""Permission of a TikTok account. Its tokens live a day and change whenever they are renewed."""

import asyncio
import fcntl
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, SecretStr

from schemas.base import Moment
from schemas.errors import BadInput, ProviderDown
from services.publish.platforms.http import FORM, ApiResponse, ask_now, form
from services.publish.platforms.oauth_consent import AskForAddress, Show, granted, keep, kept
from services.publish.platforms.tiktok import TiktokSettings

SCOPES: Final = "user.info.basic,video.upload"
_EARLY: Final = timedelta(minutes=5)
"""A token that ends this soon is renewed first: it must outlive the call."""
_REMEDY: Final = "Run: wagglebot auth tiktok"


class Client(BaseModel):
    """The program as TikTok knows it: a desktop app of Login Kit, with ``http://127.0.0.1:*/`` as its redirect."""

    model_config = ConfigDict(extra="ignore")

    client_key: str
    client_secret: SecretStr
    auth_uri: str = "https://www.tiktok.com/v2/auth/authorize/"
    token_uri: str = "https://open.tiktokapis.com/v2/oauth/token/"  # noqa: S105 - an address


class Token(Client):
    access_token: SecretStr
    refresh_token: SecretStr
    expires: Moment


class Ended(Exception):
    """The account's permission has ended: it was taken back, or not used for a year."""


def access(settings: TiktokSettings, refused: str = "") -> str:
    """An access token that is good for some minutes; another one than ``refused``.

    Processes take turns: a refresh token that was used is worth nothing, so two must not use the same one.
    Raises ConfigurationError, Ended, ProviderDown.
    """
    lock = settings.token_file.with_name(f"{settings.token_file.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        token = kept(settings.token_file, Token, "publish.tiktok.token_file", _REMEDY)
        good = token.access_token.get_secret_value()
        if token.expires - _EARLY > datetime.now(UTC) and good != refused:
            return good
        wanted = {"grant_type": "refresh_token", "refresh_token": token.refresh_token.get_secret_value()}
        answer = _tokens(token, wanted)
        if "access_token" not in answer.body:
            raise Ended(str(answer.body.get("error", answer.status)))
        keep(settings.token_file, _kept(token, answer))
        return str(answer.body["access_token"])


async def authorise(settings: TiktokSettings, show: Show, paste: AskForAddress | None = None) -> None:
    """Ask a person for permission and keep the tokens. Raises ConfigurationError, BadInput and ProviderDown."""
    remedy = 'Make a desktop app on developers.tiktok.com and save {"client_key": …, "client_secret": …} there.'
    known = kept(settings.client_file, Client, "publish.tiktok.client_file", remedy)
    verifier = secrets.token_urlsafe(64)

    def question(redirect: str, state: str) -> str:
        wanted = {
            "client_key": known.client_key,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": SCOPES,
            "state": state,
            # In hexadecimal, unlike RFC 7636: so Login Kit for Desktop has it.
            "code_challenge": hashlib.sha256(verifier.encode()).hexdigest(),
            "code_challenge_method": "S256",
        }
        return f"{known.auth_uri}?{urlencode(wanted)}"

    agreed = await granted(question, show, paste)
    wanted = {
        "grant_type": "authorization_code",
        "code": agreed.code,
        "code_verifier": verifier,
        "redirect_uri": agreed.redirect,
    }
    answer = await asyncio.to_thread(_tokens, known, wanted)
    if not answer.body.get("refresh_token"):
        why = str(answer.body.get("error", "it gave no refresh token"))
        raise BadInput(what="The permission", why=why, remedy="Run the command again.")
    await asyncio.to_thread(keep, settings.token_file, _kept(known, answer))


def _tokens(client: Client, wanted: dict[str, str]) -> ApiResponse:
    known = {"client_key": client.client_key, "client_secret": client.client_secret.get_secret_value()}
    answer = ask_now("POST", client.token_uri, {"Content-Type": FORM}, form(known | wanted))
    if answer.status >= 500 or answer.status == 429:
        raise ProviderDown(provider="The token service", why=f"status {answer.status}")
    return answer


def _kept(client: Client, answer: ApiResponse) -> dict[str, Any]:
    expires = datetime.now(UTC) + timedelta(seconds=int(answer.body.get("expires_in", 0)))
    return {
        "access_token": str(answer.body["access_token"]),
        "refresh_token": str(answer.body["refresh_token"]),
        "expires": expires.isoformat(),
        "client_key": client.client_key,
        "client_secret": client.client_secret.get_secret_value(),
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
    }
