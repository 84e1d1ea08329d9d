"""The fields of a post's page: what its list row says is found again, and what the page itself names."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from crawlers.parse.numbers import parse_number
from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.plainest_selectors import plainest_selector
from crawlers.recognition.elements.text_kinds import has_letters, is_number, is_time, kind_of_label, one_line_text
from crawlers.recognition.fields.certainty import FieldCertainty, Fields, ProposedField
from crawlers.recognition.fields.comment_rows import CommentRows
from crawlers.recognition.fields.list_counts import COUNTS
from crawlers.recognition.fields.listed_titles import LABELLED_TITLE, is_listed_title
from crawlers.recognition.fields.sample_comparison import common_pick, same_moment
from crawlers.recognition.fields.samples import PostSample
from crawlers.sites_config.selectors import Pick


def title_field(samples: Sequence[PostSample]) -> ProposedField | None:
    """The element that shows each sample's title and nothing else."""
    for place in range(4) if all(sample.title_elements for sample in samples) else ():
        shown = [sample.title_elements[min(place, len(sample.title_elements) - 1)] for sample in samples]
        elements = [_innermost(element) for element in shown]
        css = plainest_selector(
            [(sample.page.node, element) for sample, element in zip(samples, elements, strict=True)]
        )
        if css:
            texts = [one_line_text(" ".join(element.itertext())) for element in elements]
            labelled = [re.fullmatch(LABELLED_TITLE, text) for text in texts]
            if all(labelled):
                titles = tuple(found[1] for found in labelled if found)
                return ProposedField(Pick(css=css, regex=LABELLED_TITLE), FieldCertainty.SURE, titles)
            return ProposedField(Pick(css=css), FieldCertainty.SURE, tuple(texts))
    return _with_badges(samples)


def _innermost(element: Any) -> Any:
    """The element inside that shows the same text, so that nothing stands beside it on other pages."""
    text = one_line_text(" ".join(element.itertext()))
    while inner := [
        part for part in element if isinstance(part.tag, str) and one_line_text(" ".join(part.itertext())) == text
    ]:
        element = inner[0]
    return element


def _with_badges(samples: Sequence[PostSample]) -> ProposedField | None:
    """An element whose own text is the title, beside badges and numbers in elements of their own."""
    found = [
        [
            one
            for one in sample.values_outside_lists
            if one.own and is_listed_title(one.value, sample.row.get("title", ""))
        ]
        for sample in samples
    ]
    common = common_pick(samples, found)
    return ProposedField(common[0], FieldCertainty.SURE, common[1]) if common else None


