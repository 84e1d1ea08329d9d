"""What becomes of a page when news arrives: what a person stands on, opened and typed stays; tabs share one stream."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from fixtures.facts import SCRIPT
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from libraries.accounts.accounts import AccountRole, Accounts
from libraries.alerts.alert import Alert, AlertKind
from libraries.alerts.alert_book import AlertBook
from schemas.clock import utc_now
from schemas.events import (
    ContentFailed,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    FailureKind,
    PostApproved,
    PostDeclined,
)
from schemas.posts import PostKey
from schemas.recipe import Recipe, VoiceChoice
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
    page.locator(".job", has_text="나중 글 1").get_by_role("button", name="제작 취소").click()
    expect(page.locator(".job", has_text="나중 글 1")).to_have_count(0)
    assert stage.facts(later[1].key)[-1].kind == "post.reopened"


def test_what_is_wrong_now_stands_above_the_failures(stage: Stage, open_page: Open) -> None:
    """An alert of the health station, in Korean or English; text of others in it stays text. When over, it goes."""
    book = AlertBook(stage.bus.ledger())
    text = "The site sample is not read as it should be. <img src=x onerror=alert(1)> See: wagglebot sites mend sample"
    korean = "sample 사이트를 제대로 읽지 못합니다. 목록에 글이 없습니다. 바로잡기: wagglebot sites mend sample"
    wrong = Alert(kind=AlertKind.SITE, about="sample", text=text, korean=korean)
    stage.call(book.settle(AlertKind.SITE, [wrong], utc_now()))
    page = open_page("/#failures")
    card = page.locator(".job.broken", has_text="사이트를 제대로 읽지 못합니다")
    expect(card.get_by_text(korean)).to_be_visible()
    expect(page.get_by_role("heading", name="지금 확인할 일")).to_be_visible()
    phone = open_page("/#failures", width=390, height=800, scheme="dark")
    phone.get_by_role("button", name="English").click()
    phone.wait_for_selector("html[data-ready][lang=en]", state="attached")
    expect(phone.get_by_text("is not read as it should be. <img src=x")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    stage.call(book.settle(AlertKind.SITE, [], utc_now()))
    reload(page)
    expect(page.get_by_role("heading", name="지금 확인할 일")).to_be_hidden()


def test_a_failed_film_is_made_with_the_choices_that_hold_now(stage: Stage, open_page: Open) -> None:
    """A retry keeps the choices with which it failed, as of a voice that is not installed."""
    post = invented("choices", "설정이 틀렸던 글", site="redraw")
    stage.collect(post)
    nobody = Recipe(voice=VoiceChoice(chain=("kokoro",)))
    stage.record(
        PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=nobody),
        ContentScripted(post_key=post.key, revision=1, stage_key="0" * 64, served_by="test", seconds=1, script=SCRIPT),
        failed(post.key),
    )
    page = open_page("/#failures")
    card = page.locator(".job.broken", has_text="설정이 틀렸던 글")
    card.get_by_role("button", name="지금 설정으로 다시 만들기").click()
    expect(card).to_have_count(0)
    asked = stage.facts(post.key)[-1]
    assert isinstance(asked, ContentRequested)
    assert (asked.revision, asked.from_stage) == (2, Step.VOICE)
    assert asked.recipe.voice == Recipe().voice


def reload(page: Page) -> None:
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")


def test_what_comes_before_the_stream_is_shown(stage: Stage, open_page: Open) -> None:
    """A post collected after the list was read and before the stream of updates is open appears once it is."""
    stage.collect(invented("1", "먼저 온 글", site="gap"))
    page, held = open_page(), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/updates", hold)
    reload(page)
    expect(page.locator(".card")).to_have_count(1)
    stage.collect(invented("2", "그 사이에 온 글", site="gap", score=40))
    page.wait_for_timeout(300)
    expect(page.locator(".card")).to_have_count(1)
    held[0].continue_()
    expect(page.locator(".card h2")).to_have_text(["먼저 온 글", "그 사이에 온 글"])


def test_a_list_older_than_the_news_changes_nothing_back(stage: Stage, open_page: Open) -> None:
    """A post decided elsewhere while the list is on its way is not in the list, though the answer still has it."""
    posts = [invented(str(n), f"{n}번 글", site="older", score=0.9 - n / 100) for n in range(2)]
    stage.collect(*posts)
    page, held = open_page(), list[tuple[Route, APIResponse]]()
    expect(page.locator(".card")).to_have_count(2)
    page.route("**/api/posts?*", lambda route: held.append((route, route.fetch())))
    with page.expect_response("**/api/posts?*"):
        reload(page)
        while not held:
            page.wait_for_timeout(20)
        stage.record(PostDeclined(post_key=posts[0].key, revision=0, reviewer="lee"))
        expect(page.locator("#wb-tab-inbox-button .badge")).to_have_text("1")  # the update is there before the list
        held[0][0].fulfill(response=held[0][1])
    expect(page.locator(".card h2")).to_have_text(["1번 글"])


def test_what_was_decided_while_the_page_was_away_leaves(stage: Stage, open_page: Open) -> None:
    """A page that comes back from the history shows what is waiting now: no post more, no post less."""
    posts = [invented(str(n), f"{n}번 글", site="outage", score=0.9 - n / 100) for n in range(3)]
    stage.collect(*posts[:2])
    page = open_page()
    expect(page.locator(".card")).to_have_count(2)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    stage.collect(posts[2])
    stage.record(PostDeclined(post_key=posts[1].key, revision=0, reviewer="lee"))
    page.wait_for_timeout(500)
    expect(page.locator(".card h2")).to_have_text(["0번 글", "1번 글"])
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator(".card h2")).to_have_text(["0번 글", "2번 글"])


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


@pytest.fixture
def team(stage: Stage, chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens the app as a person of a team: ``team(name)``. Everybody's password is the same."""
    file = stage.folder / "accounts.json"
    people = Accounts(file)
    for name in ("kim", "lee"):
        people.put_account(name, "열두 글자 비밀번호", AccountRole.OPERATOR)
    url, contexts = stage.served(), []

    def enter(name: str) -> Page:
        contexts.append(chromium.new_context(base_url=url, locale="ko-KR", viewport={"width": 1280, "height": 860}))
        entered = contexts[-1].request.post("/login", data={"name": name, "password": "열두 글자 비밀번호"})
        assert entered.status == 204
        page = contexts[-1].new_page()
        page.goto("/")
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield enter
    for context in contexts:
        context.close()
    file.unlink()


