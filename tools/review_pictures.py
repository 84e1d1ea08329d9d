#!/usr/bin/env python3
"""Update the pictures of the review app: docs/pictures/review-{korean,english,dark,phone}.jpg, every page on one sheet.

Run it after a change that is meant to be seen, look at the sheets, and commit them. Needs Debian's chromium.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixtures.browser import FLAGS  # noqa: E402
from fixtures.facts import SCRIPT  # noqa: E402
from fixtures.studio.stage import Stage, invented  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from libraries.accounts.audit_log import AuditEntry  # noqa: E402
from schemas.events import (  # noqa: E402
    ContentFailed,
    ContentScripted,
    ContentStarted,
    FailureKind,
    PostApproved,
)
from schemas.recipe import Recipe  # noqa: E402
from schemas.recipe import Stage as Step  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
TABS = ("inbox", "progress", "gallery", "failures", "sites", "insights", "settings")
GAP, QUALITY = 8, 76
DOORS = ({"password": "waggle"}, {"host": "0.0.0.0"})  # noqa: S104 - only said: the stage listens on loopback
"""Settings that lead to the login page and to the page of the first account."""


class SheetSettings(NamedTuple):
    """The settings of one picture of the docs. Pixels: ``width``, ``height`` of the window, ``shown`` the width of it
    on the sheet.
    """

    name: str
    language: str = "ko"
    scheme: str = "light"
    width: int = 1280
    height: int = 860
    shown: int = 860
    columns: int = 3


SHEETS = (
    SheetSettings("korean"),
    SheetSettings("english", language="en"),
    SheetSettings("dark", scheme="dark"),
    SheetSettings("phone", width=390, height=844, shown=320, columns=6),
)


def record_sample_facts(stage: Stage) -> None:
    """Record posts, films, failures and acts, so that every page shows something."""
    picture = stage.picture("#d98e04")
    stage.collect(
        invented("1", "퇴사하는 막내가 남긴 메일 한 통에 사무실이 조용해진 이유", score=0.95, images=(picture,)),
        invented("2", "편의점 야간 알바가 매일 같은 손님에게 받은 쪽지", score=0.88, flags=("pii-masked",)),
        invented("3", "엘리베이터에서 마주친 윗집 사람과의 오해", score=0.81, images=(stage.picture("#3b5b7a"),)),
        invented("4", "결혼식 축가를 부르다 가사를 통째로 잊었습니다", score=0.76),
    )
    waits, works, fails = (
        invented("w", "회의실 예약을 두고 벌어진 일"),
        invented("f", "중고 거래에서 만난 초등학교 짝꿍"),
        invented("x", "할머니의 문자 메시지"),
    )
    stage.collect(waits, works, fails)
    stage.record(
        PostApproved(post_key=waits.key, revision=1, reviewer="kim", recipe=Recipe(approve_script=True)),
        ContentStarted(post_key=waits.key, revision=1, stage=Step.SCRIPT, worker="w"),
        ContentScripted(
            post_key=waits.key, revision=1, stage_key="0" * 64, served_by="extractive", seconds=1.2, script=SCRIPT
        ),
        PostApproved(post_key=works.key, revision=1, reviewer="lee"),
        ContentStarted(post_key=works.key, revision=1, stage=Step.FILM, worker="w"),
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
    stage.film(invented("g", "옥상 텃밭에서 생긴 일"))
    stage.act(
        AuditEntry(who="kim", what="approved", about="sample.w"),
        AuditEntry(who="lee", what="declined", about="sample.9"),
    )


def open_page(page: Page, name: str) -> None:
    """Open a page of the app: a tab, or a dialog of one."""
    there = {"sites": ".site-list article", "settings": ".acts li", "insights": ".table", "failures": ".job.broken"}
    tab = {"editor": "progress", "room": "gallery"}.get(name, name)
    page.locator(f"#wb-tab-{tab}-button").click()
    if name == "editor":
        page.locator(".job .job-foot button, .job button.approve").first.click()
        page.wait_for_selector(".script-line")
    elif name == "room":
        page.locator(".poster").first.click()
        page.wait_for_selector(".part")
    elif name in there:
        page.locator(f"{there[name]} >> visible=true").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


def page_screenshots(browser: Browser, sheet: SheetSettings, stage: Stage, doors: tuple[str, ...]) -> list[Image.Image]:
    """A screenshot of every page in the sheet's language, colours and width; ``doors``: the addresses of the pages
    before the app.
    """
    context = browser.new_context(
        viewport={"width": sheet.width, "height": sheet.height},
        color_scheme="dark" if sheet.scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="ko-KR" if sheet.language == "ko" else "en-GB",
    )
    context.add_init_script(f"localStorage.setItem('wagglebot.language', '{sheet.language}')")
    page = context.new_page()
    pictures = []
    page.goto(stage.url)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector(".card")
    for name in (*TABS, "editor", "room"):
        open_page(page, name)
        pictures.append(screenshot(page))
        page.evaluate("document.querySelectorAll('dialog').forEach((one) => one.close())")
    for url in doors:
        page.goto(url)
        pictures.append(screenshot(page))
    context.close()
    return pictures


def screenshot(page: Page) -> Image.Image:
    """The page as an image."""
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def save_sheet(sheet: SheetSettings, pictures: list[Image.Image]) -> None:
    """Save the screenshots on one sheet into the pictures of the docs."""
    height = sheet.height * sheet.shown // sheet.width
    rows = -(-len(pictures) // sheet.columns)
    whole = Image.new("RGB", (sheet.columns * (sheet.shown + GAP) + GAP, rows * (height + GAP) + GAP), "#888884")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, sheet.columns)
        small = picture.resize((sheet.shown, height), Image.Resampling.LANCZOS)
        whole.paste(small, (GAP + column * (sheet.shown + GAP), GAP + row * (height + GAP)))
    whole.save(PICTURES / f"review-{sheet.name}.jpg", quality=QUALITY, optimize=True, progressive=True)


def main() -> None:
    """Write every picture of the review app."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is not installed. Install it: apt-get install chromium fonts-nanum")
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        stage.start()
        try:
            record_sample_facts(stage)
            doors = tuple(stage.served(**review) for review in DOORS)
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=program, args=FLAGS)
                for sheet in SHEETS:
                    save_sheet(sheet, page_screenshots(browser, sheet, stage, doors))
                browser.close()
        finally:
            stage.end()


if __name__ == "__main__":
    main()
