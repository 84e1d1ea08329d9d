"""OAuth of a TikTok account. Its access tokens live a day; refresh tokens change whenever they are used."""

import asyncio
import fcntl
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from libraries.channel.channel_platform import platform_of_sign_in
from libraries.oauth_consent import AskForAddress, Show, ask_consent, load_oauth_file, save_token
from libraries.platform_apis.answers import ApiAnswer, Identity, parse_answer
from libraries.platform_apis.http import FORM, ApiResponse, form_body, send_request_blocking
from libraries.platform_apis.tiktok import TiktokCodeKind, error_code_kind
from schemas.base import Moment
from schemas.errors import BadInput, ProviderDown
from services.publish.platforms.tiktok import TiktokSettings

_TO_PUBLISH: Final = "user.info.basic,video.upload"
VIDEO_LIST: Final = "video.list"
SCOPES: Final = f"{_TO_PUBLISH},{VIDEO_LIST}"
_EARLY: Final = timedelta(minutes=5)
"""A token that ends this soon is renewed first: it must outlive the call."""


class ClientFile(BaseModel):
    """The client file: a desktop app of TikTok's Login Kit, with ``http://127.0.0.1:*/`` as its redirect."""

    model_config = ConfigDict(extra="ignore")

    client_key: str
    client_secret: SecretStr
    auth_uri: str = "https://www.tiktok.com/v2/auth/authorize/"
    token_uri: str = "https://open.tiktokapis.com/v2/oauth/token/"  # noqa: S105 - an address


class AccountTokens(ClientFile):
    """The stored tokens of the account, with the client they belong to."""

    access_token: SecretStr
    refresh_token: SecretStr
    expires: Moment
    scope: str = _TO_PUBLISH
    """What the person agreed to; files of releases before 0.2.0 do not say it."""


class _Tokens(ApiAnswer):
    """What the token endpoint gives. ``expires_in``: seconds that the access token is good for."""

    access_token: Identity
    refresh_token: str = ""
    expires_in: Annotated[int, Field(ge=0, le=10**8)] = 0
    scope: str = ""


def load_tokens(settings: TiktokSettings) -> AccountTokens:
    """The account's tokens. Raises ConfigurationError when nobody gave permission yet."""
    where = {"setting": "publish.tiktok.token_file", "platform": platform_of_sign_in("tiktok", settings)}
    return load_oauth_file(settings.token_file, AccountTokens, "publish.no_permission", **where)


def valid_access_token(settings: TiktokSettings, refused: str = "") -> str | None:
    """An access token that is good for some minutes, another one than ``refused``.

    None: the account's permission has ended; it was taken back, or not used for a year. Processes take turns: a refresh
    token is good once, so two must not use the same one. Raises ConfigurationError, ProviderDown.
    """
    lock = settings.token_file.with_name(f"{settings.token_file.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("wb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        token = load_tokens(settings)
        good = token.access_token.get_secret_value()
        if token.expires - _EARLY > datetime.now(UTC) and good != refused:
            return good
        wanted = {"grant_type": "refresh_token", "refresh_token": token.refresh_token.get_secret_value()}
        answer = _ask_tokens(token, wanted)
        error = answer.body.get("error")
        if error and "access_token" not in answer.body:
            code = str(error.get("code", "") if isinstance(error, dict) else error)
            if error_code_kind(answer.status, code) is TiktokCodeKind.BUSY:
                raise ProviderDown("publish.platform_down", platform="tiktok", why=f"token: {answer.status} {code}")
            return None
        fresh = parse_answer(_Tokens, answer.content, "tiktok")
        save_token(settings.token_file, _token_file(token, fresh, token))
        return fresh.access_token


async def ask_and_store_tokens(settings: TiktokSettings, show: Show, paste: AskForAddress | None = None) -> None:
    """Ask a person for permission and keep the tokens. Raises ConfigurationError, BadInput and ProviderDown."""
    known = load_oauth_file(
        settings.client_file, ClientFile, "publish.tiktok_client", setting="publish.tiktok.client_file"
    )
    verifier = secrets.token_urlsafe(64)

    def question(redirect: str, state: str) -> str:
        wanted = {
            "client_key": known.client_key,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": SCOPES,
            "state": state,
            # Hexadecimal, unlike RFC 7636: that is what Login Kit for Desktop asks for.
            "code_challenge": hashlib.sha256(verifier.encode()).hexdigest(),
            "code_challenge_method": "S256",
        }
        return f"{known.auth_uri}?{urlencode(wanted)}"

    consent = await ask_consent(question, show, paste)
    wanted = {
        "grant_type": "authorization_code",
        "code": consent.code,
        "code_verifier": verifier,
        "redirect_uri": consent.redirect,
    }
    answer = await asyncio.to_thread(_ask_tokens, known, wanted)
    if not answer.body.get("refresh_token"):
        raise BadInput("publish.no_token", platform="tiktok", why=str(answer.body.get("error", answer.status)))
    given = parse_answer(_Tokens, answer.content, "tiktok")
    await asyncio.to_thread(save_token, settings.token_file, _token_file(known, given))


def _ask_tokens(client: ClientFile, wanted: dict[str, str]) -> ApiResponse:
    known = {"client_key": client.client_key, "client_secret": client.client_secret.get_secret_value()}
    answer = send_request_blocking("POST", client.token_uri, {"Content-Type": FORM}, form_body(known | wanted))
    if answer.status >= 500 or answer.status == 429:
        raise ProviderDown("publish.platform_down", platform="tiktok", why=f"token: {answer.status}")
    return answer


def _token_file(client: ClientFile, given: _Tokens, before: AccountTokens | None = None) -> dict[str, Any]:
    """The content of the token file. What the answer leaves out is still as it was before."""
    return {
        "access_token": given.access_token,
        "refresh_token": given.refresh_token or (before.refresh_token.get_secret_value() if before else ""),
        "scope": given.scope or (before.scope if before else SCOPES),
        "expires": (datetime.now(UTC) + timedelta(seconds=given.expires_in)).isoformat(),
        "client_key": client.client_key,
        "client_secret": client.client_secret.get_secret_value(),
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
    }
