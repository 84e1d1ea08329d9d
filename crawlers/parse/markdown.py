"""Markdown of posts and comments as plain text, by way of the page that a reader would see."""

import re
from typing import Final

from markdown_it import MarkdownIt

from crawlers.parse.element_display import superscript_text
from crawlers.parse.markup import parse_html
from crawlers.parse.plain_text import plain_text

_SPOILER: Final = re.compile(r">!(.+?)!<", re.DOTALL)
_RAISED: Final = re.compile(r"(?<!\^)\^\(([^()\n]{1,200})\)|(?<!\^)\^(?![ㄱ-ㅣ_])(\w+)(?!\^)")
_TASK: Final = re.compile(r"^(\s*[-*+] )\[[ xX]\] ", re.MULTILINE)
_CONTAINER: Final = re.compile(r"^[ ]{0,3}:::.*$", re.MULTILINE)


def markdown_text(text: str) -> str:
    """The readable text of ``text``: no marks, no addresses of links, no pictures, no code, nothing struck out.

    Spoilers, of Reddit (``>!…!<``) and of Lemmy (``::: spoiler``), are told; so are raised words (``^word``,
    ``^(words)``), and tasks without their boxes. Line ends are kept.
    """
    bare = _TASK.sub(r"\1", _CONTAINER.sub("", _SPOILER.sub(r"\1", text)))
    bare = _RAISED.sub(lambda found: superscript_text(found[1] or found[2]), bare)
    reader = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable(["table", "strikethrough"])
    lines = (line.strip() for line in plain_text(parse_html(f"<div>{reader.render(bare)}</div>")).split("\n"))
    return "\n".join(line for line in lines if line)
