"""OAuth of a YouTube channel, for installed programs, with PKCE (RFC 7636)."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import Annotated, Final
from urllib.parse import urlencode

from google.oauth2.credentials import Credentials
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from libraries.oauth_consent import AskForAddress, Consent, Show, ask_consent, load_oauth, save_token
from libraries.platform_apis.http import FORM, form_body, send_request_blocking
from schemas.errors import BadInput
from services.publish.platforms.youtube import YoutubeSettings

SCOPES: Final = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
)


class OAuthClient(BaseModel):
    """The client file of this program at Google. A desktop program's secret protects nothing, but is not shown."""

    model_config = ConfigDict(extra="ignore")

    client_id: str
    client_secret: SecretStr
    auth_uri: str = "https://accounts.google.com/o/oauth2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


class RefreshToken(BaseModel):
    """The token file: the refresh token and its client. The short-lived access token is not stored."""

    model_config = ConfigDict(extra="ignore")

    refresh_token: Annotated[SecretStr, Field(min_length=1)]
    client_id: str
    client_secret: SecretStr
    token_uri: str


def channel_credentials(settings: YoutubeSettings) -> Credentials:
    """The channel's credentials. Raises ConfigurationError when nobody gave permission yet."""
    where = {"setting": "publish.youtube.token_file", "platform": "youtube"}
    token = load_oauth(settings.token_file, RefreshToken, "publish.no_permission", **where)
    make: Callable[..., Credentials] = Credentials  # its constructor has no annotations
    return make(
        token=None,
        refresh_token=token.refresh_token.get_secret_value(),
        token_uri=token.token_uri,
        client_id=token.client_id,
        client_secret=token.client_secret.get_secret_value(),
        scopes=list(SCOPES),
    )


async def ask_and_store_token(settings: YoutubeSettings, show: Show, paste: AskForAddress | None = None) -> None:
    """Ask a person for permission and keep the token. Raises ConfigurationError, BadInput and ProviderDown."""
    known = load_oauth(
        settings.client_file, OAuthClient, "publish.youtube_client", setting="publish.youtube.client_file"
    )
    verifier = secrets.token_urlsafe(64)
    consent = await ask_consent(lambda redirect, state: _consent_address(known, redirect, verifier, state), show, paste)
    refresh_token = await asyncio.to_thread(_exchange_code, known, consent, verifier)
    token = {
        "refresh_token": refresh_token,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
        "token_uri": known.token_uri,
    }
    await asyncio.to_thread(save_token, settings.token_file, token)


def _consent_address(known: OAuthClient, redirect: str, verifier: str, state: str) -> str:
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


def _exchange_code(known: OAuthClient, consent: Consent, verifier: str) -> str:
    """The refresh token for an authorisation code."""
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
    return str(answer.body["refresh_token"])
