"""Masks personal data in text from the web before it is published.

Masked are telephone numbers, the numbers of residents and foreigners, passports, driving licences, bank cards, bank
accounts, number plates, e-mail addresses, messenger ids, addresses of open chats, postal addresses, apartments, and
public IP addresses, whole or partial; also where letters, words, signs or spaces disguise them. Names are not masked:
by their form alone they cannot be told from other nouns.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.texts.personal_data.account_numbers import ACCOUNTS, CARDS
from libraries.texts.personal_data.ascii_signs import with_ascii_signs
from libraries.texts.personal_data.identity_numbers import LICENCES, PASSPORTS, RESIDENTS
from libraries.texts.personal_data.number_plates import PLATES
from libraries.texts.personal_data.online_identifiers import ADDRESSES, CHATS, IDS, MAIL
from libraries.texts.personal_data.phones import PHONES
from libraries.texts.personal_data.postal_addresses import APARTMENTS, POSTAL
from libraries.texts.personal_data.rule import PersonalDataRule

_RULES: Final[tuple[PersonalDataRule, ...]] = (
    *(*MAIL, *CHATS, *RESIDENTS, *LICENCES, *PASSPORTS, *CARDS, *PHONES),
    *(*ACCOUNTS, *PLATES, *POSTAL, *APARTMENTS, *IDS, *ADDRESSES),
)
"""Each rule sees what those before it have left."""
_DIGIT: Final = re.compile("[0-9]")
_OF_DIGITS: Final = tuple(tuple(rule for rule in _RULES if rule.least <= digits) for digits in range(11))
"""The rules for texts of no digit, of one, and so on; the last are those for texts of ten and more."""
KINDS: Final = tuple(dict.fromkeys(rule.kind for rule in _RULES))
_LABEL: Final = re.compile(rf"\[(?:{'|'.join(KINDS)})\]")
_TAKEN: Final = "\ufffc"
"""Stands for each character that is masked: no pattern matches it, and no word of a label is taken for a cue."""
_LOOKS: Final = 12
"""How often a text is looked at, at most: ordinary text needs two, and one made to be peeled datum by datum is left."""


class MaskedText(NamedTuple):
    """A text with its personal data masked. ``kinds`` names what was found, each once, in the order of the rules."""

    text: str
    kinds: tuple[str, ...]


class _Span(NamedTuple):
    start: int
    end: int
    kind: str


def mask_personal_data(text: str) -> MaskedText:
    """``text`` with each piece of personal data replaced by its kind in brackets, such as ``[전화번호]``."""
    found: set[str] = set()
    # What stood between two data may itself be one once they are gone.
    for _ in range(_LOOKS):
        spans = _spans(text)
        if not spans:
            break
        found.update(span.kind for span in spans)
        text = _replaced(text, spans, [f"[{span.kind}]" for span in spans])
    return MaskedText(text, tuple(kind for kind in KINDS if kind in found))


def _spans(text: str) -> list[_Span]:
    """Where personal data stands in ``text``, from its start to its end; none overlap."""
    left = _LABEL.sub(lambda label: _TAKEN * len(label[0]), with_ascii_signs(text))
    spans: list[_Span] = []
    small = left.lower()
    for rule in _OF_DIGITS[min(len(_DIGIT.findall(small)), len(_OF_DIGITS) - 1)]:
        if (rule.words and not rule.words.search(small)) or (rule.sign and not rule.sign.search(small)):
            continue
        found = [
            _Span(*match.span(rule.datum), rule.kind) for match in rule.pattern.finditer(left) if rule.applies(match)
        ]
        if found:
            left = _replaced(left, found, [_TAKEN * (span.end - span.start) for span in found])
            spans += found
    return sorted(spans)


def _replaced(text: str, spans: Sequence[_Span], by: Sequence[str]) -> str:
    pieces: list[str] = []
    at = 0
    for span, piece in zip(spans, by, strict=True):
        pieces += (text[at : span.start], piece)
        at = span.end
    return "".join((*pieces, text[at:]))
