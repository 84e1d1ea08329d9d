"""A real Chromium and the running review app to use it with.

What these fixtures need is imported when a test asks for them, so other tests start without a browser or Gradio.
"""

import importlib
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from fixtures_stage import Stage
    from playwright.sync_api import Browser, Page

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
"""No flag of these changes what a page may do; they keep the browser itself off the network."""


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium; a test that needs it is skipped where it is not installed.

    One for a module, not for the session: while its driver lives, this thread cannot run the loops of other tests.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-nanum)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _stage(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Stage]":
    module = importlib.import_module("fixtures_stage")
    running: Stage = module.Stage(tmp_path_factory.mktemp("stage"))
    running.start()
    yield running
    running.end()


@pytest.fixture
def stage(_stage: "Stage") -> "Stage":
    """The running app with an empty inbox."""
    _stage.clear()
    return _stage


@pytest.fixture
def open_page(chromium: "Browser", stage: "Stage") -> "Iterator[Callable[..., Page]]":
    """Opens the app in a fresh browser context: ``open_page(path="/", width=1280, height=860, scheme="light")``.

    The test fails when a page had a script error, a refused resource, or asked for anything of another host, unless
    it is ``watched=False``.
    """
    wrong: list[str] = []
    home = urlsplit(stage.url).netloc
    contexts = []

    def note(request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != home:
            wrong.append(f"asked {request.url}")

    def open_(
        path: str = "/", *, width: int = 1280, height: int = 860, scheme: Any = "light", watched: bool = True
    ) -> "Page":
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="ko-KR", base_url=stage.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        if watched:
            page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
            page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
            page.on("request", note)
        page.goto(path)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not wrong
