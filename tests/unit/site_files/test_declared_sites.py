"""Every site that comes with the program: valid, honest about itself, and read where it says that it is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from time import process_time
from typing import Any

import pytest
import site_tables
from fixtures.crawl.engines import STOCK, TITLE, WORDS
from fixtures.rows import each_row

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.reading_methods import comment_and_paging_methods
from schemas.errors import BadInput

SITES = registry.shipped_sites()
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def test_there_are_many_and_their_files_are_named_by_their_codes() -> None:
    assert len(SITES) >= 120
    assert {path.stem for path in registry.SITES.glob("*.yaml")} == set(SITES)
    assert len({spec.name for spec in SITES.values()}) == len(SITES)


@each_row("spec", SITES.values(), ids=SITES.keys())
def test_a_site_says_honestly_what_it_allows(spec: SiteSpec) -> None:
    policy = spec.policy
    if policy.enabled and not policy.loopback:
        assert spec.evidence in ("software", "observed")
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


@each_row("code", [code for code, spec in SITES.items() if spec.evidence == "software"])
def test_a_site_of_known_software_is_read(code: str) -> None:
    spec = SITES[code]
    engine, stock = registry.make_engine(spec, lambda: NOW), STOCK[spec.engine]
    found = engine.listing(stock.list, engine.first_list_address(spec.boards[0]))
    assert len(found.posts) == 1
    ref = found.posts[0]
    post = ref.whole or engine.post(stock.post, ref.url)
    assert (post.title, WORDS in post.text) == (TITLE, True)
    assert ref.title in ("", TITLE)
    assert ref.origin_id.endswith("77")


def test_how_comments_and_further_pages_are_read() -> None:
    found = {spec.engine: comment_and_paging_methods(spec) for spec in SITES.values() if spec.evidence == "software"}
    assert found["discourse"] == found["lemmy"] == found["stackexchange"] == ("end point", "end point")
    assert (found["gnuboard5"], found["rhymix"]) == (("page", "link"), ("pages", "link"))
    assert (found["feed"], found["reddit"]) == (("not read", "one page"), ("page", "end point"))
    assert comment_and_paging_methods(SITES["sample"]) == ("pages", "link")
    assert comment_and_paging_methods(next(spec for spec in SITES.values() if spec.evidence == "none")) == (
        "not read",
        "one page",
    )
    with pytest.raises(BadInput, match="no-such-engine"):
        comment_and_paging_methods(SITES["sample"].model_copy(update={"engine": "no-such-engine"}))


def test_what_the_pages_say_of_the_sites_is_true() -> None:
    late = [path.name for path, text in site_tables.updated_pages(SITES).items() if path.read_text("utf-8") != text]
    assert not late, "run: python tools/site_tables.py"


def test_no_pattern_of_a_site_file_takes_a_long_text_apart_in_all_ways() -> None:
    def patterns(part: Any) -> Iterator[str]:
        for name, value in part.items() if isinstance(part, dict) else ():
            yield from (value,) if name == "regex" and value else patterns(value)

    selectors = [spec.selectors.model_dump() for spec in SITES.values() if spec.selectors]
    every = {pattern for each in selectors for pattern in patterns(each)}
    assert len(every) > 60
    begun = process_time()
    for pattern in every:
        for text in ("1", "(1", " ", "가"):
            re.search(pattern, text * 1_500)
    assert process_time() - begun < 0.5
