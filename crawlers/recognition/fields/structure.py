"""A proposal by structure: a list page and a few posts' pages compared with each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawlers.base import ParsedPost
from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.rows import Page
from crawlers.recognition.elements.slots import Slot
from crawlers.recognition.elements.texts import is_number, kind_of
from crawlers.recognition.fields.body import PostParts, body_selector
from crawlers.recognition.fields.certainty import Certainty, Fields, Proposed
from crawlers.recognition.fields.comment_fields import CommentReader
from crawlers.recognition.fields.comment_rows import CommentRows, comment_rows
from crawlers.recognition.fields.list_fields import COUNTS, author_slots, count_slots, proposed, time_slots, title_slot
from crawlers.recognition.fields.list_guess import ListGuess
from crawlers.recognition.fields.post_fields import PostReader, about, title_field
from crawlers.recognition.fields.samples import Sample, is_title, same_moment
from crawlers.sites_config.selectors import Pick


@dataclass
class Structure:
    """Fields of a board's list, posts and comments, and the parts of their selectors that are no fields."""

    list: Fields = field(default_factory=dict)
    post: Fields = field(default_factory=dict)
    comments: Fields = field(default_factory=dict)
    list_parts: dict[str, Any] = field(default_factory=dict)
    post_parts: dict[str, Any] = field(default_factory=dict)
    comment_parts: dict[str, Any] = field(default_factory=dict)
    body: Certainty | None = None
    text: Certainty | None = None
    level: Certainty | None = None
    """How sure the levels of answers are where these are told by what is around them."""

    def selectors(self) -> dict[str, Any]:
        """The selectors as a site file writes them; ``comments`` is missing where none were found."""
        parts = {
            "list": (self.list_parts, self.list),
            "post": (self.post_parts, self.post),
            "comments": (self.comment_parts, self.comments),
        }
        return {
            name: {**part, **{field: written(found.pick) for field, found in fields.items()}}
            for name, (part, fields) in parts.items()
            if part.get("rows") or part.get("body")
        }

    def by_row(self, guess: ListGuess, link: Pick, identity: Pick) -> None:
        """The list by its rows alone."""
        self.list_parts = {"rows": guess.css, **({"siblings": True} if guess.group.siblings else {})}
        self.list_parts |= {"hidden": guess.hidden} if guess.hidden else {}
        self.list = {"link": Proposed(link, Certainty.SURE), "id": Proposed(identity, Certainty.SURE)}
        if guess.title is not None:
            self.list["title"] = proposed(guess.title, Certainty.UNSURE)
        self.list |= guess.counts
        for name, slots in (
            ("posted_at", time_slots(guess.slots)),
            ("author", author_slots(guess.slots, guess.title)),
        ):
            if slots:
                self.list[name] = proposed(slots[0], Certainty.UNSURE)
        self.list_parts |= guess.paging()

    def confirm(self, guess: ListGuess, posts: Mapping[str, ParsedPost]) -> None:
        """Makes the rows' author and numbers sure where the ``posts``, by their addresses, say the same."""
        pairs = [(guess.urls.index(url), post) for url, post in posts.items() if url in guess.urls]
        for name, found in list(self.list.items()):
            said = [
                getattr(post.stats, name, None) if name in COUNTS else getattr(post, name, None) for _, post in pairs
            ]
            shown = [found.values[place] for place, _ in pairs] if found.values else []
            numbers = [parse_number(value) or 0 for value in shown]
            if said and said == (numbers if name in COUNTS else shown):
                self.list[name] = Proposed(found.pick, Certainty.SURE, found.values)

    def doubt(self) -> None:
        """Makes all of posts and comments unsure: one page alone does not tell what is layout."""
        for fields in (self.post, self.comments):
            for name, found in fields.items():
                fields[name] = Proposed(found.pick, Certainty.UNSURE, found.values)
        self.body, self.text = Certainty.UNSURE, self.text and Certainty.UNSURE
        self.level = self.level and Certainty.UNSURE

    def certainties(self) -> dict[str, Certainty]:
        """How sure each field is, by names such as ``list.views``."""
        named = (("list", self.list), ("post", self.post), ("comments", self.comments))
        found = {f"{part}.{name}": found.certainty for part, fields in named for name, found in fields.items()}
        parts = (("post.body", self.body), ("comments.text", self.text), ("comments.depth", self.level))
        return found | {name: certainty for name, certainty in parts if certainty is not None}


def written(pick: Pick) -> Any:
    """A pick as a site file writes it: a plain selector where there is nothing else."""
    content = pick.model_dump(exclude_defaults=True)
    return content["css"] if set(content) == {"css"} else content


def sample(guess: ListGuess, place: int, page: Page, now: datetime) -> Sample:
    """The page of the post at ``place`` of a list."""
    return Sample(page, guess.group.kind, guess.row(place), now)


def structure(guess: ListGuess, places: Sequence[int], samples: Sequence[Sample]) -> Structure | None:
    """What list and posts agree on; None where a list row cannot be told, or no post shows its title and a body."""
    link = guess.link_pick()
    identity = guess.id_pick(link) if link else None
    heading = title_field(samples)
    if link is None or identity is None or heading is None:
        return None
    declared = [parse_number(sample.row["comments"]) if "comments" in sample.row else None for sample in samples]
    if "comments" in guess.counts:
        # A list shows no number where there are no comments.
        declared = [number or 0 for number in declared]
    rows = comment_rows(samples, declared)
    found = Structure()
    reader = PostReader(samples, rows)
    found.post = {"title": heading, **reader.fields()}
    if rows is not None:
        _comments(found, samples, rows, guess)
    body = body_selector(samples, _parts(samples, found, rows))
    if body is None:
        return None
    found.post_parts, found.body = {"body": body[0]}, body[1]
    _list(found, guess, places, rows, link, identity)
    if len(samples) == 1:
        found.doubt()
    return found


