"""The learned order of the inbox in a real browser: taken where it is on, with its reasons on the cards."""

from collections.abc import Callable, Iterator

import pytest
from fixtures.insight.inbox_month import decide_for_weeks, told
from fixtures.studio.stage import Stage, wait_until
from playwright.sync_api import Page, expect

from services.review.live import learned_inbox

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An app of its own, which learns every half second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned_inbox, "_START", 0.0)
        patch.setattr(learned_inbox, "_DAY", 0.5)
        stage = Stage(tmp_path_factory.mktemp("learned"))
        stage.start()
        try:
            stage.call(decide_for_weeks(stage.bus, by_length=True))
            yield stage
        finally:
            stage.end()


def test_posts_like_the_approved_ones_come_first_and_cards_say_why(stage: Stage, open_page: Open) -> None:
    stage.collect(told("short", long=False, score=0.9), told("long", long=True, score=0.1))
    page = open_page(fresh=True)

    def is_learned() -> bool:
        page.reload()
        return page.locator("select.sort").input_value() == "learned"

    wait_until(is_learned)
    expect(page.locator(".card")).to_have_count(2)
    keys = page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.key)")
    assert keys == ["sample.long", "sample.short"]
    first = page.locator(".card").first.locator(".reasons")
    expect(first).to_contain_text("기대")
    expect(first).to_contain_text("글이 긺")
    expect(page.locator(".reader .reasons")).to_contain_text("글이 긺")
    stage.collect(told("later", long=True, score=0.2))
    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator(".card").last).to_have_attribute("data-key", "sample.short")
    page.locator("select.sort").select_option("score")
    expect(page.locator(".card").first).to_have_attribute("data-key", "sample.short")
