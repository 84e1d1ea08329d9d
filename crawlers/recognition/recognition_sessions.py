"""Sites that are being recognised by a page in a browser: each is explored once, then corrected and saved."""

import asyncio
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Final

from crawlers.parse.markup import separate_nested_rows
from crawlers.recognition.correction_by_examples import correct_by_examples
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.text_kinds import one_line_text
from crawlers.recognition.reading_tables import ReadingTable, reading_tables
from crawlers.recognition.recognise_site import recognise_site
from crawlers.recognition.saved_site import SavedSite, SiteToAdd, save_site
from crawlers.recognition.site_explorer import ExploredSite
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.failures import join_sentences

_KEPT: Final = 8
_TEXTS: Final = 40
_LONGEST: Final = 80


class DoubtedField(Frozen):
    """A field that is unsure, and why, in both languages."""

    field: str
    ko: str
    en: str


class RecognisedSite(Frozen):
    """What was recognised, for a person to look at.

    ``texts`` are those of one row, of one post without its comments, and of one comment: each can be pointed at.
    """

    url: str
    list_url: str
    engine: str
    software: str
    robots: str
    terms_url: str
    tables: tuple[ReadingTable, ...]
    unsure: tuple[str, ...]
    doubts: tuple[DoubtedField, ...]
    texts: dict[str, tuple[str, ...]]


class RecognitionSessions:
    """Recognises sites for a browser: keeps the last eight by their addresses, and explores one at a time.

    ``loopback``: whoever asks is on this machine, and may have its own servers read.
    """

    def __init__(self, *, loopback: bool = True) -> None:
        self._loopback = loopback
        # Two that press the button for one site would ask it twice as often, and change one proposal at once.
        self._one = asyncio.Lock()
        self._explored: OrderedDict[str, ExploredSite] = OrderedDict()

    async def explore_and_correct(self, wanted: SiteToAdd, contact: str) -> RecognisedSite:
        """Explores the site unless it was explored before, and applies the examples. Raises as `recognise_site`."""
        async with self._one:
            return await self._explore(wanted, contact)

    async def _explore(self, wanted: SiteToAdd, contact: str) -> RecognisedSite:
        explored = self._explored.get(wanted.url) if wanted.examples else None
        if explored is None:
            # In a thread with a loop of its own: comparing pages takes seconds, in which others must be served.
            asked = recognise_site(wanted.url, contact, wanted.examples, loopback=self._loopback)
            explored = await asyncio.to_thread(asyncio.run, asked)
            self._explored[wanted.url] = explored
            if len(self._explored) > _KEPT:
                self._explored.popitem(last=False)
        else:
            await asyncio.to_thread(correct_by_examples, explored, wanted.examples)
        return await asyncio.to_thread(_view, wanted.url, explored)

    async def save(self, wanted: SiteToAdd) -> SavedSite:
        """Writes the file of a site that was looked at.

        Raises BadInput: ``site.not_looked_at``, and what `save_site` raises.
        """
        explored = self._explored.get(wanted.url)
        if explored is None:
            raise BadInput("site.not_looked_at", url=wanted.url[:200])
        async with self._one:
            return await asyncio.to_thread(save_site, explored, wanted)


def _view(url: str, explored: ExploredSite) -> RecognisedSite:
    proposal = explored.proposal
    return RecognisedSite(
        url=url,
        list_url=proposal.list_page.url,
        engine=proposal.engine,
        software=proposal.software,
        robots=proposal.robots,
        terms_url=proposal.terms_url,
        tables=tuple(reading_tables(proposal, datetime.now(UTC))),
        unsure=tuple(proposal.unsure_fields()),
        doubts=tuple(
            DoubtedField(
                field=name, ko=join_sentences(reason.explained("ko")), en=join_sentences(reason.explained("en"))
            )
            for name, reason in proposal.doubts.items()
        ),
        texts=_texts(explored),
    )


def _texts(explored: ExploredSite) -> dict[str, tuple[str, ...]]:
    """Short texts of a row, a post and a comment; nothing where a software was told by its marks."""
    found = explored.found
    if explored.guess is None or found is None or not explored.samples:
        return {}
    node = explored.samples[0].page.node
    css = str(found.comment_parts.get("rows", ""))
    rows = node.css(css) if css else []
    comments = separate_nested_rows(rows, siblings=bool(found.comment_parts.get("siblings")))
    inside = frozenset(row.root for row in rows)
    row = explored.guess.rows.nodes[explored.guess.post_row_positions[0]]
    return {
        "row": _short(row.root),
        "post": _short(node.root, inside | explored.samples[0].rows_of_lists),
        "comment": _short(comments[0].root) if comments else (),
    }


def _short(root: object, left_out: frozenset[object] = frozenset()) -> tuple[str, ...]:
    values = (one_line_text(reading.value) for reading in page_values(root, left_out))
    return tuple(dict.fromkeys(value for value in values if 0 < len(value) <= _LONGEST))[:_TEXTS]
