"""Reads pages with any engine: faults of engines are caught, and notices that look like posts are told from posts."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from crawlers.base import BaseCrawler, ParsedPost
from crawlers.parse.page_integrity import is_garbled
from crawlers.parse.removal_notices import kind_of_post_notice
from libraries.log import get_logger
from schemas.errors import BadInput, WaggleError

log = get_logger(__name__)
_Read = TypeVar("_Read")


def run_engine_method(url: str, read: Callable[[], _Read]) -> _Read:
    """Calls ``read``, a method of an engine, and gives what it reads of the page at ``url``.

    Raises what the engine raises, and BadInput (``page.engine_fault``) for an exception that is not of ours: a page
    that an engine did not expect costs this page, and not the crawl of its site.
    """
    try:
        return read()
    except (WaggleError, MemoryError):
        raise
    except Exception as error:
        # Without its message, which may hold what people wrote.
        last = traceback.extract_tb(error.__traceback__)[-1]
        why = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
        log.warning("engine fault", url=url[:200], why=why)
        raise BadInput("page.engine_fault", url=url[:200], why=why) from error


def read_post_page(crawler: BaseCrawler, body: bytes, url: str) -> ParsedPost:
    """The post on the page at ``url``, as its engine reads it.

    Raises BadInput as `run_engine_method` does, and where a notice stands in the place of the text (``page.gone``,
    ``secret``, ``login``) or nobody could read its letters (``page.garbled``).
    """
    post = run_engine_method(url, lambda: crawler.post(body, url))
    if is_garbled(f"{post.title} {post.text}"):
        raise BadInput("page.garbled", url=url[:200])
    match "" if post.images or post.has_video else kind_of_post_notice(post.text):
        case "gone":
            raise BadInput("page.gone", url=url[:200])
        case "secret":
            raise BadInput("page.secret", url=url[:200])
        case "login":
            raise BadInput("page.login", url=url[:200])
    return post
