"""The script editor in a real browser: nothing that was typed is lost, and lines are added, split and joined."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.facts import SCRIPT
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Locator, Page, expect

from schemas.events import ContentScriptApproved, ContentScripted, ContentStarted, PostApproved
from schemas.posts import PostKey
from schemas.recipe import Recipe
from schemas.recipe import Stage as Step

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CAPTION = re.compile(r"^자막 \d")
MADE: dict[str, Any] = {"stage_key": "0" * 64, "served_by": "test", "seconds": 1}


def waiting(stage: Stage, site: str) -> PostKey:
    post = invented("1", f"{site} 대본 글", site=site)
    stage.collect(post)
    stage.record(
        PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=Recipe(approve_script=True)),
        ContentStarted(post_key=post.key, revision=1, stage=Step.SCRIPT, worker="w"),
        ContentScripted(post_key=post.key, revision=1, **MADE, script=SCRIPT),
    )
    return post.key


def editor(page: Page, site: str) -> Locator:
    page.locator(".job", has_text=f"{site} 대본 글").get_by_role("button", name="대본 열기").click()
    expect(page.locator(".script-line").first).to_be_visible()
    return page.locator("dialog.editor")


@pytest.mark.slow
def test_what_was_typed_outlives_escape_and_a_reload(stage: Stage, open_page: Open) -> None:
    """A draft is shown again after Escape, and the editor opens by itself after a reload, as of a lost session."""
    key = waiting(stage, "draft")
    page = open_page("/#progress")
    box = editor(page, "draft")
    caption = box.get_by_label(CAPTION).first
    caption.fill("고친 첫 줄입니다")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    box = editor(page, "draft")
    expect(box.get_by_label(CAPTION).first).to_have_value("고친 첫 줄입니다")
    expect(box.get_by_text("저장하지 않은 초안을 보고 있습니다.")).to_be_visible()
    page.reload()
    expect(box.get_by_label(CAPTION).first).to_have_value("고친 첫 줄입니다")
    box.get_by_role("button", name="대본 승인").click()
    wait_until(lambda: stage.facts(key)[-1].kind == "content.script_approved")
    fact = stage.facts(key)[-1]
    assert isinstance(fact, ContentScriptApproved)
    assert fact.script.lines[0].display == "고친 첫 줄입니다"
    expect(box).to_have_count(0)
    assert page.evaluate("localStorage.getItem('wagglebot.drafts')") == "[]"


@pytest.mark.slow
def test_a_draft_is_dropped_on_demand(stage: Stage, open_page: Open) -> None:
    waiting(stage, "drop")
    page = open_page("/#progress")
    box = editor(page, "drop")
    box.get_by_label(CAPTION).first.fill("지울 줄입니다")
    page.keyboard.press("Escape")
    box = editor(page, "drop")
    box.get_by_role("button", name="초안 버리기").click()
    expect(box.get_by_label(CAPTION).first).to_have_value(SCRIPT.lines[0].display)
    expect(box.get_by_role("button", name="초안 버리기")).to_have_count(0)


@pytest.mark.slow
def test_lines_are_added_split_and_joined(stage: Stage, open_page: Open) -> None:
    key = waiting(stage, "lines")
    page = open_page("/#progress")
    box = editor(page, "lines")
    captions = box.get_by_label(CAPTION)
    count = captions.count()
    captions.first.fill("하나 둘 셋 넷")
    captions.first.evaluate("(one) => one.setSelectionRange(4, 4)")
    box.get_by_role("button", name="줄 나누기 1", exact=True).click()
    expect(captions).to_have_count(count + 1)
    assert [captions.nth(n).input_value() for n in (0, 1)] == ["하나 둘", "셋 넷"]
    box.get_by_role("button", name="다음 줄과 합치기 1", exact=True).click()
    expect(captions).to_have_count(count)
    expect(captions.first).to_have_value("하나 둘 셋 넷")
    box.get_by_role("button", name="줄 추가").click()
    box.get_by_role("button", name="대본 승인").click()
    expect(box.get_by_role("alert")).to_contain_text("빈 줄이 있습니다")
    empty = next(one for one in captions.all() if not one.input_value())
    empty.fill("새로 쓴 줄")
    box.get_by_role("button", name="대본 승인").click()
    wait_until(lambda: stage.facts(key)[-1].kind == "content.script_approved")
    fact = stage.facts(key)[-1]
    assert isinstance(fact, ContentScriptApproved)
    assert "새로 쓴 줄" in [line.spoken for line in fact.script.lines]
    assert fact.script.lines[0].display == "하나 둘 셋 넷"
