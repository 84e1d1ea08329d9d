"""Accounts of a file, their sessions, and how often a password may be guessed."""

import asyncio
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.accounts.accounts import AccountRole, Accounts, Person
from libraries.accounts.sessions import ACCOUNT_TRIES, ADDRESS_TRIES, LIFETIME, STRANGER_TRIES, LoginRefusal, Sessions
from libraries.accounts.throttle import WINDOW
from libraries.network_addresses import client_address, household_network
from schemas.errors import BadInput

KIM = Person(name="kim", role=AccountRole.OPERATOR)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def right(name: str, password: str) -> Person | None:
    return KIM if (name, password) == ("kim", "right") else None


def test_session_ends_unused(clock: Clock) -> None:
    sessions = Sessions(right, clock)
    token = sessions.start_session(KIM)
    clock.now += LIFETIME - 1
    assert sessions.person_of_token(token) == KIM
    clock.now += LIFETIME - 1
    assert sessions.person_of_token(token) == KIM
    clock.now += LIFETIME
    assert sessions.person_of_token(token) is None


async def test_sessions_and_addresses_are_bounded(clock: Clock) -> None:
    """Neither endless logins nor endless addresses fill the memory."""
    sessions = Sessions(right, clock)
    for number in range(6000):
        assert sessions.admit_attempt(f"10.0.{number // 256}.{number % 256}")
    first = sessions.start_session(KIM)
    for _ in range(1100):
        sessions.start_session(KIM)
    assert len(sessions._addresses) <= 4096
    assert sessions.person_of_token(first) is None


async def test_thirty_guesses_at_once_are_throttled(clock: Clock) -> None:
    """A try counts before its answer is known, so a crowd of them gains nothing."""
    tried: list[str] = []

    def verify(_name: str, password: str) -> None:
        tried.append(password)

    sessions = Sessions(verify, clock)
    answers = await asyncio.gather(*(sessions.login("10.0.0.9", "kim", str(n)) for n in range(30)))
    assert answers.count(LoginRefusal.THROTTLED) == 30 - ADDRESS_TRIES
    assert len(tried) == ADDRESS_TRIES
    crowd = await asyncio.gather(*(sessions.login(f"10.0.1.{n}", "kim", str(n)) for n in range(30)))
    assert crowd.count(LoginRefusal.WRONG) == STRANGER_TRIES - ADDRESS_TRIES


async def test_logging_in_uses_up_nothing(clock: Clock) -> None:
    """The owner may log in as often as they like; a minute later everybody may guess again."""
    sessions = Sessions(right, clock)
    for number in range(ACCOUNT_TRIES + 3):
        assert isinstance(await sessions.login(f"10.0.0.{number}", "kim", "right"), str)
    for number in range(STRANGER_TRIES):
        assert await sessions.login(f"10.1.0.{number}", "kim", "guess") is LoginRefusal.WRONG
    assert await sessions.login("10.1.1.1", "kim", "right") is LoginRefusal.THROTTLED
    assert isinstance(await sessions.login("10.0.0.1", "kim", "right"), str), "logged in from there before"
    clock.now += WINDOW
    assert isinstance(await sessions.login("10.1.1.1", "kim", "right"), str)


def test_accounts_are_kept_by_their_digest(tmp_path: Path) -> None:
    """The right name and password give the person, whoever reads the file; the last operator stays."""
    people = Accounts(tmp_path / "accounts.json")
    people.put_account("kim", "열두 글자 비밀번호", AccountRole.OPERATOR)
    people.put_account("lee", "또 다른 비밀번호", AccountRole.REVIEWER)
    again = Accounts(tmp_path / "accounts.json")
    assert again.verify_password("lee", "또 다른 비밀번호") == Person(name="lee", role=AccountRole.REVIEWER)
    assert again.verify_password("lee", "열두 글자 비밀번호") is None
    assert again.verify_password("nobody", "열두 글자 비밀번호") is None
    with pytest.raises(BadInput) as kept:
        again.remove_account("kim")
    assert kept.value.code == "review.last_operator"
    again.remove_account("lee")
    assert [person.name for person in Accounts(tmp_path / "accounts.json").list_people()] == ["kim"]
    assert "비밀번호" not in (tmp_path / "accounts.json").read_text()


def test_an_account_is_not_overwritten_unasked(tmp_path: Path) -> None:
    """A name that is taken is refused; asked for, it gets the password, but the last operator stays one."""
    people = Accounts(tmp_path / "accounts.json")
    people.put_account("kim", "first password", AccountRole.OPERATOR)
    device = people.device_token("kim")
    for role, replace, code in (
        (AccountRole.OPERATOR, False, "review.name_taken"),
        (AccountRole.REVIEWER, True, "review.last_operator"),
    ):
        with pytest.raises(BadInput) as refused:
            people.put_account("kim", "other password", role, replace=replace)
        assert refused.value.code == code
    assert people.verify_password("kim", "first password") == KIM
    assert people.knows_device_token("kim", device)
    assert Accounts(tmp_path / "accounts.json").knows_device_token("kim", device), "a restart keeps it"
    people.put_account("kim", "other password", AccountRole.OPERATOR, replace=True)
    assert people.verify_password("kim", "other password") == KIM
    assert not people.knows_device_token("kim", device)


@each_row("device", ["", ".", "x", "x.y", "x.한글", "a.b.c"])
def test_strange_devices_are_unknown(device: str, tmp_path: Path) -> None:
    people = Accounts(tmp_path / "accounts.json")
    people.put_account("kim", "first password", AccountRole.OPERATOR, replace=True)
    assert not people.knows_device_token("kim", device)
    assert not people.knows_device_token("lee", device)
    assert people.device_token("lee") == ""


@each_row(
    ("peer", "forwarded", "proxies", "expected"),
    [
        ("10.0.0.1", "", (), "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", (), "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", ("10.0.0.0/8",), "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", ("10.0.0.1",), "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4 ,10.0.0.2", ("10.0.0.0/24",), "1.2.3.4"),
        ("::1", "2001:db8::7", ("::1",), "2001:db8::7"),
        ("10.0.0.1", "nonsense", ("10.0.0.1",), "nonsense"),
        ("", "1.2.3.4", ("10.0.0.1",), ""),
    ],
)
def test_who_asks_behind_proxies(peer: str, forwarded: str, proxies: tuple[str, ...], expected: str) -> None:
    assert client_address(peer, forwarded, proxies) == expected


@each_row(
    ("address", "expected"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:aaaa::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::8", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_a_household_is_one_address(address: str, expected: str) -> None:
    assert household_network(address) == expected
