"""Every page is open to everybody, in both languages: axe-core finds nothing serious, and no word is left over."""

import itertools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from fixtures.facts import SCRIPT
from fixtures.studio.stage import Stage, invented
from playwright.sync_api import Browser, Page, expect

from schemas.events import ContentFailed, ContentScripted, ContentStarted, FailureKind, PostApproved
from schemas.recipe import Recipe
from schemas.recipe import Stage as Step

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TABS = ("inbox", "progress", "gallery", "failures", "sites", "insights", "settings")
_NUMBERS = itertools.count()
SERIOUS = ("serious", "critical")
_AXE = sorted(Path(sys.prefix, "share/axe-core").glob("*/axe.min.js"))


@pytest.fixture
def axe() -> str:
    if not _AXE:
        pytest.skip("axe-core is not there: run tools/test_tools.sh")
    return _AXE[-1].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def _told(_stage: Stage) -> None:
    """Something on every page."""
    site = "access"
    waits, fails, film = (invented(name, f"{name}번 글", site=site) for name in ("waits", "fails", "film"))
    made = {"stage_key": "0" * 64, "served_by": "test", "seconds": 1}
    _stage.collect(waits, fails)
    _stage.record(
        PostApproved(post_key=waits.key, revision=1, reviewer="kim", recipe=Recipe(approve_script=True)),
        ContentStarted(post_key=waits.key, revision=1, stage=Step.SCRIPT, worker="w"),
        ContentScripted(post_key=waits.key, revision=1, **made, script=SCRIPT),
        PostApproved(post_key=fails.key, revision=1, reviewer="kim"),
        ContentFailed(
            post_key=fails.key,
            revision=1,
            stage=Step.VOICE,
            attempt=5,
            failure=FailureKind.PERMANENT,
            error="ProviderDown",
            message="Edge does not answer: gone. It is tried again after a pause; nothing is lost.",
        ),
    )
    _stage.film(film)


@pytest.fixture
def shown(_told: None, stage: Stage, open_page: Open) -> Open:
    stage.collect(
        invented(
            f"n{next(_NUMBERS)}",
            "가려진 글",
            site="access",
            flags=("pii-masked", "copy:access.0"),
            images=(stage.picture(),),
        )
    )
    return open_page


def visit(page: Page, tab: str) -> None:
    """Shows a tab as a person would; the last of ``tab`` may be a dialog on it."""
    name, _, inner = tab.partition("/")
    page.locator(f"#wb-tab-{name}-button").click()
    if inner == "editor":
        page.get_by_role("button", name=re.compile("대본 열기|Open script")).first.click()
        expect(page.locator(".script-line").first).to_be_visible()
    elif inner == "room":
        page.locator(".poster").first.click()
        expect(page.locator(".part").first).to_be_visible()
    elif inner == "checklist":
        page.locator(".card").first.locator(".approve").click()
        expect(page.locator("dialog.checklist")).to_be_visible()
    page.evaluate(STILL)  # the page's policy lets nothing be evaluated again and again


STILL = """Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))"""
CORE = ("inbox", "progress/editor", "gallery/room")
PLACES = (*TABS, "progress/editor", "gallery/room", "inbox/checklist")


def serious(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((all) => all.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in SERIOUS]


def leave(page: Page) -> None:
    page.evaluate("document.querySelectorAll('dialog').forEach((one) => one.close())")


@pytest.mark.slow
def test_nothing_serious_where_work_is_done(shown: Open, axe: str) -> None:
    page = shown()
    for place in CORE:
        visit(page, place)
        assert serious(page, axe) == [], place
        leave(page)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")])
def test_nothing_serious_anywhere(shown: Open, axe: str, width: int, scheme: str) -> None:
    page = shown(width=width, height=844, scheme=scheme)
    for place in PLACES:
        visit(page, place)
        assert serious(page, axe) == [], place
        leave(page)


@pytest.mark.parametrize(
    ("kind", "review"), [("password", {"password": "secret-word"}), ("first_run", {"host": "0.0.0.0"})]
)
@pytest.mark.slow
def test_nothing_serious_at_the_door(
    stage: Stage, chromium: Browser, axe: str, kind: str, review: dict[str, str]
) -> None:
    """The login page and the page of the first account: open to everybody, in light and dark, wide and narrow."""
    url = stage.served(**review)
    shapes: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"))
    for width, scheme in shapes:
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(url)
        assert page.locator("html").get_attribute("data-kind") == kind
        expect(page.get_by_role("button", name="계정 만들기" if kind == "first_run" else "로그인")).to_be_visible()
        assert serious(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(shown: Open, width: int) -> None:
    """Nothing scrolls sideways, and no button's words are cut, on any page in either language."""
    page = shown(width=width, height=844)
    for _ in range(2):
        for place in PLACES:
            visit(page, place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            cut = page.locator("button:visible").evaluate_all(
                "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML)"
            )
            assert cut == [], place
            leave(page)
        page.locator(".tool[lang]").click()
        page.wait_for_selector("html[data-ready]", state="attached")


ENGLISH = re.compile(r"[A-Za-z]{3,}")
OURS = re.compile(
    r"WaggleBot|YouTube|English|Enter|robots\.txt|WAGGLEBOT_\w+|espeak|libx264|access(\.\w+)?|kim|test|https?:\S+|waits|fails|film"
)


@pytest.mark.slow
def test_no_english_is_left_in_korean(shown: Open) -> None:
    """What the pages say by themselves is Korean; names, addresses and the values of settings are not ours to say."""
    page = shown()
    for place in PLACES:
        visit(page, place)
        said = page.evaluate(
            """() => {
              const skip = 'code, [lang=en], .site-head, .voice option, datalist, textarea, input, option, dd';
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walker.nextNode()) {
                const place = walker.currentNode.parentElement;
                if (place.checkVisibility() && !place.closest(skip)) found.push(walker.currentNode.textContent);
              }
              return found;
            }"""
        )
        left = [text for text in said if ENGLISH.search(OURS.sub("", text))]
        assert left == [], place
        leave(page)
