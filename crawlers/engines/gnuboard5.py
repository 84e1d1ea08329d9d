"""Gnuboard 5 and what is made of it: boards at ``bbs/board.php?bo_table=…&wr_id=…``."""

import re
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.base import ParsedComment, PostRef
from crawlers.engines.addresses import query, without
from crawlers.engines.columns import figures_by_heading
from crawlers.engines.declarative import DeclarativeHtml, not_a_post, one_line
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors
from schemas.errors import BadInput
from schemas.posts import Stats

_NAME = ".sv_member, .sv_guest, .member, .guest"
_LINK = ".bo_tit a, a.bo_tit, a.bo_subject"
_LOCK = '.fa-lock, img[src*="icon_secret"]'
_THUMBNAIL = re.compile(r"^thumb-(.+)_\d+x\d*(\.\w+)$")
_GONE = re.compile(r"존재하지 않|삭제되었거나|삭제된")
_ELLIPSIS = "…"


class Gnuboard5(DeclarativeHtml):
    """Reads the stock skins; a board with a skin of its own overrides sections of the selectors."""

    STOCK: ClassVar[Selectors] = Selectors(
        list=ListSelectors(
            rows="#bo_list tbody tr, #gall_ul > li, #bo_list .list_01 li",
            hidden=f".bo_notice, .is_notice, .empty_table, .empty_list, {_LOCK}",
            link=Pick(css=_LINK),
            id=Pick(css=_LINK, attr="href", regex=r"(?:wr_id=|/)(\d+)(?=[&?#]|$)"),
            title=Pick(css=_LINK),
            board=Pick(css=".bo_cate_link"),
            author=Pick(css=_NAME),
            posted_at=Pick(css=".td_datetime, .gall_date, .bo_date"),
            views=Pick(css=".gall_view, .bo_view"),
            likes=Pick(css=".gall_option, .bo_info", regex=r"(?<!비)추천\s*([\d,]+)"),
            dislikes=Pick(css=".gall_option, .bo_info", regex=r"비추천\s*([\d,]+)"),
            comments=Pick(css=".cnt_cmt"),
            next=Pick(css=".pg_current ~ a.pg_page", attr="href"),
        ),
        post=PostSelectors(
            title=Pick(css="#bo_v .bo_v_tit"),
            body="#bo_v_con",
            board=Pick(css=".bo_v_cate"),
            author=Pick(css=", ".join(f"#bo_v_info {name}" for name in _NAME.split(", "))),
            posted_at=Pick(css="#bo_v_info", regex=r"작성일\s*(\d[\d. :/-]+\d)"),
            views=Pick(css="#bo_v_info", regex=r"조회\s*([\d,]+)"),
            likes=Pick(css="#bo_v_act .bo_v_good strong"),
            dislikes=Pick(css="#bo_v_act .bo_v_nogood strong"),
            comments=Pick(css="#bo_v_info", regex=r"댓글\s*([\d,]+)"),
        ),
        comments=CommentSelectors(
            rows='#bo_vc article[id^="c_"]',
            hidden='input[id^="secret_comment_"][value="secret"], .s_cmt, .cmt_contents img[src*="icon_secret"]',
            id=Pick(attr="id", regex=r"^c_(\d+)$"),
            depth=Pick(attr="style", regex=r"margin-left:\s*(\d+)px"),
            text='textarea[id^="save_comment_"]',
            author=Pick(css=_NAME),
            posted_at=Pick(css="time", attr="datetime"),
        ),
    )

    def row(self, row: Selector, url: str) -> PostRef | None:
        found = super().row(row, url)
        if found is None:
            return None
        # Marks and the number of comments stand in the link too, each in an element of its own.
        own = one_line(" ".join(row.css(_LINK)[:1].xpath("./text()").getall()))
        return replace(found, url=without(found.url, ("page",)), title=own or found.title)

    def figures(self, node: Selector, wanted: ListSelectors | PostSelectors) -> Stats:
        stats = super().figures(node, wanted)
        if isinstance(wanted, PostSelectors):
            return stats
        shown = figures_by_heading(node).model_dump(exclude_none=True)
        # Without comments the list shows no figure at all.
        return stats.model_copy(update=shown | {"comments": stats.comments or 0})

    def title(self, page: Selector) -> str:
        """The skin cuts titles at 70 characters; the head of the page has them whole, the board's name behind."""
        shown = super().title(page)
        head = one_line(page.css("head title::text").get(""))
        whole = head.rpartition(" > ")[0]
        cut = shown.removesuffix(_ELLIPSIS)
        return whole if cut != shown and whole.startswith(cut) else shown

    def no_post(self, page: Selector, url: str, missing: str) -> BadInput:
        said = " ".join(page.css("script::text, p::text").getall())
        if "password.php" in urlsplit(url).path:
            return not_a_post(url, "it is a secret post", "It was left out.", "secret")
        if not page.css("#bo_v") and _GONE.search(said):
            return not_a_post(url, "the post is no longer there", "It was left out.", "gone")
        return super().no_post(page, url, missing)

    def images(self, page: Selector, body: Selector, url: str) -> tuple[str, ...]:
        """Uploaded files stand above the body."""
        pictures = [*page.css("#bo_v_img img"), *body.css(self.page.images)]
        return tuple(dict.fromkeys(address for image in pictures if (address := self.picture(image, url))))

    def picture(self, image: Selector, url: str) -> str:
        """The original: skins show thumbnails, linked to a viewer that is told the original's name."""
        shown = super().picture(image, url)
        viewer = urljoin(url, image.xpath("ancestor::a[1]/@href").get(""))
        original = query(viewer, "fn") if "view_image" in viewer else ""
        if shown and "/" in original:
            return urljoin(viewer, viewer.partition("/bbs/")[0] + original if original.startswith("/") else original)
        if shown and original:
            return urljoin(shown, original)
        folder, _, name = shown.rpartition("/")
        thumbnail = _THUMBNAIL.match(name)
        return f"{folder}/{thumbnail[1]}{thumbnail[2]}" if thumbnail else shown

    def read_comments(self, page: Selector) -> tuple[ParsedComment, ...]:
        """The skins for large and for small screens indent answers by steps of their own."""
        read = super().read_comments(page)
        step = min((comment.depth for comment in read if comment.depth), default=1)
        return tuple(replace(comment, depth=comment.depth // step) for comment in read)

    def said(self, text: Selector) -> str:
        """A comment as it was typed stands in a text area, with its line ends; else as it is shown."""
        return "".join(text.css("::text").getall()) if text.root.tag == "textarea" else super().said(text)
