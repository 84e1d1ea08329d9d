"""What a reviewer reads and is told while deciding: parts that stay in sight, toasts over dialogs, keys of the post."""

from collections.abc import Callable

import pytest
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Locator, Page, Route, expect

from schemas.events import PostDeclined

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
IN_SIGHT = """(one) => {
  const box = one.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return box.top > -1 && Math.floor(box.top) < innerHeight && one.contains(seen);
}"""


def in_sight(element: Locator) -> None:
    """Waits until the middle of an element is in the window with nothing over it."""
    expect(element).to_be_visible()
    # Found anew each time: a redraw puts another element in its place.
    wait_until(lambda: element.evaluate(IN_SIGHT))


def many(stage: Stage, site: str, count: int) -> None:
    stage.collect(
        *(
            invented(str(n), f"{n}번 글", site=site, score=0.9 - n / 1000, content="긴 글이다. " * 600)
            for n in range(count)
        )
    )


@pytest.mark.slow
def test_what_stays_in_sight_stays(stage: Stage, open_page: Open) -> None:
    """Tabs, the whole post and the bar of the selection are in the window however far the list was scrolled."""
    many(stage, "stays", 40)
    page = open_page()
    expect(page.locator(".card")).to_have_count(40)
    page.keyboard.press("x")
    for _ in range(25):
        page.keyboard.press("j")
    assert page.evaluate("scrollY") > 1000
    for part in (".pane h2", ".selection b", "#wb-tab-inbox-button", ".card[aria-current]"):
        in_sight(page.locator(part))
    page.set_viewport_size({"width": 390, "height": 844})
    for part in (".selection b", "#wb-tab-inbox-button", ".top .brand"):
        in_sight(page.locator(part))


@pytest.mark.slow
def test_the_whole_post_is_read_by_keys(stage: Stage, open_page: Open) -> None:
    """Space, PageDown, End and Home scroll the post and not the window; Enter goes into it, Escape comes back."""
    many(stage, "bykeys", 4)
    page = open_page()
    text = page.locator(".pane .reader-text")
    expect(text.locator(".comments")).to_be_attached()
    top = "(one) => Math.round(one.scrollTop)"
    for key, holds in (
        ("End", "> 1000"),
        ("Home", "=== 0"),
        ("Space", "> 300"),
        ("Shift+Space", "=== 0"),
        ("PageDown", "> 300"),
    ):
        page.keyboard.press(key)
        page.wait_for_function(f"(one) => Math.round(one.scrollTop) {holds}", arg=text.element_handle())
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    before = text.evaluate(top)
    page.keyboard.press("ArrowDown")
    page.wait_for_function(f"(one) => Math.round(one.scrollTop) > {before}", arg=text.element_handle())
    expect(page.locator(".card[aria-current] h2")).to_have_text("0번 글")
    page.keyboard.press("Escape")
    expect(page.locator(".card[aria-current]")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.pane'))"):
            break
    assert page.evaluate("Boolean(document.activeElement.closest('.pane'))"), "the Tab key passes every card"


@pytest.mark.slow
def test_keys_work_after_a_filter_was_chosen_with_the_mouse(stage: Stage, open_page: Open) -> None:
    many(stage, "filtered", 3)
    page = open_page()
    sort = page.get_by_label("정렬", exact=True)
    sort.dispatch_event("pointerdown")
    sort.focus()
    sort.select_option("newest")
    expect(page.locator(".card").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".card").nth(1)).to_have_attribute("aria-current", "true")


@pytest.mark.slow
def test_letters_can_be_switched_off(stage: Stage, open_page: Open) -> None:
    """Without single-key shortcuts no letter decides; the arrows still choose."""
    many(stage, "letters", 3)
    page = open_page()
    expect(page.locator(".card")).to_have_count(3)
    page.get_by_role("button", name="단축키").click()
    page.get_by_label("글자 단축키 사용").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".card").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".card")).to_have_count(3)


