"""What becomes of a page when news arrives: what a person stands on, opened and typed stays; tabs share one stream."""

from collections.abc import Callable
from functools import partial

import pytest
from fixtures.facts import SCRIPT
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Page, expect

from schemas.events import ContentFailed, ContentScripted, ContentStarted, FailureKind, PostApproved
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.recipe import Stage as Step

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def failed(key: PostKey) -> ContentFailed:
    return ContentFailed(
        post_key=key,
        revision=1,
        stage=Step.VOICE,
        attempt=5,
        failure=FailureKind.PERMANENT,
        error="BadInput",
        code="film.picture_too_large",
        fields={"name": "a.png"},
        message="The picture a.png has too many pixels.",
    )


def test_a_redraw_takes_nothing_away(stage: Stage, open_page: Open) -> None:
    """Failures and work are drawn anew at every piece of news: opened details, focus and typed words stay."""
    first, second, waits = (invented(name, f"{name}번 글", site="redraw") for name in ("1", "2", "w"))
    stage.collect(first, second, waits)
    stage.record(PostApproved(post_key=first.key, revision=1, reviewer="kim"), failed(first.key))
    page = open_page("/#failures")
    card = page.locator(".job.broken", has_text="1번 글")
    card.locator("summary").click()
    again = card.get_by_role("button", name="다시 시도")
    again.focus()
    stage.record(PostApproved(post_key=second.key, revision=1, reviewer="kim"), failed(second.key))
    expect(page.locator(".job.broken", has_text="2번 글")).to_be_visible()
    expect(card.get_by_text("too many pixels")).to_be_visible()
    expect(again).to_be_focused()
    page.locator("#wb-tab-progress-button").click()
    made = {"stage_key": "0" * 64, "served_by": "test", "seconds": 1}
    stage.record(
        PostApproved(post_key=waits.key, revision=1, reviewer="kim", recipe=Recipe(approve_script=True)),
        ContentStarted(post_key=waits.key, revision=1, stage=Step.SCRIPT, worker="w"),
        ContentScripted(post_key=waits.key, revision=1, **made, script=SCRIPT),
    )
    script = page.locator(".job", has_text="w번 글").get_by_role("button", name="대본 열기")
    script.focus()
    later = [invented(f"l{number}", f"나중 글 {number}", site="redraw") for number in range(3)]
    stage.collect(*later)
    stage.record(*(PostApproved(post_key=one.key, revision=1, reviewer="kim") for one in later))
    for number in range(3):
        expect(page.locator(".job", has_text=f"나중 글 {number}")).to_be_visible()
    expect(script).to_be_focused()


def declined(stage: Stage, key: PostKey) -> bool:
    return stage.facts(key)[-1].kind == "post.declined"


@pytest.mark.slow
def test_seven_tabs_work_side_by_side(stage: Stage, open_page: Open) -> None:
    """A browser keeps six connections to a server: with a stream for each tab the seventh would never load."""
    posts = [invented(str(number), f"{number}번 글", site="tabs", score=0.9 - number / 100) for number in range(8)]
    stage.collect(*posts)
    pages = [open_page() for _ in range(7)]
    for number, page in enumerate(pages):
        expect(page.locator(".card")).to_have_count(8 - number)
        page.locator(".card").first.get_by_role("button", name="거절").click()
        wait_until(partial(declined, stage, posts[number].key))
        for other in pages:
            expect(other.locator(".card")).to_have_count(7 - number)
