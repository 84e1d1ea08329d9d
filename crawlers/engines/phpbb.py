"""phpBB 3 with its standard style: the first post of a topic is the post, the others are its comments."""

from dataclasses import replace
from datetime import datetime

from crawlers.base import LIBRARIES, ParsedPost, PostRef
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.link_addresses import query_value, with_query_parameters, without_query_parameters
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_whole_number
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors
from schemas.adapters import Adapter, AdapterKind
from schemas.posts import Stats

_SESSION = ("sid", "start")
_AUTHOR = "p.author strong"
_MOST_PAGES = 200


class PhpBb(DeclarativeHtml):
    """Reads ``viewforum.php`` and ``viewtopic.php``. A list row counts answers; likes are not known to phpBB."""

    @classmethod
    def stock_selectors(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows="ul.topiclist.topics > li.row",
                hidden=".sticky, .announce, .global-announce, .locked",
                link=Pick(css="a.topictitle"),
                id=Pick(css="a.topictitle", attr="href", regex=r"[?&]t=(\d+)"),
                title=Pick(css="a.topictitle"),
                author=Pick(css=".username, .username-coloured"),
                posted_at=Pick(css=".topic-poster time", attr="datetime"),
                views=Pick(css="dd.views"),
                comments=Pick(css="dd.posts"),
                next=Pick(css=".pagination .arrow.next a, .pagination li.next a", attr="href"),
            ),
            post=PostSelectors(
                title=Pick(css='h2.topic-title, h2 > a[href*="viewtopic"]'),
                body=".post .content",
                author=Pick(css=f".post {_AUTHOR}, .post p.author .username"),
                posted_at=Pick(css=".post p.author time", attr="datetime"),
                comments=Pick(css=".pagination", regex=r"([\d,]+)"),
                images="img:not(.smilies):not(.emoji)",
            ),
            comments=CommentSelectors(
                rows=".post",
                hidden=".post-hidden, .deleted",
                id=Pick(attr="id", regex=r"^p(\d+)$"),
                text=".content",
                author=Pick(css=f"{_AUTHOR}, p.author .username"),
                posted_at=Pick(css="p.author time", attr="datetime"),
                pages='.pagination a[href*="start="]',
            ),
        )

    def read_row(self, row: Node, url: str) -> PostRef | None:
        found = super().read_row(row, url)
        return replace(found, url=without_query_parameters(found.url, _SESSION)) if found is not None else None

    def read_date(self, node: Node, pick: Pick | None, place: Node | None = None, comment: str = "") -> datetime | None:
        """The time of an element, or in styles before 3.2 the words behind the author's name."""
        found = super().read_date(node, pick, place, comment)
        if found is not None or pick is None:
            return found
        line = Pick(css=pick.css.removesuffix(" time"), regex=r"»\s*([^»]+)$")
        return super().read_date(node, line, place, comment)

    def post(self, body: bytes, url: str) -> ParsedPost:
        found = super().post(body, url)
        posts, opening = found.stats.comments, found.comments[:1]
        stats = Stats() if posts is None else Stats(comments=max(0, posts - 1))
        return replace(found, stats=stats, comments=found.comments[len(opening) :])

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All further pages: of a long topic the navigation shows the first and the last ones only."""
        links = self.linked_addresses(page, self.comment_selectors.pages if self.comment_selectors else "", url)
        starts = {start: link for link in links if (start := parse_whole_number(query_value(link, "start")))}
        if not starts:
            return ()
        step, base = min(starts), without_query_parameters(starts[min(starts)], ("sid",))
        places = range(step, min(max(starts), step * _MOST_PAGES) + 1, step)
        return tuple(PageRequest(with_query_parameters(base, start=str(place))) for place in places)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="phpbb",
    version="1",
    make=PhpBb,
    title_en="phpBB 3 forums",
    title_ko="phpBB 3 포럼",
    needs=(LIBRARIES,),
)
