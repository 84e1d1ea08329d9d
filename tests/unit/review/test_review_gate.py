"""The gate lets in who may come in, and says no in the right way to everybody else."""

from pathlib import Path

import httpx
import pytest
from fixtures.rows import each_row
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from libraries.accounts.accounts import AccountRole
from libraries.accounts.audit_log import AuditLog
from libraries.accounts.sessions import ACCOUNT_TRIES, ADDRESS_TRIES, COOKIE, LoginRefusal, Sessions
from libraries.accounts.throttle import WINDOW
from libraries.network_addresses import is_loopback
from services.config import ReviewSettings
from services.review.auth.entry import ANYBODY, EntryPolicy
from services.review.auth.middleware import AccessMiddleware, allowed_hosts

HOME = "http://127.0.0.1:7860"


async def answer(request: Request) -> JSONResponse:
    return JSONResponse({"path": request.url.path, "body": (await request.body()).decode()})


def entry_policy(password: str = "", folder: Path = Path("/nowhere")) -> EntryPolicy:
    """The entry as the settings' one password makes it; without one it is open, for only this machine reaches it."""
    review = ReviewSettings(password=SecretStr(password))
    return EntryPolicy.from_file(folder / "accounts.json", review, loopback=True)


def client(entry: EntryPolicy | None = None, **more: str) -> httpx.AsyncClient:
    """A client of an app behind the gate. The app grants everything to every origin, as Gradio may."""
    inner = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "DELETE"])])
    inner.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    gate = AccessMiddleware(inner, hosts=allowed_hosts("127.0.0.1"), entry=entry or entry_policy())
    return httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url=HOME, headers=more)


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:80", "[::1]:7860"])
async def test_own_names_are_served(host: str) -> None:
    assert (await client().get("/api/posts", headers={"host": host})).status_code == 200


