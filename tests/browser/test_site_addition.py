"""A site is added on the page of sites: from its address, with one text pointed at, to a file."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.crawl.collect import Reply, pages, web
from playwright.sync_api import Page, expect

from crawlers.sites_config import registry
from testbed.unlike_boards.modern_boards import PhoneBoard

pytestmark = pytest.mark.browser


def test_a_site_is_recognised_corrected_and_saved(
    open_page: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path)
    board = PhoneBoard(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))
    paths = [board.first_list_path(), board.list_path(2), *map(board.post_path, board.posts)]
    replies: dict[str, Reply | str] = {path: Reply(board.page_at(path) or b"") for path in paths}
    page = open_page()
    with web(pages(replies)) as server:
        page.locator("#wb-tab-sites-button").click()
        page.get_by_text("주소로 사이트 추가").click()
        page.get_by_label("사이트 주소").fill(f"{server.url}/m/humor/list/1")
        page.get_by_role("button", name="살펴보기").click()
        found = page.locator(".add-found")
        expect(found).to_contain_text(board.posts[0].title)
        asked = len(server.paths)
        row = found.locator("[data-part=row]")
        row.locator("summary").click()
        page.get_by_label("사이트 주소").fill("https://other.example/")
        row.get_by_label(f"이것은…: {board.posts[0].author}").select_option("author")
        expect(found.get_by_role("button", name="사이트 파일 저장")).to_be_enabled()
        found.get_by_label("코드").fill("phone")
        found.get_by_role("button", name="사이트 파일 저장").click()
        expect(page.locator("[data-site=phone]")).to_be_visible()
        assert len(server.paths) == asked
    spec = registry.declared_site("phone").spec
    assert spec.selectors is not None
    assert spec.selectors.list is not None
    assert spec.selectors.list.author is not None
    assert not spec.policy.enabled