@pytest.mark.slow
def test_a_refusal_is_seen_over_a_dialog_and_after_it(stage: Stage, open_page: Open) -> None:
    """What a dialog's button is refused is read, and can be pressed, while the dialog is open and when it closes."""
    post = invented("1", "다시 만들 글", site="refused")
    stage.film(post)
    page = open_page("/#gallery")
    page.locator(".poster", has_text="다시 만들 글").click()
    part = page.locator("dialog.player details.part", has_text="어느 단계부터")
    part.locator("summary").click()
    page.route("**/remake", lambda route: route.abort())
    part.get_by_role("button", name="다시 만들기 시작").click()
    toast = page.locator(".toast.bad")
    expect(toast).to_have_text("서버에 연결할 수 없습니다.")
    in_sight(toast)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    in_sight(toast)


def test_a_double_click_decides_once(stage: Stage, open_page: Open) -> None:
    many(stage, "twice", 4)
    page = open_page()
    expect(page.locator(".card")).to_have_count(4)
    page.locator(".card").first.get_by_role("button", name="거절").dblclick()
    expect(page.locator(".card")).to_have_count(3)
    wait_until(lambda: stage.facts(invented("0", "x", site="twice").key)[-1].kind == "post.declined")
    expect(page.locator(".card")).to_have_count(3)


@pytest.mark.slow
def test_a_reason_is_one_key(stage: Stage, open_page: Open) -> None:
    post = invented("0", "x", site="reason").key
    many(stage, "reason", 2)
    page = open_page()
    expect(page.locator(".card")).to_have_count(2)
    page.keyboard.press("Shift+D")
    expect(page.locator("dialog.checklist")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".card")).to_have_count(1)
    wait_until(lambda: stage.facts(post)[-1].kind == "post.declined")
    declined = stage.facts(post)[-1]
    assert isinstance(declined, PostDeclined)
    assert declined.reason == "이미 다룬 이야기"


def test_a_decision_is_taken_back_after_a_reload(stage: Stage, open_page: Open) -> None:
    post = invented("0", "x", site="again").key
    many(stage, "again", 3)
    page = open_page()
    expect(page.locator(".card")).to_have_count(3)
    page.keyboard.press("a")
    wait_until(lambda: stage.facts(post)[-1].kind == "post.approved")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator(".card")).to_have_count(2)
    page.keyboard.press("u")
    wait_until(lambda: stage.facts(post)[-1].kind == "post.reopened")
    expect(page.locator(".card h2")).to_have_text(["0번 글", "1번 글", "2번 글"])


def test_a_decision_whose_answer_the_page_did_not_wait_for_is_taken_back(stage: Stage, open_page: Open) -> None:
    """The page is loaded again after the decision was recorded and before its answer came."""
    post = invented("0", "x", site="hasty").key
    many(stage, "hasty", 2)
    page, held = open_page(), list[Route]()
    expect(page.locator(".card")).to_have_count(2)

    def record(route: Route) -> None:
        route.fetch()
        held.append(route)

    page.route("**/decision", record)
    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("a")
    while not held:
        page.wait_for_timeout(20)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("u")
    wait_until(lambda: stage.facts(post)[-1].kind == "post.reopened")
    expect(page.locator(".card h2")).to_have_text(["0번 글", "1번 글"])


@pytest.mark.slow
def test_more_than_a_hundred_are_decided_together(stage: Stage, open_page: Open) -> None:
    many(stage, "batch", 120)
    page = open_page()
    expect(page.locator(".card").first).to_be_visible()
    while page.locator(".card").count() < 120:
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(30)
    page.locator(".card .pick input").evaluate_all("(all) => all.forEach((one) => one.click())")
    page.locator(".selection").get_by_role("button", name="모두 거절").click()
    expect(page.locator(".toast")).to_contain_text("120개를 처리했습니다")
    wait_until(lambda: stage.facts(invented("119", "x", site="batch").key)[-1].kind == "post.declined")
