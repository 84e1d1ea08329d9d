"""Fields of list rows made sure by the pages of their posts: what both show is the same thing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.row_values import RowValues
from crawlers.recognition.elements.text_kinds import is_number, kind_of_label
from crawlers.recognition.fields.certainty import FieldCertainty, ProposedField
from crawlers.recognition.fields.comment_rows import CommentRows
from crawlers.recognition.fields.list_counts import number_values
from crawlers.recognition.fields.list_fields import author_values, proposed_field, time_values, title_values
from crawlers.recognition.fields.list_guess import ListGuess
from crawlers.recognition.fields.listed_titles import is_listed_title
from crawlers.recognition.fields.post_fields import is_similar_count
from crawlers.recognition.fields.proposed_structure import BoardStructure
from crawlers.recognition.fields.sample_comparison import same_moment
from crawlers.sites_config.selectors import Pick

_MOST: Final = 0.9
_VARIED: Final = 0.5
_FEWEST_VIEWS: Final = 30
"""Views of the post with most of them, below which a number that nothing names may be anything."""


def set_agreed_list_fields(
    found: BoardStructure, guess: ListGuess, places: Sequence[int], rows: CommentRows | None, link: Pick, identity: Pick
) -> None:
    """The fields of rows, each as sure as the posts' pages make it."""
    titles = found.post["title"].values
    title = _agreed_title(guess, places, titles)
    found.set_list_fields(guess, link, identity)
    found.list = {name: field for name, field in found.list.items() if name not in ("posted_at", "author", "title")}
    if title is not None:
        found.list["title"] = title
    for name, slot in (("posted_at", _time(guess, places, found)), ("author", _author(guess, places, found))):
        if slot is not None:
            found.list[name] = slot
    for name in ("views", "likes", "dislikes"):
        if name not in found.list and name in found.post:
            _unnamed(found, guess, places, name)
    _comment_count(found, guess, places, rows)
    _lone_number(found, guess)


def _agreed_title(guess: ListGuess, places: Sequence[int], titles: Sequence[str]) -> ProposedField | None:
    slot = title_values(guess.row_values, guess.link_elements, titles)
    if slot is None:
        return None
    agree = all(is_listed_title(title, slot.values[place]) for place, title in zip(places, titles, strict=True))
    return proposed_field(slot, FieldCertainty.SURE if agree else FieldCertainty.UNSURE)


def _time(guess: ListGuess, places: Sequence[int], found: BoardStructure) -> ProposedField | None:
    """The time that the posts show too; else the only one, unsure: it may be that of the last answer."""
    slots = time_values(guess.row_values)
    field = found.post.get("posted_at")
    if field is not None:
        for slot in slots:
            pairs = [(slot.values[place], value) for place, value in zip(places, field.values, strict=True)]
            if all(same_moment(one, other, datetime.now().astimezone()) for one, other in pairs):
                return proposed_field(slot, FieldCertainty.SURE)
    return proposed_field(slots[0], FieldCertainty.UNSURE) if slots else None


def _author(guess: ListGuess, places: Sequence[int], found: BoardStructure) -> ProposedField | None:
    """The names that the posts show as their authors; else the likeliest names, unsure."""
    slots = author_values(guess.row_values, guess.title_values)
    field = found.post.get("author")
    if field is not None:
        for slot in slots:
            if all(slot.values[place] == value for place, value in zip(places, field.values, strict=True)):
                others = [
                    other for other in slots if kind_of_label(other.reading.label) == "author" and _differ(slot, other)
                ]
                return proposed_field(slot, FieldCertainty.UNSURE if others else field.certainty)
    return proposed_field(slots[0], FieldCertainty.UNSURE) if slots else None


def _differ(slot: RowValues, other: RowValues) -> bool:
    return any(one and two and one != two for one, two in zip(slot.values, other.values, strict=True))


def _unnamed(found: BoardStructure, guess: ListGuess, places: Sequence[int], name: str) -> None:
    """A number without a name that the posts name: sure where it agrees on every sample and is no small one."""
    values = [parse_number(value) for value in found.post[name].values]
    for slot in number_values(guess.row_values):
        shown = [parse_number(slot.values[place]) for place in places]
        if any(field.values == slot.values for field in found.list.values()) or None in shown or None in values:
            continue
        if all(is_similar_count(value or 0, number or 0, name) for value, number in zip(values, shown, strict=True)):
            chance = any((number or 0) < 10 for number in shown)
            found.list[name] = proposed_field(slot, FieldCertainty.UNSURE if chance else found.post[name].certainty)
            return


def _lone_number(found: BoardStructure, guess: ListGuess) -> None:
    """The only number that nothing names counts views, as far as anybody can tell."""
    known = [field.values for field in found.list.values()]
    unnamed = [
        slot for slot in number_values(guess.row_values) if slot.filled_share > _MOST and slot.values not in known
    ]
    numbers = [parse_number(value) or 0 for value in unnamed[0].values] if len(unnamed) == 1 else []
    if "views" not in found.list and numbers and max(numbers) >= _FEWEST_VIEWS and unnamed[0].distinct_share > _VARIED:
        found.list["views"] = proposed_field(unnamed[0], FieldCertainty.UNSURE)


def _comment_count(found: BoardStructure, guess: ListGuess, places: Sequence[int], rows: CommentRows | None) -> None:
    """The number of comments is sure where it is the number of those that were found."""
    if rows is None:
        return
    wanted = [len(page) - rows.opening for page in rows.elements]

    def agrees(slot: RowValues) -> bool:
        return [parse_number(slot.values[place]) or 0 for place in places] == wanted

    field, shown = found.list.get("comments"), found.post.get("comments")
    if shown is not None and [parse_number(value) for value in shown.values] == wanted and any(wanted):
        found.text = FieldCertainty.SURE
    if field is None and len(set(wanted)) > 1:
        others = [other.values for other in found.list.values()]
        numeric = [
            slot for slot in guess.row_values if slot.nearly_all_pass(is_number, 0.9) and slot.values not in others
        ]
        slot = next((slot for slot in numeric if agrees(slot)), None)
        if slot is not None:
            found.list["comments"], found.text = proposed_field(slot, FieldCertainty.SURE), FieldCertainty.SURE
    elif field is not None:
        agree = [parse_number(field.values[place]) or 0 for place in places] == wanted
        certainty = FieldCertainty.SURE if agree and len(set(wanted)) > 1 else field.certainty
        found.list["comments"] = ProposedField(field.pick, certainty, field.values)
