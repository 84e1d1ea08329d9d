"""What a reader sees of an element of a page: text, a block on lines of its own, or nothing."""

import re
import unicodedata
from typing import Any, Final

CODE, STRUCK = "\uf0c0", "\uf0c1"
"""Private-use characters that stand where a block of code, or words that were struck out, are left out, so that these
can be counted; `crawlers.parse.plain_text.clean_text` drops them."""
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    }
)
_NOT_TEXT: Final = frozenset(
    {
        *("applet", "audio", "button", "canvas", "datalist", "embed", "frameset", "head", "iframe", "map", "math"),
        *("meter", "noembed", "noframes", "noscript", "object", "option", "progress", "rp", "script", "select"),
        *("style", "svg", "template", "textarea", "title", "video"),
    }
)
"""Controls, and what holds words only for browsers that cannot show or run it."""
_STRUCK_OUT: Final = frozenset({"del", "s", "strike"})
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*(?:0(?![.\d])|1p[xt])|text-indent\s*:\s*-\d{3,}|"
    r"(?:^|[;\s])(?:opacity\s*:\s*0(?:\.0+)?\s*(?:!|;|$)|color\s*:\s*transparent|(?:left|top)\s*:\s*-\d{4,}|"
    r"(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*;.*overflow\s*:\s*hidden)",
    re.IGNORECASE | re.DOTALL,
)
_STRIKE_STYLE: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_BLOCK_STYLE: Final = re.compile(r"display\s*:\s*(?:block|flex|grid|table(?!-cell))", re.IGNORECASE)
_AS_WRITTEN: Final = re.compile(r"white-?space\s*[:-]\s*pre-(?:wrap|line)")
_FOR_SCREEN_READERS: Final = frozenset(
    {"blind", "sr-only", "sr_only", "sound_only", "visually-hidden", "visuallyhidden", "screen_out", "screen-out"}
    | {"screen-reader-text", "a11y", "a11y-hidden"}
)
"""Classes of words that are only spoken to the blind, which sites draw outside of the page."""
_PREVIEWS: Final = frozenset(
    {f"og{sign}{last}" for last in ("div", "wrap", "link", "card") for sign in ("-", "_", "")}
    | {f"{first}{sign}preview" for first in ("link", "url") for sign in ("-", "_", "")}
    | {"se-oglink", "se-module-oglink", "opengraph", "xe_opengraph", "preview-card", "bookmark-card", "onebox"}
)
"""Classes of the cards that a site draws for a link; their words are those of another page."""
_NOT_THE_AUTHORS: Final = _FOR_SCREEN_READERS | _PREVIEWS
_FOLDED: Final = ("spoiler", "fold", "collaps", "moreless", "more-less", "accordion")
_SWITCH: Final = re.compile(
    r"[\s\[(<▶▼▲▽△►+\-·/|…]*(?:(?:펼치기|펼쳐 ?보기|접기|더 ?보기|닫기|열기|보기|스포일러(?: ?방지)?|내용 ?보기|숨기기|"
    r"클릭(?:하여)? ?(?:보기|펼치기)?|show|hide|open|close|read more|more|less|click to expand|expand|spoiler)"
    r"[\s\])>▶▼▲▽△►+\-·/|….]*){1,3}",
    re.IGNORECASE,
)
"""The words of a switch that opens and closes a part of a page."""
_SWITCH_LENGTH: Final = 30
_SWITCHES: Final = ("a", "summary")
_BOXES: Final = ("p", "span", "div")
_CELLS: Final = ("td", "th")
_SIGNS: Final = {"rt": ("(", ")"), "q": ("“", "”"), "td": ("", " "), "th": ("", " ")}
DRAWN: Final = frozenset({*_SIGNS, "img", "li", "sup"})
"""Elements with words that stand in no text of the page, or that are drawn otherwise than written."""
_PRE: Final = frozenset({"pre", "listing", "xmp"})
_NO_NUMBERS: Final = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_CODE_SIGNS: Final = re.compile(r"[{}();=<>\\$|]")
_RAISED: Final = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_EMOJI_LENGTH: Final = 16