def _parts(samples: Sequence[Sample], found: Structure, rows: CommentRows | None) -> list[PostParts]:
    """Per page, what is known of it and is not the body."""
    parts: list[PostParts] = []
    for place, one in enumerate(samples):
        picks = [field.pick for field in found.post.values()]
        taken = {part.root for pick in picks for part in one.page.node.css(pick.css)[:1]}
        page = rows.elements[place] if rows is not None else ()
        opening = rows is not None and rows.opening
        comments = page[1:] if opening else page
        within = page[0] if opening and page else None
        parts.append(PostParts(frozenset(taken | set(comments)), comments, within))
    return parts


def _comments(found: Structure, samples: Sequence[Sample], rows: CommentRows, guess: ListGuess) -> None:
    names = {value for slot in author_slots(guess.slots, guess.title)[:1] for value in slot.values}
    if "author" in found.post:
        names |= set(found.post["author"].values)
    reader = CommentReader(samples, rows, names)
    fields, parts = reader.fields()
    if not parts.get("text"):
        return
    found.comments = fields
    found.level = Certainty.SURE if "answers" in parts or reader.are_nested else None
    found.text = Certainty.SURE if rows.agreed else Certainty.UNSURE
    found.comment_parts = {"rows": rows.css, **({"siblings": True} if rows.siblings else {}), **parts}


def _list(
    found: Structure, guess: ListGuess, places: Sequence[int], rows: CommentRows | None, link: Pick, identity: Pick
) -> None:
    """The fields of rows, each as sure as the posts' pages make it."""
    titles = found.post["title"].values
    title = _agreed_title(guess, places, titles)
    found.by_row(guess, link, identity)
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


def _agreed_title(guess: ListGuess, places: Sequence[int], titles: Sequence[str]) -> Proposed | None:
    slot = title_slot(guess.slots, guess.links, titles)
    if slot is None:
        return None
    agree = all(is_title(title, slot.values[place]) for place, title in zip(places, titles, strict=True))
    return proposed(slot, Certainty.SURE if agree else Certainty.UNSURE)


def _time(guess: ListGuess, places: Sequence[int], found: Structure) -> Proposed | None:
    """The time that the posts show too; else the only one, unsure: it may be that of the last answer."""
    slots = time_slots(guess.slots)
    field = found.post.get("posted_at")
    if field is not None:
        for slot in slots:
            pairs = [(slot.values[place], value) for place, value in zip(places, field.values, strict=True)]
            if all(same_moment(one, other, datetime.now().astimezone()) for one, other in pairs):
                return proposed(slot, Certainty.SURE)
    return proposed(slots[0], Certainty.UNSURE) if slots else None


def _author(guess: ListGuess, places: Sequence[int], found: Structure) -> Proposed | None:
    """The names that the posts show as their authors; else the likeliest names, unsure."""
    slots = author_slots(guess.slots, guess.title)
    field = found.post.get("author")
    if field is not None:
        for slot in slots:
            if all(slot.values[place] == value for place, value in zip(places, field.values, strict=True)):
                others = [other for other in slots if kind_of(other.reading.label) == "author" and _differ(slot, other)]
                return proposed(slot, Certainty.UNSURE if others else field.certainty)
    return proposed(slots[0], Certainty.UNSURE) if slots else None


def _differ(slot: Slot, other: Slot) -> bool:
    return any(one and two and one != two for one, two in zip(slot.values, other.values, strict=True))


def _unnamed(found: Structure, guess: ListGuess, places: Sequence[int], name: str) -> None:
    """A number without a name that the posts name: sure where it agrees on every sample and is no small one."""
    values = [parse_number(value) for value in found.post[name].values]
    for slot in count_slots(guess.slots):
        shown = [parse_number(slot.values[place]) for place in places]
        if any(field.values == slot.values for field in found.list.values()) or None in shown or None in values:
            continue
        if all(about(value or 0, number or 0, name) for value, number in zip(values, shown, strict=True)):
            chance = any((number or 0) < 10 for number in shown)
            found.list[name] = proposed(slot, Certainty.UNSURE if chance else found.post[name].certainty)
            return


def _comment_count(found: Structure, guess: ListGuess, places: Sequence[int], rows: CommentRows | None) -> None:
    """The number of comments is sure where it is the number of those that were found."""
    if rows is None:
        return
    wanted = [len(page) - rows.opening for page in rows.elements]

    def agrees(slot: Slot) -> bool:
        return [parse_number(slot.values[place]) or 0 for place in places] == wanted

    field, shown = found.list.get("comments"), found.post.get("comments")
    if shown is not None and [parse_number(value) for value in shown.values] == wanted and any(wanted):
        found.text = Certainty.SURE
    if field is None and len(set(wanted)) > 1:
        others = [other.values for other in found.list.values()]
        numeric = [slot for slot in guess.slots if slot.all_are(is_number, 0.9) and slot.values not in others]
        slot = next((slot for slot in numeric if agrees(slot)), None)
        if slot is not None:
            found.list["comments"], found.text = proposed(slot, Certainty.SURE), Certainty.SURE
    elif field is not None:
        agree = [parse_number(field.values[place]) or 0 for place in places] == wanted
        certainty = Certainty.SURE if agree and len(set(wanted)) > 1 else field.certainty
        found.list["comments"] = Proposed(field.pick, certainty, field.values)
