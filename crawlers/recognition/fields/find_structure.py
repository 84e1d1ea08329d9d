"""A proposal by structure: a list page and a few posts' pages compared with each other."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.comment_counts import stated_comment_count
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.visible_text import own_text, visible_elements
from crawlers.recognition.fields.body import BodySurroundings, body_selector
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.fields.comment_fields import CommentFieldFinder
from crawlers.recognition.fields.comment_rows import CommentRows, comment_rows
from crawlers.recognition.fields.list_field_agreement import set_agreed_list_fields
from crawlers.recognition.fields.list_fields import author_values
from crawlers.recognition.fields.list_guess import ListGuess
from crawlers.recognition.fields.post_fields import PostFieldFinder, title_field
from crawlers.recognition.fields.proposed_structure import BoardStructure
from crawlers.recognition.fields.samples import PostSample

_PARAGRAPH: Final = 40
"""Letters of a text from which on it is that of the post."""
_LABEL: Final = 10
"""Letters of a word before a title, such as ``Topic:``."""


def make_sample(guess: ListGuess, place: int, page: FetchedPage, now: datetime) -> PostSample:
    """The page of the post at ``place`` of a list."""
    return PostSample(page, guess.group.kind, guess.row_texts(place), now)


def find_structure(guess: ListGuess, places: Sequence[int], samples: Sequence[PostSample]) -> BoardStructure | None:
    """What list and posts agree on; None where a list row cannot be told, or no post shows its title and a body."""
    link = guess.link_pick()
    identity = guess.id_pick(link) if link else None
    heading = title_field(samples)
    if link is None or identity is None or heading is None:
        return None
    declared = [parse_number(sample.row["comments"]) if "comments" in sample.row else None for sample in samples]
    if "comments" in guess.number_fields:
        # A list shows no number where there are no comments.
        declared = [number or 0 for number in declared]
    if not any(declared):
        declared = [stated_comment_count(one.page) or None for one in samples]
    rows = comment_rows(samples, declared)
    found = BoardStructure()
    finder = PostFieldFinder(samples, rows)
    found.post = {"title": heading, **finder.find_fields()}
    if rows is not None:
        _comments(found, samples, rows, guess)
    body = body_selector(samples, _parts(samples, found, rows))
    if body is None:
        return None
    found.post_parts, found.body = {"body": body[0]}, body[1]
    set_agreed_list_fields(found, guess, places, rows, link, identity)
    if len(samples) == 1:
        found.mark_unsure()
    return found


def _parts(samples: Sequence[PostSample], found: BoardStructure, rows: CommentRows | None) -> list[BodySurroundings]:
    """Per page, what is known of it and is not the body."""
    parts: list[BodySurroundings] = []
    for place, one in enumerate(samples):
        picks = [field.pick for field in found.post.values()]
        taken = {part.root for pick in picks for part in one.page.node.css(pick.css)[:1]}
        taken |= set(
            _named_again(one, [found.post[name].values[place] for name in ("author", "title") if name in found.post])
        )
        page = rows.elements[place] if rows is not None else ()
        opening = rows is not None and rows.opening
        comments = page[1:] if opening else page
        within = page[0] if opening and page else None
        parts.append(BodySurroundings(frozenset(taken | set(comments)), comments, within))
    return parts


def _named_again(sample: PostSample, values: Sequence[str]) -> Iterator[Any]:
    """Where author and title stand once more above the text, as in forums: in an element of their own."""
    start = sample.element_order.get(sample.title_element, 0)
    for element in visible_elements(sample.page.node.root, sample.rows_of_lists):
        own = own_text(element)
        if sample.element_order[element] > start and len(own) > _PARAGRAPH:
            return
        if own and any(
            own == value or (own.endswith(value) and len(own) < len(value) + _LABEL) for value in values if value
        ):
            yield element


def _comments(found: BoardStructure, samples: Sequence[PostSample], rows: CommentRows, guess: ListGuess) -> None:
    names = {value for slot in author_values(guess.row_values, guess.title_values)[:1] for value in slot.values}
    if "author" in found.post:
        names |= set(found.post["author"].values)
    finder = CommentFieldFinder(samples, rows, names)
    fields, parts = finder.find_fields()
    if not parts.get("text"):
        return
    found.comments = fields
    found.level = FieldCertainty.SURE if "answers" in parts or finder.levels.answers_are_nested else None
    found.text = FieldCertainty.SURE if rows.agreed else FieldCertainty.UNSURE
    found.comment_parts = {"rows": rows.css, **({"siblings": True} if rows.siblings else {}), **parts}