def omission_mark(element: Any, tag: str, style: str) -> str:
    """The character left in place of an element of code or struck-out words; empty for any other element."""
    if tag in _STRUCK_OUT or (style and _STRIKE_STYLE.search(style)):
        return STRUCK
    if tag == "code":
        parent = element.getparent()
        is_block = parent is not None and parent.tag == "pre"
        return CODE if is_block or _CODE_SIGNS.search(element.text or "") else ""
    return ""


def is_readable_element(element: Any, tag: str, name: str, style: str) -> bool:
    """Whether an element is of the text that a reader sees, at once or by opening a fold; ``name`` is its class."""
    if tag in _NOT_TEXT or (name and not _NOT_THE_AUTHORS.isdisjoint(name.lower().split())):
        return False
    if (style and _HIDDEN.search(style)) or element.get("hidden") is not None:
        return _is_folded(element, name) and not _is_switch(element)
    # Of other elements than links and summaries a name must say so: a line of a story may well be "접기".
    may_switch = tag in _SWITCHES or (tag in _BOXES and _is_folded(element, name))
    return not (may_switch and _is_switch(element))


def is_block_element(element: Any, tag: str, style: str) -> bool:
    """Whether an element stands on lines of its own. Cells of words stand beside each other in the row's line."""
    if tag in _CELLS:
        return any(child.tag == "br" or child.tag in _BLOCKS for child in element)
    return tag in _BLOCKS or (style != "" and _BLOCK_STYLE.search(style) is not None)


def preserves_line_ends(tag: str, name: str, style: str) -> bool:
    """Whether line ends in an element's source are displayed: in ``pre``, or by a style or a class of Tailwind's."""
    said = f"{name} {style}".lower() if name or style else ""
    return tag in _PRE or ("pre-" in said and _AS_WRITTEN.search(said) is not None)


def text_before_and_after(element: Any, tag: str, items: dict[Any, int]) -> tuple[str, str]:
    """What is drawn before and after an element's own text, such as the number of an item of a list.

    ``items`` holds the number of the last item of each list; the one of this element is put there.
    """
    if tag == "img":
        return _emoji(element.get("alt") or ""), ""
    if tag == "li":
        return _number(element, items), ""
    return _SIGNS.get(tag, ("", ""))


def _number(item: Any, items: dict[Any, int]) -> str:
    """The number in front of an item of an ordered list, which is drawn as decimals; empty for other items."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or _NO_NUMBERS.search(parent.get("style") or ""):
        return ""
    step = -1 if parent.get("reversed") is not None else 1
    if parent not in items:
        items[parent] = _whole(parent.get("start"), sum(1 for _ in parent.iterchildren("li")) if step < 0 else 1) - step
    items[parent] = _whole(item.get("value"), items[parent] + step)
    return f"{items[parent]}. "


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def superscript_text(text: str) -> str:
    """The text of ``sup`` as it is drawn, where Unicode has raised signs for all of it: m² and not m2."""
    return text.translate(_RAISED) if re.fullmatch(r"[0-9+\-n]{1,4}", text) else text


def _emoji(alt: str) -> str:
    """The words that stand for a picture, if they are nothing but an emoji."""
    short = 0 < len(alt) <= _EMOJI_LENGTH
    drawn = short and all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") or sign == "\u20e3" for sign in alt)
    return alt if drawn and any(unicodedata.category(sign) == "So" for sign in alt) else ""


def _is_folded(element: Any, name: str) -> bool:
    said = f"{name} {element.get('id') or ''}".lower()
    return any(word in said for word in _FOLDED)


def _is_switch(element: Any) -> bool:
    """Whether the words of an element, which may stand in one element within, are those of the switch of a fold."""
    own = element.text or ""
    if len(own) > _SWITCH_LENGTH or len(element) > 1 or (len(element) == 1 and len(element[0])):
        return False
    words = "".join(element.itertext()).strip() if len(element) else own.strip()
    return 0 < len(words) <= _SWITCH_LENGTH and _SWITCH.fullmatch(words) is not None
