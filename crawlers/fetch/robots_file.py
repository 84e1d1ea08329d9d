"""The reader of robots.txt files (RFC 9309), with what Google's reader forgives: typos, a missing colon, long lines.

No parser on PyPI passes the RFC's own table and Google's published cases together: Protego takes a group for
`Waggle` as one for us, and lets unknown lines end a group; Google's compares percent-encoded letters undecoded.
"""

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from crawlers.fetch.page_address import normalised_percent_encoding

_LONGEST_LINE: Final = 2083 * 8 - 1
"""Characters of a line that are read, as Google's reader does; the rest is dropped."""
_MARKS: Final = (
    # UTF-32 before UTF-16: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_LINES: Final = re.compile(r"\r\n|\r|\n")
_MARKUP: Final = re.compile(
    r"\A\s*[{\[<]|^[^#\r\n]*<(?:!doctype|html|head|body|title|script)\b", re.IGNORECASE | re.MULTILINE
)
_FIELD: Final = re.compile(r"[a-z][a-z _-]*", re.IGNORECASE)
_DISALLOW: Final = ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw")
_AGENT: Final = ("user-agent", "useragent", "user agent")
_DELAY: Final = ("crawl-delay", "crawldelay", "crawl delay")
_TOKEN: Final = re.compile(r"[A-Za-z_-]*")
_SECONDS: Final = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


def decode_robots_file(body: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark, or of part of one.

    Bytes that are no UTF-8 stand percent-encoded, as they stand in addresses of a site in another encoding.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace").replace("\ufeff", "")
    for codec, zeros in (("utf-16-le", body[1:400:2]), ("utf-16-be", body[:400:2])):
        if len(zeros) > 4 and zeros.count(0) > 0.6 * len(zeros):
            return body.decode(codec, "replace").replace("\ufeff", "")
    # Half a mark of UTF-8, as Google's reader skips it.
    text = re.sub(rb"\A\xef\xbb?(?=[\x00-\x7f])", b"", body).decode("utf-8", "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", text).replace("\ufeff", "")


def is_robots_file(text: str) -> bool:
    """Whether ``text`` holds records or nothing at all: not HTML, JSON, binary data or a sentence."""
    if "\0" in text or _MARKUP.search(text):
        return False
    lines = [line for raw in _LINES.split(text) if (line := raw.partition("#")[0].strip())]
    return not lines or any(_record(line) is not None for line in lines)


@dataclass(slots=True)
class RuleGroup:
    """The rules of one group. ``allowed`` and ``disallowed`` hold patterns, ``delay`` is in seconds."""

    allowed: list["PathPattern"] = field(default_factory=list)
    disallowed: list["PathPattern"] = field(default_factory=list)
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether ``path``, with its query, may be requested: the longest matching pattern decides, and of two as long
        the one that allows (RFC 9309, 2.2.2).
        """
        if path == "/robots.txt":
            return True
        targets = _targets(path)
        return _longest(self.allowed, targets) >= _longest(self.disallowed, targets)


def rules_for_user_agent(product: str, text: str) -> RuleGroup:
    """The rules for the product token ``product``: those of all its groups, or if it has none, of those for `*`."""
    own, everybody = RuleGroup(), RuleGroup()
    named = ended = False
    current: list[RuleGroup] = []
    for line in _LINES.split(text):
        name, value = _record(line[:_LONGEST_LINE].partition("#")[0].strip()) or ("", "")
        if name.startswith(_AGENT):
            # Lines of other kinds between two names do not end a group (RFC 9309, 2.2.4).
            current, ended = ([] if ended else current), False
            if re.match(r"\*(?:\s|$)", value):
                current.append(everybody)
            elif _token(value) == product.lower():
                named = True
                current.append(own)
        elif name == "allow" or name.startswith(_DISALLOW):
            ended = True
            for rules in current:
                _add(rules, value, allows=name == "allow")
        elif name in _DELAY and (seconds := _SECONDS.match(value)):
            for rules in current:
                rules.delay = max(rules.delay, float(seconds[0]))
    return own if named else everybody


def _add(rules: RuleGroup, value: str, allows: bool) -> None:
    if not value:
        return
    (rules.allowed if allows else rules.disallowed).append(PathPattern.of(value))
    folder, _, page = value.rpartition("/")
    if allows and page.startswith("index.htm"):
        # As Google's reader: who allows the index page allows its folder.
        rules.allowed.append(PathPattern.of(f"{folder}/$"))


def _token(value: str) -> str:
    found = _TOKEN.match(value)
    return found[0].lower() if found else ""


def _record(line: str) -> tuple[str, str] | None:
    """The name, in lower case, and the value of a line without comment; None if it is no record."""
    name, colon, value = line.partition(":")
    if not colon:
        # Google's reader takes two words as a record whose colon was forgotten.
        words = line.split()
        return (words[0].lower(), words[1]) if len(words) == 2 and _known(words[0].lower()) else None
    name = " ".join(name.lower().split())
    return (name, value.strip()) if _FIELD.fullmatch(name) and (_known(name) or " " not in value.strip()) else None


def _known(name: str) -> bool:
    return name.startswith((*_AGENT, *_DISALLOW, *_DELAY, "allow", "sitemap", "host", "request-rate", "visit-time"))


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A path of a rule: ``parts`` lie between its asterisks, ``size`` is its length in octets."""

    parts: tuple[str, ...]
    at_end: bool
    size: int

    @classmethod
    def of(cls, value: str) -> "PathPattern":
        """The pattern that the path of a rule describes."""
        at_end = value.endswith("$")
        path, mark, query = value.removesuffix("$").partition("?")
        parts = "*".join(normalised_percent_encoding(part, "/") for part in path.split("*"))
        if mark:
            parts += "?" + "*".join(_in_query(part) for part in query.split("*"))
        return cls(tuple(re.sub(r"\*+", "*", parts).split("*")), at_end, len(parts) + at_end)

    def matches(self, path: str) -> bool:
        """Whether the pattern matches the beginning of ``path``, or the whole of it if it ends in ``$``."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        place = len(first)
        if not rest:
            return not self.at_end or place == len(path)
        for part in rest[:-1]:
            if (place := path.find(part, place)) < 0:
                return False
            place += len(part)
        last = rest[-1]
        if self.at_end:
            return len(path) - len(last) >= place and path.endswith(last)
        return path.find(last, place) >= 0


def _longest(patterns: list[PathPattern], targets: tuple[str, ...]) -> int:
    sizes = (pattern.size for pattern in patterns if any(pattern.matches(target) for target in targets))
    return max(sizes, default=0)


def _targets(path: str) -> tuple[str, ...]:
    """``path`` as patterns are compared with it: slashes in its query plain and, where it has some, encoded.

    RFC 9309, 2.2.2, takes both spellings in a query as one; a pattern without a question mark may use either.
    """
    before, mark, query = path.partition("?")
    place, plain = normalised_percent_encoding(before, "/"), _in_query(query)
    encoded = plain.replace("/", "%2F")
    return tuple(dict.fromkeys((place + mark + plain, place + mark + encoded)))


def _in_query(text: str) -> str:
    """The one spelling of a query, in which an encoded slash or question mark is a plain one; in a path it is not."""
    return normalised_percent_encoding(text, "/?").replace("%2F", "/").replace("%3F", "?")
