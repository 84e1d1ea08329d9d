"""What a page is that is neither the list nor the post it should be: a login, a notice, an error, or another layout."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from crawlers.parse.markup import Node

_SHORT: Final = 600
"""Characters of visible text up to which a page says one thing only; a page of a board has its menus beside it."""
_BRIEF: Final = 160
"""The same for a page that says that a post is gone or secret."""
_LONGEST: Final = 20_000
_HARDLY_WORDS: Final = 60
_HARDLY_LINKS: Final = 3
_MANY_LINKS: Final = 20
"""Links that a page of a board has, and a page for the login has not."""
_HTML_TAG: Final = re.compile(
    "a|article|aside|b|br|button|center|dd|div|dl|em|font|footer|form|frameset|h[1-6]|header|hr|i|iframe|img|input|li|link|"
    "main|meta|nav|noscript|ol|p|pre|script|section|span|strong|style|table|ul"
)
_LOGIN_PATH: Final = re.compile(r"(?:^|[/_.-])(?:log_?-?in|sign_?-?in|log_?on|login_?form)(?:$|[/_.?-])", re.IGNORECASE)
_LOGIN_TITLE: Final = re.compile(r"로그인|^\W*(?:log ?-?in|sign ?-?in)\b", re.IGNORECASE)
_LOGIN_WORDS: Final = re.compile(
    r"로그인[^.]{0,24}(?:필요|이용|가능|해 ?주|하세요|하십시오|하시기|볼 수)|"
    r"회원(?:만|에게만)[^.]{0,20}(?:볼|열람|이용|읽)|(?:log|sign) ?in to (?:view|continue|read|see)|login required|"
    r"(?:must|need to|have to) (?:be logged in|log ?in|sign ?in)",
    re.IGNORECASE,
)
_POST = r"(?<!댓)(?:글|게시물|게시글|문서|페이지|자료)"
_GONE_WORDS: Final = re.compile(
    rf"(?:삭제(?:된|되었거나|됐거나)|존재하지 ?않는|없는|사라진|이동되었거나|찾으시는)[^.<]{{0,12}}{_POST}|"
    rf"{_POST}(?:이|은|가|는|을|를)? ?(?:이미 |현재 )?(?:삭제(?:되었|됐|된)|존재하지 ?않|없습니다|찾을 수 없)|"
    r"\b(?:page|post|article|topic|thread|document)\b[^.]{0,24}\b(?:not found|deleted|removed|not exist|no longer)|"
    r"\bnot found\b|\b404\b",
    re.IGNORECASE,
)
_ERROR_WORDS: Final = re.compile(
    r"점검 ?중|서버 ?점검|시스템 ?점검|일시적(?:인|으로)[^.]{0,20}(?:오류|장애|이용)|접속이 (?:원활|폭주)|오류가 ?발생|"
    r"\b(?:internal server error|bad gateway|service unavailable|gateway time-?out|maintenance|"
    r"too many (?:connections|requests)|database error|an error occurred|something went wrong|fatal error|"
    r"access denied)\b|잘못된 접근|권한이 없|잠시 ?후(?:에)? 다시|요청이 너무 많|비정상적인 (?:접근|접속)|"
    r"자동 ?(?:등록|접속) ?방지|로봇이 아닙니다",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[|:–—>]| - ")
_STATEMENT: Final = re.compile(
    r"(?:니다|않음|없음|점검 ?중?|로그인|log ?-?in|sign ?-?in|found|404|exists?|deleted|removed|available|error|"
    r"gateway|maintenance)\W*$",
    re.IGNORECASE,
)
"""How the headings end in which a site speaks; those of posts are about it."""
_NO_POSTS: Final = re.compile(rf"^\W*(?:(?:등록|작성|게시)된 |아직 )?{_POST}이 (?:아직 )?(?:없습니다|없어요|없음)\W*$")
_EMPTY_BOX: Final = re.compile(r"(?:글|게시물|게시글)이 (?:아직 )?없습니다")
_SECRET_WORDS: Final = re.compile(rf"(?:비밀|비공개) ?{_POST}")
_LEADS: Final = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*[=(]\s*['\"]([^'\"]{1,300})")
_ALERT: Final = re.compile(r"alert\(\s*(['\"])(.{1,300}?)\1", re.DOTALL)


class PageKind(StrEnum):
    """What a page is that could not be read."""

    LOGIN = "login"
    PRIVATE = "private"
    """A secret post."""
    GONE = "gone"
    """Says that what was asked for does not exist, whatever its status."""
    ERROR = "error"
    FORMAT = "format"
    """JSON or XML where a page of HTML should be."""
    SCRIPT = "script"
    """Nothing but scripts: they make the page, or look whether a person came."""
    EMPTY = "empty"
    """Hardly a word and hardly a link."""
    OTHER = "other"
    """A whole page in another layout, or another page."""


def page_kind(page: Node, url: str) -> PageKind:
    """What ``page``, which was read at ``url``, is. A password field alone says nothing: guests sign comments so."""
    words = _words(page.xpath("//body//text()[not(ancestor::script|ancestor::style|ancestor::noscript)]").getall())
    if _is_document(page, words):
        return PageKind.FORMAT
    headings = " | ".join(page.css("title::text, h1::text, h2::text, h3::text").getall())
    title = _words(part for part in _PARTS.split(headings) if _STATEMENT.search(part))
    scripts = " ".join(page.css("script::text").getall())[:_LONGEST]
    alerts = _words(match[1] for match in _ALERT.findall(scripts))
    leads = _LEADS.search(scripts) if len(words) < _HARDLY_WORDS else None
    short = f"{alerts} {words}" if len(words) <= _SHORT else ""
    if _is_login(page, leads[1] if leads else url, short):
        return PageKind.LOGIN
    # Of a post in another layout nothing else may be said: what is gone is taken out of the pipeline.
    brief = f"{alerts} {words}" if len(words) <= _BRIEF else alerts
    if _SECRET_WORDS.search(brief):
        return PageKind.PRIVATE
    if len(page.css("a")) >= _MANY_LINKS:
        # With its menus a page shows boxes of newest posts too, which may be empty.
        brief = _EMPTY_BOX.sub(" ", brief)
    for kind, pattern, said in ((PageKind.GONE, _GONE_WORDS, brief), (PageKind.ERROR, _ERROR_WORDS, short)):
        if pattern.search(f"{title} {said}"):
            return kind
    if len(words) >= _HARDLY_WORDS or len(page.css("a")) >= _HARDLY_LINKS:
        return PageKind.OTHER
    return PageKind.SCRIPT if page.css("script[src]") or len(scripts) > _SHORT else PageKind.EMPTY


def says_list_is_empty(page: Node) -> bool:
    """Whether a list says that it holds no post; the same words on a post's page mean that it is gone."""
    return any(_NO_POSTS.search(text) for text in page.xpath("//body//text()[contains(., '없')]").getall())


