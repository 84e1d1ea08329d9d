"""Rhymix and XpressEngine, with the skins that come with them."""

from dataclasses import replace
from urllib.parse import urljoin

from crawlers.base import LIBRARIES, PostRef
from crawlers.engines.addresses import query, with_query, without
from crawlers.engines.columns import stats_by_heading
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors, take
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_PASSING = ("page", "cpage", "listStyle")
"""Query parameters that do not identify a post."""
_MOST_PAGES = 200
_LOCKED = ".board_read .read_body input[type=password], .board_read .secretForm"


class Rhymix(DeclarativeHtml):
    """Reads the stock skins.

    The core, not the skin, wraps every body in ``document_<srl>_<member>`` and every comment in ``comment_<srl>``, so
    the site file of another skin replaces some sections of the selectors and keeps the rest.
    """

    @classmethod
    def stock(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows=".board_list tbody tr",
                hidden='tr.notice, .no_article, td[colspan], img[alt="secret"]',
                link=Pick(css="td.title a"),
                id=Pick(css="td.title a", attr="href", regex=r"(?:document_srl=|/)(\d+)(?=[&?#]|$)"),
                title=Pick(css="td.title a"),
                author=Pick(css="td.author"),
                posted_at=Pick(css="td.time"),
                views=Pick(css="td.readNum"),
                likes=Pick(css="td.voteNum"),
                comments=Pick(css="a.replyNum"),
                next=Pick(css=".list_footer .pagination strong ~ a:not(.direction)", attr="href"),
            ),
            post=PostSelectors(
                title=Pick(css=".read_header h1 a:not(.category)"),
                body='.read_body [class^="document_"].xe_content',
                id=Pick(css='.read_body [class^="document_"].xe_content', attr="class", regex=r"document_(\d+)_"),
                board=Pick(css=".read_header h1 a.category"),
                author=Pick(css=".read_header .meta .author"),
                posted_at=Pick(css=".read_header .time"),
                views=Pick(css=".read_header .read_count, .read_header .read"),
                likes=Pick(
                    css='.read_header .vote_count, .read_header .sum .vote, .read_footer a[onclick*="DocumentVoteUp"]'
                ),
                dislikes=Pick(css='.read_footer a[onclick*="DocumentVoteDown"]'),
                comments=Pick(css=".fbHeader h2 em"),
            ),
            comments=CommentSelectors(
                rows='.fbList > [id^="comment_"]',
                hidden="form.xe_content, .xe_content.deleted, .xe_content.is_deleted, .xe_content.is_secret",
                id=Pick(attr="id", regex=r"^comment_(\d+)$"),
                depth=Pick(attr="class", regex=r"\bindent(\d+)"),
                text=".xe_content",
                author=Pick(css=".fbMeta .author"),
                posted_at=Pick(css=".fbMeta .time"),
                likes=Pick(css='.action a[onclick*="CommentVoteUp"], .action .vote'),
                dislikes=Pick(css='.action a[onclick*="CommentVoteDown"]'),
                pages="#comment .pagination a",
                page=Pick(css="#comment .pagination strong"),
            ),
        )

    def row(self, row: Node, url: str) -> PostRef | None:
        found = super().row(row, url)
        return replace(found, url=without(found.url, _PASSING)) if found is not None else None

    def stats(self, node: Node, wanted: ListSelectors | PostSelectors) -> Stats:
        stats = super().stats(node, wanted)
        if node.root.tag == "tr":
            shown = stats_by_heading(node).model_dump(exclude_none=True)
            return stats.model_copy(update=shown | {"comments": stats.comments or 0})
        if stats.likes is None and node.css(".read_header .meta"):
            # The stock skins leave out a vote count of zero.
            return stats.model_copy(update={"likes": 0})
        return stats

    def author(self, page: Node) -> str:
        """The author; one of the stock skins shows guests without a homepage as bare text."""
        return super().author(page) or one_line(" ".join(page.css(".read_header .meta").xpath("./text()").getall()))

    def no_post(self, page: Node, url: str, missing: str) -> BadInput:
        if page.css(_LOCKED):
            return BadInput("page.secret", url=url[:200])
        return super().no_post(page, url, missing)

    def is_closed_post(self, body: bytes) -> bool:
        """Newer versions answer 403 for a secret post, with its page and a password form."""
        return bool(self.parse(body).css(_LOCKED))

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All pages but the one that was read, which is the last; the navigation shows ten of them at most."""
        if self.comment_selectors is None or not self.comment_selectors.pages:
            return ()
        links = [urljoin(url, link.attrib.get("href", "")) for link in page.css(self.comment_selectors.pages)]
        numbered = {found: link for link in links if (found := parse_number(query(link, "cpage")))}
        if not numbered:
            return ()
        current = parse_number(take(page, self.comment_selectors.page))
        base = without(next(iter(numbered.values())), ())
        pages = range(1, min(max(numbered), _MOST_PAGES) + 1)
        return tuple(PageRequest(with_query(base, cpage=str(place))) for place in pages if place != current)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="rhymix",
    version="1",
    make=Rhymix,
    title_en="Rhymix and XpressEngine boards",
    title_ko="라이믹스·XE 게시판",
    needs=(LIBRARIES,),
)
