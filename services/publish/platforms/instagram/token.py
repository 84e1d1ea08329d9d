"""OAuth of an Instagram professional account, through the Facebook page that it belongs to.

Source: Meta for Developers, "Facebook Login", "Long-Lived Access Tokens": the token of a page that was asked for with
a person's long-lived token does not run out.
"""

from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from libraries.channel.channel_platform import platform_of_sign_in
from libraries.oauth_consent import AskForAddress, Show, ask_consent, load_oauth_file, save_token
from libraries.platform_apis.answers import A, ApiAnswer, Identity, parse_answer
from libraries.platform_apis.http import send_request
from libraries.platform_apis.instagram import InstagramErrorAnswer
from schemas.errors import BadInput
from services.publish.platforms.instagram import InstagramSettings

_TO_PUBLISH: Final = (
    "instagram_basic", "instagram_content_publish", "pages_show_list", "pages_read_engagement", "business_management",
)  # fmt: skip
INSIGHTS: Final = "instagram_manage_insights"
SCOPES: Final = (*_TO_PUBLISH, INSIGHTS)


class ClientFile(BaseModel):
    """The client file: the id and secret by which Meta knows this program."""

    model_config = ConfigDict(extra="ignore")

    client_id: str
    client_secret: SecretStr
    auth_uri: str = "https://www.facebook.com/v24.0/dialog/oauth"


class PageToken(BaseModel):
    """The stored token of the Facebook page, and the account that it publishes to."""

    model_config = ConfigDict(extra="ignore")

    access_token: SecretStr
    user_id: str
    scope: str = ",".join(_TO_PUBLISH)
    """What the person was asked for; files of releases before 0.2.0 do not say it."""


class _AccessToken(ApiAnswer):
    access_token: Identity


class _Account(ApiAnswer):
    id: Identity
    username: str = ""


class _Page(ApiAnswer):
    access_token: str = ""
    account: _Account | None = Field(None, alias="instagram_business_account")


class _Pages(ApiAnswer):
    data: tuple[_Page, ...] = ()


def load_page_token(settings: InstagramSettings) -> PageToken:
    """The account's token. Raises ConfigurationError when nobody gave permission yet."""
    where = {"setting": "publish.instagram.token_file", "platform": platform_of_sign_in("instagram", settings)}
    return load_oauth_file(settings.token_file, PageToken, "publish.no_permission", **where)


async def ask_and_store_token(settings: InstagramSettings, show: Show, paste: AskForAddress | None = None) -> str:
    """Ask a person for permission and keep the token; gives the name of the account.

    Raises ConfigurationError, BadInput and ProviderDown.
    """
    known = load_oauth_file(
        settings.client_file, ClientFile, "publish.instagram_client", setting="publish.instagram.client_file"
    )

    def question(redirect: str, state: str) -> str:
        wanted = {
            "client_id": known.client_id,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": ",".join(SCOPES),
            "state": state,
        }
        return f"{known.auth_uri}?{urlencode(wanted)}"

    consent = await ask_consent(question, show, paste, settings.redirect)
    us = {"client_id": known.client_id, "client_secret": known.client_secret.get_secret_value()}
    short = await _ask(
        _AccessToken, settings, "oauth/access_token", us | {"code": consent.code, "redirect_uri": consent.redirect}
    )
    exchange = {"grant_type": "fb_exchange_token", "fb_exchange_token": short.access_token}
    long = await _ask(_AccessToken, settings, "oauth/access_token", us | exchange)
    fields = "access_token,instagram_business_account{id,username}"
    pages = await _ask(_Pages, settings, "me/accounts", {"fields": fields, "access_token": long.access_token})
    for page in pages.data:
        account = page.account
        if account is not None and page.access_token:
            token = {"access_token": page.access_token, "user_id": account.id, "scope": ",".join(SCOPES)}
            save_token(settings.token_file, token)
            return account.username or account.id
    raise BadInput("publish.no_professional_account")


async def _ask(model: type[A], settings: InstagramSettings, path: str, wanted: dict[str, str]) -> A:
    answer = await send_request("GET", f"{settings.endpoint}{path}?{urlencode(wanted)}")
    if answer.status != 200:
        said = parse_answer(InstagramErrorAnswer, answer.body, "instagram").error.message
        raise BadInput("publish.no_token", platform="instagram", why=said or f"status {answer.status}")
    return parse_answer(model, answer.content, "instagram")
