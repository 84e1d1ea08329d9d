"""The address guard at the limits of its ranges, and what it gives to the connection."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.fetch.ssrf_guard import SsrfGuard, is_public_address
from schemas.errors import BadInput, ProviderDown

# From the IANA special-purpose registries (RFC 6890 and its updates), written down here a second time on purpose.
PRIVATE_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
PRIVATE_V6 = [
    "::/3",
    "4000::/2",
    "8000::/1",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
]


@each_row("network", PRIVATE_V4)
def test_the_first_and_last_address_of_a_private_range_are_refused(network: str) -> None:
    span = IPv4Network(network)
    assert not is_public_address(span[0])
    assert not is_public_address(span[-1])


@each_row("network", PRIVATE_V4)
def test_the_neighbours_of_a_private_range_are_public_unless_they_are_in_another(network: str) -> None:
    span = IPv4Network(network)
    for value in (int(span[0]) - 1, int(span[-1]) + 1):
        if 0 <= value < 2**32:
            neighbour = IPv4Address(value)
            elsewhere = any(neighbour in IPv4Network(other) for other in PRIVATE_V4)
            assert is_public_address(neighbour) is not elsewhere


@each_row("network", PRIVATE_V6)
def test_ranges_of_version_six_are_refused_to_their_ends(network: str) -> None:
    span = IPv6Network(network)
    assert not is_public_address(span[0])
    assert not is_public_address(span[-1])


@each_row("address", ["2001:200::", "2000::1", "2001:db9::", "2003::", "2620:4f:8001::", "3ffe:ffff::1"])
def test_public_addresses_of_version_six_beside_the_ranges(address: str) -> None:
    assert is_public_address(IPv6Address(address))


@given(st.ip_addresses(v=4))
def test_version_four_agrees_with_the_registry(address: IPv4Address) -> None:
    assert is_public_address(address) is not any(address in IPv4Network(network) for network in PRIVATE_V4)


@given(st.ip_addresses(v=6))
def test_version_six_agrees_with_the_registry(address: IPv6Address) -> None:
    assert is_public_address(address) is not any(address in IPv6Network(network) for network in PRIVATE_V6)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_a_url_and_behind_a_name(address: IPv4Address) -> None:
    if is_public_address(address):
        assert SsrfGuard().allowed_address(f"https://{address}/").host == str(address)
        return
    with pytest.raises(BadInput) as caught:
        SsrfGuard().allowed_address(f"https://{address}/")
    assert caught.value.code == "page.address.private"


@given(st.ip_addresses(v=4))
def test_an_address_of_version_four_inside_one_of_version_six_is_refused(address: IPv4Address) -> None:
    for mapped in (f"::ffff:{address}", f"64:ff9b::{address}", f"::{address}"):
        assert not is_public_address(ip_address(mapped))


@each_row(
    ("url", "code"),
    [
        ("ftp://board.example/", "page.address.scheme"),
        ("file:///etc/passwd", "page.address.scheme"),
        ("//board.example/", "page.address.scheme"),
        ("http://user@board.example/", "page.address.password"),
        ("http://:secret@board.example/", "page.address.password"),
        ("http://board.example:8080/", "page.address.port"),
        ("https://board.example:22/", "page.address.port"),
        ("http://[::1", "page.address.unreadable"),
        ("http://board.example:99999/", "page.address.unreadable"),
        ("http://10.0.0.1/", "page.address.private"),
        ("http://[fe80::1]/", "page.address.private"),
    ],
)
def test_a_refused_address_says_why(url: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        SsrfGuard().allowed_address(url)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "http://board.example/a?b=1#c",
        "https://board.example/",
        "http://board.example:443/",
        "https://board.example:80/",
    ],
)
def test_websites_pass(url: str) -> None:
    assert SsrfGuard().allowed_address(url).host == "board.example"


def test_a_long_address_is_cut_in_the_message() -> None:
    with pytest.raises(BadInput) as caught:
        SsrfGuard().allowed_address("ftp://board.example/" + "a" * 5_000)
    assert len(caught.value.fields["url"]) == 200


def guard(*addresses: str, loopback: tuple[str, int] | None = None) -> SsrfGuard:
    async def lookup(_: str, __: int) -> Sequence[str]:
        return addresses

    return SsrfGuard(loopback, lookup)


async def test_each_address_is_given_once_as_a_number_that_is_not_resolved_again() -> None:
    found = await guard("8.8.8.8", "2606:4700::1", "8.8.8.8").resolve("board.example", 443)
    assert [(each["host"], each["family"]) for each in found] == [
        ("8.8.8.8", socket.AF_INET),
        ("2606:4700::1", socket.AF_INET6),
    ]
    assert {(each["hostname"], each["port"], each["proto"], each["flags"]) for each in found} == {
        ("board.example", 443, 0, socket.AI_NUMERICHOST)
    }


@pytest.mark.parametrize(("family", "kept"), [(socket.AF_INET, "8.8.8.8"), (socket.AF_INET6, "2606:4700::1")])
async def test_only_addresses_of_the_family_that_is_asked_for_are_given(
    family: socket.AddressFamily, kept: str
) -> None:
    found = await guard("8.8.8.8", "2606:4700::1").resolve("board.example", 443, family)
    assert [each["host"] for each in found] == [kept]


async def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    for addresses in (("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("8.8.8.8", "fe80::1%eth0")):
        with pytest.raises(BadInput) as caught:
            await guard(*addresses).resolve("board.example", 80, socket.AF_INET)
        assert caught.value.code == "page.address.private"
        assert caught.value.fields["url"] == "board.example"


async def test_a_name_without_an_address_of_the_family_is_unreachable() -> None:
    for found in (guard(), guard("2606:4700::1")):
        with pytest.raises(ProviderDown) as caught:
            await found.resolve("board.example", 80, socket.AF_INET)
        assert caught.value.code == "page.unreachable"


async def test_the_origin_on_loopback_must_lead_to_loopback() -> None:
    assert await guard("127.0.0.1", loopback=("board.local", 80)).resolve("board.local", 80)
    for port, address in ((80, "8.8.8.8"), (80, "192.168.0.1"), (81, "127.0.0.1")):
        with pytest.raises(BadInput):
            await guard(address, loopback=("board.local", 80)).resolve("board.local", port)
