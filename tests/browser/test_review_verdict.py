"""The host's own verdict in the review app: written where a post is read, and asked for where it is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Page, expect

from schemas.events import PostApproved

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
VERDICT = "저는 막내가 옳았다고 봅니다. 참는 것만이 어른스러운 건 아니니까요."


def test_what_the_host_writes_goes_with_the_approval(stage: Stage, open_page: Open, tmp_path: Path) -> None:
    post = invented("1", "퇴사하는 막내가 남긴 메일", site="verdict")
    stage.collect(post, invented("2", "둘째 글", site="verdict", score=0.1))
    page = open_page()
    field = page.locator(".reader .verdict textarea")
    expect(field).to_be_visible()
    field.fill(VERDICT)
    expect(page.locator(".reader .verdict .hint")).to_contain_text("음절")
    page.screenshot(path=tmp_path / "verdict.png")
    page.locator(".reader").get_by_role("button", name="승인").click()
    wait_until(lambda: len(stage.facts(post.key)) == 2)
    approved = stage.facts(post.key)[1]
    assert isinstance(approved, PostApproved)
    assert approved.verdict == VERDICT
    expect(page.locator(".reader .verdict textarea")).to_have_value("")


OPENED = """async () => {
  const { checklist } = await import("/ui/checklist.js");
  const { verdictField } = await import("/ui/reader.js");
  window.verdicts = new Map();
  const page = { verdict: "required", verdict_syllables: 20 };
  window.answer = "open";
  checklist({ title: "제목" }, ["verdict", "pii"], (changed) => verdictField(page, window.verdicts, "k", changed))
    .then((given) => (window.answer = given));
}"""


def test_a_missing_verdict_is_asked_for_until_it_is_long_enough(stage: Stage, open_page: Open) -> None:
    """The dialog that opens where an approval without the verdict was refused."""
    stage.collect(invented("1", "글", site="asked"))
    page = open_page()
    expect(page.locator(".card")).to_have_count(1)
    page.evaluate(OPENED)
    asked = page.locator("dialog.checklist")
    go = asked.get_by_role("button", name="확인하고 승인")
    expect(go).to_be_disabled()
    asked.get_by_role("checkbox").check()
    expect(go).to_be_disabled()
    asked.locator("textarea").fill("짧은 말")
    expect(go).to_be_disabled()
    asked.locator("textarea").fill(VERDICT)
    go.click()
    page.wait_for_function("window.answer !== 'open'")
    assert page.evaluate("window.answer") == ["pii"]
    assert page.evaluate("window.verdicts.get('k')") == VERDICT
