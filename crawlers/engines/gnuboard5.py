"""Gnuboard 5 and boards derived from it, at ``bbs/board.php?bo_table=…&wr_id=…``, ``/free/12`` or ``/free/title/``."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from crawlers.base import LIBRARIES, Listing, ParsedComment, PostRef
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.link_addresses import absolute_address, query_value, without_query_parameters
from crawlers.engines.table_row_stats import stats_by_column_heading
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_NAME = ".sv_member, .sv_guest, .member, .guest"
_LINK = (
    ".bo_tit a, a.bo_tit, a.bo_subject, a.na-subject, td.td_subject > a:not(.bo_cate_link), "
    ".wr-subject > a:not(.bo_cate_link)"
)
_OWN_TEXT = "./text()[not(following-sibling::span[contains(@class, 'na-bar')])]"
_LOCK = '.fa-lock, img[src*="icon_secret"], .na-secret'
_CELL = "li.d-md-table-row > div:has(> .sr-only:contains('{}'))"
"""A cell of Nariya's lists, by the word that is only spoken in it."""
_THUMBNAIL = re.compile(r"^thumb-(.+)_\d+x\d*(\.\w+)$")
_VOTES = {"likes": re.compile(r"(?<!비)추천\s*([\d,]+)"), "dislikes": re.compile(r"비추천\s*([\d,]+)")}
_ELLIPSIS = "…"
_TITLE = "#bo_v .bo_v_tit, #bo_v_title:not(:has(.bo_v_tit))"
_CATEGORY = ".bo_v_cate, #bo_v_title:has(> .sr-only), #bo_v > header > div:has(> .sr-only:contains('분류'))"
_EMOTICON = re.compile(r"\{(?:이모티콘|emo):[^}]*\}")
"""A drawn emoticon in a comment as it was typed on boards with Amina's or Nariya's builder."""
_POST = 'a[href*="wr_id="]:not(:has(img:only-child)), td > a[href]:not([href*="?"])'
_SLUG = re.compile(r"^/.+/([^/]+)/$")
"""The path of a post that is known by the words of its title (``cf_bbs_rewrite`` 2), ending in a slash."""


