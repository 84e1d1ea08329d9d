"""How many comments a page says that its post has."""

import re
from typing import Final

from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.visible_text import element_text

_COUNTED: Final = re.compile(
    r"(?:댓글|덧글|답글|답변|코멘트|리플|의견|\bcomments?|\brepl(?:y|ies)|\banswers)\s*수?\s*[:(\[]?\s*(\d{1,5})(?![\d.:/-])|"
    r"(?<![\d.:/-])(\d{1,5})\s*(?:개의\s*(?:댓글|덧글|답글|의견)|comments?\b|repl(?:y|ies)\b)",
    re.IGNORECASE,
)
"""Numbers of comments as pages write them, before or behind the word."""


def stated_comment_count(page: FetchedPage) -> int:
    """The largest number of comments that the words of a page name; 0 where they name none."""
    text = element_text(page.node.root)
    return max((int(found[1] or found[2]) for found in _COUNTED.finditer(text)), default=0)
