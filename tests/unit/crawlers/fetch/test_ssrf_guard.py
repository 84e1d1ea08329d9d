"""The address guard: nothing that is not on the public internet is connected to."""

from collections.abc import Sequence
from ipaddress import ip_address

import pytest
from fixtures.rows import each_row

from crawlers.fetch.ssrf_guard import SsrfGuard, is_public_address
from schemas.errors import BadInput, ProviderDown

CLOSED = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "198.18.0.1", "192.0.2.1", "203.0.113.9", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1"),
    *("ff02::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"),
    *("2001:db8::1", "100::1", "3fff::1", "fec0::1", "5f00::1"),
]


@each_row("address", CLOSED)
async def test_special_addresses_are_refused_written_out_and_behind_a_name(address: str) -> None:
    assert not is_public_address(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(BadInput, match="address"):
        SsrfGuard().allowed_address(f"http://{host}/")

    async def lookup(_: str, __: int) -> Sequence[str]:
        return ["93.184.215.14", address]

    with pytest.raises(BadInput, match="not a public address"):
        await SsrfGuard(lookup=lookup).resolve("friendly.example", 80)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001::8a"])
async def test_public_addresses_pass_and_are_pinned(address: str) -> None:
    asked: list[str] = []

    async def lookup(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return [address]

    found = await SsrfGuard(lookup=lookup).resolve("friendly.example", 443)
    assert [result["host"] for result in found] == [address]
    assert asked == ["friendly.example"]


@each_row("host", ["2130706433", "0x7f000001", "017700000001", "127.1", "0", "localhost", "①②⑦.⓪.⓪.①"])
async def test_odd_spellings_of_this_machine_are_refused(host: str) -> None:
    guard = SsrfGuard()
    with pytest.raises((BadInput, ProviderDown)) as caught:
        await guard.resolve(guard.allowed_address(f"http://{host}/").host or "", 80)
    assert caught.type is BadInput


@each_row(
    "url",
    [
        *(
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
            "http:///x",
            "//example.com",
            "",
            "http://",
        ),
        *(
            "http://example.com:22/",
            "http://example.com:8080/",
            "http://user:pw@example.com/",
            "http://[::1",
            "javascript:1",
        ),
        "http://exa\nmple.com:6379/",
    ],
)
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(BadInput):
        SsrfGuard().allowed_address(url)


async def test_loopback_is_open_for_the_declared_origin_alone() -> None:
    guard = SsrfGuard(("127.0.0.1", 8123))
    assert guard.allowed_address("http://127.0.0.1:8123/x").port == 8123
    for url in ("http://127.0.0.1:8124/", "http://127.0.0.1/", "http://[::1]:8123/", "http://127.0.0.2:8123/"):
        with pytest.raises(BadInput):
            guard.allowed_address(url)

    async def lookup(_: str, __: int) -> Sequence[str]:
        return ["127.0.0.1"]

    with pytest.raises(BadInput):
        await SsrfGuard(("localhost", 80), lookup).resolve("other.example", 80)
    assert await SsrfGuard(("localhost", 80), lookup).resolve("localhost", 80)


async def test_a_name_that_is_nowhere_is_no_answer() -> None:
    async def lookup(_: str, __: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(ProviderDown, match="not found"):
        await SsrfGuard(lookup=lookup).resolve("nowhere.example", 80)
