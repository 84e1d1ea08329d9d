"""Pseudonyms of authors: always the same for an author of a site, and not reversible without the salt."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from libraries.data_tables import load_table
from schemas.base import Frozen


class _Words(Frozen):
    adjectives: tuple[str, ...]
    animals: tuple[str, ...]


_WORDS: Final = load_table(_Words, Path(__file__).with_name("pseudonyms.toml"))
_MENTION: Final = re.compile(r"@(\S{2,30})")
NOBODY: Final = "익명"


class Pseudonyms:
    """The pseudonyms of one site. ``salt`` is that of the installation; another salt gives other pseudonyms."""

    def __init__(self, salt: str, site: str) -> None:
        self._key = hashlib.sha256(f"{salt}\n{site}".encode()).digest()

    def pseudonym_of(self, author: str) -> str:
        """The pseudonym of a nickname (``졸린수달42``); ``익명`` for an empty one."""
        if not author:
            return NOBODY
        digest = int.from_bytes(hmac.digest(self._key, author.encode(), "sha256")[:12], "big")
        rest, adjective = divmod(digest, len(_WORDS.adjectives))
        rest, animal = divmod(rest, len(_WORDS.animals))
        return f"{_WORDS.adjectives[adjective]}{_WORDS.animals[animal]}{rest % 99 + 1}"

    def replace_mentions(self, text: str, authors: Iterable[str]) -> str:
        """``text`` with every ``@nickname`` of ``authors`` replaced by its pseudonym."""
        known = set(authors)

        def renamed(match: re.Match[str]) -> str:
            # A suffix may follow the name: 「@홍길동님」.
            for end in range(len(match[1]), 1, -1):
                if match[1][:end] in known:
                    return f"@{self.pseudonym_of(match[1][:end])}{match[1][end:]}"
            return match[0]

        return _MENTION.sub(renamed, text)