class PostFieldFinder:
    """Finds fields on the pages of samples, outside of their comments."""

    def __init__(self, samples: Sequence[PostSample], comments: CommentRows | None) -> None:
        self.samples = samples
        rows: list[frozenset[Any]] = [frozenset() for _ in samples]
        if comments is not None:
            rows = [frozenset(page[1:] if comments.opening else page) for page in comments.elements]
        self._readings = [_outside(sample, inside) for sample, inside in zip(samples, rows, strict=True)]

    def find_fields(self) -> Fields:
        """Time, author and numbers."""
        found: Fields = {}
        for name, field in (("posted_at", self.find_time()), ("author", self.find_author())):
            if field is not None:
                found[name] = field
        for name in COUNTS:
            field = self.find_count(name)
            if field is not None and not any(other.pick == field.pick for other in found.values()):
                found[name] = field
        return found

    def _agreeing(self, test: Callable[[PageValue, PostSample], bool]) -> list[list[PageValue]]:
        return [
            [one for one in readings if test(one, sample)]
            for sample, readings in zip(self.samples, self._readings, strict=True)
        ]

    def find_time(self) -> ProposedField | None:
        """The time that the list shows, as exactly as the page says it; or the only time on the page."""

        def agrees(one: PageValue, sample: PostSample) -> bool:
            return is_time(one.value) and same_moment(one.value, sample.row["posted_at"], sample.now)

        if all(sample.row.get("posted_at") for sample in self.samples):
            found = [sorted(page, key=lambda one: -len(one.value)) for page in self._agreeing(agrees)]
            common = common_pick(self.samples, found)
            if common:
                return ProposedField(common[0], FieldCertainty.SURE, common[1])
        times = self._agreeing(lambda one, _: is_time(one.value))
        elements = [{one.element for one in page} for page in times]
        common = common_pick(self.samples, [sorted(page, key=lambda one: not one.attr) for page in times])
        if common is None:
            return None
        alone = all(len(page) == 1 for page in elements)
        return ProposedField(common[0], FieldCertainty.SURE if alone else FieldCertainty.UNSURE, common[1])

    def find_author(self) -> ProposedField | None:
        """The name that the list shows; or the one that the page names as its author."""
        if all(sample.row.get("author") for sample in self.samples):
            common = common_pick(self.samples, self._agreeing(lambda one, sample: one.value == sample.row["author"]))
            if common:
                return ProposedField(common[0], FieldCertainty.SURE, common[1])

        def named(one: PageValue, _: PostSample) -> bool:
            marked = one.element.get("itemprop") == "author" or one.element.get("rel") == "author"
            return _is_name(one.value) and (marked or kind_of_label(one.label) == "author")

        common = common_pick(self.samples, self._agreeing(named))
        if common:
            # The same name on all pages may be no author's, but a word of the layout.
            differ = len(set(common[1])) > 1
            return ProposedField(common[0], FieldCertainty.SURE if differ else FieldCertainty.UNSURE, common[1])
        hinted = self._agreeing(lambda one, _: _is_name(one.value) and one.kind == "author")
        common = common_pick(self.samples, hinted)
        return ProposedField(common[0], FieldCertainty.UNSURE, common[1]) if common else None

    def find_count(self, name: str) -> ProposedField | None:
        """The number that the page names so, or else the one that the list shows."""
        listed = [parse_number(sample.row.get(name, "")) for sample in self.samples]
        labelled = self._agreeing(lambda one, _: is_number(one.value) and kind_of_label(one.label) == name)
        common = common_pick(self.samples, labelled)
        if common:
            shown = [parse_number(value) for value in common[1]]
            known = [(one, other) for one, other in zip(shown, listed, strict=True) if other is not None]
            agree = all(one is not None and is_similar_count(one, other, name) for one, other in known)
            single = all(len({one.value for one in page}) == 1 for page in labelled)
            sure = (bool(known) and agree) or (not known and single)
            return ProposedField(common[0], FieldCertainty.SURE if sure else FieldCertainty.UNSURE, common[1])
        if any(number is None for number in listed):
            return None
        return self._as_listed(name)

    def _as_listed(self, name: str) -> ProposedField | None:
        """An unnamed number that is the list's on every sample: sure where the numbers cannot agree by chance."""

        def agrees(one: PageValue, sample: PostSample) -> bool:
            number, wanted = parse_number(one.value), parse_number(sample.row[name])
            return (
                is_number(one.value)
                and number is not None
                and wanted is not None
                and is_similar_count(number, wanted, name)
            )

        common = common_pick(self.samples, self._agreeing(agrees))
        if common is None:
            return None
        by_chance = any((parse_number(value) or 0) < 10 for value in common[1]) or len(set(common[1])) < len(common[1])
        return ProposedField(common[0], FieldCertainty.UNSURE if by_chance else FieldCertainty.SURE, common[1])


def is_similar_count(shown: int, listed: int, name: str) -> bool:
    """Whether a number on a post's page may be that of its list row: views grow, and large ones are rounded."""
    room = max(listed, shown) * 0.06 if max(listed, shown) >= 1_000 else 0
    if name == "views":
        return listed - room <= shown <= listed + max(room, 30)
    return abs(shown - listed) <= max(room, 3 if listed > 20 else 1 if listed > 5 else 0)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 24 and has_letters(text) and not is_time(text) and not is_number(text)


def _outside(sample: PostSample, rows: Collection[Any]) -> list[PageValue]:
    """Readings that are in no comment and not beside a link to another post, those nearest after the title first."""
    others = sample.lines_to_other_posts
    found = [
        one
        for one in sample.values_outside_lists
        if not any(part in rows or part in others for part in (one.element, *one.element.iterancestors()))
    ]
    return sample.values_near_title(found)
