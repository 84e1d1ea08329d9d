"""OAuth of a YouTube channel, for installed programs, with PKCE (RFC 7636)."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import Annotated, Final
from urllib.parse import urlencode

from google.oauth2.credentials import Credentials
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from libraries.channel.channel_platform import platform_of_sign_in
from libraries.oauth_consent import AskForAddress, ConsentCode, Show, ask_consent, load_oauth_file, save_token
from libraries.platform_apis.http import FORM, Json, form_body, send_request_blocking
from libraries.platform_apis.youtube.analytics import SCOPE
from schemas.errors import BadInput
from services.publish.platforms.youtube import YoutubeSettings

_TO_PUBLISH: Final = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
)
SCOPES: Final = (*_TO_PUBLISH, SCOPE)
"""What a person is asked for, once. Calls that publish ask for their own scopes only: a token from before there were
reports goes on publishing."""


class ClientFile(BaseModel):
    """The client file of this program at Google. A desktop program's secret protects nothing, but is not shown."""

    model_config = ConfigDict(extra="ignore")

    client_id: str
    client_secret: SecretStr
    auth_uri: str = "https://accounts.google.com/o/oauth2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


class RefreshToken(BaseModel):
    """The token file: the refresh token, its client and scopes. The short-lived access token is not stored.

    Files of releases before 0.2.0 do not say the scopes, which were those to publish.
    """

    model_config = ConfigDict(extra="ignore")

    refresh_token: Annotated[SecretStr, Field(min_length=1)]
    client_id: str
    client_secret: SecretStr
    token_uri: str
    scope: str = " ".join(_TO_PUBLISH)


def load_token(settings: YoutubeSettings) -> RefreshToken:
    """The channel's token. Raises ConfigurationError when nobody gave permission yet."""
    where = {"setting": "publish.youtube.token_file", "platform": platform_of_sign_in("youtube", settings)}
    return load_oauth_file(settings.token_file, RefreshToken, "publish.no_permission", **where)


def channel_credentials(settings: YoutubeSettings, scopes: Sequence[str] = _TO_PUBLISH) -> Credentials:
    """The channel's credentials for some scopes. Raises ConfigurationError when nobody gave permission yet."""
    token = load_token(settings)
    make: Callable[..., Credentials] = Credentials  # its constructor has no annotations
    return make(
        token=None,
        refresh_token=token.refresh_token.get_secret_value(),
        token_uri=token.token_uri,
        client_id=token.client_id,
        client_secret=token.client_secret.get_secret_value(),
        scopes=list(scopes),
    )


async def ask_and_store_token(settings: YoutubeSettings, show: Show, paste: AskForAddress | None = None) -> None:
    """Ask a person for permission and keep the token. Raises ConfigurationError, BadInput and ProviderDown."""
    known = load_oauth_file(
        settings.client_file, ClientFile, "publish.youtube_client", setting="publish.youtube.client_file"
    )
    verifier = secrets.token_urlsafe(64)
    consent = await ask_consent(lambda redirect, state: _consent_address(known, redirect, verifier, state), show, paste)
    given = await asyncio.to_thread(_exchange_code, known, consent, verifier)
    token = {
        "refresh_token": str(given["refresh_token"]),
        "scope": str(given.get("scope") or " ".join(SCOPES)),
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
        "token_uri": known.token_uri,
    }
    await asyncio.to_thread(save_token, settings.token_file, token)


def _consent_address(known: ClientFile, redirect: str, verifier: str, state: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    wanted = {
        "client_id": known.client_id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "access_type": "offline",  # without these two, a second consent gives no refresh token
        "prompt": "consent",
    }
    return f"{known.auth_uri}?{urlencode(wanted)}"


def _exchange_code(known: ClientFile, consent: ConsentCode, verifier: str) -> Json:
    """The answer with the refresh token for an authorisation code; ``scope`` says what the person agreed to."""
    wanted = {
        "grant_type": "authorization_code",
        "code": consent.code,
        "code_verifier": verifier,
        "redirect_uri": consent.redirect,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
    }
    answer = send_request_blocking("POST", known.token_uri, {"Content-Type": FORM}, form_body(wanted))
    if answer.status != 200 or not answer.body.get("refresh_token"):
        raise BadInput("publish.no_token", platform="youtube", why=str(answer.body.get("error", answer.status)))
    return answer.body
