"""Permission of a YouTube channel: OAuth for installed programs, with PKCE (RFC 7636)."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import Annotated, Final
from urllib.parse import urlencode

from google.oauth2.credentials import Credentials
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from schemas.errors import BadInput
from services.publish.platforms.http import FORM, ask_now, form
from services.publish.platforms.oauth_consent import AskForAddress, Granted, Show, granted, keep, kept
from services.publish.platforms.youtube import YoutubeSettings

SCOPES: Final = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
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
    token = kept(settings.token_file, Token, "publish.youtube.token_file", "Run: wagglebot auth youtube")
    make: Callable[..., Credentials] = Credentials  # its constructor has no annotations
    return make(
        token=None,
        refresh_token=token.refresh_token.get_secret_value(),
        token_uri=token.token_uri,
        client_id=token.client_id,
        client_secret=token.client_secret.get_secret_value(),
        scopes=list(SCOPES),
    )


async def authorise(settings: YoutubeSettings, show: Show, paste: AskForAddress | None = None) -> None:
    """Ask a person for permission and keep the token. Raises ConfigurationError, BadInput and ProviderDown."""
    remedy = "Make an OAuth client of kind 'desktop app' in Google's console and save its JSON file there."
    known = kept(settings.client_file, Client, "publish.youtube.client_file", remedy)
    verifier = secrets.token_urlsafe(64)
    agreed = await granted(lambda redirect, state: _question(known, redirect, verifier, state), show, paste)
    refresh_token = await asyncio.to_thread(_exchange, known, agreed, verifier)
    token = {
        "refresh_token": refresh_token,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
        "token_uri": known.token_uri,
    }
    await asyncio.to_thread(keep, settings.token_file, token)


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


def _exchange(known: Client, agreed: Granted, verifier: str) -> str:
    """The refresh token for a code."""
    wanted = {
        "grant_type": "authorization_code",
        "code": agreed.code,
        "code_verifier": verifier,
        "redirect_uri": agreed.redirect,
        "client_id": known.client_id,
        "client_secret": known.client_secret.get_secret_value(),
    }
    answer = ask_now("POST", known.token_uri, {"Content-Type": FORM}, form(wanted))
    if answer.status != 200 or not answer.body.get("refresh_token"):
        why = str(answer.body.get("error", "it gave no refresh token"))
        raise BadInput(what="The permission", why=why, remedy="Run the command again.")
    return str(answer.body["refresh_token"])
