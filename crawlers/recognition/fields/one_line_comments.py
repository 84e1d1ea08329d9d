"""Comments that are a line each: the name, a sign, the text, and perhaps the time, in one element."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crawlers.recognition.elements.row_values import RowValues, SearchableRows
from crawlers.recognition.elements.text_kinds import MOMENT
from crawlers.recognition.elements.visible_text import element_text, own_text
from crawlers.recognition.fields.certainty import FieldCertainty, ProposedField
from crawlers.recognition.fields.untimed_rows import ONE_LINE, SIGNS
from crawlers.sites_config.selectors import Pick

_MOST: Final = 0.9
_DASH: Final = r"\s[-–—]\s"
_LEADING: Final = rf"^\s*(?:[{SIGNS}]|[-–—]\s)+\s*"
_TIME_BEHIND: Final = rf"\s*[(\[]?\s*({MOMENT})\s*[)\]]?\s*$"


@dataclass(frozen=True, slots=True)
class CommentLineFormat:
    """How a line is read: its author, the parts of it that are elements and no text, and what its words leave out.

    ``time`` is where it ends in one: a text may speak of another before.
    """

    author: ProposedField
    time: ProposedField | None
    without: str
    strip: str


def comment_line_format(rows: SearchableRows, times: Sequence[RowValues]) -> CommentLineFormat | None:
    """How rows are read that are a line each; None where most of them are none, or their signs differ."""
    texts = [element_text(node.root) for node in rows.nodes]
    found = [match for text in texts if (match := ONE_LINE.fullmatch(text))]
    if not texts or len(found) < _MOST * len(texts) or len({match["name"] for match in found}) < 2:
        return None
    signs = Counter(match.string[match.end("name") : match.start("text")].strip()[:1] for match in found)
    sign, count = signs.most_common(1)[0]
    if count < _MOST * len(texts):
        return None
    between = re.escape(sign) + "+" if sign in SIGNS else _DASH
    start = rf"^\W{{0,3}}?\s*([^{SIGNS}]{{1,24}}?)\s*(?:{between})"
    names = tuple("" if (match := re.search(start, text)) is None else match[1] for text in texts)
    strip = rf"{start.replace('(', '(?:', 1)}\s*"
    inner = [slot.pick.css for slot in times[:1] if slot.pick.css]
    time: ProposedField | None = None
    if times and not inner:
        strip += f"|{_TIME_BEHIND}"
        ends = tuple("" if (match := re.search(_TIME_BEHIND, text)) is None else match[1] for text in texts)
        time = ProposedField(
            Pick(regex=_TIME_BEHIND), FieldCertainty.SURE if all(ends) else FieldCertainty.UNSURE, ends
        )
    return CommentLineFormat(
        ProposedField(Pick(regex=start), FieldCertainty.UNSURE, names), time, ", ".join(inner), strip
    )


def leading_sign_regex(rows: SearchableRows) -> str:
    """What stands between a name in an element of its own and the text, as a regular expression; empty for nothing."""
    texts = [own_text(node.root) for node in rows.nodes]
    signed = sum(re.match(_LEADING, text) is not None for text in texts)
    return _LEADING if texts and signed >= _MOST * len(texts) else ""
