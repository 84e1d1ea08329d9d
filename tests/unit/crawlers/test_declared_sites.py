"""Every site that comes with the program: valid, honest about itself, and read where it says that it is."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

from fixtures.crawl.engines import STOCK, TITLE, WORDS
from fixtures.crawl.sites import PICTURE, POSTS, REMARKS, SKETCHES, Sketch
from fixtures.crawl.sites_more import MORE
from fixtures.rows import each_row

from crawlers.base import BaseCrawler
from crawlers.parse.text import clean
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec

SITES = registry.sites()
ALL = SKETCHES | MORE
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
PAGE = Path(__file__).parents[3] / "docs" / "sites.md"


def test_there_are_many_and_their_files_are_named_by_their_codes() -> None:
    assert len(SITES) >= 120
    assert {path.stem for path in registry.SITES.glob("*.yaml")} == set(SITES)
    assert len({spec.name for spec in SITES.values()}) == len(SITES)


@each_row("spec", SITES.values(), ids=SITES.keys())
def test_a_site_says_honestly_what_it_allows(spec: SiteSpec) -> None:
    policy = spec.policy
    if policy.enabled and not policy.loopback:
        assert spec.proven != "declared"
        assert policy.robots in ("allow", "partial")
        assert policy.terms.stance in ("allow", "silent")
    if policy.terms.stance == "forbid":
        assert policy.terms.clause
    if policy.terms.checked_at is not None:
        assert policy.terms.checked_at <= date(2026, 11, 23)
    if not policy.enabled:
        assert len(policy.reason) > 20
        # The reason is the site's own, or says that nobody has looked.
        unread = policy.terms.stance == "unchecked" and policy.robots in ("unread", "allow", "partial")
        assert not unread or re.search("unchecked|members|agreement|Content-Signal", policy.reason)


def test_what_is_said_to_be_read_by_its_own_pages_is() -> None:
    claimed = {code for code, spec in SITES.items() if spec.proven == "pages"}
    assert claimed - {"sample"} == set(ALL)


@each_row("code", ALL)
def test_a_sites_list_is_read(code: str) -> None:
    engine, sketch = registry.engine(SITES[code], lambda: NOW), ALL[code]
    url = engine.start(SITES[code].boards[0])
    found = engine.listing(encoded(engine, sketch.listed()), url)
    assert [ref.origin_id for ref in found.posts] == [post.id for post in POSTS]
    assert found.rows == len(POSTS)
    for ref, post in zip(found.posts, POSTS, strict=True):
        assert ref.title == post.title
        shown = filled(sketch.row)
        for name in ("views", "likes", "comments"):
            assert getattr(ref.stats, name) == (getattr(post, name) if name in shown else None), name
        if re.search("21:45|26.11.22|시간 전|2026.11.22", sketch.row):
            assert ref.posted_at is not None
            assert ref.posted_at.astimezone(SITES[code].zone).date() == date(2026, 11, 22)
        assert ref.url.startswith(SITES[code].base_url + "/")


@each_row("code", ALL)
def test_a_sites_post_is_read(code: str) -> None:
    engine, sketch = registry.engine(SITES[code], lambda: NOW), ALL[code]
    for truth in POSTS:
        url = SITES[code].base_url + sketch.path.format(id=truth.id)
        post = engine.post(encoded(engine, sketch.shown(truth)), url)
        shown = filled(sketch.post)
        assert (post.title, post.origin_id) == (truth.title, truth.id if post.origin_id else "")
        assert post.author == (truth.author if "author" in shown else "")
        for name in ("views", "likes", "dislikes", "comments"):
            assert getattr(post.stats, name) == (getattr(truth, name) if name in shown else None), name
        if "body" in shown:
            assert clean(post.text, 999) == truth.body
            assert post.images == (PICTURE,)
        else:
            assert "비가 오는 날" in post.text
        compare(engine, sketch, url)


def compare(engine: BaseCrawler, sketch: Sketch, url: str) -> None:
    """The remarks that are shown, and of a closed one nothing but that it is there."""
    if not sketch.comment:
        return
    post = engine.post(encoded(engine, sketch.shown(POSTS[0])), url)
    shown = filled(sketch.comment)
    read = [comment for comment in post.comments if comment.text]
    assert [comment.id for comment in read] == [remark.cid for remark in REMARKS]
    assert len(post.comments) == len(REMARKS) + bool(sketch.closed_comment)
    for comment, remark in zip(read, REMARKS, strict=True):
        assert clean(comment.text, 99) == remark.said
        assert comment.author == (remark.who if "who" in shown else "")
        assert comment.likes == (remark.up if "up" in shown else 0)


@each_row("code", [code for code, spec in SITES.items() if spec.proven == "engine"])
def test_a_site_of_known_software_is_read(code: str) -> None:
    spec = SITES[code]
    engine, stock = registry.engine(spec, lambda: NOW), STOCK[spec.engine]
    found = engine.listing(stock.list, engine.start(spec.boards[0]))
    assert len(found.posts) == 1
    ref = found.posts[0]
    post = ref.whole or engine.post(stock.post, ref.url)
    assert (post.title, WORDS in post.text) == (TITLE, True)
    assert ref.title in ("", TITLE)
    assert ref.origin_id.endswith("77")


def filled(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def encoded(engine: BaseCrawler, page: str) -> bytes:
    return f"<!doctype html><html><body>{page}</body></html>".encode(engine.spec.encoding or "utf-8")


def test_the_page_about_sites_has_the_true_counts() -> None:
    page = PAGE.read_text("utf-8")
    levels = [spec.level for spec in SITES.values()]
    enabled = sum(spec.policy.enabled for spec in SITES.values())
    assert f"| 1 — declared | {levels.count(1)} |" in page
    assert f"| 2 — read in tests | {levels.count(2)} |" in page
    assert f"{len(SITES)} sites are declared" in page
    assert f"{enabled} are enabled" in page
