"""The normalised address of a page, by which it is requested, judged by robots.txt and limited per host."""

import re
from dataclasses import dataclass, replace
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from string import ascii_letters, digits
from typing import Final, Self
from urllib.parse import quote, unquote, urlsplit

from schemas.errors import BadInput

_PORTS: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_ENCODED: Final = re.compile(r"(%[0-9A-Fa-f]{2})")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._~/-]*")
_UNRESERVED: Final = ascii_letters + digits + "-._~"
_PATH: Final = "/:@!$&'()*+,;="
_QUERY: Final = _PATH + "?"
_TWICE: Final = re.compile(r"%25(?=2F|5C|2E)", re.IGNORECASE)
_SLASH: Final = re.compile(r"%2F|%5C|%C0%AF", re.IGNORECASE)
_DOT: Final = re.compile(r"%2E|%C0%AE", re.IGNORECASE)
"""Percent-encoded slashes and dots, which some servers read as plain ones; C0 begins them in overlong UTF-8."""


def normalised_host(written: str) -> str:
    """A host name normalised: lower case, without a closing dot, IDN in punycode, an IP address written out.

    Internet addresses in octal, hexadecimal or fewer than four numbers are read as browsers and resolvers read them
    (WHATWG URL, 3.5). Raises ValueError for what is no name of a host.
    """
    text = unquote(written.strip("[]"))
    if ":" in text:
        if "%" in text:
            raise ValueError(f"{written!r} names an interface of this machine")
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
class PageAddress:
    """A normalised http or https address (RFC 3986, 6.2.2 and 6.2.3): one spelling for each page.

    ``path`` begins with a slash and has no dot segments; ``query`` is None where there is no question mark. The
    fragment is dropped. What is written needlessly percent-encoded is plain, what must be encoded is, in upper case.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address in ``text``. Raises BadInput (``page.address.unreadable``, ``scheme``, ``password``)."""
        shown = text[:200].encode(errors="backslashreplace").decode()
        try:
            parts = urlsplit(text)
            if parts.scheme not in _PORTS or not parts.hostname:
                raise BadInput("page.address.scheme", url=shown)
            if "@" in parts.netloc:
                raise BadInput("page.address.password", url=shown)
            host, port = normalised_host(parts.hostname), parts.port
            query = normalised_percent_encoding(parts.query, _QUERY) if "?" in text.partition("#")[0] else None
            path = _without_dots(normalised_percent_encoding(parts.path, _PATH))
        except ValueError as error:
            raise BadInput("page.address.unreadable", url=shown, why=str(error)) from error
        return cls(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path, query)

    def __str__(self) -> str:
        return self.origin + self.path_and_query

    @property
    def path_and_query(self) -> str:
        """Path and query: what is asked of the server, and what rules of robots.txt are compared with."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is valid for."""
        usual = self.port == _PORTS[self.scheme]
        return f"{self.scheme}://{self._bracketed}" + ("" if usual else f":{self.port}")

    @property
    def host_and_port(self) -> str:
        """What pace, budget and lease are counted by: the host, with its port where that is none of the web's."""
        return self._bracketed if self.port in _PORTS.values() else f"{self._bracketed}:{self.port}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def spellings_of_lax_servers(self) -> list[Self]:
        """The address as laxer servers read it: encoded slashes and back-slashes as slashes, runs of slashes as one,
        parameters of path segments dropped. Itself comes first.
        """
        plain = _DOT.sub(".", _SLASH.sub("/", _TWICE.sub("%", self.path)))
        bare = re.sub(r";[^/]*", "", plain)
        paths = (self.path, *map(_without_dots, (plain, bare, _merged(plain), _merged(bare))))
        return [replace(self, path=path) for path in dict.fromkeys(paths)]


def normalised_percent_encoding(text: str, plain: str) -> str:
    """``text`` with every octet percent-encoded except unreserved ones, and those in ``plain`` that are written so."""
    if _PLAIN.fullmatch(text):
        return text
    pieces = _ENCODED.split(text)
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            pieces[place] = quote(piece, safe=plain + "~", errors="surrogateescape")
        else:
            letter = chr(int(piece[1:], 16))
            pieces[place] = letter if letter in _UNRESERVED else piece.upper()
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """``path`` without its dot segments (RFC 3986, 5.2.4), and with a slash at the beginning."""
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if segments[-1] in (".", "..") and kept else "")


def _merged(path: str) -> str:
    return re.sub(r"/{2,}", "/", path)
