"""The gate lets in who may come in, and says no in the right way to everybody else."""

import asyncio
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

from libraries.addresses import is_loopback
from schemas.errors import BadInput
from services.config import ReviewSettings
from services.review.auth.accounts import AccountRole, Accounts, Person
from services.review.auth.entry import ANYBODY, EntryPolicy
from services.review.auth.middleware import AccessMiddleware, hosts_for
from services.review.auth.sessions import COOKIE, LIFETIME, TRIES, WINDOW, LoginRefusal, Sessions

HOME = "http://127.0.0.1:7860"


async def answer(request: Request) -> JSONResponse:
    return JSONResponse({"path": request.url.path, "body": (await request.body()).decode()})


def entry_policy(password: str = "", folder: Path = Path("/nowhere")) -> EntryPolicy:
    """The entry as the settings' one password makes it; without one it is open, for only this machine reaches it."""
    review = ReviewSettings(password=SecretStr(password))
    return EntryPolicy.of(folder / "accounts.json", review, loopback=True)


def client(entry: EntryPolicy | None = None, **more: str) -> httpx.AsyncClient:
    """A client of an app behind the gate. The app grants everything to every origin, as Gradio may."""
    inner = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "DELETE"])])
    inner.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    gate = AccessMiddleware(inner, hosts=hosts_for("127.0.0.1"), entry=entry or entry_policy())
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
    gate = AccessMiddleware(inner, hosts=hosts_for("0.0.0.0", ["review.example"]), entry=entry_policy("secret"))
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
    web = client(entry_policy("secret"), **{"x-forwarded-proto": "https"})
    opened = await web.post("/login", json={"password": "secret"})
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
    """After ten wrong tries even the right password has to wait a minute; other addresses do not."""
    entry = entry_policy("secret")
    entry.sessions = sessions = Sessions(entry._verify, clock)
    web = client(entry)
    for _ in range(TRIES):
        assert (await web.post("/login", json={"password": "guess"})).status_code == 401
    waiting = await web.post("/login", json={"password": "secret"})
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "60")
    assert not isinstance(await sessions.login("10.0.0.9", "", "secret"), LoginRefusal)
    clock.now += WINDOW
    assert (await web.post("/login", json={"password": "secret"})).status_code == 204


def nobody(_name: str, _password: str) -> None:
    return None


def test_session_ends_unused(clock: Clock) -> None:
    sessions = Sessions(nobody, clock)
    token = sessions.begin(ANYBODY)
    clock.now += LIFETIME - 1
    assert sessions.who(token) == ANYBODY
    clock.now += LIFETIME - 1
    assert sessions.who(token) == ANYBODY
    clock.now += LIFETIME
    assert sessions.who(token) is None


async def test_sessions_and_addresses_are_bounded(clock: Clock) -> None:
    """Neither endless logins nor endless addresses fill the memory."""
    sessions = Sessions(nobody, clock)
    for number in range(6000):
        assert sessions.may_try(f"10.0.{number // 256}.{number % 256}")
    first = sessions.begin(ANYBODY)
    for _ in range(1100):
        sessions.begin(ANYBODY)
    assert len(sessions._wrong) <= 4096
    assert sessions.who(first) is None


async def test_thirty_guesses_at_once_are_throttled(clock: Clock) -> None:
    """A try counts before its answer is known, so a crowd of them gains nothing."""
    tried: list[str] = []

    def verify(_name: str, password: str) -> None:
        tried.append(password)

    sessions = Sessions(verify, clock)
    answers = await asyncio.gather(*(sessions.login("10.0.0.9", "kim", str(n)) for n in range(30)))
    assert answers.count(LoginRefusal.THROTTLED) == 30 - TRIES
    assert len(tried) == TRIES


def test_accounts_are_kept_by_their_digest(tmp_path: Path) -> None:
    """The right name and password give the person, whoever reads the file; the last operator stays."""
    people = Accounts(tmp_path / "accounts.json")
    people.put("kim", "열두 글자 비밀번호", AccountRole.OPERATOR)
    people.put("lee", "또 다른 비밀번호", AccountRole.REVIEWER)
    again = Accounts(tmp_path / "accounts.json")
    assert again.verify("lee", "또 다른 비밀번호") == Person(name="lee", role=AccountRole.REVIEWER)
    assert again.verify("lee", "열두 글자 비밀번호") is None
    assert again.verify("nobody", "열두 글자 비밀번호") is None
    with pytest.raises(BadInput) as kept:
        again.remove("kim")
    assert kept.value.code == "review.last_operator"
    again.remove("lee")
    assert [person.name for person in Accounts(tmp_path / "accounts.json").all()] == ["kim"]
    assert "비밀번호" not in (tmp_path / "accounts.json").read_text()


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
