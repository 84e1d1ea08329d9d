"""OAuth consent in a browser, and the files that keep clients and tokens."""

import asyncio
import json
import stat
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest
from pydantic import BaseModel, ConfigDict

from libraries import oauth_consent
from libraries.oauth_consent import ConsentCode, ask_consent, load_oauth_file, save_token
from schemas.errors import BadInput, ConfigurationError, ProviderDown


class Client(BaseModel):
    model_config = ConfigDict(extra="ignore")
    client_id: str


def question(redirect: str, state: str) -> str:
    return f"https://platform.example/consent?{urlencode({'redirect': redirect, 'state': state})}"


def asked(shown: str) -> tuple[str, str]:
    """Redirect address and state in an address that was shown."""
    query = parse_qs(urlsplit(shown).query)
    return query["redirect"][0], query["state"][0]


async def browser(paths: list[str], shown: str) -> list[int]:
    """Open addresses below the redirect, one after the other, as a browser does; gives the statuses."""
    redirect, state = asked(shown)

    def visit(path: str) -> int:
        try:
            with urlopen(redirect + path.replace("STATE", state), timeout=5) as answer:
                return int(answer.status)
        except (HTTPError, URLError, ConnectionError):
            return 0

    return [await asyncio.to_thread(visit, path) for path in paths]


async def consent(*paths: str) -> ConsentCode:
    shown: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    asking = asyncio.create_task(ask_consent(question, shown.set_result, None))
    try:
        assert (await browser(list(paths), await shown))[0] == 200
        return await asking
    finally:
        asking.cancel()


async def test_the_code_comes_with_the_address_it_was_given_for() -> None:
    agreed = await consent("?code=abc&state=STATE")
    assert agreed.code == "abc"
    assert agreed.redirect.startswith("http://127.0.0.1:")
    assert agreed.redirect.endswith("/")


async def test_what_a_browser_asks_besides_is_not_taken_for_the_answer() -> None:
    assert (await consent("favicon.ico", "?code=abc&state=STATE")).code == "abc"


async def test_a_forged_answer_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        await consent("?code=abc&state=forged")
    assert caught.value.code == "publish.consent_foreign"


@pytest.mark.parametrize(("answer", "why"), [("error=access_denied", "access_denied"), ("x=1", "no code")])
async def test_a_no_says_why(answer: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        await consent(f"?{answer}&state=STATE")
    assert (caught.value.code, caught.value.fields["why"]) == ("publish.consent_refused", why)


async def test_nobody_at_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth_consent, "_WAIT", 0.05)
    with pytest.raises(ProviderDown) as caught:
        await ask_consent(question, lambda _: None, None)
    assert caught.value.code == "publish.consent_timeout"


@pytest.mark.parametrize("redirect", ["", "https://localhost/"])
async def test_an_address_is_pasted_where_no_browser_comes_back(redirect: str) -> None:
    shown: list[str] = []

    def paste() -> str:
        to, state = asked(shown[0])
        return f"  {to}?code=xyz&state={state}\n"

    agreed = await ask_consent(question, shown.append, paste, redirect)
    assert agreed.code == "xyz"
    assert agreed.redirect == redirect if redirect else agreed.redirect.startswith("http://127.0.0.1:")


async def test_every_question_has_a_state_of_its_own() -> None:
    states = set()
    for _ in range(3):
        shown: list[str] = []
        with pytest.raises(BadInput):
            await ask_consent(question, shown.append, lambda: "nothing")
        states.add(asked(shown[0])[1])
    assert len(states) == 3
    assert all(len(state) >= 32 for state in states)


def test_a_token_is_for_its_owner_alone_and_replaces_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "var" / "token.json"
    save_token(file, {"client_id": "first"})
    save_token(file, {"client_id": "second"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text()) == {"client_id": "second"}
    assert [path.name for path in file.parent.iterdir()] == ["token.json"]


@pytest.mark.parametrize("content", [{"client_id": "a"}, {"installed": {"client_id": "a"}}, {"client_id": "a", "b": 1}])
def test_a_file_is_read_with_or_without_the_wrapper_of_googles_console(tmp_path: Path, content: dict[str, Any]) -> None:
    file = tmp_path / "client.json"
    file.write_text(json.dumps(content))
    assert load_oauth_file(file, Client, "publish.youtube_client", setting="s").client_id == "a"


@pytest.mark.parametrize("content", [None, "", "{", "[]", '"text"', "{}", '{"client_id": ["canary"]}', "\xff"])
def test_one_that_cannot_be_used_names_the_setting_and_quotes_nothing(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "client.json"
    if content is not None:
        file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError) as caught:
        load_oauth_file(file, Client, "publish.no_permission", setting="publish.x.token_file", platform="x")
    assert caught.value.code == "publish.no_permission"
    assert str(file) in str(caught.value)
    assert "wagglebot auth x" in str(caught.value)
    assert "canary" not in f"{caught.value} {caught.value.__cause__!r}"