@each_row(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:7860", "10.0.0.7", "", "[::1", "localhost@evil.example"],
)
async def test_other_names_are_refused(host: str) -> None:
    """DNS rebinding sends its own name; without a login only loopback's names are served."""
    refused = await client().get("/api/posts", headers={"host": host})
    assert refused.status_code == 400
    assert refused.json()["code"] == "review.bad_host"


async def test_configured_name_and_any_address_with_login() -> None:
    inner = Starlette(routes=[Route("/healthz", answer)])
    gate = AccessMiddleware(inner, hosts=allowed_hosts("0.0.0.0", ["review.example"]), entry=entry_policy("secret"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url=HOME) as web:
        for host, status in (("review.example", 200), ("192.168.0.7:7860", 200), ("evil.example", 400)):
            assert (await web.get("/healthz", headers={"host": host})).status_code == status


@each_row(
    ("headers", "status"),
    [
        ({"origin": HOME}, 200),
        ({}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:7861"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": HOME, "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
async def test_writes_come_from_our_pages(headers: dict[str, str], status: int) -> None:
    written = await client().post("/api/crawl", json={}, headers=headers)
    assert written.status_code == status
    assert "access-control-allow-origin" not in written.headers


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_writes_are_json(kind: str) -> None:
    """Types that a form of another site could send without being asked are refused."""
    refused = await client().post("/api/crawl", content="{}", headers={"content-type": kind})
    assert refused.status_code == 415


async def test_preflight_grants_nothing() -> None:
    headers = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    preflight = await client().options("/api/crawl", headers=headers)
    assert preflight.status_code == 403
    assert not [name for name in preflight.headers if name.startswith("access-control")]


async def test_every_answer_is_closed() -> None:
    answered = await client().get("/api/posts", headers={"origin": "http://evil.example"})
    assert answered.headers["x-frame-options"] == "DENY"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answered.headers["content-security-policy"]
    assert not [name for name in answered.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/config", "/proxy=http://evil.example", "/monitoring"])
async def test_gradio_machinery_is_closed(path: str) -> None:
    assert (await client().get(path)).status_code == 404


async def test_body_has_a_limit() -> None:
    """A body of 100 kB ends early; the app behind never holds it."""
    web = client()
    written = await web.post("/api/x", content=b"x" * 60_000, headers={"content-type": "application/json"})
    assert len(written.json()["body"]) == 60_000
    with pytest.raises(ClientDisconnect):
        await web.post("/api/x", content=b"x" * 100_000, headers={"content-type": "application/json"})


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@each_row("path", ["/", "/api/posts", "/media/aa/x.png", "/ui/app.js", "/api/news"])
async def test_login_guards_every_route(path: str) -> None:
    web = client(entry_policy("secret"))
    assert (await web.get(path)).status_code == 401
    assert (await web.post(path, json={})).status_code == 401
    assert (await web.get("/healthz")).status_code == 200


async def test_login_page_stands_alone() -> None:
    """A browser gets the page itself, with a policy that lets only its own script run."""
    page = await client(entry_policy("secret")).get("/", headers={"accept": "text/html"})
    assert page.status_code == 401
    nonce = page.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    assert page.text.count(f'nonce="{nonce}"') == 2
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "secret" not in page.text


async def test_login_opens_and_logout_closes() -> None:
    web = client(entry_policy("비밀 번호"))
    wrong = await web.post("/login", json={"password": "guess"})
    assert (wrong.status_code, wrong.json()["message"]) == (401, "비밀번호가 맞지 않습니다.")
    opened = await web.post("/login", json={"password": "비밀 번호"})
    assert opened.status_code == 204
    flags = opened.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    assert (await web.get("/api/posts")).status_code == 200
    assert (await web.post("/logout", json={})).status_code == 204
    assert (await web.get("/api/posts")).status_code == 401


async def test_cookie_is_secure_over_tls() -> None:
    entry = entry_policy("secret")
    entry.proxies = ("127.0.0.1",)
    opened = await client(entry, **{"x-forwarded-proto": "https"}).post("/login", json={"password": "secret"})
    assert "secure" in opened.headers["set-cookie"].lower()


@each_row("body", ["", "[]", "null", '"secret"', "{", '{"password": 7}', '{"password": null}'])
async def test_login_takes_nonsense_for_wrong(body: str) -> None:
    web = client(entry_policy("secret"))
    answered = await web.post("/login", content=body, headers={"content-type": "application/json"})
    assert answered.status_code == 401


@each_row("cookie", ["x", f"{COOKIE}=", f"{COOKIE}=guess", f'{COOKIE}="\\', "=;=;=" * 50])
async def test_strange_cookies_open_nothing(cookie: str) -> None:
    web = client(entry_policy("secret"), cookie=cookie)
    assert (await web.get("/api/posts")).status_code == 401


async def test_guessing_is_throttled(clock: Clock) -> None:
    """After a few wrong tries of an address even the right password has to wait a minute; other addresses do not."""
    entry = entry_policy("secret")
    entry.sessions = sessions = Sessions(entry._verify, clock)
    web = client(entry)
    for _ in range(ADDRESS_TRIES):
        assert (await web.post("/login", json={"password": "guess"})).status_code == 401
    waiting = await web.post("/login", json={"password": "secret"})
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "60")
    assert not isinstance(await sessions.login("10.0.0.9", ANYBODY.name, "secret"), LoginRefusal)
    clock.now += WINDOW
    assert (await web.post("/login", json={"password": "secret"})).status_code == 204


def proxied(folder: Path, *proxies: str) -> tuple[EntryPolicy, AuditLog]:
    """The entry of an app with one operator, kim, behind proxies."""
    audit, review = AuditLog(folder / "audit.jsonl"), ReviewSettings(trusted_proxies=proxies)
    entry = EntryPolicy.from_file(folder / "accounts.json", review, loopback=True, audit=audit)
    entry.accounts.put_account("kim", "right password", AccountRole.OPERATOR)
    return entry, audit


async def test_a_crowd_of_addresses_does_not_lock_the_owner_out(tmp_path: Path) -> None:
    """Of 300 guesses from 30 addresses at most ten are evaluated; each is on record, and the owner still gets in."""
    entry, audit = proxied(tmp_path, "127.0.0.1")
    owner, right = client(entry), {"name": "kim", "password": "right password"}
    assert (await owner.post("/login", json=right, headers={"x-forwarded-for": "10.1.0.1"})).status_code == 204
    web, statuses = client(entry), []
    for number in range(300):
        guess = {"name": "kim", "password": f"guess {number}"}
        sent = await web.post("/login", json=guess, headers={"x-forwarded-for": f"10.2.0.{number % 30}"})
        statuses.append(sent.status_code)
    assert 0 < statuses.count(401) <= ACCOUNT_TRIES
    assert statuses.count(429) == 300 - statuses.count(401)
    fresh, moved = client(entry), {"x-forwarded-for": "10.9.9.9"}
    assert (await fresh.post("/login", json=right, headers={"x-forwarded-for": "10.1.0.1"})).status_code == 204
    owner.cookies.delete("wagglebot_session")
    assert (await owner.post("/login", json=right, headers=moved)).status_code == 204  # by the device it is known by
    stranger = {"x-forwarded-for": "10.8.8.8"}
    assert (await client(entry).post("/login", json=right, headers=stranger)).status_code == 429
    refused = [act for act in audit.newest_entries() if act.what == "login_refused"]
    assert [act.note for act in refused].count("wrong") == statuses.count(401)
    assert [act.note for act in refused].count("throttled") == 1
    assert {act.who for act in refused} == {"kim"}


async def test_only_trusted_proxies_say_who_asks(tmp_path: Path) -> None:
    """Without such a proxy what a client writes of itself counts for nothing, and its cookie is as its connection."""
    entry, audit = proxied(tmp_path)
    web = client(entry)
    for number in range(ADDRESS_TRIES + 1):
        headers = {"x-forwarded-for": f"10.0.0.{number}"}
        last = await web.post("/login", json={"name": "kim", "password": "guess"}, headers=headers)
    assert last.status_code == 429
    assert {act.about for act in audit.newest_entries()} == {"127.0.0.1"}
    entry.sessions = Sessions(entry._verify)
    headers = {"x-forwarded-proto": "https"}
    opened = await web.post("/login", json={"name": "kim", "password": "right password"}, headers=headers)
    assert "secure" not in opened.headers["set-cookie"].lower()


@each_row(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.2", False),
        ("review.example", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
