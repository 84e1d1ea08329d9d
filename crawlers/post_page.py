"""The reading of a post's page by any engine, and what is no post although it looks like one."""

from crawlers.base import BaseCrawler, ParsedPost
from crawlers.parse.notices import post_notice
from crawlers.parse.wholeness import is_garbled
from schemas.errors import BadInput


def read_post(crawler: BaseCrawler, body: bytes, url: str) -> ParsedPost:
    """The post of a page.

    Raises BadInput as the engine does, and where a notice stands in the place of the text (``page.gone``, ``secret``,
    ``login``) or nobody could read its letters (``page.garbled``).
    """
    post = crawler.post(body, url)
    if is_garbled(f"{post.title} {post.text}"):
        raise BadInput("page.garbled", url=url[:200])
    match "" if post.images or post.has_video else post_notice(post.text):
        case "gone":
            raise BadInput("page.gone", url=url[:200])
        case "secret":
            raise BadInput("page.secret", url=url[:200])
        case "login":
            raise BadInput("page.login", url=url[:200])
    return post
