"""The address of a page in its one spelling, by which it is requested, judged by robots.txt and limited per host."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote

from schemas.errors import BadInput

# idna and yarl are imported where they are used: adapters and sites are listed without them.
if TYPE_CHECKING:
    from yarl import URL

_PLAIN: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_TWICE: Final = re.compile(r"%25(?=2F|5C|2E)", re.IGNORECASE)
_SLASH: Final = re.compile(r"%2F|%5C|%C0%AF|\\", re.IGNORECASE)
_DOT: Final = re.compile(r"%2E|%C0%AE", re.IGNORECASE)
"""Percent-encoded slashes and dots, which some servers read as plain ones; C0 begins them in overlong UTF-8."""


def host_name(written: str) -> str:
    """The one spelling of a host: lower case, without a closing dot, IDN in punycode, an IP address written out.

    Internet addresses in octal, hexadecimal or fewer than four numbers are read as browsers and resolvers read them
    (WHATWG URL, 3.5). Raises ValueError for what is no name of a host.
    """
    text = unquote(written.strip("[]"))
    if ":" in text:
        return str(IPv6Address(text))
    if not text.isascii():
        import idna

        text = idna.uts46_remap(text, std3_rules=False, transitional=False)
        text = text if text.isascii() else idna.encode(text).decode("ascii")
    text = text.lower().removesuffix(".")
    if not _NAME.fullmatch(text):
        raise ValueError(f"{written!r} is no name of a host")
    return str(_internet_address(text)) if _NUMBER.fullmatch(text.rpartition(".")[2]) else text


def _internet_address(text: str) -> IPv4Address:
    """One to four numbers, the last filling the bytes that are left. Raises ValueError."""
    *first, last = (_number(part) for part in text.split("."))
    if len(first) > 3 or any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise AddressValueError(f"{text!r} is no internet address")
    return IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(first)) + last)


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address in its one spelling: `url` is what is requested, `host` the `host_name` in it."""

    url: "URL"
    host: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address in ``text``: dot segments are resolved, needless percent-encoding and the fragment dropped.

        Raises BadInput (``page.address.unreadable``, ``scheme``, ``password``).
        """
        from yarl import URL

        shown = text[:200]
        try:
            written = URL(text)
            if written.scheme not in _PLAIN or not written.raw_host:
                raise BadInput("page.address.scheme", url=shown)
            host = host_name(written.raw_host)
            url = _settled(written.with_host(host).with_fragment(None))
        except ValueError as error:
            raise BadInput("page.address.unreadable", url=shown, why=str(error)) from error
        if url.user is not None or url.password is not None:
            raise BadInput("page.address.password", url=shown)
        return cls(url, host)

    def __str__(self) -> str:
        return str(self.url)

    @property
    def port(self) -> int:
        return self.url.port or 0

    @property
    def server(self) -> str:
        """What pace, budget and lease are counted by: the host, with its port where that is none of the web's."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in _PLAIN.values() else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is valid for."""
        return str(self.url.origin())

    def readings(self) -> list[Self]:
        """The address as laxer servers read it: encoded slashes and back-slashes as slashes, runs of slashes as one,
        parameters of path segments dropped. Itself comes first.
        """
        from yarl import URL

        path = self.url.raw_path
        plain = _DOT.sub(".", _SLASH.sub("/", _TWICE.sub("%", path)))
        bare = re.sub(r";[^/]*", "", plain)
        paths = (path, plain, bare, re.sub(r"/{2,}", "/", plain), re.sub(r"/{2,}", "/", bare))
        query = self.url.raw_query_string
        urls = (URL(f"{self.origin}{path}{'?' if query else ''}{query}") for path in dict.fromkeys(paths))
        return [self, *(type(self)(_settled(url), self.host) for url in urls if url != self.url)]


def _settled(url: "URL") -> "URL":
    """``url`` as it stays however often it is parsed: a decoded dot may make a new dot segment."""
    from yarl import URL

    while (again := URL(str(url))) != url:
        url = again
    return url
