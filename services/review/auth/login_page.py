"""The login page: one file, nothing else has to be reachable before the login."""

import secrets
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse

from services.review.auth.entry import EntryMode

STATIC: Final = Path(__file__).parents[1] / "static"


def login_page(entry: EntryMode, asks_name: bool) -> HTMLResponse:
    """The login page with status 401, whatever was asked for: the address stays, so a reload after the login shows it.

    On the first run it asks for the first account instead, and for the code shown in the terminal.
    """
    nonce = secrets.token_urlsafe(16)
    page = (STATIC / "login.html").read_text(encoding="utf-8")
    kind = entry.value if entry is EntryMode.FIRST_RUN else ("names" if asks_name else "password")
    page = page.replace("{{nonce}}", nonce).replace("{{kind}}", kind)
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(page, status_code=401, headers={"content-security-policy": policy, "cache-control": "no-store"})
