"""Assesses the result of a crawl, so that a site whose markup changed or that blocks us is noticed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crawlers.base import ListFault
from crawlers.crawl_interface import CrawlTrace, EmptyList, FailedPage
from crawlers.health.crawl_summary import CrawlCounts, ParsedPostSummary
from schemas.crawls import NO_REASON, CodedReason, CrawlHealth

_TOLERATED: Final = 0.2
"""Share of faulty posts above which a crawl is unhealthy."""
_TOLERATED_SILENT: Final = 0.05
"""The same for what nobody sees in a post: comments that are missing, and pages that were cut off."""
_CLOSED_BY_SITE: Final = frozenset({"gone", "robots", "secret"})
"""Reasons for which a single post is not readable; none of them means that the markup changed."""
_ENOUGH: Final = 3
"""Posts from which on a field that none of them has was lost, and is not just empty."""
_EMPTY_LISTS: Final = {
    ListFault.CHANGED: "crawl.list_changed",
    ListFault.LOGIN: "crawl.list_login",
    ListFault.SCRIPT: "crawl.list_script",
    ListFault.ERROR: "crawl.list_error",
    ListFault.FORMAT: "crawl.list_format",
    ListFault.EMPTY: "crawl.not_a_board",
}


def assess_crawl(
    trace: CrawlTrace, counts: CrawlCounts, expected: frozenset[str] = frozenset()
) -> tuple[CrawlHealth, CodedReason]:
    """The health of a crawl, and the reason when it is not healthy.

    ``expected`` are the fields that the site's selectors name, which a post of it therefore shows: author, posted_at.
    """
    if trace.stopped:
        return CrawlHealth.STOPPED, trace.stopped
    why = _fault_of_lists(trace) or _fault_of_pages(trace, counts) or _fault_of_posts(trace, counts, expected)
    return (CrawlHealth.UNHEALTHY if why else CrawlHealth.HEALTHY), why


def crawl_notes(trace: CrawlTrace, counts: CrawlCounts) -> tuple[CodedReason, ...]:
    """What a person should know of a crawl beside its health, each kind once."""
    return tuple(reason for reason in (*_notes_of_lists(trace), *_notes_of_posts(trace, counts)) if reason)


def _fault_of_lists(trace: CrawlTrace) -> CodedReason:
    if not trace.listed and trace.unread_rows:
        return CodedReason.of("crawl.unread_rows", url=trace.unread_rows[0].url)
    if trace.empty_lists:
        return _empty(trace.empty_lists[0])
    if not trace.listed:
        failed = trace.failed_pages("list")
        if not failed:
            return CodedReason.of("crawl.nothing_listed")
        return CodedReason.of("crawl.no_list", url=failed[0].url, reason=failed[0].reason)
    unread = trace.rows - trace.listed
    if unread > max(1, _TOLERATED * trace.rows):
        return CodedReason.of("crawl.rows_unread", unread=unread, rows=trace.rows, url=trace.unread_rows[0].url)
    return NO_REASON


def _empty(found: EmptyList) -> CodedReason:
    return CodedReason.of(_EMPTY_LISTS[found.fault], url=found.url)


def _fault_of_pages(trace: CrawlTrace, counts: CrawlCounts) -> CodedReason:
    read, all_lost = len(counts.read), trace.failed_pages("post")
    nothing = not read and len(all_lost) >= _ENOUGH
    lost = [page for page in all_lost if nothing or page.reason not in _CLOSED_BY_SITE]
    cut = sum(page.reason == "cut_off" for page in lost)
    if trace.unclosed and (trace.saw_whole or not _all_comments_came(counts.read)):
        return CodedReason.of("crawl.cut_off", pages=len(trace.unclosed), url=trace.unclosed[0])
    if not lost or (read and len(lost) <= _TOLERATED * (read + len(lost)) and cut <= _TOLERATED_SILENT * read):
        return NO_REASON
    reason = _most(page.reason for page in lost)
    first = next(page for page in lost if page.reason == reason)
    if reason == "not_a_post":
        return CodedReason.of("crawl.layout_changed", url=first.url, lost=len(lost), posts=read + len(lost))
    if not read:
        return CodedReason.of("crawl.no_post", url=first.url, reason=reason)
    return CodedReason.of("crawl.posts_lost", lost=len(lost), posts=read + len(lost), reason=reason)


def _all_comments_came(posts: Sequence[ParsedPostSummary]) -> bool:
    """Whether comments prove that pages came whole: they stand at the end, and none of those declared is missing."""
    return any(post.declared for post in posts) and not any(post.misses_comments or post.unread for post in posts)


def _fault_of_posts(trace: CrawlTrace, counts: CrawlCounts, expected: frozenset[str]) -> CodedReason:
    posts, read = counts.read, len(counts.read)
    other = counts.skipped["other_post"] + sum(post.renamed for post in posts)
    for code, faulty, tolerated in (
        ("crawl.empty_posts", sum(post.empty for post in posts), _TOLERATED),
        ("crawl.titles_repeated", _repeated(post.title for post in posts), _TOLERATED),
        ("crawl.texts_repeated", _repeated(post.text for post in posts if post.text), _TOLERATED),
        ("crawl.comments_elsewhere", _shared_comments(posts), _TOLERATED),
        ("crawl.other_posts", other, _TOLERATED),
        ("crawl.comments_missing", sum(post.misses_comments for post in posts), _TOLERATED_SILENT),
        ("crawl.dates_ahead", trace.dates_ahead, _TOLERATED),
        ("crawl.ids_changed", counts.copies if counts.copies > counts.new / 2 else 0, 0),
    ):
        if faulty > max(1, tolerated * read):
            return CodedReason.of(code, faulty=faulty, posts=read)
    lost = sorted(expected.difference(*(post.fields for post in posts))) if read >= _ENOUGH else ()
    return CodedReason.of("crawl.fields_lost", fields=", ".join(lost), posts=read) if lost else NO_REASON


def _notes_of_lists(trace: CrawlTrace) -> Iterator[CodedReason]:
    if trace.without_next:
        yield CodedReason.of("crawl.one_page", url=trace.without_next[0])
    if trace.repeated_lists:
        yield CodedReason.of("crawl.page_repeated", url=trace.repeated_lists[0])
    if trace.unread_rows:
        unread = sum(page.rows for page in trace.unread_rows)
        yield CodedReason.of("crawl.rows_unread", unread=unread, rows=trace.rows, url=trace.unread_rows[0].url)
    if trace.doubled:
        yield CodedReason.of("crawl.posts_doubled", posts=trace.doubled)
    yield _lost("crawl.list_lost", trace.failed_pages("list")) if trace.listed else NO_REASON


def _notes_of_posts(trace: CrawlTrace, counts: CrawlCounts) -> Iterator[CodedReason]:
    if trace.unclosed:
        yield CodedReason.of("crawl.cut_off", pages=len(trace.unclosed), url=trace.unclosed[0])
    for code, found in (
        ("crawl.comments_unread", sum(post.unread for post in counts.read)),
        ("crawl.comments_missing", sum(post.misses_comments for post in counts.read)),
        ("crawl.comments_limited", len(trace.limited_comments)),
        ("crawl.comments_repeated", len(trace.repeated_comments)),
        ("crawl.other_posts", counts.skipped["other_post"] + sum(post.renamed for post in counts.read)),
        ("crawl.dates_ahead", trace.dates_ahead),
    ):
        if found:
            yield CodedReason.of(code, faulty=found, posts=len(counts.read))
    yield _lost("crawl.comment_pages_lost", trace.failed_pages("comments"))
    lost = [page for page in trace.failed_pages("post") if page.reason not in _CLOSED_BY_SITE]
    if lost and counts.read:
        reason = _most(page.reason for page in lost)
        yield CodedReason.of("crawl.posts_lost", lost=len(lost), posts=len(counts.read) + len(lost), reason=reason)
    pictures = sum(counts.left_out.values())
    if pictures:
        yield CodedReason.of("crawl.pictures_lost", lost=pictures, reason=counts.left_out.most_common(1)[0][0])


def _lost(code: str, pages: Sequence[FailedPage]) -> CodedReason:
    return CodedReason.of(code, lost=len(pages), url=pages[0].url, reason=pages[0].reason) if pages else NO_REASON


def _most(reasons: Iterable[str]) -> str:
    return Counter(reasons).most_common(1)[0][0]


def _shared_comments(posts: Sequence[ParsedPostSummary]) -> int:
    """How many posts have no other comments, two at least, than one post or several before them."""
    seen: set[int] = set()
    shared = 0
    for post in posts:
        shared += len(post.comments) > 1 and post.comments <= seen
        seen |= post.comments
    return shared


def _repeated(values: Iterable[object]) -> int:
    """How many posts have the most frequent title or text; 0 up to two, since a story may be told twice."""
    most = Counter(values).most_common(1)
    return most[0][1] if most and most[0][1] > 2 else 0
