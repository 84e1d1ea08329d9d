"""Stack Exchange: hot questions from its API 2.3 (api.stackexchange.com/docs). Its texts are CC BY-SA."""

from urllib.parse import urlsplit

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer, text_and_picture_addresses
from crawlers.engines.link_addresses import query_value, with_query_parameters
from crawlers.page_request import PageRequest
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_ANSWERS = 100


class _Owner(ApiModel):
    display_name: str = ""


class _Question(ApiModel):
    question_id: int
    title: str = ""
    body: str = ""
    link: str = ""
    owner: _Owner = _Owner()
    creation_date: Time = None
    view_count: Count = None
    score: Count = None
    answer_count: Count = None


class _Questions(ApiModel):
    items: tuple[_Question, ...]
    has_more: bool = False


class _Reply(ApiModel):
    answer_id: int
    body: str = ""
    owner: _Owner = _Owner()
    creation_date: Time = None
    score: Count = None
    is_accepted: bool = False


class _Replies(ApiModel):
    items: tuple[_Reply, ...]


class StackExchange(BaseCrawler):
    """Reads ``/2.3/questions`` (a board's path sets ``site`` and ``filter=withbody``) and their answers."""

    PAGES = True

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Questions, body, url)
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        site = query_value(url, "site")
        following = (
            with_query_parameters(url, page=str(int(query_value(url, "page") or "1") + 1)) if found.has_more else None
        )
        refs = tuple(self._ref(item, site) for item in found.items)
        return Listing(posts=refs, rows=len(found.items), next_url=following)

    def address(self, origin_id: str, link: str = "") -> str:  # noqa: ARG002 - the page is for people
        site, _, number = origin_id.rpartition("-")
        return f"{self.spec.base_url}/2.3/questions/{number}?site={site}&filter=withbody"

    def _ref(self, item: _Question, site: str) -> PostRef:
        """The address of a question in the API, on the site of its link."""
        return PostRef(
            origin_id=f"{site}-{item.question_id}",
            url=self.address(f"{site}-{item.question_id}"),
            title=text_and_picture_addresses(item.title)[0].strip(),
            board=site,
            stats=_stats(item),
            posted_at=item.creation_date,
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        found = parse_json_answer(_Questions, body, url).items
        if not found:
            raise BadInput("page.gone", url=url[:200])
        item, site = found[0], query_value(url, "site")
        text, images = text_and_picture_addresses(item.body)
        answers = f"{self.spec.base_url}{urlsplit(url).path}/answers?site={site}&filter=withbody&pagesize={_ANSWERS}"
        return ParsedPost(
            origin_id=f"{site}-{item.question_id}",
            title=text_and_picture_addresses(item.title)[0].strip(),
            text=text,
            board=site,
            author=item.owner.display_name,
            posted_at=item.creation_date,
            stats=_stats(item),
            images=images,
            comment_pages=(PageRequest(answers),) if item.answer_count else (),
            link=item.link,
        )

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        replies = (
            ParsedComment(
                id=str(reply.answer_id),
                text=text_and_picture_addresses(reply.body)[0],
                author=reply.owner.display_name,
                likes=reply.score or 0,
                best=reply.is_accepted,
                created_at=reply.creation_date,
            )
            for reply in parse_json_answer(_Replies, body, request.url).items
        )
        return CommentPage(tuple(replies))


def _stats(item: _Question) -> Stats:
    return Stats(views=item.view_count, likes=item.score, comments=item.answer_count)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="stackexchange",
    version="1",
    make=StackExchange,
    title_en="Stack Exchange sites",
    title_ko="스택 익스체인지",
    needs=(LIBRARIES,),
)
