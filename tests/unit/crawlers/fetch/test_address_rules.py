"""What holds of every address, however it is written: by hand, by a board's script, or to get past the rules."""

from urllib.parse import unquote

import pytest
from fixtures.rows import each_row
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.fetch.page_address import PageAddress, normalised_host, normalised_percent_encoding
from schemas.errors import BadInput

SCHEMES = st.sampled_from(["http", "https", "HTTP", "ftp", ""])
HOST_SIGNS = st.text("abA1.-_:[]@%0xé한。\ud800\x00 ", max_size=12)
PATHS = st.text("ab./\\;%2F5cEe?#&=+~ 가\ud800\udcff\x00\t", max_size=24)


def parsed(text: str) -> PageAddress | None:
    """The address in ``text``; None where it is refused with words that can be stored and sent."""
    try:
        return PageAddress.parse(text)
    except BadInput as refusal:
        refused = refusal
    assert refused.code.startswith("page.address.")
    assert str(refused).encode()
    return None


@settings(max_examples=150)
@given(SCHEMES, HOST_SIGNS, PATHS)
@example("http", "h.example", "/\ud800")
@example("http", "h.example", "/?\ud800")
@example("http", "h\ud800.example", "/")
@example("http", "[::1", "/")
def test_whatever_is_written_is_an_address_in_its_one_spelling_or_refused(scheme: str, host: str, path: str) -> None:
    address = parsed(f"{scheme}://{host}{path}")
    if address is not None:
        assert str(address).isascii()
        assert PageAddress.parse(str(address)) == address
        assert normalised_host(address.host) == address.host
        assert address.scheme in {"http", "https"}
        assert not {".", ".."} & set(address.path.split("/"))


@settings(max_examples=100)
@given(PATHS)
def test_the_path_that_is_requested_is_always_among_what_servers_may_read(path: str) -> None:
    address = parsed(f"http://h.example/{path}")
    if address is not None:
        readings = address.spellings_of_lax_servers()
        assert readings[0] == address
        assert len(set(readings)) == len(readings)
        assert {one.origin for one in readings} == {address.origin}
        assert {one.query for one in readings} == {address.query}
        assert not any({".", ".."} & set(one.path.split("/")) for one in readings)


@each_row(
    ("written", "read"),
    [
        ("/admin", "/admin"),
        ("/x/%2e%2e/admin", "/admin"),
        ("/x%2f..%2fadmin", "/admin"),
        ("/x%5C..%5Cadmin", "/admin"),
        ("/x%252f..%252fadmin", "/admin"),
        ("/x/%252e%252E/admin", "/admin"),
        ("/%c0%ae%c0%ae%c0%afadmin", "/admin"),
        ("//admin", "/admin"),
        ("/x/..;/admin", "/admin"),
        ("/admin;jsessionid=1", "/admin"),
        ("/admin;a/b;c", "/admin/b"),
        ("/x//..;//admin", "/admin"),
    ],
)
def test_spellings_that_lax_servers_take_for_another_path_are_judged_as_that_too(written: str, read: str) -> None:
    assert read in [one.path for one in PageAddress.parse(f"http://h.example{written}").spellings_of_lax_servers()]


@each_row(
    ("written", "spelt"),
    [
        ("", ""),
        ("%41%2d%5f%7E", "A-_~"),
        ("%e3%81%82", "%E3%81%82"),
        ("あ", "%E3%81%82"),
        ("100%", "100%25"),
        ("%g1%2", "%25g1%252"),
        ("a|b^c`{}", "a%7Cb%5Ec%60%7B%7D"),
        ("\udcc7\udcd1", "%C7%D1"),
    ],
    ids=ascii,
)
def test_one_spelling_of_a_path(written: str, spelt: str) -> None:
    assert normalised_percent_encoding(written, "/:@!$&'()*+,;=") == spelt
    assert normalised_percent_encoding(spelt, "/:@!$&'()*+,;=") == spelt


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_spelling_changes_nothing_of_what_is_said(text: str) -> None:
    assert unquote(normalised_percent_encoding(text.replace("%", ""), "/")) == text.replace("%", "")


@given(st.integers(0, 2**32 - 1))
def test_every_number_of_an_internet_address_is_the_same_host(number: int) -> None:
    parts = [str(number >> shift & 255) for shift in (24, 16, 8, 0)]
    host = ".".join(parts)
    rest = number & 0xFFFFFF
    spellings = (host, str(number), hex(number), f"0{number:o}", f"{parts[0]}.{rest}", f"{parts[0]}.0x{rest:X}.")
    assert {normalised_host(spelling) for spelling in spellings} == {host}


def test_huge_addresses_are_refused_in_few_words_or_kept_whole() -> None:
    long = "http://h.example/" + "a" * 100_000
    assert str(PageAddress.parse(long)) == long
    for text in ("http://" + "9" * 5000 + "/", "http://" + "a" * 300_000 + ".kr/", "ftp://" + "x" * 100_000):
        with pytest.raises(BadInput) as caught:
            PageAddress.parse(text)
        assert len(caught.value.fields["url"]) <= 200
