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


def test_a_follow_up_is_proposed_with_its_first_part_and_taken_when_it_is_ticked(
    stage: Stage, open_page: Open, tmp_path: Path
) -> None:
    """Same site, same author, a title that says so, and a film of the first part: nothing less is proposed."""
    first = invented("1", "윗집 층간소음 따지러 간 썰", site="parts", author="졸린수달42")
    stage.film(first)
    later = invented("2", "층간소음 윗집 후기", site="parts", author="졸린수달42")
    others = (
        invented("3", "다른 사람의 윗집 후기", site="parts", author="바쁜참새3"),
        invented("4", "표시 없는 윗집 이야기", site="parts", author="졸린수달42"),
    )
    stage.collect(later, *others)
    page = open_page()
    offer = page.locator(".reader").get_by_label("2편으로 만들기")
    for post in others:
        page.locator(".card", has_text=post.title).click()
        expect(page.locator(".reader h2")).to_have_text(post.title)
        expect(page.locator(".reader .comments")).to_be_visible()
        expect(offer).to_have_count(0)
    page.locator(".card", has_text=later.title).click()
    expect(page.locator(".reader h2")).to_have_text(later.title)
    expect(page.locator(".reader").get_by_role("link", name=first.title)).to_have_count(1)
    expect(offer).not_to_be_checked()
    offer.check()
    page.screenshot(path=tmp_path / "part_two.png")
    page.locator(".reader").get_by_role("button", name="승인").click()
    wait_until(lambda: len(stage.facts(later.key)) == 2)
    approved = stage.facts(later.key)[1]
    assert isinstance(approved, PostApproved)
    assert approved.part_two is not None
    assert (approved.part_two.first, approved.part_two.title) == (first.key, first.title)
    assert approved.part_two.recall.startswith("지난 이야기입니다.")
