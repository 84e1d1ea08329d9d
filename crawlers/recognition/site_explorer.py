"""An unknown site explored from one address: its board's list is looked for, two of its posts are read."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from crawlers.base import PostRef
from crawlers.recognition.board_software import (
    engine_of_api,
    engines_of_page,
    feed_addresses,
    is_feed,
    propose_with_engine,
)
from crawlers.recognition.elements.board_and_terms_links import board_links, terms_link
from crawlers.recognition.elements.page_addresses import address_kind, is_same_address_kind, possible_list_addresses
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.text_kinds import one_line_text
from crawlers.recognition.engine_reading import read_fetched_post
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.fields.find_structure import find_structure, make_sample
from crawlers.recognition.fields.list_fields import time_values
from crawlers.recognition.fields.list_guess import ListGuess, list_guesses
from crawlers.recognition.fields.listed_titles import is_listed_title, is_title_after_category
from crawlers.recognition.fields.proposed_structure import BoardStructure
from crawlers.recognition.fields.samples import PostSample
from crawlers.recognition.site_proposal import SiteProposal
from schemas.errors import BadInput

Fetch = Callable[[str], Awaitable[FetchedPage]]
"""Fetches a page. Raises BadInput for one that cannot be had; what ends the whole crawl is another error."""
_SAMPLES: Final = 2
_MOST_LISTS: Final = 6
_MOST_ROWS: Final = 3
"""Groups of links on a page that are tried as its list."""


@dataclass
class ExploredSite:
    """An explored site: its proposal, and the list, posts and structure it was made of where no software was told."""

    proposal: SiteProposal
    guess: ListGuess | None = None
    places: list[int] = field(default_factory=list)
    samples: list[PostSample] = field(default_factory=list)
    found: BoardStructure | None = None


class SiteExplorer:
    """Explores one site. Every address is fetched once. ``titles`` are known to stand in rows of its list."""

    def __init__(self, fetch: Fetch, now: datetime, titles: Collection[str] = ()) -> None:
        self._fetch, self.now = fetch, now
        self._titles = frozenset(map(one_line_text, titles))
        self._pages: dict[str, FetchedPage | None] = {}

    async def fetch_page(self, url: str) -> FetchedPage | None:
        """The page at ``url``; None where it cannot be had."""
        if url not in self._pages:
            try:
                self._pages[url] = await self._fetch(url)
            except BadInput:
                self._pages[url] = None
        return self._pages[url]

    async def explore(self, url: str) -> ExploredSite:
        """The site at ``url``, which is its home, a list or a post.

        Raises BadInput: what fetching the first page raises, and ``site.not_recognised``.
        """
        start = self._pages[url] = await self._fetch(url)
        found = await self._explore(start)
        if found is None:
            raise BadInput(
                "site.not_recognised", url=url[:200], pages=sum(page is not None for page in self._pages.values())
            )
        found.proposal.terms_url = next(
            (link for page in self._pages.values() if page and (link := terms_link(page))), ""
        )
        found.proposal.mark_doubtful(self.now)
        return found

    async def _explore(self, start: FetchedPage) -> ExploredSite | None:
        if is_feed(start):
            return self._feed(start)
        if (api := engine_of_api(start)) is not None and (found := await self._by_api(*api)) is not None:
            return found
        poor: ExploredSite | None = None
        tried: set[str] = set()
        async for page in self._lists(start):
            if page.url in tried:
                continue
            tried.add(page.url)
            found = await self.explore_list(page)
            if found is not None and (found.guess is None or shows_times_or_counts(found.guess)):
                return found
            poor = poor or found
        if poor is not None:
            return poor
        for address in feed_addresses(start)[:1]:
            feed = await self.fetch_page(address)
            if feed is not None and is_feed(feed):
                return self._feed(feed)
        return None

    async def _lists(self, start: FetchedPage) -> AsyncIterator[FetchedPage]:
        """Pages that may be the board's list, the likeliest first; what they are linked from is fetched when needed."""
        guesses = list_guesses(start)
        parts = urlsplit(start.url)
        is_home = parts.path in ("", "/") and not parts.query
        is_post = any(is_same_address_kind(guess.group.kind, address_kind(start.url)) for guess in guesses)
        if (
            not is_home
            and not is_post
            and ((guesses and shows_times_or_counts(guesses[0])) or _read_by_engine(start, self.now))
        ):
            yield start
        for page in await self._linked(start, guesses):
            yield page
        yield start

    async def _linked(self, start: FetchedPage, guesses: Sequence[ListGuess]) -> list[FetchedPage]:
        """Lists that the page, or a post that it links to, links to."""
        links = board_links(start)
        posts = [url for guess in guesses[:1] for url in guess.post_addresses if url][:1]
        for url in posts:
            post = await self.fetch_page(url)
            links = [*(board_links(post, near=True) if post else ()), *links]
        # Pages that are drawn by scripts may link to nothing: their list stands above them.
        links += possible_list_addresses(start.url)[:-1][:2] if len(links) < _MOST_LISTS else []
        pages = [await self.fetch_page(link) for link in list(dict.fromkeys(links))[:_MOST_LISTS]]
        return [page for page in pages if page is not None]

    async def explore_list(self, page: FetchedPage) -> ExploredSite | None:
        """The board whose list ``page`` is; None if it is none."""
        for engine in engines_of_page(page):
            read = propose_with_engine(engine, page, self.now)
            if read is not None and await self._confirm(*read):
                return ExploredSite(read[0])
        guesses = list_guesses(page)
        pointed = sorted(guesses, key=lambda guess: -len(guess.row_positions_with_titles(self._titles)))
        pointed = [guess for guess in pointed if guess.row_positions_with_titles(self._titles)]
        for guess in pointed or guesses[:_MOST_ROWS]:
            if (found := await self._by_structure(guess)) is not None:
                return found
        return None

    async def _confirm(self, proposal: SiteProposal, refs: Sequence[PostRef]) -> bool:
        """Whether the engine reads posts of its list too: their titles, something in them, and comments if any."""
        crawler, fitting = proposal.make_crawler(self.now), 0
        for ref in refs[: _SAMPLES + 1]:
            page = await self.fetch_page(ref.url)
            try:
                post = crawler.post(page.body, page.url) if page is not None else None
            except (BadInput, ValueError):
                continue
            if page is None or post is None:
                continue
            proposal.pages.append(page)
            lacks_comments = bool(ref.stats.comments) and not post.comments and not post.comment_pages
            fitting += (
                is_listed_title(post.title, ref.title) and bool(post.text.strip() or post.images) and not lacks_comments
            )
        return fitting > 0 and fitting * 2 >= len(proposal.pages)

    async def _by_structure(self, guess: ListGuess) -> ExploredSite | None:
        places, samples = await self._samples(guess)
        if not samples:
            return None
        found = find_structure(guess, places, samples)
        if found is None:
            return self._by_json(guess, [one.page for one in samples])
        proposal = SiteProposal(
            "declarative-html",
            guess.page,
            [one.page for one in samples],
            selectors=found.selectors(),
            certainties=found.certainties(),
        )
        explored = ExploredSite(proposal, guess, places, samples, found)
        return explored if check_samples_with_engine(explored, self.now) else None

    async def _samples(self, guess: ListGuess) -> tuple[list[int], list[PostSample]]:
        places: list[int] = []
        samples: list[PostSample] = []
        known = guess.row_positions_with_titles(self._titles) if len(self._titles) > 1 else []
        for place in dict.fromkeys((*known, *guess.sample_row_positions(_SAMPLES + 2))):
            page = await self.fetch_page(guess.post_addresses[place])
            if page is not None:
                places.append(place)
                samples.append(make_sample(guess, place, page, self.now))
            if len(samples) == _SAMPLES:
                break
        return places, samples

    def _by_json(self, guess: ListGuess, pages: list[FetchedPage]) -> ExploredSite | None:
        """A board whose posts say what they are as JSON-LD, with the list's rows by structure."""
        link = guess.link_pick()
        identity = guess.id_pick(link) if link else None
        if link is None or identity is None or guess.title_values is None:
            return None
        found = BoardStructure()
        found.set_list_fields(guess, link, identity)
        proposal = SiteProposal(
            "jsonld", guess.page, pages, selectors=found.selectors(), certainties=found.certainties()
        )
        try:
            posts = proposal.read_pages(self.now).posts
        except (BadInput, ValidationError):
            return None
        titles = guess.title_values.values
        found.confirm_list_fields(guess, dict(zip((page.url for page in pages), posts, strict=True)))
        proposal.certainties = found.certainties()
        is_read = all(any(is_listed_title(post.title, title) for title in titles) for post in posts)
        return ExploredSite(proposal, guess, found=found) if is_read else None

    async def _by_api(self, engine: str, url: str) -> ExploredSite | None:
        page = await self.fetch_page(url)
        read = propose_with_engine(engine, page, self.now) if page is not None else None
        if read is None:
            return None
        await self._confirm(*read)
        return ExploredSite(read[0])

    def _feed(self, page: FetchedPage) -> ExploredSite | None:
        read = propose_with_engine("feed", page, self.now)
        return ExploredSite(read[0]) if read is not None else None


def _read_by_engine(page: FetchedPage, now: datetime) -> bool:
    return any(propose_with_engine(engine, page, now) is not None for engine in engines_of_page(page))


def shows_times_or_counts(guess: ListGuess) -> bool:
    """Whether rows show more than titles: times or numbers that are named."""
    return len(guess.post_row_positions) >= 4 and bool(guess.number_fields or time_values(guess.row_values))


def check_samples_with_engine(explored: ExploredSite, now: datetime) -> bool:
    """Whether the engine reads list and posts that were recognised; a title that it reads otherwise is made unsure."""
    proposal = explored.proposal
    try:
        crawler = proposal.make_crawler(now)
        listing = crawler.listing(proposal.list_page.body, proposal.list_page.url)
        posts = [read_fetched_post(crawler, page) for page in proposal.pages]
    except (BadInput, ValidationError):
        return False
    if len(listing.posts) < 3:
        return False
    titles = [one.row.get("title", "") for one in explored.samples]
    if not all(is_title_after_category(post.title, title) for post, title in zip(posts, titles, strict=True)):
        proposal.certainties["post.title"] = FieldCertainty.UNSURE
    return True
