"""A permission is recorded on the page of sites, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crawlers.sites_config import registry

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_permission_opens_a_site_and_is_taken_back(
    open_page: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path)
    page = open_page()
    page.locator("#wb-tab-sites-button").click()
    card = page.locator("[data-site=clien]")
    card.locator("summary").first.click()
    card.get_by_text("수집 허락 기록").click()
    card.get_by_role("button", name="허락 기록").click()
    assert registry.declared_site("clien").permit is None
    card.locator("select[name=ground]").select_option("terms")
    card.get_by_label("보관한 곳").fill("<b>편지</b>")
    card.get_by_label("허락받은 날").fill("2026-11-20")
    card.get_by_role("button", name="허락 기록").click()
    expect(page.get_by_text("근거가 되는 조항이 있어야")).to_be_visible()
    # The form stays open when the list is drawn anew.
    card.locator("select[name=ground]").select_option("site")
    card.get_by_label("보관한 곳").fill("<b>편지</b>")
    card.get_by_label("허락받은 날").fill("2026-11-20")
    card.get_by_role("button", name="허락 기록").click()
    expect(card.get_by_role("button", name="켜기")).to_be_visible()
    card.locator("summary").first.click()
    expect(card).to_contain_text("사이트의 서면 허락, <b>편지</b> (2026-11-20)")
    card.get_by_role("button", name="허락 취소").click()
    expect(card.get_by_role("button", name="켜기")).to_have_count(0)
    assert registry.declared_site("clien").permit is None