def _is_login(page: Node, url: str, short: str) -> bool:
    """Whether the page is there to log in. Many boards show a form for that, with a heading, beside everything."""
    if _LOGIN_PATH.search(_path(url)) or _LOGIN_WORDS.search(short):
        return True
    forms = [form for form in page.css("form") if form.css("input[type=password]") and not form.css("textarea")]
    first = next((text for text in page.css("h1::text").getall() if text.strip()), "")
    title = _PARTS.split(f"{page.css('title::text').get('')} | {first}")
    named = any(_STATEMENT.search(part) and _LOGIN_TITLE.search(part) for part in title)
    within = sum(len(_words(form.css("::text").getall())) for form in forms)
    alone = 0 < len(short) < within + _HARDLY_WORDS and len(page.css("a")) < _MANY_LINKS
    return bool(forms) and (named or alone)


def _path(url: str) -> str:
    """The path of an address, which a script may have written and which may be none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _is_document(page: Node, words: str) -> bool:
    """Whether this is JSON, or XML of elements that HTML does not have, read as if it were HTML."""
    first = page.xpath("//body/*[1]")
    strange = len(first) > 0 and not _HTML_TAG.fullmatch(str(first[0].root.tag)) and not page.css("a")
    return strange or words.startswith(("{", "[{", "[]"))


def _words(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).split())[:_LONGEST]
