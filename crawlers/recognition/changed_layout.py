"""A site whose layout changed: its proposal is corrected and measured by posts that were collected of it before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from crawlers.parse.plain_text import clean_text
from crawlers.recognition.correction_by_examples import correct_by_examples
from crawlers.recognition.engine_reading import read_fetched_post
from crawlers.recognition.site_explorer import ExploredSite
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.overrides import flat_values
from libraries.texts.personal_data import mask_personal_data
from schemas.errors import BadInput
from schemas.posts import Post


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A value of the site file that is proposed to change."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextsFoundAgain:
    """How much of known posts a proposal reads, each as (read, known): titles, texts, texts of comments."""

    titles: tuple[int, int]
    texts: tuple[int, int]
    comments: tuple[int, int]


def correct_by_known_posts(explored: ExploredSite, known: Sequence[Post], now: datetime) -> None:
    """Corrects what was recognised by the texts of known posts, where these are not read as they were."""
    before = count_texts_found_again(explored, known, now)
    for post, _ in _pages(explored, known):
        examples = {"body": _start(post.content)} if before.texts[0] < before.texts[1] else {}
        comment = max((comment.content for comment in post.comments), key=len, default="")
        examples |= {"comment": comment} if comment and before.comments[0] == 0 else {}
        for name, text in examples.items():
            try:
                correct_by_examples(explored, {name: text})
            except BadInput:
                continue


def count_texts_found_again(explored: ExploredSite, known: Sequence[Post], now: datetime) -> TextsFoundAgain:
    """What the proposal reads of known posts. Raises BadInput where its engine cannot use the selectors."""
    proposal = explored.proposal
    crawler = proposal.make_crawler(now)
    listing = crawler.listing(proposal.list_page.body, proposal.list_page.url)
    shown = {_plain(ref.title) for ref in listing.posts}
    titles = {_plain(post.title) for post in known}
    texts, comments, wanted = [], [0], [0]
    for post, page in _pages(explored, known):
        try:
            read = read_fetched_post(crawler, page)
        except BadInput:
            texts.append(False)
            continue
        texts.append(_alike(_plain(read.text), _plain(post.content)))
        again = {_plain(comment.text) for comment in read.comments}
        wanted.append(len(post.comments))
        comments.append(sum(_plain(comment.content) in again for comment in post.comments))
    return TextsFoundAgain((len(shown & titles), len(shown)), (sum(texts), len(texts)), (sum(comments), sum(wanted)))


def proposed_changes(before: SiteSpec, explored: ExploredSite) -> list[ProposedChange]:
    """What the proposal changes in the site's file: its engine and its selectors."""
    after = explored.proposal.site_spec()
    old = {"engine": before.engine} | dict(_values("selectors", before.selectors))
    new = {"engine": after.engine} | dict(_values("selectors", after.selectors))
    return [
        ProposedChange(name, str(old.get(name, "")), str(new.get(name, "")))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def _values(name: str, part: BaseModel | None) -> Iterable[tuple[str, Any]]:
    content = {} if part is None else part.model_dump(exclude_defaults=True)
    return ((".".join((name, *field)), value) for field, value in flat_values(content).items())


def _pages(explored: ExploredSite, known: Sequence[Post]) -> list[tuple[Post, Any]]:
    """Known posts whose pages were fetched, told by their titles."""
    titles = {one.page.url: _plain(one.row.get("title", "")) for one in explored.samples}
    by_title = {_plain(post.title): post for post in known}
    return [(post, page) for page in explored.proposal.pages if (post := by_title.get(titles.get(page.url, "")))]


def _start(text: str) -> str:
    """The beginning of a text that an element's text begins with."""
    return text.split("\n", 1)[0][:40]


def _plain(text: str) -> str:
    """A text as posts are stored: personal data masked, white space and line ends as one space."""
    return " ".join(mask_personal_data(clean_text(text, 60_000)).text.split())


def _alike(text: str, known: str) -> bool:
    """Whether two texts are one, but for names of authors, which are stored as pseudonyms."""
    one, other = set(text.split()), set(known.split())
    return len(one & other) >= 0.85 * max(1, len(one | other))
