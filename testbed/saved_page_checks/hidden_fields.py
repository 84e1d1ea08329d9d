"""Fields that pages never show, compared with those that a site's file declares as not shown."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from crawlers.sites_config.observed_pages import CommentField, FieldsNotShown, ListField, PostField
from testbed.saved_page_checks.truth import SavedPagesTruth


def hidden_field_contradictions(truth: SavedPagesTruth, not_shown: FieldsNotShown) -> Iterator[str]:
    """A sentence for each field that no page shows and that is not declared as not shown, and the other way round."""
    rows = [row for page in truth.lists for row in page.posts]
    yield from _contradictions("list", get_args(ListField), rows, not_shown.list)
    yield from _contradictions("post", get_args(PostField), truth.posts, not_shown.post)
    comments = [row for post in truth.posts for row in post.comment_rows]
    names = get_args(CommentField) if "text" not in not_shown.comments else ("text",)
    yield from _contradictions("comments", names, comments, not_shown.comments)


def _contradictions(kind: str, names: Sequence[str], items: Sequence[Any], not_shown: Sequence[str]) -> Iterator[str]:
    for name in names:
        shown = any(_is_shown(kind, getattr(item, name)) for item in items)
        if not shown and name not in not_shown:
            yield f"not_shown.{kind} lacks {name}, which no page shows"
        if shown and name in not_shown:
            yield f"not_shown.{kind} has {name}, which a page shows"


def _is_shown(kind: str, value: Any) -> bool:
    """Whether a value proves that the field is read: a count of 0 does on a post, where an unread one is None."""
    return value not in (None, "", ()) and not (kind == "comments" and value in (0, False))
