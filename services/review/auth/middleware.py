"""ASGI middleware before everything else: host, origin and login are checked, and every answer gets safe headers.

It wraps Gradio and FastAPI, because Gradio's own login guards Gradio's own routes only.
"""

import asyncio
import ipaddress
from collections.abc import Iterable, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libraries.accounts.accounts import Name, Password, Person
from libraries.accounts.sessions import COOKIE, LIFETIME, LoginRefusal
from libraries.accounts.throttle import WINDOW
from libraries.network_addresses import client_address, household_network, is_within_networks
from schemas.base import Frozen
from services.review.auth.entry import ANYBODY, EntryMode, EntryPolicy
from services.review.auth.login_page import login_page
from services.review.http_errors import refusal_response

T = TypeVar("T")

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
HEALTH: Final = "/healthz"
_LOGIN: Final = "/login"
_LOGOUT: Final = "/logout"
_FIRST: Final = "/first-account"
DEVICE: Final = "wagglebot_device"
"""The cookie by which a browser is known that an account was logged in with; sent to the login only."""
_YEAR: Final = 365 * 24 * 3600
_BODY: Final = 96 * 1024
"""No request of ours has a longer body: a whole script, edited, is the longest."""
_READS: Final = frozenset({"GET", "HEAD"})
_OPEN: Final = ("/api/", "/ui/", "/media/", "/assets/", "/static/")
_PAGES: Final = ("/", "/theme.css", "/favicon.ico", HEALTH)
"""What is served. Gradio has many more routes, for components that compute; our shell has none of those."""

_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class AccessMiddleware:
    """Checks host, origin and login, and adds headers.

    ``hosts``: names the app may be called by. A request that is let in has its person in ``request.state.person``.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], entry: EntryPolicy) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._entry = entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            guarded = _with_headers(send)
            answer = await self._answer(scope, receive)
            await (answer or self._app)(scope, _limit_body(receive), guarded)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """The answer of the middleware itself; None lets the request in."""
        headers = Headers(scope=scope)
        if not self._allowed_host(headers.get("host", "")):
            return _refuse("review.bad_host", headers)
        if scope["method"] not in _READS:
            if not _same_origin(headers):
                return _refuse("review.bad_origin", headers)
            if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                return _refuse("review.json_only", headers)
        if scope["path"] != HEALTH:
            answer = await self._enter(scope, receive, headers)
            if isinstance(answer, Response):
                return answer
            scope["state"] = {**scope.get("state", {}), "person": answer}
        if scope["path"] not in _PAGES and not scope["path"].startswith(_OPEN):
            return _refuse("review.not_here", headers)
        return None

    async def _enter(self, scope: Scope, receive: Receive, headers: Headers) -> Response | Person:
        """The person who asks, or the answer to somebody who may not enter."""
        mode, sessions = self._entry.mode, self._entry.sessions
        posted = scope["path"] if scope["method"] == "POST" else ""
        if posted == _LOGIN and mode is EntryMode.LOGIN:
            return await self._log_in(scope, receive, headers)
        if posted == _FIRST and mode is EntryMode.FIRST_RUN:
            return await self._first_account(scope, receive, headers)
        token = _cookie(headers, COOKIE)
        person = ANYBODY if mode is EntryMode.OPEN else sessions.person_of_token(token)
        if person is None:
            wants_page = "text/html" in headers.get("accept", "")
            return login_page(mode, self._entry.asks_name) if wants_page else _refuse("review.login_first", headers)
        if posted == _LOGOUT:
            sessions.end_session(token)
            answer = Response(status_code=204)
            answer.delete_cookie(COOKIE)
            return answer
        return person

    async def _log_in(self, scope: Scope, receive: Receive, headers: Headers) -> Response:
        given, entry = _parse_body(_LogIn, await _body(receive)) or _LogIn(), self._entry
        name, address = given.name or ANYBODY.name, self._address(scope, headers)
        result = await entry.sessions.login(address, name, given.password, _cookie(headers, DEVICE))
        if isinstance(result, LoginRefusal):
            await asyncio.to_thread(entry.log_refused_login, name, address, result)
            return _refused_login(result, headers)
        return self._session_response(result, name, scope, headers)

    async def _first_account(self, scope: Scope, receive: Receive, headers: Headers) -> Response:
        sessions, address = self._entry.sessions, self._address(scope, headers)
        if not sessions.admit_attempt(address):
            return _refused_login(LoginRefusal.THROTTLED, headers)
        given = _parse_body(_FirstAccount, await _body(receive))
        if given is None:
            return _refuse("review.weak_account", headers)
        person = await asyncio.to_thread(self._entry.create_first_account, given.code, given.name, given.password)
        if person is None:
            return _refuse("review.wrong_code", headers)
        sessions.forget_attempts(address)
        return self._session_response(sessions.start_session(person), person.name, scope, headers)

    def _address(self, scope: Scope, headers: Headers) -> str:
        """The household that asks: who is before the proxies that the settings trust."""
        forwarded = ",".join(headers.getlist("x-forwarded-for"))
        return household_network(client_address(_peer(scope), forwarded, self._entry.proxies))

    def _session_response(self, token: str, name: str, scope: Scope, headers: Headers) -> Response:
        """The answer that begins a session, and lets the browser be known by its device token later."""
        answer = Response(status_code=204)
        proto = headers.get("x-forwarded-proto") if is_within_networks(_peer(scope), self._entry.proxies) else None
        kept: dict[str, Any] = {"httponly": True, "samesite": "strict", "secure": "https" in (scope["scheme"], proto)}
        answer.set_cookie(COOKIE, token, max_age=LIFETIME, **kept)
        if device := self._entry.accounts.device_token(name):
            answer.set_cookie(DEVICE, device, max_age=_YEAR, path=_LOGIN, **kept)
        return answer

    def _allowed_host(self, header: str) -> bool:
        """With a login any IP address is allowed: DNS rebinding needs a DNS name, and brings no cookie of ours."""
        try:
            name = urlsplit(f"//{header}").hostname or ""
        except ValueError:
            return False
        if name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._entry.mode is not EntryMode.OPEN


def _same_origin(headers: Headers) -> bool:
    """Browsers send Origin with every write; what sends none is a program of the user's own."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _cookie(headers: Headers, name: str) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


class _LogIn(Frozen):
    name: str = ""
    password: str = ""


class _FirstAccount(Frozen):
    code: str
    name: Name
    password: Password


def _parse_body(form: type[T], body: bytes) -> T | None:
    try:
        return TypeAdapter(form).validate_json(body)
    except ValidationError:
        return None


def _peer(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _refused_login(why: LoginRefusal, headers: Headers) -> Response:
    refused = _refuse(why.value, headers)
    if why is LoginRefusal.THROTTLED:
        refused.headers["retry-after"] = str(round(WINDOW))
    return refused


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    limited = _limit_body(receive)
    while True:
        message = await limited()
        body.extend(message.get("body", b""))
        if not message.get("more_body"):
            return bytes(body)


def _limit_body(receive: Receive) -> Receive:
    """A body that is too long ends early, as if its sender had gone."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > _BODY else message

    return limited


def _refuse(code: str, headers: Headers) -> JSONResponse:
    return refusal_response(code, headers.get("accept-language"))


def _with_headers(send: Send) -> Send:
    """Adds our headers where the answer has none of its own, and takes away every grant to other origins."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded


def allowed_hosts(listen: str, allowed: Sequence[str] = ()) -> tuple[str, ...]:
    """The host names that requests may bear when the app listens on ``listen``."""
    return (*LOOPBACK, listen, *allowed)
