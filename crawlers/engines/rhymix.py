"""Rhymix and XpressEngine, with the skins that come with them and Sketchbook 5, which most communities use."""

import re
from dataclasses import replace

from crawlers.base import LIBRARIES, ParsedComment, PostRef
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.link_addresses import (
    absolute_address,
    query_value,
    with_query_parameters,
    without_query_parameters,
)
from crawlers.engines.table_row_stats import stats_by_column_heading
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from crawlers.sites_config.selectors import (
    CommentSelectors,
    ListSelectors,
    Pick,
    PostSelectors,
    Selectors,
    picked_value,
)
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_PASSING = ("page", "cpage", "listStyle")
"""Query parameters that do not identify a post."""
_MOST_PAGES = 200
_BODY = '[class^="document_"].xe_content'
_LOCKED = ".board_read .read_body input[type=password], .board_read .secretForm, .rd form.secretMessage"
_TITLE = "td.title a:not(.category):not(.replyNum)"
_LINK = f"{_TITLE}, a.hx"
_FACTS = ".rd_hd .btm_area, .rd_hd .blog"
"""Where Sketchbook 5 writes a post's numbers."""
_NUMBERS = {
    "views": re.compile(r"(?:조회\s*수?|Views)\s*([\d,]+)", re.IGNORECASE),
    "likes": re.compile(r"(?:추천\s*수?|Likes|Votes)\s*([\d,]+)", re.IGNORECASE),
    "comments": re.compile(r"(?:댓글|Comments?|Reply|Replies)\s*([\d,]+)", re.IGNORECASE),
}
_INDENT = re.compile(r"margin-left:\s*(\d{1,4})%")


