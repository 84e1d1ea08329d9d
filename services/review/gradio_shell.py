"""Gradio's shell: one page with three tabs, whose contents our own modules draw into empty columns.

No component of Gradio ever gets text from the web: its HTML template evaluates what it renders as a JavaScript
template literal, so a title like ``${…}`` would run. Without such a component the page needs neither
``unsafe-eval`` nor ``unsafe-inline`` for scripts, and the policy below grants neither.
"""

import re
import secrets
from typing import Final

import gradio
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TABS: Final = (
    ("inbox", "수신함"),
    ("progress", "진행"),
    ("gallery", "갤러리"),
    ("failures", "실패"),
    ("sites", "사이트"),
    ("insights", "분석"),
    ("settings", "설정"),
)

_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_ADVERTISING: Final = re.compile(rb'\s*<(?:meta\s+(?:property="og:|name="twitter:)|link rel="manifest")[^>]*>')
_FIRST: Final = b'<head><script src="/ui/frames.js"></script>'
"""Before every script of Gradio."""
_OURS: Final = (
    b'<meta name="color-scheme" content="light dark" />'
    b'<link rel="icon" href="/ui/icon.svg" />'
    b'<link rel="stylesheet" href="/ui/base.css" />'
    b'<link rel="stylesheet" href="/ui/inbox.css" />'
    b'<link rel="stylesheet" href="/ui/studio.css" />'
    b'<link rel="stylesheet" href="/ui/pages.css" />'
    b'<script type="module" src="/ui/app.js"></script></head>'
)


def mount_shell(app: FastAPI) -> None:
    """Mounts the shell at ``/`` of ``app``, behind every route the app already has."""
    with gradio.Blocks(title="WaggleBot", analytics_enabled=False) as blocks:
        gradio.Column(elem_id="wb-top")
        with gradio.Tabs(elem_id="wb-tabs"):
            for name, label in TABS:
                with gradio.Tab(label, id=name, elem_id=f"wb-tab-{name}"):
                    gradio.Column(elem_id=f"wb-{name}")
    lifespan = app.router.lifespan_context
    gradio.mount_gradio_app(app, blocks, path="/", ssr_mode=False, footer_links=[], run_history=False, show_error=False)
    # Gradio starts a queue for its components that looks for work a thousand times a second; ours has no components.
    app.router.lifespan_context = lifespan
    app.add_middleware(PageMiddleware)


class PageMiddleware:
    """Gives every script of the page a nonce, adds our style and module, and takes the advertising out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        plain = MutableHeaders(raw=list(scope["headers"]))
        del plain["accept-encoding"]  # what is compressed cannot be rewritten
        await self._app({**scope, "headers": plain.raw}, receive, _rewritten(send))


def _rewritten(send: Send) -> Send:
    start: Message = {}
    body = bytearray()

    async def rewrite(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        whole = bytes(body)
        if Headers(scope=start).get("content-type", "").startswith("text/html"):
            nonce = secrets.token_urlsafe(16)
            whole = adapted_page(whole, nonce)
            headers = MutableHeaders(scope=start)
            headers["content-length"] = str(len(whole))
            headers["content-security-policy"] = _POLICY.format(nonce=nonce)
            headers["cache-control"] = "no-store"
        await send(start)
        await send({"type": "http.response.body", "body": whole})

    return rewrite


def adapted_page(html: bytes, nonce: str) -> bytes:
    """Gradio's page with our style and module. No text of it is from the web: nonces on scripts trust only Gradio."""
    html = _ADVERTISING.sub(b"", html)
    html = html.replace(b'lang="en"', b'lang="ko"', 1).replace(b"<head>", _FIRST, 1).replace(b"</head>", _OURS, 1)
    return html.replace(b"<script", f'<script nonce="{nonce}"'.encode())
