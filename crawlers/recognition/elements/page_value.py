"""A value of a page: where it was read, and what stands beside it."""

from dataclasses import dataclass
from typing import Any

from crawlers.recognition.elements.text_kinds import kind_of_label


@dataclass(frozen=True, slots=True)
class PageValue:
    """A value on a page: the text or ``attr`` of an element, or what ``regex`` takes of it.

    ``own``: without the elements inside it. ``label`` is what stands beside it, ``hint`` the names of its classes.
    """

    element: Any
    value: str
    attr: str = ""
    own: bool = False
    regex: str | None = None
    label: str = ""
    hint: str = ""

    @property
    def kind(self) -> str:
        """What the label says it is, or else the classes do; empty where neither does."""
        return kind_of_label(self.label) or kind_of_label(self.hint.replace("_", " ").replace("-", " "))