@pytest.mark.slow
def test_a_card_says_which_colleague_reads_it(stage: Stage, team: Callable[[str], Page]) -> None:
    """Two reviewers see what the other reads, and who was faster when both decide on one post."""
    first, second = (invented(str(n), f"{n}번 글", site="team", score=0.9 - n / 100) for n in range(2))
    stage.collect(first, second)
    lee, kim = team("lee"), team("kim")
    expect(lee.locator(".card", has_text="0번 글").locator(".claim")).to_have_text("kim 님이 읽고 있습니다")
    kim.keyboard.press("j")
    expect(lee.locator(".card", has_text="1번 글").locator(".claim")).to_have_text("kim 님이 읽고 있습니다")
    expect(lee.locator(".claim")).to_have_count(1)
    lee.locator(".card", has_text="1번 글").get_by_role("button", name="거절").click()
    wait_until(partial(declined, stage, second.key))
    told = kim.evaluate(
        """async (key) => {
          const {post} = await import("/ui/server.js");
          const approval = {decision: "approve", seen: "COLLECTED"};
          return post(`/api/posts/${key}/decision`, approval).catch((error) => error.by);
        }""",
        str(second.key),
    )
    assert told == "lee"
    kim.close()
    expect(lee.locator(".claim")).to_have_count(0)


def test_a_page_that_is_left_open_takes_next_to_no_time(stage: Stage, open_page: Open) -> None:
    """Gradio's loading animation goes on where nobody sees it; see frames.js."""
    stage.collect(invented("1", "한국어 제목", site="open"))
    page = open_page()
    expect(page.locator(".card")).to_have_count(1)
    measures = page.context.new_cdp_session(page)
    measures.send("Performance.enable")

    def seconds() -> float:
        """CPU seconds of the page's main thread so far."""
        told = {one["name"]: one["value"] for one in measures.send("Performance.getMetrics")["metrics"]}
        return float(told["ThreadTime"])

    page.wait_for_timeout(2000)
    before = seconds()
    page.wait_for_timeout(3000)
    assert seconds() - before < 0.1, "of 3 s; the animation alone takes .25"
