"""The inbox in a real browser: what a reviewer does there becomes facts, and nothing else does."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Page, expect

from schemas.events import PostApproved, PostDeclined
from schemas.posts import Sighting, Stats
from schemas.states import Status

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def titles(page: Page) -> list[str]:
    return page.locator(".card h2").all_text_contents()


def kinds(stage: Stage, identity: str, site: str) -> list[str]:
    return [event.kind for event in stage.facts(invented(identity, "x", site=site).key)]


@pytest.mark.slow
def test_button_approves(stage: Stage, open_page: Open) -> None:
    """The button on a card records an approval with the recipe, and the next card is chosen."""
    first = invented("1", "퇴사하는 막내가 남긴 메일", site="button", score=0.9)
    stage.collect(first, invented("2", "둘째 글", site="button", score=0.8))
    page = open_page()
    page.locator(".card").first.get_by_role("button", name="승인").click()
    expect(page.locator(".card h2")).to_have_text(["둘째 글"])
    expect(page.locator(".card[aria-current]")).to_contain_text("둘째 글")
    expect(page.locator(".toast")).to_contain_text("승인했습니다")
    wait_until(lambda: len(stage.facts(first.key)) == 2)
    approved = stage.facts(first.key)[1]
    assert isinstance(approved, PostApproved)
    assert (approved.revision, approved.reviewer) == (1, "reviewer")


def test_keys_decide_in_order(stage: Stage, open_page: Open) -> None:
    """J, K, A and D work on the chosen card; the facts stand in the stream in the order of the keys."""
    posts = [invented(str(number), f"{number}번째 글", site="keys", score=0.9 - number / 100) for number in range(6)]
    stage.collect(*posts)
    before = stage.projection.position()
    page = open_page()
    expect(page.locator(".card")).to_have_count(6)
    for key in ("j", "k", "a", "d", "a", "j", "d"):
        page.keyboard.press(key)
    expect(page.locator(".card h2")).to_have_text(["3번째 글", "5번째 글"])
    wait_until(lambda: stage.projection.position() >= before + 4)
    decided = [posts[0], posts[1], posts[2], posts[4]]
    events = [stage.facts(post.key)[-1] for post in decided]
    assert [event.NAME for event in events] == ["approved", "declined", "approved", "declined"]
    assert [event.time for event in events] == sorted(event.time for event in events)


def test_keys_work_with_korean_input(stage: Stage, open_page: Open) -> None:
    """With a Korean layout the A key types ㅁ; it still approves."""
    post = invented("1", "한글 자판으로 승인", site="hangul")
    stage.collect(post)
    page = open_page()
    expect(page.locator(".card")).to_have_count(1)
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅁ', code: 'KeyA', bubbles: true}))"
    )
    wait_until(lambda: kinds(stage, "1", "hangul") == ["post.collected", "post.approved"])


def test_undo_takes_an_approval_back(stage: Stage, open_page: Open) -> None:
    """U after an approval takes it back by a fact, and the card is there to be decided anew."""
    post = invented("1", "마음이 바뀐 글", site="undo")
    stage.collect(post)
    page = open_page()
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("a")
    expect(page.locator(".card")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".card")).to_contain_text("마음이 바뀐 글")
    assert kinds(stage, "1", "undo") == ["post.collected", "post.approved", "post.reopened"]
    page.keyboard.press("a")
    wait_until(lambda: stage.facts(post.key)[-1].kind == "post.approved")
    assert stage.facts(post.key)[-1].revision == 2


def test_batch_is_decided_and_taken_back(stage: Stage, open_page: Open) -> None:
    """X selects, D declines all that are selected, U takes all of it back; the facts stand in order."""
    posts = [invented(str(number), f"{number}번째 글", site="batch", score=0.9 - number / 100) for number in range(4)]
    stage.collect(*posts)
    page = open_page()
    expect(page.locator(".card")).to_have_count(4)
    for key in ("x", "j", "x", "j", "j", "x", "d"):
        page.keyboard.press(key)
    expect(page.locator(".card h2")).to_have_text(["2번째 글"])
    expect(page.locator(".toast")).to_contain_text("3개를 처리했습니다")
    chosen = [posts[0], posts[1], posts[3]]
    declined = [stage.facts(post.key)[-1] for post in chosen]
    assert [event.kind for event in declined] == ["post.declined"] * 3
    assert [event.time for event in declined] == sorted(event.time for event in declined)
    page.keyboard.press("u")
    expect(page.locator(".card")).to_have_count(4)
    assert {stage.facts(post.key)[-1].kind for post in chosen} == {"post.reopened"}


def test_flagged_post_is_looked_at_first(stage: Stage, open_page: Open) -> None:
    """What was masked must be looked at by itself: no approval without the tick, and the fact says what was ticked."""
    post = invented("1", "가려진 전화번호가 있는 글", site="checks", flags=("pii-masked",))
    stage.collect(post)
    page = open_page()
    expect(page.locator(".card .flag")).to_have_text("개인정보 가림")
    page.keyboard.press("a")
    asked = page.locator("dialog.checklist")
    expect(asked.get_by_role("button", name="확인하고 승인")).to_be_disabled()
    assert kinds(stage, "1", "checks") == ["post.collected"]
    page.keyboard.press("Space")
    asked.get_by_role("button", name="확인하고 승인").click()
    wait_until(lambda: kinds(stage, "1", "checks") == ["post.collected", "post.approved"])
    approved = stage.facts(post.key)[-1]
    assert isinstance(approved, PostApproved)
    assert approved.checked == ("pii",)


def test_copies_fold_and_go_with_their_original(stage: Stage, open_page: Open) -> None:
    """A story is one card, also when a copy comes later; a decision on it declines the copies; U brings all back."""
    first = invented("1", "원래 이야기", site="copies", score=0.9)
    copies = [invented(str(n), f"퍼 온 이야기 {n}", site="copies", flags=(f"copy:{first.key}",)) for n in (2, 3)]
    stage.collect(first, copies[0])
    page = open_page()
    expect(page.locator(".card .copies")).to_have_text("비슷한 글 1개")
    stage.collect(copies[1])
    expect(page.locator(".card .copies")).to_have_text("비슷한 글 2개")
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("a")
    wait_until(lambda: [kinds(stage, n, "copies")[-1] for n in "123"] == ["post.approved", *["post.declined"] * 2])
    page.keyboard.press("u")
    wait_until(lambda: {kinds(stage, n, "copies")[-1] for n in "123"} == {"post.reopened"})
    expect(page.locator(".card h2")).to_have_text(["원래 이야기"])


def test_unreachable_server_gives_the_card_back(stage: Stage, open_page: Open) -> None:
    """A decision that did not reach the server is undone on the page, with a sentence; no fact is recorded."""
    stage.collect(
        *(invented(str(number), f"{number}번 글", site="gone", score=0.9 - number / 100) for number in range(3))
    )
    page = open_page()
    expect(page.locator(".card")).to_have_count(3)
    page.context.set_offline(True)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".card h2")).to_have_text(["0번 글", "1번 글", "2번 글"])
    expect(page.locator(".card .note")).to_have_text("저장하지 못했습니다. 서버에 연결할 수 없습니다.")
    assert kinds(stage, "1", "gone") == ["post.collected"]
    page.context.set_offline(False)
    page.locator(".card").nth(1).get_by_role("button", name="승인").click()
    wait_until(lambda: kinds(stage, "1", "gone") == ["post.collected", "post.approved"])


def test_second_reviewer_is_told(stage: Stage, open_page: Open) -> None:
    """Who decides on a post that somebody else has decided is told, and their decision is not recorded."""
    post = invented("1", "두 사람이 보는 글", site="race")
    stage.collect(post)
    page = open_page()
    page.route("**/api/updates", lambda route: route.abort())  # so the page does not hear of the other reviewer
    page.reload()
    expect(page.locator(".card")).to_have_count(1)
    stage.record(PostDeclined(post_key=post.key, revision=0, reviewer="other"))
    page.keyboard.press("a")
    expect(page.locator(".toast.bad")).to_contain_text("이미 거절된 글입니다")
    assert kinds(stage, "1", "race") == ["post.collected", "post.declined"]


def test_new_post_arrives_in_its_place(stage: Stage, open_page: Open) -> None:
    """A post collected while the page is open appears where its score puts it; the chosen card stays chosen."""
    stage.collect(
        invented("1", "점수 높은 글", site="live", score=0.9), invented("3", "점수 낮은 글", site="live", score=0.1)
    )
    page = open_page()
    expect(page.locator(".card")).to_have_count(2)
    page.keyboard.press("j")
    stage.collect(invented("2", "새로 들어온 글", site="live", score=0.5))
    expect(page.locator(".card h2")).to_have_text(["점수 높은 글", "새로 들어온 글", "점수 낮은 글"])
    expect(page.locator(".card[aria-current]")).to_contain_text("점수 낮은 글")
    expect(page.locator("#wb-tab-inbox-button .badge")).to_have_text("3")


@pytest.mark.slow
def test_figures_are_refreshed(stage: Stage, open_page: Open) -> None:
    """A post that is seen again shows its newest figures without a reload."""
    post = invented("1", "조회가 느는 글", site="figures")
    stage.collect(post)
    page = open_page()
    expect(page.locator(".card .figures")).to_contain_text("1.2만")
    stage.call(stage.bus.record_sighting(Sighting(key=post.key, stats=Stats(views=987_000), time=datetime.now(UTC))))
    expect(page.locator(".card .figures")).to_contain_text("98.7만")


def test_decision_elsewhere_leaves_the_list(stage: Stage, open_page: Open) -> None:
    """A post that another reviewer decides leaves the list by itself."""
    post = invented("1", "다른 사람이 승인할 글", site="leaves", score=0.9)
    stage.collect(post, invented("2", "남는 글", site="leaves", score=0.8))
    page = open_page()
    expect(page.locator(".card")).to_have_count(2)
    stage.record(PostApproved(post_key=post.key, revision=1, reviewer="other"))
    expect(page.locator(".card h2")).to_have_text(["남는 글"])


@pytest.mark.slow
def test_filters_narrow_the_list(stage: Stage, open_page: Open) -> None:
    """Images, search and status filters ask the server; an empty result says so and offers the way back."""
    pictured = invented("1", "그림이 있는 글", site="filters", score=0.9, images=(stage.picture(),))
    stage.collect(pictured, invented("2", "글만 있는 글", site="filters", score=0.8))
    page = open_page()
    page.get_by_label("그림", exact=True).select_option("true")
    expect(page.locator(".card h2")).to_have_text(["그림이 있는 글"])
    assert page.locator(".thumb").evaluate("async (image) => (await image.decode(), image.naturalWidth)") > 300
    page.get_by_label("제목·본문 검색").fill("없는 낱말")
    expect(page.locator(".nothing h2").first).to_have_text("조건에 맞는 글이 없습니다")
    page.get_by_role("button", name="필터 지우기").click()
    expect(page.locator(".card")).to_have_count(2)
    page.keyboard.press("d")
    page.get_by_label("상태").select_option("DECLINED")
    expect(page.locator(".card h2").first).to_be_visible()
    assert stage.projection.counts_by_status()[Status.DECLINED] >= 1


@pytest.mark.slow
def test_long_list_comes_in_pages(stage: Stage, open_page: Open) -> None:
    """The first page is drawn at once; scrolling brings the rest, each post once and in order."""
    posts = [
        invented(str(number), f"글 {number:03}", site="pages", score=(1000 - number) / 1000) for number in range(130)
    ]
    stage.collect(*posts)
    page = open_page()
    expect(page.locator(".card").first).to_be_visible()
    assert page.locator(".card").count() <= 100
    while page.locator(".card").count() < 130:
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(30)
    assert titles(page) == [post.title for post in posts]


def test_reading_pane_shows_the_whole_post(stage: Stage, open_page: Open) -> None:
    """The chosen post's text, pictures and comments stand beside the list; source links go to web addresses only."""
    text = "첫 문단입니다.\n" + "가" * 400 + "\n마지막 문단입니다."
    stage.collect(invented("1", "긴 글", site="reads", content=text, images=(stage.picture("#227755"),)))
    page = open_page()
    pane = page.locator(".pane")
    expect(pane).to_contain_text("마지막 문단입니다.")
    expect(pane.locator(".comment")).to_have_count(2)
    expect(pane.locator(".comment").first).to_contain_text("베스트 댓글")
    link = pane.get_by_role("link", name="원문 보기")
    assert link.get_attribute("href") == "https://waggle.example/post/1"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_what_is_not_there_yet_is_not_spelled_out(stage: Stage, open_page: Open) -> None:
    """While a post is read, its pane has no field for the host's opinion, and no word in its place either."""
    stage.collect(invented("1", "아직 읽는 글", site="spelled"))
    page = open_page()
    page.route("**/api/posts/spelled*", lambda route: route.abort())
    page.reload()
    pane = page.locator(".pane")
    expect(pane).to_contain_text("아직 읽는 글")
    expect(pane.locator(".verdict")).to_have_count(0)
    assert "null" not in pane.inner_text()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_phone_clips_nothing(stage: Stage, open_page: Open, scheme: str) -> None:
    """At 390 px every control lies inside the window, is at least 40 px high, and nothing scrolls sideways."""
    title = "아주아주아주 긴 제목을 가진 글이라서 두 줄을 넘길 수도 있는 글" * 3
    stage.collect(invented("1", title, site=f"phone-{scheme}", images=(stage.picture(),)))
    page = open_page(width=390, height=844, scheme=scheme)
    card = page.locator(".card")
    expect(card).to_have_count(1)
    for button in card.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 40
        assert button.evaluate("(element) => element.scrollWidth <= element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    card.locator("h2").click()
    sheet = page.locator("dialog.sheet")
    expect(sheet).to_contain_text("저도 비슷한 일이 있었어요")
    sheet.get_by_role("button", name="거절").click()
    wait_until(lambda: kinds(stage, "1", f"phone-{scheme}")[-1] == "post.declined")
    expect(card).to_have_count(0)


def test_english_by_switch(stage: Stage, open_page: Open) -> None:
    """The switch puts the whole page into English and back, and is remembered."""
    stage.collect(invented("1", "한국어 제목", site="english"))
    page = open_page()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="Inbox")).to_be_visible()
    expect(page.locator(".card").get_by_role("button", name="Approve")).to_be_visible()
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("tab", name="수신함")).to_be_visible()