class Rhymix(DeclarativeHtml):
    """Reads the stock skins and Sketchbook 5.

    The core, not the skin, wraps every body in ``document_<srl>_<member>`` and every comment in ``comment_<srl>``, so
    the site file of another skin replaces some sections of the selectors and keeps the rest.
    """

    @classmethod
    def stock_selectors(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows=".board_list tbody tr, table.bd_lst tbody tr, ol.bd_zine > li, ol.bd_tmb_lst > li",
                hidden='tr.notice, li.notice, li.ads, li.no_doc, .no_article, td[colspan], img[alt="secret"]',
                link=Pick(css=_LINK),
                id=Pick(css=_LINK, attr="href", regex=r"(?:document_srl=|/)(\d+)(?=[&?#]|$)"),
                title=Pick(css=f"{_TITLE}, h3, .tmb_wrp + p b"),
                author=Pick(css="td.author"),
                posted_at=Pick(css="td.time"),
                views=Pick(css="td.readNum"),
                likes=Pick(css="td.voteNum"),
                comments=Pick(css="a.replyNum"),
                next=Pick(
                    css=".list_footer .pagination strong ~ a:not(.direction), form.bd_pg .this ~ a:not(.direction)",
                    attr="href",
                ),
            ),
            post=PostSelectors(
                title=Pick(css=".read_header h1 a:not(.category), .rd_hd h1 a"),
                body=", ".join(f"{place} {_BODY}" for place in (".read_body", ".rd_body")),
                id=Pick(css=_BODY, attr="class", regex=r"document_(\d+)_"),
                board=Pick(css=".read_header h1 a.category"),
                author=Pick(css=".read_header .meta .author, .rd_hd .nick"),
                posted_at=Pick(css=".read_header .time, .rd_hd .date"),
                views=Pick(css=".read_header .read_count, .read_header .read"),
                likes=Pick(
                    css=".read_header .vote_count, .read_header .sum .vote, "
                    '.read_footer a[onclick*="DocumentVoteUp"], .rd_ft a[onclick*="DocumentVoteUp"]'
                ),
                dislikes=Pick(css='.read_footer a[onclick*="DocumentVoteDown"], .rd_ft a[onclick*="DocumentVoteDown"]'),
                comments=Pick(css=".fbHeader h2 em, .fdb_tag b"),
            ),
            comments=CommentSelectors(
                rows='.fbList > [id^="comment_"], .fdb_lst_ul > [id^="comment_"]',
                hidden="span.ico_secret, form.xe_content, "
                ".xe_content.deleted, .xe_content.is_deleted, .xe_content.is_secret",
                id=Pick(attr="id", regex=r"^comment_(\d+)$"),
                depth=Pick(attr="class", regex=r"\bindent(\d+)"),
                text=".xe_content",
                author=Pick(css=".fbMeta .author, .meta > b, .meta > a"),
                posted_at=Pick(css=".fbMeta .time, .meta > .date"),
                likes=Pick(css='.action a[onclick*="CommentVoteUp"], .action .vote, .fdb_nav .vote a:first-child'),
                dislikes=Pick(css='.action a[onclick*="CommentVoteDown"], .fdb_nav .vote a:first-child + a'),
                pages="#comment .pagination a, div.bd_pg a[href*=cpage]",
                page=Pick(css="#comment .pagination strong, div.bd_pg strong.this"),
            ),
        )

    def read_row(self, row: Node, url: str) -> PostRef | None:
        found = super().read_row(row, url)
        return replace(found, url=without_query_parameters(found.url, _PASSING)) if found is not None else None

    def read_stats(self, node: Node, wanted: ListSelectors | PostSelectors) -> Stats:
        stats = super().read_stats(node, wanted)
        if node.root.tag == "tr":
            shown = stats_by_column_heading(node).model_dump(exclude_none=True)
            return stats.model_copy(update=shown | {"comments": stats.comments or 0})
        if facts := [node] if node.root.tag == "li" else node.css(_FACTS)[:1]:
            text = " ".join(facts[0].css("::text").getall())
            found = {name: parse_number(said[1]) for name, read in _NUMBERS.items() if (said := read.search(text))}
            return stats.model_copy(update=found)
        if stats.likes is None and node.css(".read_header .meta"):
            # The stock skins leave out a vote count of zero.
            return stats.model_copy(update={"likes": 0})
        return stats

    def read_author(self, page: Node) -> str:
        """The author; one of the stock skins shows guests without a homepage as bare text."""
        return super().read_author(page) or one_line(
            " ".join(page.css(".read_header .meta").xpath("./text()").getall())
        )

    def read_comment(self, row: Node, wanted: CommentSelectors, place: Node) -> ParsedComment | None:
        """A comment; Sketchbook 5 indents an answer by two hundredths for each level, ten at most."""
        found = super().read_comment(row, wanted, place)
        indent = _INDENT.search(row.attrib.get("style", "")) if "fdb_itm" in row.attrib.get("class", "") else None
        return replace(found, depth=int(indent[1]) // 2) if found is not None and indent else found

    def unreadable_post_error(self, page: Node, url: str, missing: str) -> BadInput:
        if page.css(_LOCKED):
            return BadInput("page.secret", url=url[:200])
        return super().unreadable_post_error(page, url, missing)

    def is_closed_post(self, body: bytes) -> bool:
        """Newer versions answer 403 for a secret post, with its page and a password form."""
        return bool(self.parse_page(body).css(_LOCKED))

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All pages but the one that was read, which is the last; the navigation shows ten of them at most."""
        if self.comment_selectors is None or not self.comment_selectors.pages:
            return ()
        links = [absolute_address(url, link.attrib.get("href", "")) for link in page.css(self.comment_selectors.pages)]
        numbered = {found: link for link in links if (found := parse_number(query_value(link, "cpage")))}
        if not numbered:
            return ()
        current = parse_number(picked_value(page, self.comment_selectors.page))
        base = without_query_parameters(next(iter(numbered.values())), ())
        pages = range(1, min(max(numbered), _MOST_PAGES) + 1)
        return tuple(PageRequest(with_query_parameters(base, cpage=str(place))) for place in pages if place != current)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="rhymix",
    version="1",
    make=Rhymix,
    title_en="Rhymix and XpressEngine boards",
    title_ko="라이믹스·XE 게시판",
    needs=(LIBRARIES,),
)