class Gnuboard5(DeclarativeHtml):
    """Reads the stock skins and those of Nariya's builder; the site file of another skin replaces sections."""

    @classmethod
    def stock_selectors(cls) -> Selectors:
        return Selectors(
            list=ListSelectors(
                rows="#bo_list tbody tr, #gall_ul > li, #bo_list .list_01 li, #bo_list .na-table > li, ul.bo_list > li",
                hidden=f".bo_notice, .is_notice, .na-notice, .empty_table, .empty_list, "
                f"li.d-md-table-row.bg-light, {_LOCK}",
                link=Pick(css=_LINK),
                id=Pick(css=_LINK, attr="href", regex=r"(?:wr_id=|/)(\d+|[^/?#=&]+(?=/))/?(?=[&?#]|$)"),
                title=Pick(css=_LINK),
                board=Pick(css=".bo_cate_link"),
                author=Pick(css=_NAME),
                posted_at=Pick(css=f".td_datetime, .td_date, .gall_date, .bo_date, .wr-date, {_CELL.format('등록일')}"),
                views=Pick(css=f".gall_view, .bo_view, .wr-hit, {_CELL.format('조회')}"),
                likes=Pick(
                    css=f".gall_option, .bo_info, .wr-good, {_CELL.format('추천')}", regex=r"(?<!비)추천\s*([\d,.]+k?)"
                ),
                dislikes=Pick(
                    css=f".gall_option, .bo_info, .wr-nogood, {_CELL.format('비추천')}", regex=r"비추천\s*([\d,.]+k?)"
                ),
                comments=Pick(css=".cnt_cmt, .count-plus, .wr-subject .count"),
                next=Pick(css=".pg_current ~ a.pg_page, .pagination li.active + li a[href]", attr="href"),
            ),
            post=PostSelectors(
                title=Pick(css=_TITLE, regex=r"(?s)^(?:.{0,80}\s분류\s+\|)?\s*(.*)"),
                body="#bo_v_con",
                board=Pick(css=_CATEGORY, regex=r"(?s)^\s*(?:분류\s+)?(.*?)\s*(?:분류\s+\|.*)?$"),
                author=Pick(css=", ".join(f"#bo_v_info {name}" for name in _NAME.split(", "))),
                posted_at=Pick(css="#bo_v_info", regex=r"작성일\s*(\d[\d. :/-]+\d)"),
                views=Pick(css="#bo_v_info", regex=r"조회\s*([\d,.]+k?)"),
                likes=Pick(css="#bo_v_act .bo_v_good strong, #wr_good"),
                dislikes=Pick(css="#bo_v_act .bo_v_nogood strong, #wr_nogood"),
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
                likes=Pick(css='b[id^="c_g"]'),
                dislikes=Pick(css='b[id^="c_ng"]'),
            ),
        )

    def listing(self, body: bytes, url: str) -> Listing:
        """A list. Skins of unlike markup keep the form around it, in which rows are told by their links."""
        found = super().listing(body, url)
        if found.posts or found.hidden or (self.spec.selectors and self.spec.selectors.list):
            return found
        any_skin = self.spec.model_copy(update={"selectors": Selectors(list=_any_skin())})
        other = type(self)(any_skin, self.now).listing(body, url)
        return other if other.posts else found

    def read_row(self, row: Node, url: str) -> PostRef | None:
        found = super().read_row(row, url)
        if found is None:
            return None
        # The link also holds icons and the number of comments, each in an element of its own, and the category.
        own = one_line(" ".join(row.css(self.list_selectors.link.css)[:1].xpath(_OWN_TEXT).getall()))
        slug = _SLUG.match(urlsplit(found.url).path)
        return replace(
            found,
            origin_id=unquote(slug[1])[:256] if slug else found.origin_id,
            url=without_query_parameters(found.url, ("page",)),
            title=own or found.title,
            scope=_table(found.url),
        )

    def read_stats(self, node: Node, wanted: ListSelectors | PostSelectors) -> Stats:
        stats = super().read_stats(node, wanted)
        if isinstance(wanted, PostSelectors):
            # Before 5.3 the votes are words in one line.
            votes = one_line(" ".join(node.css("#bo_v_act ::text").getall())) if stats.likes is None else ""
            said = {name: parse_number(found[1]) for name, read in _VOTES.items() if (found := read.search(votes))}
            return stats.model_copy(update=said)
        shown = stats_by_column_heading(node).model_dump(exclude_none=True)
        # Without comments the list shows no number at all.
        return stats.model_copy(update=shown | {"comments": stats.comments or 0})

    def read_title(self, page: Node) -> str:
        """The whole title, from the head of the page where the skin cut it at 70 characters."""
        shown = super().read_title(page)
        head = one_line(page.css("head title::text").get(""))
        whole = head.rpartition(" > ")[0]
        # Before 5.3 the category stands before the title.
        for written in (shown, shown.partition(" | ")[2]):
            cut = written.removesuffix(_ELLIPSIS)
            if written and (written == whole or (cut != written and whole.startswith(cut))):
                return whole
        return shown

    def unreadable_post_error(self, page: Node, url: str, missing: str) -> BadInput:
        if "password.php" in urlsplit(url).path:
            return BadInput("page.secret", url=url[:200])
        return super().unreadable_post_error(page, url, missing)

    def image_addresses(self, page: Node, body: Node, url: str) -> tuple[str, ...]:
        """Uploaded files, which are shown above the body, and the pictures of the body."""
        pictures = [*page.css("#bo_v_img img"), *body.css(self.post_selectors.images)]
        return tuple(dict.fromkeys(address for image in pictures if (address := self.image_address(image, url))))

    def image_address(self, image: Node, url: str) -> str:
        """Address of the original: skins show thumbnails that link to a viewer with the original's name."""
        shown = super().image_address(image, url)
        viewer = absolute_address(url, image.xpath("ancestor::a[1]/@href").get(""))
        original = query_value(viewer, "fn") if "view_image" in viewer else ""
        if shown and "/" in original:
            return absolute_address(
                viewer, viewer.partition("/bbs/")[0] + original if original.startswith("/") else original
            )
        if shown and original:
            return absolute_address(shown, original)
        folder, _, name = shown.rpartition("/")
        thumbnail = _THUMBNAIL.match(name)
        return f"{folder}/{thumbnail[1]}{thumbnail[2]}" if thumbnail else shown

    def read_comments(self, page: Node) -> tuple[ParsedComment, ...]:
        """The comments, their depth counted in steps: skins for large and small screens indent by different widths."""
        read = super().read_comments(page)
        step = min((comment.depth for comment in read if comment.depth), default=1)
        return tuple(replace(comment, depth=comment.depth // step) for comment in read)

    def raw_comment_text(self, text: Node) -> str:
        """The text of a comment: as typed from its text area, with line ends, or else as it is shown."""
        if text.root.tag != "textarea":
            return super().raw_comment_text(text)
        return _EMOTICON.sub("", "".join(text.css("::text").getall()))


def _any_skin() -> ListSelectors:
    """Selectors of lists in skins of unlike markup."""
    return ListSelectors(
        rows='#fboardlist tbody tr, #fboardlist li:has(> a[href*="wr_id="])',
        hidden=f".bo_notice, .is_notice, .notice, .notice_icon, .empty_table, .empty_list, {_LOCK}",
        link=Pick(css=_POST),
        id=Pick(css=_POST, attr="href", regex=r"(?:wr_id=|/)(\d+|[^/?#=&]+(?=/))/?(?=[&?#]|$)"),
        title=Pick(css=_POST),
        author=Pick(css=_NAME),
        comments=Pick(css=".cnt_cmt, .comment_cnt, .count"),
        next=Pick(css=".pg_current ~ a.pg_page, .active + li a[href*=page]", attr="href"),
    )


def _table(url: str) -> str:
    """The board of an address, which numbers its posts for itself: by the query, or the part before the post's."""
    parts = urlsplit(url)
    return (parse_qs(parts.query).get("bo_table") or ["", *parts.path.strip("/").split("/")][-2:-1])[0][:64]


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="gnuboard5",
    version="1",
    make=Gnuboard5,
    title_en="Gnuboard 5 boards",
    title_ko="그누보드5 게시판",
    needs=(LIBRARIES,),
)
