"""XenForo 2: the first message of a thread is the post, the others are its comments."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.base import LIBRARIES, ParsedComment, ParsedPost, PostRef
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors
from schemas.adapters import Adapter, AdapterKind

_TITLE = ".structItem-title a[data-tp-primary], .structItem-title a:not(.labelLink)"
_MESSAGE = "article.message--post"
_BODY = ".message-body .bbWrapper"
_NOT_OWN = ".bbCodeBlock--quote, .bbCodeBlock--unfurl, .bbCodeBlock-expandLink"
_PAGE = re.compile(r"(?<=/page-)[0-9]{1,9}(?![0-9])")
_MOST_PAGES = 200
_BANNED = re.compile(r"\bban(?:ned)?\b|차단", re.IGNORECASE)


class XenForo(DeclarativeHtml):
    """Reads the stock style, whose class names other styles keep. A reaction counts as a like.

    A message that begins with a quotation answers the quoted one; the quoted words are not its own.
    """

    @classmethod
    def stock_selectors(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows=".structItemContainer-group:not(.structItemContainer-group--sticky) > .structItem--thread",
                hidden=".structItem-status--redirect",
                link=Pick(css=_TITLE),
                id=Pick(css=_TITLE, attr="href", regex=r"[./](\d+)(?:/[^/?#]*)?(?:[?#]|$)"),
                title=Pick(css=_TITLE),
                board=Pick(css=".structItem-title .labelLink"),
                posted_at=Pick(css=".structItem-startDate time", attr="datetime"),
                views=Pick(css=".structItem-cell--meta dl.structItem-minor dd"),
                comments=Pick(css=".structItem-cell--meta dl:not(.structItem-minor) dd"),
                next=Pick(css="a.pageNav-jump--next", attr="href"),
            ),
            post=PostSelectors(
                title=Pick(css="h1.p-title-value"),
                body=f"{_MESSAGE} {_BODY}",
                without=".bbCodeBlock-expandLink",
                author=Pick(css=_MESSAGE, attr="data-author"),
                posted_at=Pick(css=f"{_MESSAGE} .message-attribution-main time", attr="datetime"),
                images="img:not(.smilie)",
            ),
            comments=CommentSelectors(
                rows=_MESSAGE,
                hidden=".messageNotice--deleted, .messageNotice--moderated",
                id=Pick(attr="data-content", regex=r"^post-(\d+)$"),
                parent=Pick(css=f"{_BODY} > .bbCodeBlock--quote:first-child", attr="data-source", regex=r"post: (\d+)"),
                text=_BODY,
                without=_NOT_OWN,
                author=Pick(attr="data-author"),
                posted_at=Pick(css=".message-attribution-main time", attr="datetime"),
                pages=".pageNav-main a",
            ),
        )

    def read_row(self, row: Node, url: str) -> PostRef | None:
        found = super().read_row(row, url)
        # To members the title leads to the first unread message.
        return replace(found, url=re.sub(r"/(?:unread|latest)$", "/", found.url)) if found is not None else None

    def read_title(self, page: Node) -> str:
        """The title without the labels before it."""
        own = page.css(self.post_selectors.title.css)[:1].xpath("./text()").getall()
        return one_line(" ".join(own)) or super().read_title(page)

    def post(self, body: bytes, url: str) -> ParsedPost:
        # The body is the first message's, from which quotations are not taken: a post may be one.
        found = super().post(body, url)
        first = self.parse_page(body).css(_MESSAGE)[:1]
        stats = found.stats.model_copy(update={"likes": _reactions(first[0])}) if first else found.stats
        return replace(found, stats=stats, comments=found.comments[1:])

    def is_closed_post(self, body: bytes) -> bool:
        """XenForo answers 403, with a page of its own, for a thread that only members may read."""
        page = self.parse_page(body)
        closed = page.css('html#XF[data-template="login"], html#XF[data-template="error"]')
        return bool(closed) and _BANNED.search(" ".join(page.css(".p-body-main ::text").getall())) is None

    def read_comment(self, row: Node, wanted: CommentSelectors, place: Node) -> ParsedComment | None:
        found = super().read_comment(row, wanted, place)
        return replace(found, likes=_reactions(row)) if found is not None else None

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All further pages: of a long thread the navigation shows the first and the last ones only."""
        links = self.linked_addresses(page, self.comment_selectors.pages if self.comment_selectors else "", url)
        numbered = {int(found[0]): link for link in links if (found := _PAGE.search(urlsplit(link).path))}
        if not numbered:
            return ()
        model, last = numbered[max(numbered)].partition("#")[0], min(max(numbered), _MOST_PAGES)
        return tuple(PageRequest(_PAGE.sub(str(place), model)) for place in range(2, last + 1))


def _reactions(message: Node) -> int:
    """How many reacted: those who are named, and the number of the others ("a, b, c and 1,208 others")."""
    bar = message.css("a.reactionsBar-link")[:1]
    others = parse_number(" ".join(bar.xpath("./text()").re(r"\d[\d,.]*")[-1:])) or 0
    return len(bar.css("bdi")) + others


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="xenforo",
    version="1",
    make=XenForo,
    title_en="XenForo 2 forums",
    title_ko="XenForo 2 포럼",
    needs=(LIBRARIES,),
)
