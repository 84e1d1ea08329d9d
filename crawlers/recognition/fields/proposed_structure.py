"""The fields of a board as they are proposed, and its selectors as a site file writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawlers.base import ParsedPost
from crawlers.parse.numbers import parse_number
from crawlers.recognition.fields.certainty import FieldCertainty, Fields, ProposedField
from crawlers.recognition.fields.list_counts import COUNTS
from crawlers.recognition.fields.list_fields import author_values, proposed_field, time_values
from crawlers.recognition.fields.list_guess import ListGuess
from crawlers.sites_config.selectors import Pick


@dataclass
class BoardStructure:
    """Fields of a board's list, posts and comments, and the parts of their selectors that are no fields."""

    list: Fields = field(default_factory=dict)
    post: Fields = field(default_factory=dict)
    comments: Fields = field(default_factory=dict)
    list_parts: dict[str, Any] = field(default_factory=dict)
    post_parts: dict[str, Any] = field(default_factory=dict)
    comment_parts: dict[str, Any] = field(default_factory=dict)
    body: FieldCertainty | None = None
    text: FieldCertainty | None = None
    level: FieldCertainty | None = None
    """How sure the levels of answers are where these are told by what is around them."""

    def selectors(self) -> dict[str, Any]:
        """The selectors as a site file writes them; ``comments`` is missing where none were found."""
        parts = {
            "list": (self.list_parts, self.list),
            "post": (self.post_parts, self.post),
            "comments": (self.comment_parts, self.comments),
        }
        return {
            name: {**part, **{field: pick_in_site_file(found.pick) for field, found in fields.items()}}
            for name, (part, fields) in parts.items()
            if part.get("rows") or part.get("body")
        }

    def set_list_fields(self, guess: ListGuess, link: Pick, identity: Pick) -> None:
        """The list by its rows alone."""
        self.list_parts = {"rows": guess.css, **({"siblings": True} if guess.group.siblings else {})}
        self.list_parts |= {"hidden": guess.notice_selector} if guess.notice_selector else {}
        self.list = {
            "link": ProposedField(link, FieldCertainty.SURE),
            "id": ProposedField(identity, FieldCertainty.SURE),
        }
        if guess.title_values is not None:
            self.list["title"] = proposed_field(guess.title_values, FieldCertainty.UNSURE)
        self.list |= guess.number_fields
        for name, slots in (
            ("posted_at", time_values(guess.row_values)),
            ("author", author_values(guess.row_values, guess.title_values)),
        ):
            if slots:
                self.list[name] = proposed_field(slots[0], FieldCertainty.UNSURE)
        self.list_parts |= guess.paging_selectors()

    def confirm_list_fields(self, guess: ListGuess, posts: Mapping[str, ParsedPost]) -> None:
        """Makes the rows' author and numbers sure where the ``posts``, by their addresses, say the same."""
        pairs = [(guess.post_addresses.index(url), post) for url, post in posts.items() if url in guess.post_addresses]
        for name, found in list(self.list.items()):
            said = [
                getattr(post.stats, name, None) if name in COUNTS else getattr(post, name, None) for _, post in pairs
            ]
            shown = [found.values[place] for place, _ in pairs] if found.values else []
            numbers = [parse_number(value) or 0 for value in shown]
            if said and said == (numbers if name in COUNTS else shown):
                self.list[name] = ProposedField(found.pick, FieldCertainty.SURE, found.values)

    def mark_unsure(self) -> None:
        """Makes all of posts and comments unsure: one page alone does not tell what is layout."""
        for fields in (self.post, self.comments):
            for name, found in fields.items():
                fields[name] = ProposedField(found.pick, FieldCertainty.UNSURE, found.values)
        self.body, self.text = FieldCertainty.UNSURE, self.text and FieldCertainty.UNSURE
        self.level = self.level and FieldCertainty.UNSURE

    def certainties(self) -> dict[str, FieldCertainty]:
        """How sure each field is, by names such as ``list.views``."""
        named = (("list", self.list), ("post", self.post), ("comments", self.comments))
        found = {f"{part}.{name}": found.certainty for part, fields in named for name, found in fields.items()}
        parts = (("post.body", self.body), ("comments.text", self.text), ("comments.depth", self.level))
        return found | {name: certainty for name, certainty in parts if certainty is not None}


def pick_in_site_file(pick: Pick) -> Any:
    """A pick as a site file writes it: a plain selector where there is nothing else."""
    content = pick.model_dump(exclude_defaults=True)
    return content["css"] if set(content) == {"css"} else content
