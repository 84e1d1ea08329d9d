"""vBulletin 3 and 4: the first message of a thread is the post, the others are its comments."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from crawlers.base import LIBRARIES, ParsedPost, PostRef
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.link_addresses import without_query_parameters
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from crawlers.sites_config.selectors import (
    CommentSelectors,
    ListSelectors,
    Pick,
    PostSelectors,
    Selectors,
    picked_value,
)
from schemas.adapters import Adapter, AdapterKind

_THREAD: Final = 'a[id^="thread_title_"], .threadtitle a.title'
_MESSAGE: Final = '#posts > li[id^="post_"], #posts table[id^="post"]'
_BODY: Final = '[id^="post_message_"]'
_AUTHOR: Final = (
    ".username_container strong, .username_container .username:not(:has(strong)), .bigusername, "
    '[id^="postmenu_"]:not(:has(.bigusername))'
)
_QUOTATIONS: Final = (".bbcode_quote", 'div[style*="margin:20px"]:has(> table)')
_DAY: Final = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./](\d{4})\b")
_PAGE: Final = re.compile(r"(?:(?<=/page)|(?<=[?&]page=))[0-9]{1,9}(?![0-9])")
_MOST_PAGES: Final = 200


class VBulletin(DeclarativeHtml):
    """Reads the stock styles. Forums write 03-04-2026 for either the third or the fourth month: which one is told by
    the page's other dates, and where none tells, the time is left out.
    """

    @classmethod
    def stock_selectors(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows='#threads > li.threadbit, tbody[id^="threadbits_forum_"] > tr',
                hidden='img[src*="sticky"], img[src*="moved"]',
                link=Pick(css=_THREAD),
                id=Pick(css=_THREAD, attr="id", regex=r"^thread_title_(\d+)$"),
                title=Pick(css=_THREAD),
                posted_at=Pick(css=".threadmeta .label", regex=r"(\d{1,2}[-./]\d{1,2}[-./]\d{4}.*)"),
                views=Pick(
                    css='.threadstats li + li, td:has(> a[href*="whoposted"]) + td',
                    regex=r"([\d,]+)",
                ),
                comments=Pick(css='.threadstats li:first-child, a[href*="whoposted"]', regex=r"([\d,]+)"),
                next=Pick(css='a[rel="next"]', attr="href"),
            ),
            post=PostSelectors(
                title=Pick(css="h1 .threadtitle, td.navbar strong"),
                body=_BODY,
                author=Pick(css=_AUTHOR),
                posted_at=Pick(css="#posts .posthead .date, #posts td.thead:first-child"),
                images='img:not([src*="smilies"]):not(.inlineimg)',
            ),
            comments=CommentSelectors(
                rows=_MESSAGE,
                id=Pick(attr="id", regex=r"^post_?(\d+)$"),
                parent=Pick(
                    css=", ".join(f'{quotation} a[href*="#post"]' for quotation in _QUOTATIONS),
                    attr="href",
                    regex=r"#post(\d+)$",
                ),
                text=_BODY,
                without=", ".join(_QUOTATIONS),
                author=Pick(css=_AUTHOR),
                posted_at=Pick(css=".posthead .date, td.thead:first-child"),
                pages='.pagination a[href*="page"], .pagenav a[href*="page"]',
            ),
        )

    def read_row(self, row: Node, url: str) -> PostRef | None:
        found = super().read_row(row, url)
        return replace(found, url=without_query_parameters(found.url, ("s",))) if found is not None else None

    def post(self, body: bytes, url: str) -> ParsedPost:
        found = super().post(body, url)
        return replace(found, comments=found.comments[1:])

    def read_date(self, node: Node, pick: Pick | None, place: Node | None = None, comment: str = "") -> datetime | None:
        text = picked_value(node, pick, place, comment)
        day = _DAY.search(text)
        if day is None:
            return super().read_date(node, pick, place, comment)
        first = _month_first(node)
        if first is None:
            return None
        month, date = (day[1], day[2]) if first else (day[2], day[1])
        written = f"{day[3]}-{month:0>2}-{date:0>2}"
        return parse_date(text.replace(day[0], written), self.now(), self.spec.zone)

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All further pages: of a long thread the navigation shows the first and the last ones only."""
        links = self.linked_addresses(page, self.comment_selectors.pages if self.comment_selectors else "", url)
        numbered = {
            int(found[0]): without_query_parameters(link, ("s",)) for link in links if (found := _PAGE.search(link))
        }
        if not numbered:
            return ()
        model, last = numbered[max(numbered)], min(max(numbered), _MOST_PAGES)
        return tuple(PageRequest(_PAGE.sub(str(place), model)) for place in range(2, last + 1))


def _month_first(node: Node) -> bool | None:
    """Whether the page writes the month before the day, as far as one of its dates tells."""
    shown = " ".join(node.root.getroottree().getroot().itertext())
    days = _DAY.findall(shown)
    if any(int(first) > 12 for first, _, _ in days):
        return False
    return True if any(int(second) > 12 for _, second, _ in days) else None


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="vbulletin",
    version="1",
    make=VBulletin,
    title_en="vBulletin 3 and 4 forums",
    title_ko="vBulletin 3·4 포럼",
    needs=(LIBRARIES,),
)
